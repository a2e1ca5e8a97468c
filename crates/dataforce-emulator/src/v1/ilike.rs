//! Substring search as PostgreSQL's `ILIKE` does it, with wildcards that nobody escaped.

/// A pattern that matches texts which contain the searched text, regardless of case.
pub(super) struct Pattern(Vec<Token>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// `%`: any characters.
    Any,
    /// `_`: one character.
    One,
    Character(char),
}

impl Pattern {
    pub(super) fn containing(search: &str) -> Self {
        let pattern = format!("%{search}%");
        let mut characters = pattern.chars();
        let mut tokens = Vec::new();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '%' => Token::Any,
                '_' => Token::One,
                '\\' => Token::Character(lower(characters.next().unwrap_or('\\'))),
                other => Token::Character(lower(other)),
            });
        }
        Self(tokens)
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        let mut tokens = self.0.as_slice();
        let mut rest = text.chars();
        // Where to go on if the characters after the last `%` turn out not to match.
        let mut retry = None;
        loop {
            let mut after = rest.clone();
            match (tokens.split_first(), after.next()) {
                (Some((Token::Any, more)), _) => {
                    tokens = more;
                    retry = Some((more, rest.clone()));
                    continue;
                }
                (Some((token, more)), Some(character)) if token.matches(character) => {
                    tokens = more;
                    rest = after;
                    continue;
                }
                (None, None) => return true,
                _ => {}
            }
            let Some((more, start)) = &mut retry else {
                return false;
            };
            if start.next().is_none() {
                return false;
            }
            tokens = more;
            rest = start.clone();
        }
    }
}

impl Token {
    fn matches(self, character: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Character(expected) => expected == lower(character),
        }
    }
}

/// Returns the lower case of a character, unless it consists of several: the database maps each
/// character to one.
fn lower(character: char) -> char {
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(single), None) => single,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_escapes_and_case() {
        for (search, text, found) in [
            ("alpha", "The ALPHA one", true),
            ("alpha", "alph", false),
            ("a%c", "xxabbcxx", true),
            ("a%c%d", "acbcad", true),
            ("a_c", "abc", true),
            ("a_c", "ac", false),
            ("a_c", "a😀c", true),
            ("50%_off", "50X_off", true),
            (r"50\%\_off", "50X_off", false),
            (r"50\%\_off", "the 50%_OFF", true),
            (r"back\slash", r"back\slash", false),
            (r"back\slash", "backslash", true),
            (r"back\\slash", r"back\slash", true),
            ("\\", "100%", true),
            ("\\", "100", false),
            ("école", "ÉCOLE", true),
            ("ss", "Straße", false),
            ("aab", "aaab", true),
            ("%", "", true),
            ("_", "", false),
        ] {
            let matches = Pattern::containing(search).matches(text);
            assert_eq!(matches, found, "{search:?} in {text:?}");
        }
    }
}
