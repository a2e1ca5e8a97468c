//! Everything that is tested against the emulator or single mocked responses. One program, so that
//! it is linked once.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

mod blocking;
mod configuration;
mod contract;
mod errors;
mod model;
mod promises;
mod public_surface;
mod rules;

/// The seed document on the legacy API.
#[path = "."]
#[allow(clippy::duplicate_mod, reason = "the same tests run on each version")]
mod on_legacy {
    const VERSION: dataforce_emulator::ApiVersion = dataforce_emulator::ApiVersion::Legacy;

    mod seed_document;
    mod seed_document_blocking;
}

/// The seed document on V1.
#[path = "."]
#[allow(clippy::duplicate_mod, reason = "the same tests run on each version")]
mod on_v1 {
    const VERSION: dataforce_emulator::ApiVersion = dataforce_emulator::ApiVersion::V1;

    mod seed_document;
    mod seed_document_blocking;
}
