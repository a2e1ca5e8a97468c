//! What has to hold for any bytes that a server sends. Not part of the API: for the fuzz targets in
//! `fuzz/` and for the tests below, which run the same checks on the kept inputs.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::{CollectionId, timestamp};

/// Checks that a timestamp is read as chrono reads it, and written so that it is read again.
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

/// Checks that an id that is read stays the same, and can be part of a path.
pub fn id(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let json = Value::from(text).to_string();
    let Ok(id) = serde_json::from_str::<CollectionId>(&json) else {
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
    assert_eq!(serde_json::from_str::<CollectionId>(&json).ok(), Some(id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    type Check = fn(&[u8]);

    const TARGETS: [(&str, Check); 2] = [("id", id), ("timestamp", timestamp)];

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
        fn variants_of_ids_pass(input in variants("id")) {
            id(&input);
        }

        #[test]
        fn variants_of_timestamps_pass(input in variants("timestamp")) {
            timestamp(&input);
        }
    }
}
