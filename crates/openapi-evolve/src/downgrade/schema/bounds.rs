//! Bounds of numbers and of sizes.

use serde_json::Value;

use super::keywords::drop_all;
use crate::downgrade::losses::Losses;
use crate::pointer::join;
use crate::schema::Schema;

/// Converts exclusive bounds, which are numbers in 3.1 and flags in 3.0, and makes the bounds of
/// integers integers.
pub(super) fn convert(at: &str, schema: &mut Schema, losses: &mut Losses) {
    for (exclusive, inclusive) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        let Some(bound) = schema
            .get(exclusive)
            .filter(|bound| bound.is_number())
            .cloned()
        else {
            continue;
        };
        let bound_value = bound.as_f64().unwrap_or_default();
        let other = schema.get(inclusive).and_then(Value::as_f64);
        let other_is_stricter = other.is_some_and(|other| match inclusive {
            "minimum" => other > bound_value,
            _ => other < bound_value,
        });
        if other_is_stricter {
            schema.shift_remove(exclusive);
        } else {
            schema.insert(inclusive.to_owned(), bound);
            schema.insert(exclusive.to_owned(), true.into());
        }
    }
    if schema.get("type").is_some_and(|kind| kind == "integer") {
        for (bound, round) in [
            ("minimum", f64::ceil as fn(f64) -> f64),
            ("maximum", f64::floor),
        ] {
            integer(at, schema, bound, round, losses);
        }
        if let Some(divisor) = schema.get("multipleOf").and_then(Value::as_f64) {
            if divisor.recip().fract() == 0.0 && divisor != 1.0 {
                // Every integer is a multiple of `0.5`.
                schema.shift_remove("multipleOf");
            } else if divisor.fract() != 0.0 {
                let message = "is not an integer, although the type is; it is left out";
                drop_all(at, schema, &["multipleOf"], message, losses);
            } else {
                integer(at, schema, "multipleOf", f64::round, losses);
            }
        }
    }
    for (count, round) in [
        ("minLength", f64::ceil as fn(f64) -> f64),
        ("maxLength", f64::floor),
        ("minItems", f64::ceil),
        ("maxItems", f64::floor),
        ("minProperties", f64::ceil),
        ("maxProperties", f64::floor),
    ] {
        integer(at, schema, count, round, losses);
    }
}

/// Writes `1.0` as `1` and `0.5` as the next integer that it allows, and leaves out what does not
/// fit into an `i64`.
fn integer(
    at: &str,
    schema: &mut Schema,
    keyword: &str,
    round: fn(f64) -> f64,
    losses: &mut Losses,
) {
    let value = schema.get(keyword).filter(|value| !value.is_i64());
    let Some(number) = value.and_then(Value::as_f64) else {
        return;
    };
    let exclusive = match keyword {
        "minimum" => "exclusiveMinimum",
        "maximum" => "exclusiveMaximum",
        _ => "",
    };
    let rounded = round(number);
    if rounded.abs() >= i64::MAX as f64 {
        losses.add(
            &join(at, keyword),
            "does not fit into 64 bits and is left out",
        );
        schema.shift_remove(keyword);
        schema.shift_remove(exclusive);
        return;
    }
    if rounded != number {
        // Among integers `> 0.5` is `>= 1`.
        schema.shift_remove(exclusive);
    }
    schema.insert(keyword.to_owned(), (rounded as i64).into());
}
