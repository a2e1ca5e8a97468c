#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
mod detail;
mod failure;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
#[allow(missing_docs)]
mod generated;
mod open_enum;
mod operation;
mod pool;
mod retry;
mod select;
mod success;
mod timestamp;
mod transport;

pub use client::{BuildError, ClientBuilder, TlsBackend};
pub use failure::{
    ErrorResponse, Failure, MAX_ERROR_BODY, NoResponse, NoResponseKind, UndecodableResponse,
};
pub use generated::{
    ByteStream, Client, ClientInfo, DEFAULT_BASE_URL, Error, OPERATIONS, ResponseValue, properties,
    types,
};
pub use open_enum::UnknownValue;
pub use operation::Operation;
pub use retry::RetryPolicy;
pub use select::Selection;
pub use transport::Session;

pub(crate) use open_enum::open_enum;
