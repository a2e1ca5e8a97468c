//! Decodes the body of a successful response.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::Segment;

use crate::error_body::shorten;
use crate::filter_reader::{self, BYTE_ORDER_MARK, FilteredList};
use crate::list_filter::ListFilter;

/// A body that has arrived.
#[derive(Debug)]
pub(crate) enum Body {
    Whole(Bytes),
    Filtered {
        /// The wanted elements, or why the body is not a JSON array.
        list: Result<FilteredList, String>,
        /// What the server sent, as far as errors keep it.
        received: Bytes,
    },
}

impl Body {
    /// The bytes that the server sent; of a filtered list their beginning.
    pub(crate) fn received(&self) -> &Bytes {
        match self {
            Self::Whole(bytes) => bytes,
            Self::Filtered { received, .. } => received,
        }
    }

    fn filtered(filter: &ListFilter, received: Bytes) -> Self {
        Self::Filtered {
            list: match filter.property() {
                Some(property) => filter_reader::filter_property(filter, property, &received),
                None => filter_reader::filter(filter, &received),
            },
            received,
        }
    }

    /// Decodes the JSON. A list that arrived whole, because it is short, is filtered only if it does
    /// not decode as it is. On an error returns what is wrong, as a clause that follows "its body".
    pub(crate) fn decode<T: DeserializeOwned>(
        &self,
        headers: &HeaderMap,
        filter: Option<&ListFilter>,
    ) -> Result<T, String> {
        let (json, indexes) = match self {
            Self::Whole(bytes) => {
                let json = bytes.as_ref();
                let json = json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json);
                if let Some(filter) = filter {
                    return from_json(json).or_else(|_| {
                        let filtered = Self::filtered(filter, bytes.clone());
                        filtered.decode(headers, None)
                    });
                }
                (json, None)
            }
            Self::Filtered { list: Ok(list), .. } => (list.json.as_ref(), Some(&list.indexes)),
            Self::Filtered {
                list: Err(what),
                received,
            } => {
                return Err(match received.is_empty() {
                    true => MISSING.to_owned(),
                    false => not_json(headers).unwrap_or_else(|| not_expected(what)),
                });
            }
        };
        from_json(json).map_err(|error| {
            if json.is_empty() {
                return MISSING.to_owned();
            }
            if error.classify() != Category::Data && indexes.is_none() {
                let what = || not_expected(&describe(&error));
                return not_json(headers).unwrap_or_else(what);
            }
            not_expected(&locate::<T>(json, indexes.map(Vec::as_slice)))
        })
    }

    /// Whether the body is what an operation without a result may respond with: nothing, or JSON.
    pub(crate) fn is_empty_or_json(&self) -> bool {
        match self {
            Self::Whole(bytes) => {
                bytes.trim_ascii().is_empty()
                    || serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
            }
            Self::Filtered { list, .. } => list.is_ok(),
        }
    }
}

const MISSING: &str = "is missing";

fn not_expected(what: &str) -> String {
    format!("is not what the contract promises: {what}")
}

/// What the headers say the body is, if that is not plain JSON.
fn not_json(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(encoding) = text(CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        let encoding = shorten(encoding);
        return Some(format!("is encoded as {encoding}, which was not asked for"));
    }
    let kind = text(CONTENT_TYPE)?.split(';').next()?.trim();
    let is_json = kind.ends_with("/json") || kind.ends_with("+json");
    (!is_json).then(|| format!("is not JSON but {}", shorten(kind)))
}

/// Decodes JSON. Checking once that it is UTF-8 costs less than checking each string.
fn from_json<T: DeserializeOwned>(json: &[u8]) -> serde_json::Result<T> {
    match str::from_utf8(json) {
        Ok(text) => serde_json::from_str(text),
        // It may be somewhere that nobody reads, and otherwise the error says where.
        Err(_) => serde_json::from_slice(json),
    }
}

/// Decodes again to find out which property is wrong. The element of a filtered list has the index
/// that the server gave it.
fn locate<T: DeserializeOwned>(json: &[u8], indexes: Option<&[usize]>) -> String {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut deserializer) else {
        return "it cannot be decoded".to_owned();
    };
    let mut path = String::new();
    // The first index is that of the filtered list.
    let mut indexes = indexes;
    for segment in error.path().iter() {
        match segment {
            Segment::Seq { index } => {
                let original = indexes.take().and_then(|all| all.get(*index));
                path.push_str(&format!("[{}]", original.unwrap_or(index)));
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                let separator = if path.is_empty() { "" } else { "." };
                path.push_str(&format!("{separator}{key}"));
            }
            Segment::Unknown => {}
        }
    }
    let what = describe(error.inner());
    // The position counts in a text that the reader of the message does not have.
    let what = what.split(" at line ").next().unwrap_or_default();
    match path.is_empty() {
        true => what.to_owned(),
        false => format!("`{}`: {what}", shorten(&path)),
    }
}

/// The message of serde, without the value that it repeats, however long it is and whatever it
/// holds.
fn describe(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = match (
        what.split_once("string \""),
        what.rsplit_once("\", expected"),
    ) {
        (Some((before, _)), Some((_, after))) => format!("{before}a string, expected{after}"),
        _ => what,
    };
    shorten(&what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    struct Item {
        #[allow(dead_code)]
        name: String,
        #[allow(dead_code)]
        size: u8,
    }

    fn message(body: &'static str, headers: &[(&'static str, &'static str)]) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let body = Body::Whole(Bytes::from_static(body.as_bytes()));
        body.decode::<Vec<Item>>(&map, None).unwrap_err()
    }

    #[test]
    fn the_property_and_the_element_are_named() {
        assert_eq!(
            message(
                r#"[{"name":"a","size":1},{"name":"b","size":"secret"}]"#,
                &[]
            ),
            "is not what the contract promises: `[1].size`: invalid type: a string, expected u8"
        );
        assert_eq!(
            message(r#"{"name":"a"}"#, &[]),
            "is not what the contract promises: invalid type: map, expected a sequence"
        );
    }

    #[test]
    fn an_element_of_a_filtered_list_keeps_its_index() {
        let filter = ListFilter::matching("name", |name| name == "b");
        let received = Bytes::from_static(br#"[{"name":"a"},{"name":"b"}]"#);
        let body = Body::filtered(&filter, received);
        assert_eq!(
            body.decode::<Vec<Item>>(&HeaderMap::new(), None)
                .unwrap_err(),
            "is not what the contract promises: `[1]`: missing field `size`"
        );
    }

    #[test]
    fn an_element_that_cannot_be_read_is_named_too() {
        let filter = ListFilter::matching("name", |name| name == "b");
        let received = Bytes::from_static(b"[{},{\"name\":\"b\",\"size\":1e999}]");
        let body = Body::filtered(&filter, received);
        assert_eq!(
            body.decode::<Vec<Item>>(&HeaderMap::new(), None)
                .unwrap_err(),
            "is not what the contract promises: `[1].size`: number out of range"
        );
    }

    #[test]
    fn what_nobody_reads_may_be_anything() {
        let body = Bytes::from_static(b"[{\"name\":\"b\",\"size\":1,\"more\":\"\xff\"}]");
        let filter = ListFilter::matching("name", |name| name == "b");
        for body in [Body::filtered(&filter, body.clone()), Body::Whole(body)] {
            assert_eq!(
                body.decode::<Vec<Item>>(&HeaderMap::new(), None)
                    .unwrap()
                    .len(),
                1
            );
        }
    }

    #[test]
    fn what_is_not_json_is_called_by_its_name() {
        let html = [("content-type", "text/html; charset=utf-8")];
        assert_eq!(message("<html>", &html), "is not JSON but text/html");
        assert_eq!(message("", &html), "is missing");
        assert_eq!(
            message("\u{1f}\u{8b}", &[("content-encoding", "gzip")]),
            "is encoded as gzip, which was not asked for"
        );
        assert_eq!(
            message("[", &[("content-type", "application/json")]),
            "is not what the contract promises: EOF while parsing a list at line 1 column 1"
        );
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        let body = Body::Whole(Bytes::from_static(b"\xef\xbb\xbf[]"));
        assert!(
            body.decode::<Vec<Item>>(&HeaderMap::new(), None)
                .unwrap()
                .is_empty()
        );
    }
}
