//! Identifiers, a type for each kind of resource.

use std::error::Error;
use std::fmt;

/// A text that is not an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidId {
    resource: &'static str,
    text: Box<str>,
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resource, text } = self;
        write!(
            f,
            "{text:?} is not a valid {resource} id: an id is a UUID such as \
             0199c455-21ee-74c6-b747-19a82f1a1e75"
        )
    }
}

impl Error for InvalidId {}

impl InvalidId {
    pub(crate) fn new(resource: &'static str, text: &str) -> Self {
        let text = text.into();
        Self { resource, text }
    }
}

/// Defines the id of a kind of resource.
macro_rules! id {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;

        const RESOURCE: &str = $resource:literal;
    ) => {
        $(#[$meta])*
        ///
        /// Ids compare as UUIDs, however they are written. Each kind of resource has a type of its
        /// own, so that an id cannot be passed in the place of another.
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            Hash,
            PartialOrd,
            Ord,
            ::serde::Serialize,
            ::serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(::uuid::Uuid);

        impl ::std::convert::From<::uuid::Uuid> for $name {
            fn from(uuid: ::uuid::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl ::std::convert::From<$name> for ::uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::InvalidId;

            /// Parses any form of a UUID that the server accepts: with hyphens or without, in
            /// braces, as a URN, in upper or lower case.
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                match ::uuid::Uuid::try_parse(text) {
                    Ok(uuid) => Ok(Self(uuid)),
                    Err(_) => Err($crate::InvalidId::new($resource, text)),
                }
            }
        }

        /// Formats the id as the server does: with hyphens and in lower case.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    };
}
pub(crate) use id;

#[cfg(test)]
mod tests {
    use crate::{CollectionId, UserId};

    const TEXT: &str = "0199c455-21ee-74c6-b747-19a82f1a1e75";

    #[test]
    fn every_form_of_a_uuid_is_the_same_id() {
        let id: CollectionId = TEXT.parse().unwrap();
        for form in [
            TEXT.to_uppercase(),
            TEXT.replace('-', ""),
            format!("{{{TEXT}}}"),
            format!("urn:uuid:{TEXT}"),
        ] {
            assert_eq!(form.parse(), Ok(id), "{form}");
        }
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(serde_json::json!(id), TEXT);
    }

    #[test]
    fn an_invalid_id_says_what_an_id_looks_like() {
        let message = |error: crate::InvalidId| error.to_string();
        assert_eq!(
            "My Collection".parse::<CollectionId>().map_err(message),
            Err(format!(
                "\"My Collection\" is not a valid collection id: an id is a UUID such as {TEXT}"
            )),
        );
        let error = "".parse::<UserId>().map_err(message).unwrap_err();
        assert!(
            error.starts_with("\"\" is not a valid user id: "),
            "{error}"
        );
    }
}
