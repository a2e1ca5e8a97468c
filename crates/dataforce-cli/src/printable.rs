//! Text that a terminal shows and does not obey.

use std::borrow::Cow;

/// Replaces control characters, and those that change the direction of text, by their escapes.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    escape(text, |c| c.escape_default().to_string())
}

/// Does the same within JSON, whose strings escape only a part of them.
pub(crate) fn printable_json(json: &str) -> Cow<'_, str> {
    escape(json, |c| match c {
        // Indentation: within strings, JSON escapes it.
        '\n' => "\n".to_owned(),
        _ => format!("\\u{:04x}", u32::from(c)),
    })
}

fn escape(text: &str, replacement: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match is_unprintable(c) {
            true => escaped.push_str(&replacement(c)),
            false => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

fn is_unprintable(c: char) -> bool {
    let changes_direction = matches!(
        c,
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    c.is_control() || changes_direction || matches!(c, '\u{2028}' | '\u{2029}')
}

/// At most this many characters of a text.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_shown() {
        for (text, shown) in [
            ("Größe 🎉", "Größe 🎉"),
            ("two\nlines", "two\\nlines"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("\u{202e}abc", "\\u{202e}abc"),
        ] {
            assert_eq!(printable(text), shown);
        }
    }

    #[test]
    fn json_stays_the_same_value() {
        let value = serde_json::json!({ "name": "\u{1b}\u{7f}\u{9b}\u{202e}\n" });
        let text = serde_json::to_string_pretty(&value).unwrap();
        let shown = printable_json(&text);
        assert!(!shown.contains(['\u{7f}', '\u{9b}', '\u{202e}']));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&shown).unwrap(),
            value
        );
    }
}
