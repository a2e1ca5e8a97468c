//! What has to hold for any bytes that a server sends. Not part of the API: for the fuzz targets in
//! `fuzz/` and for the tests below, which run the same checks on the kept inputs.

use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use serde_json::Value;

use crate::filter_reader::FilterReader;
use crate::list_filter::ListFilter;
use crate::{RetryPolicy, error_body, redaction, retry};

const SECRET: &[u8] = b"dfs_fuzz";

/// The `detail` of an error body is one short line, and a redacted body does not hold the key.
pub fn error_body(data: &[u8]) {
    if let Some(line) = error_body::detail(data) {
        assert!(line.chars().count() < 4_000, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
        assert!(error_body::is_from_service(data));
    }
    if let Some(redacted) = redaction::redact(data, SECRET) {
        let holds_secret = |text: &[u8]| text.windows(SECRET.len()).any(|part| part == SECRET);
        assert!(!holds_secret(&redacted));
    }
}

/// A list is filtered the same way however it arrives, and what is not a list is an error. The first
/// byte is the size of the chunks in which the others arrive.
pub fn list(data: &[u8]) {
    let Some((size, body)) = data.split_first() else {
        return;
    };
    let filter = ListFilter::matching("name", |name| name == "wanted");
    let mut reader = FilterReader::new(&filter);
    for chunk in body.chunks(usize::from(*size).max(1)) {
        reader.push(chunk);
    }
    let list = reader.finish();

    // Within elements that are not wanted, anything may be wrong.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    match serde_json::from_slice::<Vec<Value>>(body) {
        Ok(elements) => {
            let wanted = elements.into_iter().enumerate();
            let wanted = wanted.filter(|(_, element)| element["name"] == "wanted");
            let (indexes, wanted): (Vec<_>, Vec<_>) = wanted.unzip();
            let list = list.unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(serde_json::from_slice(&list.json).ok(), Some(wanted));
            assert_eq!(list.indexes, indexes);
        }
        Err(error) if error.is_eof() => assert!(list.is_err(), "{list:?}"),
        Err(_) => {}
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    type Check = fn(&[u8]);

    const TARGETS: [(&str, Check); 3] = [
        ("error_body", error_body),
        ("list", list),
        ("retry_after", retry_after),
    ];

    /// The inputs that are kept for a target.
    fn corpus(target: &str) -> Vec<Vec<u8>> {
        let folder = format!("{}/../../fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder}: {error}"));
        let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() > 10, "{folder} holds {} inputs", paths.len());
        let read = |path| std::fs::read(path).unwrap();
        paths.into_iter().map(read).collect()
    }

    #[test]
    fn all_kept_inputs_pass() {
        for (target, check) in TARGETS {
            corpus(target).iter().for_each(|input| check(input));
        }
    }

    /// A kept input with something cut out and something put in.
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
        fn any_bytes_pass(input in proptest::collection::vec(any::<u8>(), 0..200)) {
            for (_, check) in TARGETS {
                check(&input);
            }
        }

        #[test]
        fn variants_of_error_bodies_pass(input in variants("error_body")) {
            error_body(&input);
        }

        #[test]
        fn variants_of_lists_pass(input in variants("list")) {
            list(&input);
        }

        #[test]
        fn variants_of_retry_after_pass(input in variants("retry_after")) {
            retry_after(&input);
        }
    }
}
