//! The client of the legacy API, whose paths have no version prefix.
//!
//! ```
//! use dataforce_api::legacy::{Client, types};
//! use dataforce_emulator::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Emulator::start(); // stands in for the real server
//! let client = Client::builder()
//!     .api_key("dfs_your_key")
//!     .base_url(server.base_url())
//!     .build()?;
//! for organization in client.list_organizations().await?.iter() {
//!     let orbits = client.list_orbits(&organization.id).await?;
//!     println!("{}: {} orbits", organization.name, orbits.len());
//! }
//! # Ok(())
//! # }
//! ```

#[allow(
    missing_docs,
    reason = "the contract describes what needs a description"
)]
mod generated;

pub use generated::{Client, operations, properties, types};
