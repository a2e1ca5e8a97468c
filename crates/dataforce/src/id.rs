//! Identifiers, a type for each kind of resource.

use std::fmt;
use std::str::FromStr;

pub use dataforce_api::{CollectionId, InvalidId, OrbitId, OrganizationId};
use uuid::Uuid;

use crate::resource::Resource;

/// The id of a kind of resource that can be [referred to](crate::ResourceRef) by id or name.
///
/// Implemented by [`OrganizationId`], [`OrbitId`] and [`CollectionId`].
pub trait ResourceId:
    sealed::Sealed
    + Copy
    + fmt::Debug
    + fmt::Display
    + FromStr<Err = InvalidId>
    + From<Uuid>
    + Into<Uuid>
    + Ord
    + std::hash::Hash
    + Send
    + Sync
    + 'static
{
}

pub(crate) mod sealed {
    pub trait Sealed {
        const RESOURCE: super::Resource;
    }
}

macro_rules! resource_id {
    ($($id:ident: $resource:ident),+) => {
        $(
            impl sealed::Sealed for $id {
                const RESOURCE: Resource = Resource::$resource;
            }

            impl ResourceId for $id {}
        )+
    };
}
resource_id!(OrganizationId: Organization, OrbitId: Orbit, CollectionId: Collection);
