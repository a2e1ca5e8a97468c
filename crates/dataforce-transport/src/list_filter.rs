//! Which elements of a list are wanted.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Which elements of a list to keep.
///
/// A response may hold a list of any length. If only a few of its elements are needed,
/// [`Transport::with_list_filter`](crate::Transport::with_list_filter) drops the others while the
/// response arrives: they are checked for valid JSON, but neither stored nor decoded.
///
/// The list is the response itself, or [a property of it](Self::in_property). A response in which
/// the list is not where the filter expects it is an error.
#[derive(Clone)]
pub struct ListFilter {
    kind: Kind,
    property: Option<&'static str>,
}

#[derive(Clone)]
enum Kind {
    Matching {
        property: &'static str,
        wanted: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    },
    Elements(Arc<dyn Fn(&str) -> bool + Send + Sync>),
    First(usize),
}

impl ListFilter {
    /// Keeps the objects whose `property` is a string for which `wanted` returns `true`.
    pub fn matching(
        property: &'static str,
        wanted: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::new(Kind::Matching {
            property,
            wanted: Arc::new(wanted),
        })
    }

    /// Keeps the elements for whose JSON text `wanted` returns `true`.
    pub fn elements(wanted: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self::new(Kind::Elements(Arc::new(wanted)))
    }

    /// Keeps the first `count` elements, in the order of the server.
    pub fn first(count: usize) -> Self {
        Self::new(Kind::First(count))
    }

    /// Looks for the list in a property of the response, which is an object: a page of a list.
    #[must_use]
    pub fn in_property(self, property: &'static str) -> Self {
        Self {
            property: Some(property),
            ..self
        }
    }

    fn new(kind: Kind) -> Self {
        Self {
            kind,
            property: None,
        }
    }

    /// The property of the response in which the list is, unless it is the response itself.
    pub(crate) fn property(&self) -> Option<&'static str> {
        self.property
    }
}

impl fmt::Debug for ListFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Matching { property, .. } => write!(f, "ListFilter::matching({property:?}, …)"),
            Kind::Elements(_) => f.write_str("ListFilter::elements(…)"),
            Kind::First(count) => write!(f, "ListFilter::first({count})"),
        }
    }
}

impl ListFilter {
    /// Reads the value that `text` starts with. Returns whether to keep it, and its length.
    pub(crate) fn inspect(&self, text: &str, kept: usize) -> serde_json::Result<(bool, usize)> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let matches = match &self.kind {
            Kind::Matching { property, wanted } if text.starts_with('{') => {
                let wanted = wanted.as_ref();
                deserializer.deserialize_map(Element { property, wanted })?
            }
            _ => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                false
            }
        };
        // Only the stream knows how many bytes were read.
        let length = deserializer.into_iter::<IgnoredAny>().byte_offset();
        let keep = match &self.kind {
            Kind::Matching { .. } => matches,
            Kind::Elements(wanted) => wanted(&text[..length]),
            Kind::First(count) => kept < *count,
        };
        Ok((keep, length))
    }
}

/// Visits an object and decides by one property whether it is wanted.
struct Element<'f> {
    property: &'f str,
    wanted: &'f (dyn Fn(&str) -> bool + Send + Sync),
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut keep = false;
        while let Some(found) = map.next_key_seed(Key(self.property))? {
            if !found {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value::<&RawValue>()?.get();
            keep = match serde_json::from_str::<&str>(value) {
                Ok(text) => (self.wanted)(text),
                // Escapes have to be decoded; a value that is not a string is not wanted.
                Err(_) => {
                    serde_json::from_str::<String>(value).is_ok_and(|text| (self.wanted)(&text))
                }
            };
        }
        Ok(keep)
    }
}

/// Compares a key without allocating it.
struct Key<'k>(&'k str);

impl<'de> serde::de::DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<bool, E> {
        Ok(key == self.0)
    }
}
