//! Identifiers, a type for each kind of resource.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::resource::Resource;

/// The id of some kind of resource. Implemented by the id types of this crate alone.
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

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $resource:ident) => {
        $(#[$meta])*
        ///
        /// Ids compare as UUIDs, however they are written. Each kind of resource has a type of its own, so that one
        /// cannot stand for another.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl sealed::Sealed for $name {
            const RESOURCE: Resource = Resource::$resource;
        }

        impl ResourceId for $name {}

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            /// Reads any form of a UUID that the server accepts: hyphenated or not, in braces, as a URN, in upper or
            /// lower case.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId {
                    resource: Resource::$resource,
                    text: text.into(),
                })
            }
        }

        /// Hyphenated and in lower case, as the server writes it.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// Identifies an [`Organization`](crate::Organization).
    OrganizationId,
    Organization
);
id!(
    /// Identifies an [`Orbit`](crate::Orbit).
    OrbitId,
    Orbit
);
id!(
    /// Identifies a [`Collection`](crate::Collection).
    ///
    /// ```
    /// use dataforce::CollectionId;
    ///
    /// # fn main() -> Result<(), dataforce::InvalidId> {
    /// let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e75".parse()?;
    /// assert_eq!(id, "{0199C455-21EE-74C6-B747-19A82F1A1E75}".parse()?);
    /// # Ok(())
    /// # }
    /// ```
    CollectionId,
    Collection
);

/// A text that is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} cannot be the id of {}: an id is a UUID, as 0199c455-21ee-74c6-b747-19a82f1a1e75",
    resource.with_article()
)]
pub struct InvalidId {
    resource: Resource,
    text: Box<str>,
}
