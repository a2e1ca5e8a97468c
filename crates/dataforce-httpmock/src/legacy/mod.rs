//! Mocks of the legacy API, whose paths have no version prefix.

mod generated;

pub use generated::{MockServerExt, operations};
