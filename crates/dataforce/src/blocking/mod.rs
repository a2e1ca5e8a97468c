//! The same client without `async`.
//!
//! Every method of the async client is here, with the same name, arguments, result and errors; it waits for the result
//! on the calling thread. A client may be used from many threads at once and shares its connections among them.
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
//! let created = client.collections().create("Training Dataset", CollectionType::Dataset).send()?;
//! let found = client.collections().get("Training Dataset")?;
//! assert_eq!(found, Some(created));
//! # Ok(())
//! # }
//! ```
//!
//! # Within an async runtime
//!
//! Waiting there would stop the runtime, so every call answers an error of kind
//! [`Runtime`](crate::ErrorKind::Runtime). Use the async client there, or `tokio::task::spawn_blocking`. Dropping the
//! client is fine anywhere.

mod client;
mod collections;
mod orbits;
mod organizations;
mod runtime;

pub use client::{Client, ClientBuilder};
pub use collections::{Collections, CreateCollection, UpdateCollection};
pub use orbits::Orbits;
pub use organizations::Organizations;
