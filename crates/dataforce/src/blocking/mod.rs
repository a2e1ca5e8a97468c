//! The client without `async`.
//!
//! It has the methods of the async client, with the same names, arguments, results and errors. Each
//! waits for the result on the calling thread. Many threads can use a client at once, and share its
//! connections.
//!
//! ```
//! # use dataforce_emulator::Emulator;
//! use dataforce::CollectionType;
//! use dataforce::blocking::Client;
//!
//! # fn main() -> Result<(), dataforce::Error> {
//! # let emulator = Emulator::start();
//! let client = Client::builder()
//!     .api_key("dfs_your_key")
//! #   .api_key(emulator.api_key())
//! #   .base_url(emulator.base_url())
//!     .connect()?;
//! let collections = client.collections();
//! let created = collections.create("Training Dataset", CollectionType::Dataset).send()?;
//! assert_eq!(collections.get("Training Dataset")?, Some(created));
//! # Ok(())
//! # }
//! ```
//!
//! # Within an async runtime
//!
//! Waiting there would block the runtime, so every call returns an error of kind
//! [`Runtime`](crate::ErrorKind::Runtime). Use the async client there, or
//! `tokio::task::spawn_blocking`. A client can be dropped anywhere.

// All modules but `runtime` are written by `cargo xtask regen` from those of the async client.
mod client;
mod client_builder;
mod collection_stream;
mod collections;
mod create_collection;
mod orbits;
mod organizations;
mod query_collections;
mod runtime;
mod update_collection;

pub use client::Client;
pub use client_builder::ClientBuilder;
pub use collection_stream::CollectionStream;
pub use collections::Collections;
pub use create_collection::CreateCollection;
pub use orbits::Orbits;
pub use organizations::Organizations;
pub use query_collections::QueryCollections;
pub use update_collection::UpdateCollection;
