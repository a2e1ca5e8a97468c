#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod client;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
mod id;
mod integer;
pub mod legacy;
mod open_enum;
mod shared;
mod timestamp;
pub mod v1;

pub use dataforce_transport::{
    ApiClient, ClientBuilder, Error, ErrorKind, ListFilter, MAX_ERROR_BODY, MissingTarget,
    Operation, Response, RetryPolicy, TlsBackend, Transport, reqwest,
};
pub use id::InvalidId;
pub use open_enum::UnknownValue;
pub use shared::*;

pub(crate) use client::client;
pub(crate) use id::id;
pub(crate) use open_enum::open_enum;
