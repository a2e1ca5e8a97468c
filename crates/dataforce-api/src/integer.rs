//! Deserializes integers, which JSON can also write as `3.0`.

use std::fmt;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// Deserializes an integer.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    deserializer.deserialize_any(Integer)
}

/// Deserializes an integer that may be null.
pub(crate) mod option {
    use serde::Deserialize;

    use super::*;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<i64>, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Holder(#[serde(deserialize_with = "super::deserialize")] i64);

        Ok(Option::<Holder>::deserialize(deserializer)?.map(|holder| holder.0))
    }
}

struct Integer;

impl Visitor<'_> for Integer {
    type Value = i64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E>(self, value: i64) -> Result<i64, E> {
        Ok(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<i64, E> {
        i64::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<i64, E> {
        // 2^63 is the first value that is too large. It has an exact f64, i64::MAX has not.
        let limit = 2f64.powi(63);
        if value.fract() == 0.0 && (-limit..limit).contains(&value) {
            Ok(value as i64)
        } else {
            Err(E::invalid_value(Unexpected::Float(value), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    fn read(json: &str) -> Result<Option<i64>, String> {
        let mut deserializer = serde_json::Deserializer::from_str(json);
        super::option::deserialize(&mut deserializer).map_err(|error| error.to_string())
    }

    #[test]
    fn an_integer_may_have_an_empty_fraction() {
        for (json, value) in [
            ("3", 3),
            ("3.0", 3),
            ("-3.0", -3),
            ("1e3", 1000),
            ("-9223372036854775808", i64::MIN),
            ("-9223372036854775808.0", i64::MIN),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(read(json), Ok(Some(value)), "{json}");
        }
        assert_eq!(read("null"), Ok(None));
    }

    #[test]
    fn anything_else_is_an_error() {
        for json in [
            "3.5",
            "9223372036854775808",
            "9223372036854775808.0",
            "1e300",
            "\"3\"",
            "true",
        ] {
            assert!(serde_json::from_str::<Value>(json).is_ok(), "{json}");
            let error = read(json).unwrap_err();
            assert!(error.contains("expected an integer"), "{json}: {error}");
        }
    }
}
