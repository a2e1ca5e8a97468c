//! References to resources, by id or by name.

use std::borrow::Cow;

use uuid::Uuid;

use crate::id::ResourceId;

/// A reference to a resource, by id or by name.
///
/// A string that parses as a UUID, in any form that the server accepts, is an id. Any other string
/// is a name, compared exactly and case-sensitively. Every method that takes a resource takes
/// `impl Into<ResourceRef<…>>`, so strings and ids can be passed directly:
///
/// ```
/// use dataforce::{CollectionId, ResourceRef};
///
/// # fn main() -> Result<(), dataforce::InvalidId> {
/// let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e75".parse()?;
/// assert_eq!(ResourceRef::from(id), ResourceRef::Id(id));
/// assert_eq!(ResourceRef::from("0199C45521EE74C6B74719A82F1A1E75"), ResourceRef::Id(id));
/// let name = ResourceRef::<CollectionId>::from("Training Data");
/// assert_eq!(name, ResourceRef::name("Training Data"));
/// # Ok(())
/// # }
/// ```
///
/// A collection can have a name that parses as a UUID. [`ResourceRef::name`] refers to it by that
/// name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResourceRef<Id> {
    /// The resource with this id.
    Id(Id),
    /// The resource with exactly this name.
    Name(String),
}

impl<Id> ResourceRef<Id> {
    /// Refers to the resource with exactly this name, even if the name parses as an id.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }
}

impl<Id: ResourceId> ResourceRef<Id> {
    pub(crate) fn id(&self) -> Option<Id> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Name(_) => None,
        }
    }
}

impl<Id: ResourceId> From<Id> for ResourceRef<Id> {
    fn from(id: Id) -> Self {
        Self::Id(id)
    }
}

impl<Id: ResourceId> From<String> for ResourceRef<Id> {
    fn from(text: String) -> Self {
        match Uuid::try_parse(&text) {
            Ok(uuid) => Self::Id(uuid.into()),
            Err(_) => Self::Name(text),
        }
    }
}

impl<Id: ResourceId> From<Uuid> for ResourceRef<Id> {
    fn from(uuid: Uuid) -> Self {
        Self::Id(uuid.into())
    }
}

impl<Id: ResourceId> From<&Id> for ResourceRef<Id> {
    fn from(id: &Id) -> Self {
        Self::Id(*id)
    }
}

macro_rules! from_text {
    ($($text:ty),+) => {
        $(impl<Id: ResourceId> From<$text> for ResourceRef<Id> {
            fn from(text: $text) -> Self {
                String::from(text).into()
            }
        })+
    };
}
from_text!(&str, &String, Box<str>, Cow<'_, str>);

impl<Id: ResourceId> From<&&str> for ResourceRef<Id> {
    fn from(text: &&str) -> Self {
        (*text).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CollectionId, OrbitId};

    #[test]
    fn every_spelling_of_a_uuid_is_an_id() {
        let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e75".parse().unwrap();
        for spelling in [
            "0199c455-21ee-74c6-b747-19a82f1a1e75",
            "0199C455-21EE-74C6-B747-19A82F1A1E75",
            "0199c45521ee74c6b74719a82f1a1e75",
            "{0199c455-21ee-74c6-b747-19a82f1a1e75}",
            "urn:uuid:0199c455-21ee-74c6-b747-19a82f1a1e75",
        ] {
            assert_eq!(
                ResourceRef::from(spelling),
                ResourceRef::Id(id),
                "{spelling}"
            );
        }
    }

    #[test]
    fn anything_else_is_a_name() {
        for name in [
            "",
            " ",
            "Training Data",
            "0199c455",
            "0199c455-21ee-74c6-b747-19a82f1a1e75 ",
        ] {
            assert_eq!(ResourceRef::<OrbitId>::from(name), ResourceRef::name(name));
        }
    }
}
