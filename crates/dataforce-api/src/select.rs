//! Keeps some elements of a list answer while it arrives, so that the others cost neither memory nor time.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

/// Up to which length, in bytes, a list that arrives in one piece is decoded whole: looking through it first costs more
/// than it saves.
pub(crate) const SHORT_LIST: usize = 4096;

/// Which elements of a list answer are needed.
///
/// A list of the service holds everything at once. When a few elements are wanted, the others need not be built:
/// [`Client::selecting`](crate::Client::selecting) leaves them out of a long answer while it arrives. A short one is
/// decoded as it is, so what comes may hold other elements as well.
///
/// ```no_run
/// use dataforce_api::{Client, Failure, Selection, properties, types};
///
/// async fn by_name(
///     client: &Client,
///     organization: &types::OrganizationId,
///     orbit: &types::OrbitId,
/// ) -> Result<Vec<types::Collection>, Failure> {
///     let named = Selection::matching(properties::collection::NAME, |name| name == "Training Data");
///     let found = client.selecting(named).list_collections(organization, orbit).await?.into_inner();
///     Ok(found.into_iter().filter(|collection| collection.name == "Training Data").collect())
/// }
/// ```
#[derive(Clone)]
pub struct Selection(Kind);

#[derive(Clone)]
enum Kind {
    Matching {
        property: &'static str,
        wanted: Arc<dyn Fn(&str) -> bool + Send + Sync>,
    },
    First(usize),
}

impl Selection {
    /// Keeps the elements whose `property` is `wanted`. One without such a string is kept too: the contract promises it, so
    /// decoding has to tell that it is missing.
    ///
    /// [`properties`](crate::properties) holds the names of the contract's properties.
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

impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Matching { property, .. } => write!(f, "Selection::matching({property:?}, …)"),
            Kind::First(count) => write!(f, "Selection::first({count})"),
        }
    }
}

/// Reads a JSON array piece by piece and writes one of the selected elements.
///
/// Every element is checked for valid syntax, selected or not. Input that is not an array of objects is passed on as
/// it is, from the place where that shows: decoding the result reports it.
pub(crate) struct Selector<'s> {
    selection: &'s Selection,
    output: Vec<u8>,
    /// What has arrived and is not yet read.
    input: Vec<u8>,
    kept: usize,
    expect: Expect,
    /// An element is read again only after so much has arrived, for reading it costs its length each time.
    retry_at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    ArrayStart,
    FirstElement,
    Element,
    Separator,
    End,
    /// The input is not what it should be.
    Nothing,
}

impl<'s> Selector<'s> {
    pub(crate) fn new(selection: &'s Selection) -> Self {
        Self {
            selection,
            output: Vec::new(),
            input: Vec::new(),
            kept: 0,
            expect: Expect::ArrayStart,
            retry_at: 0,
        }
    }

    /// How many bytes are held in memory.
    pub(crate) fn held(&self) -> usize {
        self.output.len() + self.input.len()
    }

    /// Whether nothing that may follow can change what is decoded: the input is faulty.
    pub(crate) fn is_lost(&self) -> bool {
        self.expect == Expect::Nothing
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) {
        if self.is_lost() {
            return;
        }
        self.input.extend_from_slice(chunk);
        if self.input.len() >= self.retry_at {
            self.advance();
        }
    }

    pub(crate) fn finish(mut self) -> Bytes {
        if !self.is_lost() {
            self.advance();
        }
        // Empty after a complete array. Otherwise the rest makes the output as invalid as the input was.
        self.output.append(&mut self.input);
        self.output.into()
    }

    fn advance(&mut self) {
        let input = std::mem::take(&mut self.input);
        let (text, is_utf8) = match str::from_utf8(&input) {
            Ok(text) => (text, true),
            // A character whose rest has not come yet is left for the next time.
            Err(error) => (
                str::from_utf8(&input[..error.valid_up_to()]).unwrap_or_default(),
                error.error_len().is_none(),
            ),
        };
        let read = self.read(text);
        if !is_utf8 && self.expect != Expect::Nothing {
            self.give_up();
        }
        self.input = input;
        self.input.drain(..read);
    }

    /// Reads what is complete, and answers how much that was.
    fn read(&mut self, text: &str) -> usize {
        let mut position = 0;
        self.retry_at = 0;
        while self.expect != Expect::Nothing {
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
                (Expect::Element | Expect::FirstElement, b'{') => {
                    match self.selection.judge(rest, self.kept) {
                        Ok((keep, length)) => {
                            if keep {
                                if self.kept > 0 {
                                    self.output.push(b',');
                                }
                                self.output.extend_from_slice(&rest.as_bytes()[..length]);
                                self.kept += 1;
                            }
                            self.expect = Expect::Separator;
                            position += length;
                        }
                        // serde_json takes a number that is cut off, as in `1.5e`, for a faulty one.
                        Err(error)
                            if error.is_eof() || rest.ends_with(['-', '+', '.', 'e', 'E']) =>
                        {
                            self.retry_at = 2 * rest.len();
                            break;
                        }
                        Err(_) => self.give_up(),
                    }
                }
                _ => self.give_up(),
            }
        }
        position
    }
}

impl Selector<'_> {
    fn give_up(&mut self) {
        self.expect = Expect::Nothing;
        if !self.output.is_empty() {
            // Whatever the rest is, behind this it does not complete a valid array.
            self.output.push(b'!');
        }
    }
}

impl Selection {
    /// Reads the object that `input` starts with: whether to keep it, and its length.
    fn judge(&self, input: &str, kept: usize) -> serde_json::Result<(bool, usize)> {
        let mut head = Head {
            selection: self,
            kept,
            keep: false,
        };
        let mut deserializer = serde_json::Deserializer::from_str(input);
        deserializer.deserialize_map(&mut head)?;
        let keep = head.keep;
        // The number of bytes read is known to the stream only.
        let stream = deserializer.into_iter::<IgnoredAny>();
        Ok((keep, stream.byte_offset()))
    }
}

/// Visits an element and looks at the property that decides.
struct Head<'s> {
    selection: &'s Selection,
    kept: usize,
    keep: bool,
}

impl<'de> Visitor<'de> for &mut Head<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        match &self.selection.0 {
            Kind::First(count) => {
                self.keep = self.kept < *count;
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            }
            Kind::Matching { property, wanted } => {
                // An element that does not say is kept, so that decoding it tells what is wrong.
                self.keep = true;
                while let Some(found) = map.next_key_seed(Key(property))? {
                    if found {
                        self.keep = map.next_value_seed(Value(wanted.as_ref()))?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Compares a key without building it.
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

/// Asks about a value. One that is no string is kept, so that decoding it tells what is wrong.
struct Value<'w>(&'w (dyn Fn(&str) -> bool + Send + Sync));

impl<'de> serde::de::DeserializeSeed<'de> for Value<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<bool, E> {
        Ok((self.0)(value))
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(true)
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<bool, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(true)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    fn selected(selection: &Selection, body: &[u8], chunk: usize) -> Bytes {
        let mut selector = Selector::new(selection);
        for piece in body.chunks(chunk.max(1)) {
            selector.push(piece);
        }
        selector.finish()
    }

    fn named(name: &'static str) -> Selection {
        Selection::matching("name", move |value| value == name)
    }

    #[test]
    fn an_element_is_held_only_while_it_is_read() {
        let element = r#"{"name":"other","text":"0123456789"}"#;
        let selection = named("wanted");
        let mut selector = Selector::new(&selection);
        selector.push(b"[");
        for _ in 0..10_000 {
            selector.push(element.as_bytes());
            selector.push(b",");
            assert!(selector.held() < 2 * element.len());
        }
        selector.push(br#"{"name":"wanted"}]"#);
        assert_eq!(&selector.finish()[..], br#"[{"name":"wanted"}]"#);
    }

    #[test]
    fn first_counts_elements() {
        let body = br#" [ {"a":1} , {"a":2} , {"a":3} ] "#;
        assert_eq!(
            &selected(&Selection::first(2), body, 3)[..],
            br#"[{"a":1},{"a":2}]"#
        );
        assert_eq!(&selected(&Selection::first(0), body, 3)[..], b"[]");
    }

    #[test]
    fn faulty_bodies_stay_faulty() {
        for body in [
            "",
            "[",
            "]",
            "{",
            "{}",
            "7",
            "null",
            "[1]",
            "[{}",
            "[{},",
            "[{},]",
            "[{}}",
            "[{}] x",
            "[{\"name\":}]",
            "[{\"name\" \"b\"}]",
            "[{},[]]",
            "[{}{}]",
            "[{\"name\":\"wanted\"},oops]",
            "[{\"name\":\"wanted\"},{\"name\":\"other\",}]",
            "<html>",
            "[oops]",
        ] {
            for chunk in [1, 2, 7, 100] {
                let output = selected(&named("wanted"), body.as_bytes(), chunk);
                let decoded = serde_json::from_slice::<Vec<serde_json::Map<String, Json>>>(&output);
                assert!(decoded.is_err(), "{body:?} became {output:?}");
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
        let element = (name, any::<String>(), any::<bool>()).prop_map(|(name, text, first)| {
            let text = (
                text.clone(),
                json!({"name": "wanted", "text": text, "list": [[], {}]}),
            );
            if first {
                json!({"name": name, (text.0): text.1})
            } else {
                json!({(text.0): text.1, "name": name})
            }
        });
        proptest::collection::vec(element, 0..8)
    }

    proptest! {
        #[test]
        fn selecting_is_filtering_however_the_body_arrives(elements in elements(), chunk in 1usize..200, pretty: bool) {
            let body = if pretty {
                serde_json::to_vec_pretty(&elements).unwrap()
            } else {
                serde_json::to_vec(&elements).unwrap()
            };
            let output = selected(&named("wanted"), &body, chunk);
            let kept: Vec<Json> = serde_json::from_slice(&output).unwrap();
            let expected: Vec<Json> = elements
                .into_iter()
                .filter(|element| element["name"].as_str().is_none_or(|name| name == "wanted"))
                .collect();
            prop_assert_eq!(kept, expected);
        }

        #[test]
        fn what_is_cut_off_never_looks_complete(elements in elements(), cut in 0usize..500, chunk in 1usize..50) {
            let body = serde_json::to_vec(&elements).unwrap();
            let cut = cut.min(body.len() - 1);
            let output = selected(&named("wanted"), &body[..cut], chunk);
            prop_assert!(serde_json::from_slice::<Vec<Json>>(&output).is_err());
        }

        #[test]
        fn any_bytes_are_survived(body in proptest::collection::vec(any::<u8>(), 0..100), chunk in 1usize..50) {
            let _ = selected(&named("wanted"), &body, chunk);
        }
    }
}
