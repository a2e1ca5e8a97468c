//! Mocks of V1 of the API, whose paths start with `/v1`.

mod generated;

pub use generated::{MockServerExt, operations};
