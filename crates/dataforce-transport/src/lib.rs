#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
mod base_url;
mod budget;
mod builder;
mod call;
mod connect_error;
mod connections;
mod cooldown;
mod deadline;
mod decode;
mod error;
mod error_body;
mod filter_reader;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
mod guarded_body;
mod http_client;
mod key;
mod list_filter;
mod operation;
mod proxy;
mod read_body;
mod redaction;
mod response;
mod retry;
mod send;
mod telemetry;
mod transport;

pub use builder::{ApiClient, ClientBuilder};
pub use error::{Error, ErrorKind, MAX_ERROR_BODY};
pub use http_client::TlsBackend;
pub use list_filter::ListFilter;
pub use operation::{MissingTarget, Operation};
pub use response::Response;
pub use retry::RetryPolicy;
pub use transport::Transport;

/// The HTTP library whose types are in the signatures of this crate.
pub use reqwest;
