//! Keeps some elements of a list while it arrives, so that the others cost neither memory nor time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
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

/// Filters the list in a property of a whole body.
pub(crate) fn filter_property(
    filter: &ListFilter,
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
    let mut reader = FilterReader::new(filter);
    reader.push(list.get().as_bytes());
    let filtered = reader
        .finish()
        .map_err(|what| format!("`{property}`: {what}"))?;
    let list = serde_json::from_slice(&filtered.json).map_err(invalid)?;
    page.insert(property.into(), list);
    Ok(FilteredList {
        json: serde_json::to_vec(&page).map_err(invalid)?.into(),
        indexes: filtered.indexes,
    })
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
