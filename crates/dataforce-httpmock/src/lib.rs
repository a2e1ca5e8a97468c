#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod generated;
mod path;

pub use generated::{MockServerExt, operations};
pub use httpmock;
