//! The maintenance tasks of this repository. `cargo xtask help` lists them; each is a module here.

pub mod blocking;
pub mod ci;
pub mod diff;
pub mod downgrade;
pub mod files;
pub mod generate;
pub mod import;
pub mod lint;
pub mod public_api;
pub mod regen;
pub mod rustfmt;
pub mod source;
mod syntax;
pub mod workspace;
