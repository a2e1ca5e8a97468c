//! Keeps some elements of a list while it arrives, so that the others cost neither memory nor time.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The byte order mark of UTF-8, which some servers write before JSON.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Which elements of a list to keep.
///
/// A response may hold a list of any length. If only a few of its elements are needed,
/// [`Transport::with_list_filter`](crate::Transport::with_list_filter) drops the others while the
/// response arrives: they are checked for valid JSON, but neither stored nor decoded.
///
/// The filter applies to responses that are a JSON array; it has no effect on others.
#[derive(Clone)]
pub struct ListFilter(Kind);

#[derive(Clone)]
enum Kind {
    Matching {
        property: &'static str,
        wanted: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    },
    First(usize),
}

impl ListFilter {
    /// Keeps the objects whose `property` is a string for which `wanted` returns `true`.
    pub fn matching(
        property: &'static str,
        wanted: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self(Kind::Matching {
            property,
            wanted: Arc::new(wanted),
        })
    }

    /// Keeps the first `count` elements, in the order of the server.
    pub fn first(count: usize) -> Self {
        Self(Kind::First(count))
    }
}

impl fmt::Debug for ListFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Matching { property, .. } => write!(f, "ListFilter::matching({property:?}, …)"),
            Kind::First(count) => write!(f, "ListFilter::first({count})"),
        }
    }
}

/// A list after filtering.
#[derive(Debug)]
pub(crate) struct FilteredList {
    /// A JSON array of the elements that were kept.
    pub(crate) json: Bytes,
    /// The index that each of them had in the unfiltered list.
    pub(crate) indexes: Vec<usize>,
}

/// Reads a JSON array piece by piece and keeps the wanted elements.
pub(crate) struct FilterReader<'f> {
    filter: &'f ListFilter,
    output: Vec<u8>,
    indexes: Vec<usize>,
    /// Bytes that have arrived and are not read yet.
    input: Vec<u8>,
    /// How many elements have been read.
    count: usize,
    expect: Expect,
    /// An incomplete element is read again only when this much input is there, since reading it
    /// costs its length each time.
    retry_at: usize,
    /// Why the input is not a JSON array.
    error: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    ArrayStart,
    FirstElement,
    Element,
    Separator,
    End,
}

impl<'f> FilterReader<'f> {
    pub(crate) fn new(filter: &'f ListFilter) -> Self {
        Self {
            filter,
            output: Vec::new(),
            indexes: Vec::new(),
            input: Vec::new(),
            count: 0,
            expect: Expect::ArrayStart,
            retry_at: 0,
            error: None,
        }
    }

    /// How many bytes are held in memory.
    pub(crate) fn held(&self) -> usize {
        self.output.len() + self.input.len()
    }

    /// Whether the input is known not to be a JSON array, whatever follows.
    pub(crate) fn has_failed(&self) -> bool {
        self.error.is_some()
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.input.extend_from_slice(chunk);
        if self.input.len() >= self.retry_at {
            self.advance();
        }
    }

    /// Returns the wanted elements, or why the input is not a JSON array.
    pub(crate) fn finish(mut self) -> Result<FilteredList, String> {
        self.advance();
        match self.error {
            Some(error) => Err(error),
            None if self.expect != Expect::End || !self.input.is_empty() => {
                Err("the JSON array is cut off".into())
            }
            None => Ok(FilteredList {
                json: self.output.into(),
                indexes: self.indexes,
            }),
        }
    }

    fn advance(&mut self) {
        if self.has_failed() {
            self.input.clear();
            return;
        }
        let input = std::mem::take(&mut self.input);
        let start = match self.expect {
            Expect::ArrayStart if input.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK.len(),
            _ => 0,
        };
        let input_text = &input[start..];
        let (text, is_utf8) = match str::from_utf8(input_text) {
            Ok(text) => (text, true),
            // The rest of a character may not have arrived yet.
            Err(error) => (
                str::from_utf8(&input_text[..error.valid_up_to()]).unwrap_or_default(),
                error.error_len().is_none(),
            ),
        };
        let read = start + self.read(text);
        if !is_utf8 && !self.has_failed() {
            self.fail("it is not UTF-8");
        }
        self.input = input;
        self.input.drain(..read);
    }

    /// Reads what is complete, and returns its length.
    fn read(&mut self, text: &str) -> usize {
        let mut position = 0;
        self.retry_at = 0;
        while self.error.is_none() {
            let rest = text[position..].trim_start_matches([' ', '\n', '\r', '\t']);
            position = text.len() - rest.len();
            let Some(next) = rest.bytes().next() else {
                break;
            };
            match (self.expect, next) {
                (Expect::ArrayStart, b'[') => {
                    self.output.push(b'[');
                    self.expect = Expect::FirstElement;
                    position += 1;
                }
                (Expect::Separator, b',') => {
                    self.expect = Expect::Element;
                    position += 1;
                }
                (Expect::Separator | Expect::FirstElement, b']') => {
                    self.output.push(b']');
                    self.expect = Expect::End;
                    position += 1;
                }
                (Expect::Element | Expect::FirstElement, _) => match self.read_element(rest) {
                    Some(length) => position += length,
                    None => break,
                },
                (Expect::ArrayStart, _) => self.fail("it is not a JSON array"),
                (Expect::Separator, _) => self.fail("a comma or the end of the array is missing"),
                (Expect::End, _) => self.fail("something follows the JSON array"),
            }
        }
        position
    }

    /// Reads the element that `text` starts with, and returns its length if it is complete.
    fn read_element(&mut self, text: &str) -> Option<usize> {
        match self.filter.inspect(text, self.indexes.len()) {
            // More digits of a number may follow.
            Ok((_, length)) if length == text.len() && !text.ends_with(['}', ']', '"']) => None,
            Ok((keep, length)) => {
                if keep {
                    if !self.indexes.is_empty() {
                        self.output.push(b',');
                    }
                    self.output.extend_from_slice(&text.as_bytes()[..length]);
                    self.indexes.push(self.count);
                }
                self.count += 1;
                self.expect = Expect::Separator;
                Some(length)
            }
            // serde_json takes a number that is cut off, like `1.5e`, for an invalid one.
            Err(error) if error.is_eof() || text.ends_with(['-', '+', '.', 'e', 'E']) => {
                self.retry_at = 2 * text.len();
                None
            }
            Err(error) => {
                let index = self.count;
                let what = error.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                self.fail(&format!("element {index}: {what}"));
                None
            }
        }
    }

    fn fail(&mut self, what: &str) {
        self.error = Some(what.to_owned());
    }
}

impl ListFilter {
    /// Reads the value that `text` starts with. Returns whether to keep it, and its length.
    fn inspect(&self, text: &str, kept: usize) -> serde_json::Result<(bool, usize)> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let keep = match &self.0 {
            Kind::Matching { property, wanted } if text.starts_with('{') => {
                let wanted = wanted.as_ref();
                deserializer.deserialize_map(Element { property, wanted })?
            }
            Kind::Matching { .. } => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                false
            }
            Kind::First(count) => {
                deserializer.deserialize_ignored_any(IgnoredAny)?;
                kept < *count
            }
        };
        // Only the stream knows how many bytes were read.
        Ok((keep, deserializer.into_iter::<IgnoredAny>().byte_offset()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    fn filtered(filter: &ListFilter, body: &[u8], chunk: usize) -> Result<FilteredList, String> {
        let mut reader = FilterReader::new(filter);
        for piece in body.chunks(chunk.max(1)) {
            reader.push(piece);
        }
        reader.finish()
    }

    fn named(name: &'static str) -> ListFilter {
        ListFilter::matching("name", move |value| value == name)
    }

    #[test]
    fn an_element_is_held_only_while_it_is_read() {
        let element = r#"{"name":"other","text":"0123456789"}"#;
        let filter = named("wanted");
        let mut reader = FilterReader::new(&filter);
        reader.push(b"[");
        for _ in 0..10_000 {
            reader.push(element.as_bytes());
            reader.push(b",");
            assert!(reader.held() < 2 * element.len());
        }
        reader.push(br#"{"name":"wanted"}]"#);
        let list = reader.finish().unwrap();
        assert_eq!(&list.json[..], br#"[{"name":"wanted"}]"#);
        assert_eq!(list.indexes, [10_000]);
    }

    #[test]
    fn first_counts_elements() {
        let body = br#" [ {"a":1} , 2.5 , {"a":3} ] "#;
        let json = |count, chunk| {
            filtered(&ListFilter::first(count), body, chunk)
                .unwrap()
                .json
        };
        for chunk in [1, 3, 100] {
            assert_eq!(&json(2, chunk)[..], br#"[{"a":1},2.5]"#);
            assert_eq!(&json(0, chunk)[..], b"[]");
        }
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        for chunk in [3, 100] {
            let list = filtered(
                &named("wanted"),
                b"\xef\xbb\xbf[{\"name\":\"wanted\"}]",
                chunk,
            );
            assert_eq!(&list.unwrap().json[..], br#"[{"name":"wanted"}]"#);
        }
    }

    #[test]
    fn what_is_not_a_list_is_an_error() {
        for body in [
            "",
            "[",
            "]",
            "{",
            "{}",
            "7",
            "null",
            "[1",
            "[{}",
            "[{},",
            "[{},]",
            "[{}}",
            "[{}] x",
            "[{\"name\":}]",
            "[{\"name\" \"b\"}]",
            "[{}{}]",
            "[1 2]",
            "[{\"name\":\"wanted\"},oops]",
            "[{\"name\":\"wanted\"},{\"name\":\"other\",}]",
            "<html>",
            "[oops]",
        ] {
            for chunk in [1, 2, 7, 100] {
                let list = filtered(&named("wanted"), body.as_bytes(), chunk);
                assert!(list.is_err(), "{body:?} became {list:?}");
            }
        }
    }

    fn elements() -> impl Strategy<Value = Vec<Json>> {
        let name = prop_oneof![
            Just(json!("wanted")),
            Just(json!(null)),
            Just(json!(1)),
            Just(json!(["wanted"])),
            Just(json!({"name": "wanted"})),
            any::<String>().prop_map(Json::from),
        ];
        let object =
            (name.clone(), any::<String>(), any::<bool>()).prop_map(|(name, text, name_first)| {
                let other = json!({"name": "wanted", "text": text, "list": [[], {}]});
                if name_first {
                    json!({"name": name, (text): other})
                } else {
                    json!({(text): other, "name": name})
                }
            });
        let element = prop_oneof![4 => object, 1 => name, 1 => any::<f64>().prop_map(Json::from)];
        proptest::collection::vec(element, 0..8)
    }

    proptest! {
        #[test]
        fn reading_is_filtering_however_the_body_arrives(
            elements in elements(), chunk in 1usize..200, pretty: bool,
        ) {
            let body = if pretty {
                serde_json::to_vec_pretty(&elements).unwrap()
            } else {
                serde_json::to_vec(&elements).unwrap()
            };
            let list = filtered(&named("wanted"), &body, chunk).unwrap();
            let kept: Vec<Json> = serde_json::from_slice(&list.json).unwrap();
            let (indexes, expected): (Vec<_>, Vec<_>) = elements
                .into_iter()
                .enumerate()
                .filter(|(_, element)| element["name"] == "wanted")
                .unzip();
            prop_assert_eq!(kept, expected);
            prop_assert_eq!(list.indexes, indexes);
        }

        #[test]
        fn a_list_that_is_cut_off_is_an_error(
            elements in elements(), cut in 0usize..500, chunk in 1usize..50,
        ) {
            let body = serde_json::to_vec(&elements).unwrap();
            let cut = cut.min(body.len() - 1);
            prop_assert!(filtered(&named("wanted"), &body[..cut], chunk).is_err());
        }

        #[test]
        fn any_bytes_are_accepted(
            body in proptest::collection::vec(any::<u8>(), 0..100), chunk in 1usize..50,
        ) {
            let _ = filtered(&named("wanted"), &body, chunk);
        }
    }
}
