//! Which elements of a list are wanted.

use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

/// Which elements of a list to keep.
///
/// A response may hold a list of any length. If only a few of its elements are needed,
/// [`Transport::with_list_filter`](crate::Transport::with_list_filter) drops the others while the
/// response arrives: they are checked for valid JSON, but neither stored nor decoded.
///
/// The list is the response itself, or [a property of it](Self::in_property). A response in which
/// the list is not where the filter expects it is an error. A short list may keep other elements as
/// well, if all of them decode.
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
        if let Kind::Matching { property, wanted } = &self.kind
            && text.starts_with('{')
        {
            let wanted = wanted.as_ref();
            let mut deserializer = serde_json::Deserializer::from_str(text);
            match deserializer.deserialize_map(Element { property, wanted }) {
                Ok(keep) => return Ok((keep, length_read(deserializer))),
                // The property is not a string.
                Err(error) if error.is_data() => {}
                Err(error) => return Err(error),
            }
        }
        let mut deserializer = serde_json::Deserializer::from_str(text);
        deserializer.deserialize_ignored_any(IgnoredAny)?;
        let length = length_read(deserializer);
        let keep = match &self.kind {
            Kind::Matching { .. } => false,
            Kind::Elements(wanted) => wanted(&text[..length]),
            Kind::First(count) => kept < *count,
        };
        Ok((keep, length))
    }
}

/// How many bytes were read. Only the stream of a deserializer knows.
fn length_read<'de>(
    deserializer: serde_json::Deserializer<impl serde_json::de::Read<'de>>,
) -> usize {
    deserializer.into_iter::<IgnoredAny>().byte_offset()
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
            if found {
                keep = map.next_value_seed(Asked(self.wanted))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(keep)
    }
}

/// Compares a key without allocating it.
struct Key<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(Asked(&|key| key == self.0))
    }
}

/// Asks about a string without allocating it.
struct Asked<'f>(&'f (dyn Fn(&str) -> bool + 'f));

impl<'de> DeserializeSeed<'de> for Asked<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Asked<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<bool, E> {
        Ok((self.0)(text))
    }
}
