//! Ids in paths, in the spellings that the server accepts.

use uuid::Uuid;

/// Parses an id with or without dashes, in braces, or as `urn:uuid:`. Unlike the digits,
/// `urn:uuid:` must be in lower case.
pub(crate) fn parse_uuid(text: &str) -> Option<Uuid> {
    let upper_case_urn = text.starts_with(['U', 'u']) && !text.starts_with("urn:uuid:");
    if upper_case_urn {
        return None;
    }
    Uuid::parse_str(text).ok()
}

/// Returns the server's words for what is wrong with an id.
pub(crate) fn describe_malformed_uuid(text: &str) -> String {
    let braced = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let urn = text.strip_prefix("urn:uuid:");
    let digits = braced.or(urn).unwrap_or(text);
    // Positions count from one, and from the start of the text except for the brace.
    let offset = urn.map_or(1, |_| "urn:uuid:".len() + 1);
    let foreign =
        |(_, character): &(usize, char)| *character != '-' && !character.is_ascii_hexdigit();
    if let Some((index, character)) = digits.char_indices().find(foreign) {
        return format!(
            "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], \
             found `{character}` at {}",
            index + offset
        );
    }
    let hyphens: Vec<usize> = digits.match_indices('-').map(|(index, _)| index).collect();
    if hyphens.is_empty() && digits == text {
        return format!(
            "invalid length: expected length 32 for simple format, found {}",
            digits.len()
        );
    }
    if hyphens.len() != 4 {
        return format!(
            "invalid group count: expected 5, found {}",
            hyphens.len() + 1
        );
    }
    const STARTS: [usize; 5] = [0, 9, 14, 19, 24];
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let misplaced = (0..4).find(|&group| hyphens[group] != STARTS[group] + LENGTHS[group]);
    // The last group is measured with prefix and braces.
    let (group, found) = match misplaced {
        Some(group) => (group, hyphens[group] - STARTS[group]),
        None => (4, text.len() - STARTS[4]),
    };
    format!(
        "invalid group length in group {group}: expected {}, found {found}",
        LENGTHS[group]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_ids_are_described_in_the_servers_words() {
        let foreign = "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found";
        for (text, words) in [
            ("x", format!("{foreign} `x` at 1")),
            ("urn:uuid:x", format!("{foreign} `x` at 10")),
            (
                "URN:UUID:0199c455-21ec-7c74-8efe-41470e29bae5",
                format!("{foreign} `U` at 1"),
            ),
            (
                "{0199c455-21ec-7c74-8efe-41470e29bae5",
                format!("{foreign} `{{` at 1"),
            ),
            (
                "{0199c455-21ec-7c74-8efe-41470e29baex}",
                format!("{foreign} `x` at 36"),
            ),
            ("aé", format!("{foreign} `é` at 2")),
            (
                "0199c455",
                "invalid length: expected length 32 for simple format, found 8".into(),
            ),
            ("{abc}", "invalid group count: expected 5, found 1".into()),
            ("-", "invalid group count: expected 5, found 2".into()),
            (
                "0199c455-21ec-7c74-8efe-",
                "invalid group length in group 4: expected 12, found 0".into(),
            ),
            (
                "----",
                "invalid group length in group 0: expected 8, found 0".into(),
            ),
            (
                "0199c455-21e-7c74-8efe-41470e29bae5",
                "invalid group length in group 1: expected 4, found 3".into(),
            ),
            (
                "{0199c455-21ec-7c74-8efe-41470e29bae}",
                "invalid group length in group 4: expected 12, found 13".into(),
            ),
            (
                "urn:uuid:0199c455-21ec-7c74-8efe-41470e29bae5f",
                "invalid group length in group 4: expected 12, found 22".into(),
            ),
        ] {
            assert_eq!(describe_malformed_uuid(text), words, "{text}");
        }
    }
}
