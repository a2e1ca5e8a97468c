//! What the clients promise when things go wrong. One program, so that it links once.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

mod bounds;
mod certificates;
mod concurrency;
mod crashes;
mod deadlines;
mod environment;
#[cfg(unix)]
mod forks;
mod matrix;
mod observability;
mod redirects;
mod responses;
mod retries;

use std::time::Duration;

use dataforce::{Client, ClientBuilder, RetryPolicy};
use dataforce_emulator::Emulator;
use dataforce_fault_tests::Version;

/// Returns a client whose defaults are set and that waits only briefly before further attempts.
fn client(version: Version, base_url: &str) -> Client {
    builder(version, base_url).build().unwrap()
}

fn builder(version: Version, base_url: &str) -> ClientBuilder {
    version.client(base_url).retry(brief())
}

/// Returns the same for an emulator.
fn client_of(emulator: &Emulator) -> Client {
    builder_of(emulator).build().unwrap()
}

fn builder_of(emulator: &Emulator) -> ClientBuilder {
    builder(Version::of(emulator), emulator.base_url())
        .api_key(emulator.api_key())
        .organization(dataforce::OrganizationId::from(emulator.organization_id()))
        .orbit(dataforce::OrbitId::from(emulator.orbit_id()))
}

fn brief() -> RetryPolicy {
    RetryPolicy::default().base_delay(Duration::from_millis(2))
}
