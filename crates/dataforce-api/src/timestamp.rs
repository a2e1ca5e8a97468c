//! Deserializes timestamps, which take up much of the time that decoding a list takes.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{Deserializer, Error, Unexpected, Visitor};

/// Deserializes a timestamp. The form that the service writes is parsed several times faster than by
/// chrono; any other is left to chrono.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<DateTime<Utc>, D::Error> {
    deserializer.deserialize_str(Timestamp)
}

/// Deserializes a timestamp that may be null.
pub(crate) mod option {
    use serde::Deserialize;

    use super::*;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        #[derive(Deserialize)]
        #[serde(transparent)]
        struct Holder(#[serde(deserialize_with = "super::deserialize")] DateTime<Utc>);

        Ok(Option::<Holder>::deserialize(deserializer)?.map(|holder| holder.0))
    }
}

struct Timestamp;

impl Visitor<'_> for Timestamp {
    type Value = DateTime<Utc>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an RFC 3339 timestamp")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<DateTime<Utc>, E> {
        match parse_utc(text.as_bytes()) {
            Some(timestamp) => Ok(timestamp),
            // The words of chrono describe its parser ("premature end of input").
            None => text
                .parse()
                .map_err(|_| E::invalid_value(Unexpected::Str(text), &self)),
        }
    }
}

/// Parses `2025-01-15T10:30:00Z`, with up to nine digits of a fraction. `None` for any other form.
fn parse_utc(text: &[u8]) -> Option<DateTime<Utc>> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let fraction = match rest {
        [b'Z'] => 0,
        [b'.', digits @ .., b'Z'] if (1..=9).contains(&digits.len()) => {
            digits_of(digits)? * 10u32.pow(9 - digits.len() as u32)
        }
        _ => return None,
    };
    let punctuation = [
        date_time[4],
        date_time[7],
        date_time[10],
        date_time[13],
        date_time[16],
    ];
    if punctuation != *b"--T::" {
        return None;
    }
    let number = |range: std::ops::Range<usize>| digits_of(&date_time[range]);
    let date = NaiveDate::from_ymd_opt(number(0..4)? as i32, number(5..7)?, number(8..10)?)?;
    let time =
        date.and_hms_nano_opt(number(11..13)?, number(14..16)?, number(17..19)?, fraction)?;
    Some(time.and_utc())
}

/// Returns the value of at most nine digits.
fn digits_of(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |value, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit <= 9).then(|| value * 10 + u32::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{SecondsFormat, TimeZone};
    use proptest::prelude::*;

    fn by_chrono(text: &str) -> Option<DateTime<Utc>> {
        text.parse().ok()
    }

    fn ours(text: &str) -> Option<DateTime<Utc>> {
        let text = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
        deserialize(text).ok()
    }

    #[test]
    fn the_forms_of_the_service_are_read() {
        for text in [
            "2025-01-15T10:30:00.123456Z",
            "2025-01-15T10:30:00Z",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
            "2024-02-29T00:00:00Z",
        ] {
            assert_eq!(parse_utc(text.as_bytes()), by_chrono(text), "{text}");
            assert!(by_chrono(text).is_some(), "{text}");
        }
    }

    #[test]
    fn other_forms_and_errors_are_those_of_chrono() {
        for text in [
            "2025-01-15T10:30:00.123456+02:00",
            "2025-01-15 10:30:00Z",
            "2025-01-15t10:30:00z",
            "2016-12-31T23:59:60Z",
            "2025-02-29T00:00:00Z",
            "2025-01-15T24:00:00Z",
            "2025-01-15T10:30:00.Z",
            "2025-01-15T10:30:00.1234567890Z",
            "+2025-01-15T10:30:00Z",
            "2025-01-15T10:30:00",
            "",
            "yesterday",
        ] {
            assert_eq!(ours(text), by_chrono(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_moment_is_read_as_chrono_does(seconds in -62_135_596_800i64..253_402_300_800, nanos in 0u32..1_000_000_000) {
            let moment = Utc.timestamp_opt(seconds, nanos).unwrap();
            for format in [SecondsFormat::Secs, SecondsFormat::Millis, SecondsFormat::Micros, SecondsFormat::Nanos] {
                let text = moment.to_rfc3339_opts(format, true);
                prop_assert_eq!(parse_utc(text.as_bytes()), by_chrono(&text));
            }
        }

        #[test]
        fn any_text_is_read_as_chrono_does(text in "[0-9TZ:.+-]{0,32}|\\PC{0,32}") {
            prop_assert_eq!(ours(&text), by_chrono(&text));
        }
    }
}
