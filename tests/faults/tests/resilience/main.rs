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
mod http2;
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
    Version::client_of(emulator).retry(brief())
}

/// Returns the path of the collections of an emulator's first orbit.
fn collections_path(emulator: &Emulator) -> String {
    let (organization, orbit) = (emulator.organization_id(), emulator.orbit_id());
    let path = format!("/organizations/{organization}/orbits/{orbit}/collections");
    Version::of(emulator).path(&path)
}

fn brief() -> RetryPolicy {
    RetryPolicy::default().base_delay(Duration::from_millis(2))
}
