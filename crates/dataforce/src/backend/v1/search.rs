//! What the server can be asked to search for without losing anything.
//!
//! The server of V1 searches by a pattern in which `%`, `_` and `\` have a meaning of their own. A
//! piece of text without these is found literally, whether or not a server escapes them.

/// How long the text of a search may be, in characters.
const MAX_SEARCH: usize = 100;

/// The text to search for in order to find everything that has exactly this name; `None` if every
/// element has to be read.
pub(super) fn for_name(name: &str) -> Option<String> {
    longest_run(name, |c| !is_special(c))
}

/// The text to search for in order to find every name that contains `text` regardless of case.
///
/// Which letters are the same regardless of case depends on the server's locale, except for ASCII.
/// `i` and `k` are excluded, since they are the lowercase of `İ` and of the Kelvin sign, and in a
/// Turkish locale `i` is not that of `I`.
pub(super) fn for_part(text: &str) -> Option<String> {
    longest_run(text, |c| {
        c.is_ascii() && !is_special(c) && !"iIkK".contains(c)
    })
}

fn is_special(c: char) -> bool {
    matches!(c, '%' | '_' | '\\' | '\0')
}

fn longest_run(text: &str, allowed: impl Fn(char) -> bool) -> Option<String> {
    let runs = text.split(|c| !allowed(c));
    // Of several equally long ones the first, so that equal calls send equal requests.
    let longest = runs.rev().max_by_key(|run| run.chars().count())?;
    let cut: String = longest.chars().take(MAX_SEARCH).collect();
    (!cut.is_empty()).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_longest_literal_part() {
        for (name, expected) in [
            ("Training Data", Some("Training Data")),
            ("50%_off today", Some("off today")),
            ("back\\slash", Some("slash")),
            ("ab_cd", Some("ab")),
            ("Größe 🎉", Some("Größe 🎉")),
            (" ", Some(" ")),
            ("", None),
            ("%_\\", None),
        ] {
            assert_eq!(for_name(name).as_deref(), expected, "{name:?}");
        }
        assert_eq!(for_name(&"ß".repeat(300)), Some("ß".repeat(100)));
    }

    #[test]
    fn a_part_is_narrowed_by_what_is_the_same_in_every_locale() {
        for (text, expected) in [
            ("ml", Some("ml")),
            ("Training Data", Some("ng Data")),
            ("größe", Some("gr")),
            ("KI", None),
            ("", None),
        ] {
            assert_eq!(for_part(text).as_deref(), expected, "{text:?}");
        }
    }
}
