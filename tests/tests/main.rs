//! Everything that is tested against the emulator or against single mocked answers. One program, so that it links once.
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
mod seed_document;
mod seed_document_blocking;
