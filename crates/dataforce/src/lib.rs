#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api_version;
mod backend;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod choices;
mod client;
mod client_builder;
mod collection;
mod collection_stream;
mod collections;
mod create_collection;
mod defaults;
mod environment;
mod error;
mod error_kind;
mod hosts;
mod id;
mod input;
mod list_query;
mod lookup;
mod orbit;
mod orbit_path;
mod orbits;
mod organization;
mod organizations;
mod query_collections;
mod resource;
mod resource_ref;
mod session;
mod tags;
mod update_collection;

pub use api_version::ApiVersion;
pub use call::Call;
pub use client::Client;
pub use client_builder::ClientBuilder;
pub use collection::{Collection, CollectionDetails, CollectionType};
pub use collection_stream::CollectionStream;
pub use collections::Collections;
pub use create_collection::CreateCollection;
/// The generated clients underneath.
pub use dataforce_api as api;
pub use dataforce_api::{RetryPolicy, TlsBackend, UnknownValue};
pub use defaults::{DefaultSource, Defaults};
pub use error::{Error, Result};
pub use error_kind::ErrorKind;
pub use id::{CollectionId, InvalidId, OrbitId, OrganizationId, ResourceId};
pub use list_query::{Order, SortBy};
pub use orbit::{Orbit, OrbitRole};
pub use orbits::Orbits;
pub use organization::{Organization, OrganizationRole, Permissions};
pub use organizations::Organizations;
pub use query_collections::QueryCollections;
/// The HTTP client, whose types are in the signatures of [`ClientBuilder`] and [`Error`].
pub use reqwest;
pub use resource_ref::ResourceRef;
pub use tags::IntoTags;
pub use update_collection::UpdateCollection;
