//! The client of V1 of the API, whose paths start with `/v1`.
//!
//! A base URL that ends in `/v1` means the same as one without.
//!
//! ```no_run
//! use dataforce_api::v1::{Client, types};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().api_key("dfs_your_key").build()?;
//! let organization: types::OrganizationId = "0199c455-21ec-7c74-8efe-41470e29bae5".parse()?;
//! let orbit: types::OrbitId = "0199c455-21ed-7aba-9fe5-5231611220de".parse()?;
//!
//! let mut cursor: Option<String> = None;
//! loop {
//!     let order = types::SortOrder::Asc;
//!     let page = client
//!         .list_collections(
//!             &organization,
//!             &orbit,
//!             cursor.as_deref(),
//!             Some(100),
//!             Some(&order),
//!             None,
//!             None,
//!             None,
//!         )
//!         .await?
//!         .into_inner();
//!     for collection in &page.items {
//!         println!("{}: {}", collection.id, collection.name);
//!     }
//!     cursor = page.cursor;
//!     if cursor.is_none() {
//!         break;
//!     }
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
