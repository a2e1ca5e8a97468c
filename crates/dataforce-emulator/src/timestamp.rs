//! Times as the server writes them.

use chrono::{DateTime, SubsecRound, Utc};
use serde::Serializer;

/// Returns the current time in microseconds, the precision of the server.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Returns a time as Python formats it: with six digits of fraction, or without a fraction if it is
/// zero, and with this offset from UTC.
pub(crate) fn python_time(time: DateTime<Utc>, offset: &str) -> String {
    let format = match time.timestamp_subsec_micros() {
        0 => "%Y-%m-%dT%H:%M:%S",
        _ => "%Y-%m-%dT%H:%M:%S%.6f",
    };
    format!("{}{offset}", time.format(format))
}

/// Returns a time as HTTP headers have it.
pub(crate) fn http_date(time: DateTime<Utc>) -> String {
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

pub(crate) fn timestamp<S: Serializer>(time: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&python_time(*time, "Z"))
}

pub(crate) fn optional_timestamp<S: Serializer>(
    time: &Option<DateTime<Utc>>,
    to: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => timestamp(time, to),
        None => to.serialize_none(),
    }
}
