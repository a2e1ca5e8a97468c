//! What the facade promises about the two versions of the API.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

mod detection;
mod environment;
mod names;
mod paging;
mod queries;
mod requests;

use dataforce::{ApiVersion, Client, ClientBuilder, RetryPolicy};
use dataforce_emulator::{Emulator, EmulatorBuilder};
use dataforce_tests::arrived;

const VERSIONS: [ApiVersion; 2] = [ApiVersion::Legacy, ApiVersion::V1];

/// Returns the other version.
fn other(version: ApiVersion) -> ApiVersion {
    match version {
        ApiVersion::Legacy => ApiVersion::V1,
        _ => ApiVersion::Legacy,
    }
}

/// The emulator's name for a version.
fn served(version: ApiVersion) -> dataforce_emulator::ApiVersion {
    match version {
        ApiVersion::Legacy => dataforce_emulator::ApiVersion::Legacy,
        ApiVersion::V1 => dataforce_emulator::ApiVersion::V1,
        other => panic!("the emulator does not serve {other}"),
    }
}

/// Returns a builder for an emulator of this version.
fn emulator(version: ApiVersion) -> EmulatorBuilder {
    Emulator::builder().api_version(served(version))
}

/// Returns a builder for a client of the emulator that sends each request once.
fn client(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .api_key(emulator.api_key())
        .base_url(emulator.base_url())
        .retry(RetryPolicy::none())
}

/// Returns a builder for such a client, with the first orbit as the default.
fn orbit_client(emulator: &Emulator) -> ClientBuilder {
    client(emulator)
        .organization(dataforce::OrganizationId::from(emulator.organization_id()))
        .orbit(dataforce::OrbitId::from(emulator.orbit_id()))
}
