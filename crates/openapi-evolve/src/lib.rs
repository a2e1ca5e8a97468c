#![doc = include_str!("../README.md")]

pub mod components;
pub mod grammar;
pub mod operation;
pub mod pointer;
pub mod schema;
pub mod structure;

mod diff;
mod document;
mod downgrade;
mod error;
mod overlay;
mod validity;
mod yaml;

pub use diff::{Breaks, Diff, Difference, diff};
pub use document::Document;
pub use downgrade::downgrade;
pub use error::{Error, Finding};
pub use overlay::Overlay;
/// The JSON values in the public API. The feature `preserve_order` is enabled.
pub use serde_json;
pub use validity::validate;
