//! Which elements of a list are wanted.

use std::fmt;
use std::sync::Arc;

use memchr::memchr;
use memchr::memmem::Finder;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

/// Which elements of a list to keep.
///
/// A response may hold a list of any length. If only a few of its elements are needed,
/// [`Transport::with_list_filter`](crate::Transport::with_list_filter) drops the others while the
/// response arrives: they are neither stored nor decoded, so errors within them go unnoticed. A
/// truncated list is always an error.
///
/// The list is the response itself, or [a property of it](Self::in_property). A response in which
/// the list is not where the filter expects it is an error. A short list, or a page, may keep other
/// elements as well, if all of them decode.
#[derive(Clone)]
pub struct ListFilter {
    kind: Kind,
    property: Option<&'static str>,
}

#[derive(Clone)]
enum Kind {
    Matching(Arc<Matching>),
    Elements(Arc<dyn Fn(&str) -> bool + Send + Sync>),
    First(usize),
}

struct Matching {
    property: &'static str,
    /// Finds the property, in quotes.
    key: Finder<'static>,
    wanted: Box<dyn Fn(&str) -> bool + Send + Sync>,
}

impl ListFilter {
    /// Keeps the objects whose `property` is a string for which `wanted` returns `true`.
    pub fn matching(
        property: &'static str,
        wanted: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::new(Kind::Matching(Arc::new(Matching {
            property,
            key: Finder::new(&format!("\"{property}\"")).into_owned(),
            wanted: Box::new(wanted),
        })))
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
            Kind::Matching(matching) => {
                let property = matching.property;
                write!(f, "ListFilter::matching({property:?}, …)")
            }
            Kind::Elements(_) => f.write_str("ListFilter::elements(…)"),
            Kind::First(count) => write!(f, "ListFilter::first({count})"),
        }
    }
}

impl ListFilter {
    /// Whether to keep an element. `kept` elements before it are kept.
    pub(crate) fn wants(&self, element: &[u8], kept: usize) -> serde_json::Result<bool> {
        match &self.kind {
            Kind::Matching(matching) => matching.wants(element),
            Kind::Elements(wanted) => Ok(str::from_utf8(element).is_ok_and(|text| wanted(text))),
            Kind::First(count) => Ok(kept < *count),
        }
    }
}

impl Matching {
    fn wants(&self, element: &[u8]) -> serde_json::Result<bool> {
        if !element.starts_with(b"{") || !self.may_want(element) {
            return Ok(false);
        }
        let mut deserializer = serde_json::Deserializer::from_slice(element);
        match deserializer.deserialize_map(Element(self)) {
            // The property is not a string.
            Err(error) if error.is_data() => Ok(false),
            wants => wants,
        }
    }

    /// Whether the property may be in the object, at any depth, with a wanted value. To find that
    /// out takes a fraction of what reading the object does.
    fn may_want(&self, object: &[u8]) -> bool {
        // With an escape in it, a key or a value looks different.
        memchr(b'\\', object).is_some()
            || self.key.find_iter(object).any(|start| {
                let rest = object[start + self.key.needle().len()..].trim_ascii_start();
                let value = rest.strip_prefix(b":").and_then(|value| {
                    let text = value.trim_ascii_start().strip_prefix(b"\"")?;
                    str::from_utf8(&text[..memchr(b'"', text)?]).ok()
                });
                value.is_some_and(&*self.wanted)
            })
    }
}

/// Visits an object and decides by one property whether it is wanted.
struct Element<'f>(&'f Matching);

impl<'de> Visitor<'de> for Element<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut keep = false;
        while let Some(found) = map.next_key_seed(Asked(&|key| key == self.0.property))? {
            if found {
                keep = map.next_value_seed(Asked(&*self.0.wanted))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(keep)
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
