//! Keeps some elements of a list while it arrives, so that the others cost neither memory nor time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use memchr::{memchr_iter, memchr3};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::list_filter::ListFilter;

/// The byte order mark of UTF-8, which some servers write before JSON.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A list after filtering.
#[derive(Debug)]
pub(crate) struct FilteredList {
    /// A JSON array of the elements that were kept.
    pub(crate) json: Bytes,
    /// The index that each of them had in the unfiltered list.
    pub(crate) indexes: Vec<usize>,
}

/// Filters a whole list. Returns the wanted elements, or why it is not a JSON array.
pub(crate) fn filter(filter: &ListFilter, list: &[u8]) -> Result<FilteredList, String> {
    let mut reader = FilterReader::new(filter);
    reader.push(list);
    reader.finish()
}

/// Filters the list in a property of a whole body.
pub(crate) fn filter_property(
    list_filter: &ListFilter,
    property: &'static str,
    body: &[u8],
) -> Result<FilteredList, String> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    let invalid = |error: serde_json::Error| error.to_string();
    let mut page: BTreeMap<Cow<'_, str>, &RawValue> =
        serde_json::from_slice(body).map_err(invalid)?;
    let list = page
        .get(property)
        .ok_or_else(|| format!("the property `{property}` is missing"))?;
    let filtered = filter(list_filter, list.get().as_bytes())
        .map_err(|what| format!("`{property}`: {what}"))?;
    let list = serde_json::from_slice(&filtered.json).map_err(invalid)?;
    page.insert(property.into(), list);
    Ok(FilteredList {
        json: serde_json::to_vec(&page).map_err(invalid)?.into(),
        indexes: filtered.indexes,
    })
}

/// Reads a JSON array piece by piece and keeps the wanted elements.
///
/// Of the others it only looks for the end.
pub(crate) struct FilterReader<'f> {
    filter: &'f ListFilter,
    output: Vec<u8>,
    indexes: Vec<usize>,
    /// Bytes that have arrived and are not read yet.
    input: Vec<u8>,
    /// How many elements have been read.
    count: usize,
    expect: Expect,
    /// The end of an element is looked for again only when this much input is there, since that
    /// costs its length each time.
    retry_at: usize,
    /// Why the input is not a JSON array.
    error: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    ByteOrderMark,
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
            expect: Expect::ByteOrderMark,
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
        if self.has_failed() {
            return;
        }
        self.input.extend_from_slice(chunk);
        if self.input.len() >= self.retry_at {
            let mut input = std::mem::take(&mut self.input);
            let read = self.read(&input);
            input.drain(..read);
            self.input = input;
        }
    }

    /// Returns the wanted elements, or why the input is not a JSON array.
    pub(crate) fn finish(mut self) -> Result<FilteredList, String> {
        self.retry_at = 0;
        self.push(b"");
        match self.error {
            Some(error) => Err(error),
            None if self.expect != Expect::End => Err("the JSON array is cut off".into()),
            None => Ok(FilteredList {
                json: self.output.into(),
                indexes: self.indexes,
            }),
        }
    }

    /// Reads what is complete, and returns its length.
    fn read(&mut self, input: &[u8]) -> usize {
        let mut position = 0;
        if self.expect == Expect::ByteOrderMark {
            if BYTE_ORDER_MARK.starts_with(input) && input != BYTE_ORDER_MARK {
                return 0;
            }
            if input.starts_with(BYTE_ORDER_MARK) {
                position = BYTE_ORDER_MARK.len();
            }
            self.expect = Expect::ArrayStart;
        }
        while self.error.is_none() {
            let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            let rest = &input[position..];
            let Some(spaces) = rest.iter().position(|byte| !is_space(byte)) else {
                return input.len();
            };
            position += spaces;
            let rest = &rest[spaces..];
            match (self.expect, rest[0]) {
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
                (Expect::Element | Expect::FirstElement, _) => {
                    let Some(length) = length_of_element(rest) else {
                        self.retry_at = 2 * rest.len();
                        return position;
                    };
                    self.read_element(&rest[..length]);
                    position += length;
                }
                (Expect::Separator, _) => self.fail("a comma or the end of the array is missing"),
                (Expect::End, _) => self.fail("something follows the JSON array"),
                (Expect::ByteOrderMark | Expect::ArrayStart, _) => {
                    self.fail("it is not a JSON array");
                }
            }
        }
        position
    }

    fn read_element(&mut self, element: &[u8]) {
        let element = element.trim_ascii_end();
        let keep = self.filter.wants(element, self.indexes.len());
        let checked = keep.and_then(|keep| {
            // Up to the next comma, anything can stand where a number or a string should.
            if keep || !element.starts_with(b"{") && !element.starts_with(b"[") {
                serde_json::from_slice::<IgnoredAny>(element)?;
            }
            Ok(keep)
        });
        match checked {
            Ok(keep) => {
                if keep {
                    if !self.indexes.is_empty() {
                        self.output.push(b',');
                    }
                    self.output.extend_from_slice(element);
                    self.indexes.push(self.count);
                }
                self.count += 1;
                self.expect = Expect::Separator;
            }
            Err(error) => {
                let index = self.count;
                let what = error.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                self.fail(&format!("element {index}: {what}"));
            }
        }
    }

    fn fail(&mut self, what: &str) {
        self.error = Some(what.to_owned());
    }
}

/// Returns the length of the element that `text` starts with, or `None` if its end has not arrived.
///
/// An object ends where its braces are balanced, and an array where its brackets are. Anything else
/// ends before a comma or the end of the list.
fn length_of_element(text: &[u8]) -> Option<usize> {
    let (open, close) = match text.first()? {
        b'{' => (b'{', b'}'),
        b'[' => (b'[', b']'),
        _ => (b',', b']'),
    };
    let (mut depth, mut in_string, mut position) = (0, false, 0);
    loop {
        let rest = text.get(position..)?;
        let next = memchr3(open, close, b'\\', rest)?;
        in_string ^= memchr_iter(b'"', &rest[..next]).count() % 2 == 1;
        position += next + 1;
        match rest[next] {
            // Whatever is escaped is part of a string.
            b'\\' => position += 1,
            _ if in_string => {}
            _ if open == b',' => return Some(position - 1),
            found if found == open => depth += 1,
            _ if depth == 1 => return Some(position),
            _ => depth -= 1,
        }
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
    fn elements_are_judged_by_their_text() {
        let filter = ListFilter::elements(|text| text.contains('2'));
        let list = filtered(&filter, br#"[1, {"a": [2]} ,22,"3"]"#, 100).unwrap();
        assert_eq!(&list.json[..], br#"[{"a": [2]},22]"#);
        assert_eq!(list.indexes, [1, 2]);
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
    fn a_list_in_a_property_is_filtered() {
        let filter = named("wanted");
        let page = br#"{"cursor":"a\"b","items":[{"name":"other"},{"name":"wanted"}],"more":[1]}"#;
        let list = filter_property(&filter, "items", page).unwrap();
        assert_eq!(
            serde_json::from_slice::<Json>(&list.json).unwrap(),
            json!({"cursor": "a\"b", "items": [{"name": "wanted"}], "more": [1]})
        );
        assert_eq!(list.indexes, [1]);
        for (page, expected) in [
            ("[]", "expected a map"),
            ("{}", "the property `items` is missing"),
            (r#"{"items":null}"#, "`items`: it is not a JSON array"),
        ] {
            let error = filter_property(&filter, "items", page.as_bytes()).unwrap_err();
            assert!(error.contains(expected), "{page}: {error}");
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
            "[{}{}]",
            "[1 2]",
            "[\"a\" \"b\"]",
            "[{\"name\":\"wanted\"},oops]",
            // It may be the wanted one.
            "[{\"name\":\"wanted\",}]",
            "[{\"name\" \"wanted\"}{\"name\":\"wanted\"}]",
            "[{\"n\\u0061me\":}]",
            // A quote is missing before the wanted one.
            "[{\"text\":\"a},{\"name\":\"wanted\"},{\"text\":b\"}]",
            "<html>",
            "[oops]",
        ] {
            for chunk in [1, 2, 7, 100] {
                let list = filtered(&named("wanted"), body.as_bytes(), chunk);
                assert!(list.is_err(), "{body:?} became {list:?}");
            }
        }
    }

    #[test]
    fn an_element_that_is_not_wanted_may_be_malformed() {
        for element in [
            &br#"{"name":}"#[..],
            br#"{"name" "b"}"#,
            br#"{"name":"other",}"#,
            br#"{"name":"other" oops}"#,
            b"{\"name\":\"\xff\"}",
            b"[1 2,]",
            b"7",
        ] {
            let body = [b"[", element, br#",{"name":"wanted"}]"#].concat();
            for chunk in [1, 2, 7, 100] {
                let list = filtered(&named("wanted"), &body, chunk).unwrap();
                assert_eq!(&list.json[..], br#"[{"name":"wanted"}]"#);
                assert_eq!(list.indexes, [1]);
            }
        }
    }

    #[test]
    fn an_element_is_wanted_however_it_is_written() {
        for element in [
            r#"{"name":"wanted"}"#,
            r#"{ "name" : "wanted" }"#,
            "{\"name\"\n:\r\t\"wanted\"}",
            r#"{"name":"w\u0061nted"}"#,
            r#"{"n\u0061me":"wanted"}"#,
            r#"{"a":{"name":"other"},"name":"wanted"}"#,
            r#"{"a":"name","b":["name"],"name":"wanted"}"#,
            r#"{"name":"other","name":"wanted"}"#,
            r#"{"a":"}\"{[\\","name":"wanted"}"#,
            r#"{"a":"}]","b":[[{"c":[]}]],"name":"wanted"}"#,
        ] {
            let body = format!(r#"[{{"name":"other"}},{element},{element}]"#);
            for chunk in [1, 2, 7, 100] {
                let list = filtered(&named("wanted"), body.as_bytes(), chunk).unwrap();
                assert_eq!(*list.json, *format!("[{element},{element}]").as_bytes());
                assert_eq!(list.indexes, [1, 2]);
            }
        }
    }

    #[test]
    fn an_element_without_a_wanted_value_is_not_kept() {
        for element in [
            r#"{"name":"wanted","name":"other"}"#,
            r#"{"a":{"name":"wanted"}}"#,
            r#"{"a":"\"name\":\"wanted\""}"#,
            r#"{"a":["name","wanted"]}"#,
            r#"{"name":["wanted"]}"#,
            r#"["name","wanted"]"#,
            r#""name""#,
        ] {
            let body = format!("[{element}]");
            let list = filtered(&named("wanted"), body.as_bytes(), 100).unwrap();
            assert_eq!(&list.json[..], b"[]", "{element}");
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
            elements in elements(), chunk in 1usize..200, pretty: bool, escaped: bool,
        ) {
            let mut body = if pretty {
                serde_json::to_string_pretty(&elements).unwrap()
            } else {
                serde_json::to_string(&elements).unwrap()
            };
            if escaped {
                body = body.replace("name", "n\\u0061me").replace("\"wanted", "\"w\\u0061nted");
            }
            let list = filtered(&named("wanted"), body.as_bytes(), chunk).unwrap();
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
