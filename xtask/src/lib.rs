//! The chores of this repository. `cargo xtask help` lists them; each is a module here.

pub mod blocking;
pub mod ci;
pub mod diff;
pub mod document;
pub mod downgrade;
pub mod fault;
pub mod files;
pub mod generate;
pub mod import;
pub mod lint;
pub mod openapi;
pub mod pointer;
pub mod public_api;
pub mod regen;
pub mod rustfmt;
pub mod workspace;
pub mod yaml;
