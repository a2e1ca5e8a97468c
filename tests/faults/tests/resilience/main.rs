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
mod matrix;
mod observability;
mod redirects;
mod retries;

use std::time::Duration;

use dataforce::{Client, ClientBuilder, RetryPolicy};
use dataforce_emulator::Emulator;
use dataforce_fault_tests::{ORBIT, ORGANIZATION};

/// A client whose defaults are set without asking, and that pauses only briefly before it sends again.
fn client(base_url: &str) -> Client {
    builder(base_url).build().unwrap()
}

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder()
        .api_key("dfs_your_key")
        .base_url(base_url)
        .organization(dataforce::OrganizationId::from(ORGANIZATION))
        .orbit(dataforce::OrbitId::from(ORBIT))
        .retry(brief())
}

/// The same for an emulator.
fn client_of(emulator: &Emulator) -> Client {
    builder_of(emulator).build().unwrap()
}

fn builder_of(emulator: &Emulator) -> ClientBuilder {
    builder(emulator.base_url())
        .api_key(emulator.api_key())
        .organization(dataforce::OrganizationId::from(emulator.organization_id()))
        .orbit(dataforce::OrbitId::from(emulator.orbit_id()))
}

fn brief() -> RetryPolicy {
    RetryPolicy::default().base_delay(Duration::from_millis(2))
}
