#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod legacy;
mod path;
pub mod v1;

pub use httpmock;
