//! Redacts the API key if a server echoed it.
//!
//! A server may send the key back as it is, with JSON escapes, percent-encoded, as HTML character
//! references or in UTF-16, and errors may keep only a part of what it sent. All of these are redacted.

/// What stands in the place of a key.
pub(crate) const REDACTED: &str = "[the API key]";

/// From how many characters on a key that is cut off at the end of a text is redacted.
const MIN_CUT: usize = 6;

/// How many backslashes, or repeated percent-encodings, are read as one. The bound keeps the time
/// linear in the length of the text.
const MAX_NESTING: usize = 16;

/// Replaces all occurrences of a secret; returns `None` if there are none.
pub(crate) fn redact(text: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    if secret.is_empty() {
        return None;
    }
    let mut redacted: Option<Vec<u8>> = None;
    let mut copied = 0;
    let mut position = 0;
    while position < text.len() {
        match occurrence(&text[position..], secret) {
            Some(length) => {
                let redacted = redacted.get_or_insert_with(|| Vec::with_capacity(text.len()));
                redacted.extend_from_slice(&text[copied..position]);
                redacted.extend_from_slice(REDACTED.as_bytes());
                position += length;
                copied = position;
            }
            None => position += 1,
        }
    }
    let mut redacted = redacted?;
    redacted.extend_from_slice(&text[copied..]);
    Some(redacted)
}

/// Redacts a text; see [`redact`].
pub(crate) fn redact_text(text: String, secret: &[u8]) -> String {
    match redact(text.as_bytes(), secret) {
        Some(redacted) => String::from_utf8_lossy(&redacted).into_owned(),
        None => text,
    }
}

/// The length of the secret that `text` starts with, in whatever encoding, if it does.
fn occurrence(text: &[u8], secret: &[u8]) -> Option<usize> {
    let mut rest = text;
    for (matched, expected) in secret.iter().enumerate() {
        if matched > 0
            && let [0, after @ ..] = rest
        {
            // UTF-16.
            rest = after;
        }
        if matched >= MIN_CUT && is_cut_off(rest) {
            return Some(text.len());
        }
        if rest.is_empty() {
            return None;
        }
        let (byte, length) = decoded(rest, *expected);
        if byte != *expected {
            return None;
        }
        rest = &rest[length..];
    }
    Some(text.len() - rest.len())
}

/// Whether the text ends here, or in what may be an escape.
fn is_cut_off(text: &[u8]) -> bool {
    let may_be_escape = |byte: &u8| br"\%&#uxX".contains(byte) || byte.is_ascii_hexdigit();
    match text {
        [] => true,
        [b'\\' | b'%' | b'&', rest @ ..] => {
            rest.len() < MAX_NESTING && rest.iter().all(may_be_escape)
        }
        _ => false,
    }
}

/// The character that `text` starts with and how many bytes it takes, decoded if that makes it the
/// expected one.
fn decoded(text: &[u8], expected: u8) -> (u8, usize) {
    let escape = match text {
        [b'\\', ..] => backslash_escape(text),
        [b'%', ..] => percent_escape(text),
        [b'&', b'#', reference @ ..] => character_reference(reference),
        _ => None,
    };
    match escape {
        Some((byte, length)) if byte == expected => (byte, length),
        _ => (text[0], 1),
    }
}

/// Reads `\u0064`, `\x64` or `\d`. JSON within JSON has several backslashes in place of one.
fn backslash_escape(text: &[u8]) -> Option<(u8, usize)> {
    let start = text.iter().take(MAX_NESTING);
    let backslashes = start.take_while(|byte| **byte == b'\\').count();
    let (byte, length) = match text.get(backslashes..)? {
        [b'u', digits @ ..] => (hex(digits, 4)?, 5),
        [b'x', digits @ ..] => (hex(digits, 2)?, 3),
        [escaped, ..] => (*escaped, 1),
        [] => return None,
    };
    Some((byte, backslashes + length))
}

/// Reads `%64`, or `%2564` if it was encoded twice.
fn percent_escape(text: &[u8]) -> Option<(u8, usize)> {
    let mut digits = text.get(1..)?;
    for _ in 0..MAX_NESTING {
        digits = digits.strip_prefix(b"25").unwrap_or(digits);
    }
    let length = text.len() - digits.len() + 2;
    Some((hex(digits, 2)?, length))
}

fn hex(digits: &[u8], count: usize) -> Option<u8> {
    let digits = str::from_utf8(digits.get(..count)?).ok()?;
    u32::from_str_radix(digits, 16).ok()?.try_into().ok()
}

/// Reads `100;` or `x64;`, which follows `&#`.
fn character_reference(reference: &[u8]) -> Option<(u8, usize)> {
    let end = reference.iter().take(8).position(|byte| *byte == b';')?;
    let number = str::from_utf8(&reference[..end]).ok()?;
    let value = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    Some((value.ok()?.try_into().ok()?, "&#".len() + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn redacted(text: &str) -> Option<String> {
        redact(text.as_bytes(), b"dfs_secret").map(|it| String::from_utf8(it).unwrap())
    }

    #[test]
    fn a_key_is_redacted_wherever_it_stands() {
        assert_eq!(redacted("dfs_other"), None);
        assert_eq!(redacted(""), None);
        assert_eq!(redacted("dfs_secret").unwrap(), "[the API key]");
        assert_eq!(
            redacted("<dfs_secretdfs_secret dfs_>").unwrap(),
            "<[the API key][the API key] dfs_>"
        );
    }

    const ECHOED: [&str; 13] = [
        r"dfs\u005fsecret",
        r"\u0064\u0066\u0073\u005F\u0073ecret",
        r"dfs\\u005fsecret",
        r"dfs\x5fsecret",
        r"dfs\\\\u005f\\\\u0073ecret",
        "dfs%5Fsecret",
        "dfs%255fsecret",
        "dfs%25255fsecret",
        "dfs&#95;secret",
        "dfs&#x5f;secret",
        r"dfs\_secret",
        "d\0f\0s\0_\0s\0e\0c\0r\0e\0t",
        r"dfs_se\u0063\\u0072%65&#x74;",
    ];

    #[test]
    fn a_key_is_redacted_in_every_encoding() {
        for echoed in ECHOED {
            let text = redacted(&format!("a {echoed} b"));
            assert_eq!(text.as_deref(), Some("a [the API key] b"), "{echoed}");
        }
    }

    #[test]
    fn a_key_that_is_cut_off_is_redacted() {
        assert_eq!(redacted("key: dfs_sec").unwrap(), "key: [the API key]");
        assert_eq!(redacted("key: dfs_"), None);
        for echoed in ECHOED {
            let mut cuts = (1..=echoed.len()).map(|end| redacted(&echoed[..end]));
            // From the cut on that leaves enough of it, whatever the next one leaves.
            assert!(cuts.any(|cut| cut.is_some()), "{echoed}");
            assert!(cuts.all(|cut| cut.as_deref() == Some(REDACTED)), "{echoed}");
        }
    }

    proptest! {
        #[test]
        fn nothing_of_the_key_stays(before in "[a-z_]{0,9}", after in "[a-z_%&#\\\\]{0,9}") {
            let text = format!("{before}dfs_secret{after}");
            let text = redacted(&text).unwrap();
            prop_assert!(!text.contains("dfs_secret"));
        }

        #[test]
        fn any_bytes_are_accepted(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = redact(&text, b"dfs_secret");
        }
    }
}
