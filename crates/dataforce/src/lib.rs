#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod client;
mod collections;
mod defaults;
mod error;
mod id;
mod orbits;
mod organizations;
mod registry;
mod resource_ref;
mod tags;

pub use call::Call;
pub use client::{Client, ClientBuilder};
pub use collections::{
    Collection, CollectionType, Collections, CreateCollection, UpdateCollection,
};
/// The generated client underneath, of the version that [`Client::api`] answers.
pub use dataforce_api as api;
pub use dataforce_api::{RetryPolicy, TlsBackend, UnknownValue};
pub use defaults::Defaults;
pub use error::{Error, ErrorKind, Result};
pub use id::{CollectionId, InvalidId, OrbitId, OrganizationId, ResourceId};
pub use orbits::{Orbit, OrbitRole, Orbits};
pub use organizations::{Organization, OrganizationRole, Organizations, Permissions};
pub use resource_ref::ResourceRef;
pub use tags::IntoTags;
