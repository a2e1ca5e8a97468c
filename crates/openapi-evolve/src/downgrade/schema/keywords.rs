//! Changes of keywords that several conversions make.

use serde_json::{Value, json};

use crate::downgrade::losses::Losses;
use crate::pointer::join;
use crate::schema::Schema;

/// Adds a schema that values have to match as well.
pub(super) fn add_all_of(schema: &mut Schema, part: Value) {
    let parts = schema.entry("allOf").or_insert_with(|| json!([]));
    if let Some(parts) = parts.as_array_mut() {
        parts.insert(0, part);
    }
}

/// Removes keywords that have no form in 3.0.
pub(super) fn drop_all(
    at: &str,
    schema: &mut Schema,
    keywords: &[&str],
    message: &str,
    losses: &mut Losses,
) {
    for keyword in keywords {
        if schema.shift_remove(*keyword).is_some() {
            losses.add(&join(at, keyword), message);
        }
    }
}
