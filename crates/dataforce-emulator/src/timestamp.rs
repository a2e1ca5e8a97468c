//! Times as the server writes them.

use chrono::{DateTime, SubsecRound, Utc};
use serde::Serializer;

/// Returns the current time in microseconds, the precision of the server.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Writes a time with six digits of fraction, or without a fraction if it is zero.
pub(crate) fn timestamp<S: Serializer>(time: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    if time.timestamp_subsec_micros() == 0 {
        to.collect_str(&time.format("%Y-%m-%dT%H:%M:%SZ"))
    } else {
        to.collect_str(&time.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
    }
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
