//! What the tests of this package share: a server that is checked against the contract, the contract
//! itself, and in what the versions of the API differ.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "whatever fails here fails a test"
)]

mod contract;
mod coverage;
mod message;
mod server;
mod spelling;
mod version;

pub use contract::{Contract, Declared, Violation};
pub use coverage::Coverage;
pub use message::steady;
pub use server::{Server, arrived};
pub use spelling::spellings;
pub use version::{VERSIONS, lookup_by_id, root, type_property};

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/from-luml-python.md")]
struct FromLumlPython;
