//! What has to hold for any bytes that a stranger sends. Not part of the API: it exists for the fuzz targets in `fuzz/`
//! and for the tests below, which run the same on the inputs that are kept there.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::select::{Selection, Selector};
use crate::{Error, Failure, RetryPolicy, detail, retry, timestamp, transport, types};

const SECRET: &[u8] = b"dfs_fuzz";

/// The body of an error is read, or is not, and what is shown of it is one short line without the key.
pub fn error_body(data: &[u8]) {
    if let Some(line) = detail::readable(data) {
        assert!(line.chars().count() < 4_000, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert!(detail::is_present(data));
    }
    if let Some(concealed) = transport::conceal(data, SECRET) {
        let holds_secret = |text: &[u8]| text.windows(SECRET.len()).any(|part| part == SECRET);
        assert!(holds_secret(data) && !holds_secret(&concealed));
    }
}

/// Whatever way a list arrives, its wanted elements are found, and what is no list never looks like one. The first byte
/// is the size of the pieces in which the others arrive.
pub fn list(data: &[u8]) {
    let Some((size, body)) = data.split_first() else {
        return;
    };
    let selection = Selection::matching("name", |name| name == "wanted");
    let mut selector = Selector::new(&selection);
    for piece in body.chunks(usize::from(*size).max(1)) {
        selector.push(piece);
    }
    let selected = selector.finish();

    // In an element that is not wanted the values need to be JSON and no more, as a lone surrogate is.
    type Syntax = Vec<BTreeMap<String, IgnoredAny>>;
    if serde_json::from_slice::<Syntax>(body).is_err() {
        assert!(serde_json::from_slice::<Syntax>(&selected).is_err());
    }
    if let Ok(mut elements) = serde_json::from_slice::<Vec<Map<String, Value>>>(body) {
        // An element whose name is none is kept, for decoding to complain of.
        elements.retain(|element| {
            let name = element.get("name").and_then(Value::as_str);
            name.is_none_or(|name| name == "wanted")
        });
        assert_eq!(serde_json::from_slice(&selected).ok(), Some(elements));
    }
    if let Err(error) = serde_json::from_slice::<Vec<types::Collection>>(&selected) {
        let failure = Failure::from(Error::InvalidResponsePayload(selected, error));
        assert!(failure.to_string().chars().count() < 1_000, "{failure}");
    }
}

/// A `Retry-After` is understood or ignored, and a policy keeps to its limit.
pub fn retry_after(data: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(data) else {
        return;
    };
    let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
    let _ = retry::retry_after(&headers, SystemTime::UNIX_EPOCH);
    let limit = Duration::from_secs(9);
    let policy = RetryPolicy::default()
        .max_delay(limit)
        .max_retry_after(limit);
    assert!(policy.delay(1, Some(&headers)) <= limit);
}

/// A timestamp is what chrono takes it for, and is written so that it is read again.
pub fn timestamp(data: &[u8]) {
    #[derive(Deserialize)]
    struct Holder(#[serde(deserialize_with = "timestamp::deserialize")] DateTime<Utc>);

    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let json = Value::from(text).to_string();
    let ours = serde_json::from_str::<Holder>(&json).ok().map(|it| it.0);
    assert_eq!(ours, text.parse().ok());
    if let Some(moment) = ours {
        let json = serde_json::to_string(&moment).unwrap_or_default();
        let again = serde_json::from_str::<Holder>(&json).ok().map(|it| it.0);
        assert_eq!(again, Some(moment), "{json}");
    }
}

/// An id is read or refused, and one that is read stays the same and is safe in a path.
pub fn id(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let json = Value::from(text).to_string();
    let Ok(id) = serde_json::from_str::<types::CollectionId>(&json) else {
        return;
    };
    let shown = id.to_string();
    assert_eq!(shown.len(), 36);
    assert!(
        shown
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    );
    let json = Value::from(shown).to_string();
    assert_eq!(
        serde_json::from_str::<types::CollectionId>(&json).ok(),
        Some(id)
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    type Check = fn(&[u8]);

    const TARGETS: [(&str, Check); 5] = [
        ("error_body", error_body),
        ("id", id),
        ("list", list),
        ("retry_after", retry_after),
        ("timestamp", timestamp),
    ];

    /// The inputs that are kept for a target.
    fn corpus(target: &str) -> Vec<Vec<u8>> {
        let place = format!("{}/../../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(&place).unwrap_or_else(|error| panic!("{place}: {error}"));
        let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() > 10, "{place} holds {} inputs", paths.len());
        let read = |path| std::fs::read(path).unwrap();
        paths.into_iter().map(read).collect()
    }

    #[test]
    fn all_kept_inputs_are_withstood() {
        for (target, check) in TARGETS {
            corpus(target).iter().for_each(|input| check(input));
        }
    }

    /// An input that is kept, with something cut out and something put in.
    fn variants(target: &str) -> impl Strategy<Value = Vec<u8>> {
        let piece = prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..6),
            select(corpus(target)),
            select(&br#"{}[]",:\ "#[..]).prop_map(|byte| vec![byte]),
        ];
        let places = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
        (select(corpus(target)), places, piece).prop_map(|(mut input, (from, to), piece)| {
            let (from, to) = (from.index(input.len() + 1), to.index(input.len() + 1));
            input.splice(from.min(to)..from.max(to), piece);
            input
        })
    }

    proptest! {
        #[test]
        fn any_bytes_are_withstood(input in proptest::collection::vec(any::<u8>(), 0..200)) {
            for (_, check) in TARGETS {
                check(&input);
            }
        }

        #[test]
        fn variants_of_error_bodies_are_withstood(input in variants("error_body")) {
            error_body(&input);
        }

        #[test]
        fn variants_of_ids_are_withstood(input in variants("id")) {
            id(&input);
        }

        #[test]
        fn variants_of_lists_are_withstood(input in variants("list")) {
            list(&input);
        }

        #[test]
        fn variants_of_retry_after_are_withstood(input in variants("retry_after")) {
            retry_after(&input);
        }

        #[test]
        fn variants_of_timestamps_are_withstood(input in variants("timestamp")) {
            timestamp(&input);
        }
    }
}
