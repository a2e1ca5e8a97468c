//! Escapes the texts of the contract for rustdoc.

use serde_json::Value;

use openapi_evolve::grammar::{self, Kind};

/// Escapes all texts of a document.
pub(super) fn escape_all(document: &mut Value) {
    grammar::walk_mut(Kind::Document, "", document, &mut |_, _, value| {
        texts(value)
    });
    if let Some(info) = document.get_mut("info") {
        texts(info);
    }
}

fn texts(object: &mut Value) {
    for name in ["description", "summary", "title", "termsOfService"] {
        if let Some(Value::String(text)) = object.get_mut(name) {
            *text = escape(text);
        }
    }
}

/// Links bare URLs, and escapes what rustdoc would take for a link, a tag or an example to run.
pub(super) fn escape(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_fence = false;
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        lines.push(match (fence, in_fence) {
            // A fence without a language is an example in Rust, which would be run.
            (true, false) if line.trim() == "```" => format!("{line}text"),
            (true, _) | (false, true) => line.to_owned(),
            // Four spaces after a blank line begin an example, too.
            (false, false) if lines.last().is_none_or(|above| above.trim().is_empty()) => {
                inline(line.trim_start())
            }
            (false, false) => inline(line),
        });
        in_fence ^= fence;
    }
    lines.join("\n")
}

fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut in_code = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '`' => {
                in_code = !in_code;
                out.push(c);
            }
            _ if in_code => out.push(c),
            'h' if rest.starts_with("http://") || rest.starts_with("https://") => {
                taken = url_length(rest);
                let url = &rest[..taken];
                if out.ends_with("](") || out.ends_with('<') {
                    out.push_str(url);
                } else {
                    out.push_str(&format!("<{url}>"));
                }
            }
            '<' if !rest[1..].starts_with("http") => out.push_str("\\<"),
            '[' if !is_link(rest) => out.push_str("\\["),
            _ => out.push(c),
        }
        rest = &rest[taken..];
    }
    out
}

fn url_length(rest: &str) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || "<>()[]`\"'".contains(c));
    let url = &rest[..end.unwrap_or(rest.len())];
    url.trim_end_matches(['.', ',', ';', ':', '!', '?']).len()
}

/// Returns whether the text starts with `[text](http…`, a link with a target of its own.
fn is_link(rest: &str) -> bool {
    rest.split_once("](")
        .is_some_and(|(text, target)| !text[1..].contains('[') && target.starts_with("http"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_become_links_and_brackets_stay_brackets() {
        assert_eq!(
            escape("See https://a.example/b."),
            "See <https://a.example/b>."
        );
        assert_eq!(
            escape("See <https://a.example>."),
            "See <https://a.example>."
        );
        assert_eq!(
            escape("[docs](https://a.example)"),
            "[docs](https://a.example)"
        );
        assert_eq!(escape("a [list] of <T>"), "a \\[list] of \\<T>");
        assert_eq!(escape("`[list]` of `<T>`"), "`[list]` of `<T>`");
    }

    #[test]
    fn nothing_becomes_an_example_to_run() {
        assert_eq!(
            escape("a\n```\n[x]\n```\n[y]"),
            "a\n```text\n[x]\n```\n\\[y]"
        );
        assert_eq!(escape("```json\n{}\n```"), "```json\n{}\n```");
        assert_eq!(escape("a\n\n    b"), "a\n\nb");
    }
}
