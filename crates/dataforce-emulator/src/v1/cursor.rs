//! Where a page of collections ends, and the order that leads there.

use std::borrow::Cow;
use std::cmp::Ordering;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::collection::Collection;
use crate::timestamp::python_time;

/// What a list can be sorted by, by the words of the query.
pub(super) const SORT_KEYS: [&str; 5] = [
    "created_at",
    "name",
    "type",
    "description",
    "total_artifacts",
];

/// The directions of a list, by the words of the query.
pub(super) const DIRECTIONS: [&str; 2] = ["asc", "desc"];

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SortOrder {
    pub(super) key: &'static str,
    pub(super) direction: &'static str,
}

/// The position of a collection in a list: its sort value, and its id, which breaks ties.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position<'c>(SortValue<'c>, Uuid);

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortValue<'c> {
    Time(DateTime<Utc>),
    Text(Cow<'c, str>),
    Number(u64),
}

impl SortOrder {
    pub(super) fn position<'c>(self, collection: &'c Collection) -> Position<'c> {
        let value = match self.key {
            "name" => SortValue::Text(collection.name.as_str().into()),
            "type" => SortValue::Text(collection.collection_type.as_str().into()),
            "description" => SortValue::Text(collection.description.as_str().into()),
            "total_artifacts" => SortValue::Number(collection.total_models),
            _ => SortValue::Time(collection.created_at),
        };
        Position(value, collection.id)
    }

    pub(super) fn compare(self, one: &Position<'_>, other: &Position<'_>) -> Ordering {
        match self.direction {
            "asc" => one.cmp(other),
            _ => other.cmp(one),
        }
    }

    /// Returns the cursor for the collections after this one.
    pub(super) fn cursor(self, collection: &Collection) -> String {
        let Position(value, id) = self.position(collection);
        let value = match value {
            SortValue::Time(time) => json!(python_time(time, "+00:00")),
            SortValue::Text(text) => json!(text),
            SortValue::Number(number) => json!(number),
        };
        let orbit = collection.orbit_id;
        let parts = [
            json!(id.simple()),
            value,
            json!(self.key),
            json!(self.direction),
            json!(orbit.simple()),
        ];
        let parts: Vec<_> = parts.iter().map(ascii_json).collect();
        URL_SAFE.encode(format!("[{}]", parts.join(", ")))
    }

    /// Returns the position that a cursor stands for. Garbage and cursors of another order or orbit
    /// are ignored.
    pub(super) fn read_cursor(self, cursor: &str, orbit: Uuid) -> Option<Position<'static>> {
        let bytes = URL_SAFE.decode(cursor).ok()?;
        let parts: [Value; 5] = serde_json::from_slice(&bytes).ok()?;
        let [id, value, key, direction, cursor_orbit] = parts;
        let same_list = key == self.key
            && direction == self.direction
            && Uuid::parse_str(cursor_orbit.as_str()?).ok()? == orbit;
        if !same_list {
            return None;
        }
        let value = match self.key {
            "created_at" => SortValue::Time(value.as_str()?.parse().ok()?),
            "total_artifacts" => SortValue::Number(value.as_u64()?),
            _ => SortValue::Text(value.as_str()?.to_owned().into()),
        };
        Some(Position(value, Uuid::parse_str(id.as_str()?).ok()?))
    }
}

/// Writes JSON as Python does by default, with escapes for everything that is not ASCII.
fn ascii_json(value: &Value) -> String {
    let mut escaped = String::new();
    for character in value.to_string().chars() {
        if character.is_ascii() && character != '\u{7f}' {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}
