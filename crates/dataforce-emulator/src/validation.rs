//! What the server demands of a request, and the list of errors (422) that it returns otherwise.

use uuid::Uuid;

use crate::collection::CollectionType;
use crate::json::Json;
use crate::response::Rejection;
use crate::uuid_text::{describe_malformed_uuid, parse_uuid};

/// Everything that is wrong with a request; the server reports all of it at once.
#[derive(Default)]
pub(crate) struct ValidationErrors {
    list: Vec<Json>,
    /// Whether the request holds a string that the server cannot hold: reporting it crashes.
    unwritable: bool,
}

/// Where an error is, such as `body`, `tags`, `0`.
#[derive(Clone)]
pub(crate) struct Location(Vec<Json>);

impl Location {
    pub(crate) fn new(root: &str) -> Self {
        Self(vec![root.into()])
    }

    /// Returns the location of a part, by its name or index.
    pub(crate) fn at(&self, part: impl Into<Json>) -> Self {
        let mut location = self.clone();
        location.0.push(part.into());
        location
    }
}

impl ValidationErrors {
    /// Fails if there are any errors, with a 422 or the crash in which the server ends that cannot
    /// write what it was sent.
    pub(crate) fn check(&mut self) -> Result<(), Rejection> {
        if self.unwritable {
            return Err(Rejection::Crash);
        }
        if self.list.is_empty() {
            return Ok(());
        }
        let body = Json::object([("detail", Json::Array(std::mem::take(&mut self.list)))]);
        let mut text = String::new();
        Err(match body.write(&mut text) {
            Ok(()) => Rejection::Invalid(text),
            Err(_) => Rejection::Crash,
        })
    }

    pub(crate) fn add(&mut self, kind: &str, at: Location, message: &str, input: Json) {
        self.list.push(Json::object([
            ("type", kind.into()),
            ("loc", Json::Array(at.0)),
            ("msg", message.into()),
            ("input", input),
        ]));
    }

    /// Gives the last error a `ctx`.
    pub(crate) fn context<const N: usize>(&mut self, members: [(&str, Json); N]) {
        if let Some(Json::Object(error)) = self.list.last_mut() {
            error.push((b"ctx".to_vec(), Json::object(members)));
        }
    }

    /// Notes a string that the server can neither use nor report.
    pub(crate) fn unwritable(&mut self) {
        self.unwritable = true;
    }

    /// Reads an id in the path.
    pub(crate) fn path_id(&mut self, name: &str, text: &str) -> Uuid {
        parse_uuid(text).unwrap_or_else(|| {
            let reason = describe_malformed_uuid(text);
            let message = format!("Input should be a valid UUID, {reason}");
            let at = Location::new("path").at(name);
            self.add("uuid_parsing", at, &message, text.into());
            self.context([("error", reason.as_str().into())]);
            Uuid::nil()
        })
    }

    /// Reads a string.
    pub(crate) fn string(&mut self, value: &Json, at: Location) -> Option<String> {
        let Json::String(text) = value else {
            let message = "Input should be a valid string";
            self.add("string_type", at, message, value.clone());
            return None;
        };
        let text = String::from_utf8(text.clone()).ok();
        self.unwritable |= text.is_none();
        text
    }

    /// Reads a string of at most this many characters.
    pub(crate) fn short_string(
        &mut self,
        value: &Json,
        at: Location,
        max_length: usize,
    ) -> Option<String> {
        let text = self.string(value, at.clone())?;
        if text.chars().count() <= max_length {
            return Some(text);
        }
        let message = format!("String should have at most {max_length} characters");
        self.add("string_too_long", at, &message, value.clone());
        self.context([("max_length", max_length.into())]);
        None
    }

    /// Reads an array of values.
    pub(crate) fn list<T>(
        &mut self,
        value: &Json,
        at: Location,
        mut item: impl FnMut(&mut Self, &Json, Location) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Json::Array(items) = value else {
            let message = "Input should be a valid list";
            self.add("list_type", at, message, value.clone());
            return None;
        };
        let items = items.iter().enumerate();
        let read = items.filter_map(|(index, value)| item(self, value, at.at(index)));
        Some(read.collect())
    }

    /// Reads one of the words, and returns its index.
    pub(crate) fn one_of(&mut self, words: &[&str], value: &Json, at: Location) -> Option<usize> {
        let found = match value {
            Json::String(text) => words.iter().position(|word| word.as_bytes() == text),
            _ => None,
        };
        if found.is_none() {
            let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
            let expected = match quoted.split_last() {
                Some((last, others)) => format!("{} or {last}", others.join(", ")),
                None => String::new(),
            };
            let message = format!("Input should be {expected}");
            self.add("enum", at, &message, value.clone());
            self.context([("expected", expected.as_str().into())]);
        }
        found
    }

    /// Reads one of these types of collections.
    pub(crate) fn collection_type(
        &mut self,
        types: &[CollectionType],
        value: &Json,
        at: Location,
    ) -> Option<CollectionType> {
        let words: Vec<_> = types.iter().map(CollectionType::as_str).collect();
        let index = self.one_of(&words, value, at)?;
        types.get(index).cloned()
    }
}
