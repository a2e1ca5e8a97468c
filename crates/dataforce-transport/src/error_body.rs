//! Reads the `detail` of the body of an error response.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How many issues of a 422 are spelled out.
const MAX_ISSUES: usize = 10;
/// How much of a text from the server a message repeats, in characters.
const MAX_TEXT: usize = 300;

/// The `detail` of an error body in one line: the server's sentence, or the issues of a 422 in the
/// form `body.name: Field required`.
///
/// A 422 repeats the rejected input, however large, so the body may be cut off in the middle. What
/// came before the cut is still read.
pub(crate) fn detail(body: &[u8]) -> Option<String> {
    let mut found = Found::default();
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    // On an error the body is not JSON, is cut off, or has another shape; what was found counts.
    let _ = deserializer.deserialize_map(Body(&mut found));
    if let Some(sentence) = found.sentence {
        return Some(shorten(&sentence));
    }
    if found.issues.is_empty() {
        return None;
    }
    let mut text = found.issues.join("; ");
    if found.more > 0 {
        text.push_str(&format!("; and {} more", found.more));
    }
    Some(text)
}

/// Whether a body, even one that is cut off, has the form of the service's own errors. The pages of
/// gateways and proxies do not.
pub(crate) fn is_from_service(body: &[u8]) -> bool {
    body.starts_with(br#"{"detail":"#) || detail(body).is_some()
}

/// What a response that is not the service's own says, in one line: the title of a page, or the text.
pub(crate) fn words_of_another(body: &[u8]) -> Option<String> {
    let text = str::from_utf8(body).ok()?.trim();
    let words = match text.starts_with('<') {
        true => page_title(text)?,
        false => text,
    };
    (!words.is_empty()).then(|| shorten(words))
}

fn page_title(page: &str) -> Option<&str> {
    let start = page.to_ascii_lowercase().find("<title")?;
    let (_, title) = page[start..].split_once('>')?;
    let (title, _) = title.split_once("</")?;
    Some(title.trim())
}

/// Cuts a text to a length that fits a message, and keeps it on one line.
pub(crate) fn shorten(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(MAX_TEXT)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX_TEXT).is_some() {
        short.push('…');
    }
    short
}

#[derive(Default)]
struct Found {
    sentence: Option<String>,
    issues: Vec<String>,
    more: usize,
}

/// Visits the whole body, an object whose property `detail` counts.
struct Body<'f>(&'f mut Found);

impl<'de> Visitor<'de> for Body<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a detail")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if key == "detail" {
                map.next_value_seed(Detail(&mut *self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Visits `detail`: a sentence, or a list of issues.
struct Detail<'f>(&'f mut Found);

impl<'de> serde::de::DeserializeSeed<'de> for Detail<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Detail<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sentence or a list")
    }

    fn visit_str<E>(self, sentence: &str) -> Result<(), E> {
        self.0.sentence = Some(sentence.to_owned());
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Issue(&mut *self.0))?.is_some() {}
        Ok(())
    }
}

/// Visits one issue and records it as soon as its location and message are known, before its
/// `input` is read.
struct Issue<'f>(&'f mut Found);

impl<'de> serde::de::DeserializeSeed<'de> for Issue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Issue<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an issue")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (mut place, mut message) = (None::<Vec<Segment>>, None::<String>);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "loc" => place = Some(map.next_value()?),
                "msg" => message = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            }
            let (Some(place), Some(message)) = (&place, &message) else {
                continue;
            };
            if self.0.issues.len() == MAX_ISSUES {
                self.0.more += 1;
            } else {
                let place: Vec<_> = place.iter().map(Segment::to_string).collect();
                let issue = format!("{}: {message}", place.join("."));
                self.0.issues.push(shorten(&issue));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Segment {
    Name(String),
    Index(i64),
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::Index(index) => index.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_server_is_known_by_its_words() {
        for (body, words) in [
            ("", None),
            (" \n", None),
            ("<h1>Bad Gateway</h1>", None),
            ("<title>", None),
            ("<TITLE></TITLE>", None),
            ("no route\n", Some("no route")),
            ("a\nb", Some("a b")),
            (
                "<!doctype html>\n<html><head><Title lang=en> Sign\nin </Title></head></html>",
                Some("Sign in"),
            ),
            (
                r#"{"message":"Forbidden"}"#,
                Some(r#"{"message":"Forbidden"}"#),
            ),
        ] {
            assert_eq!(
                words_of_another(body.as_bytes()).as_deref(),
                words,
                "{body}"
            );
        }
        assert_eq!(words_of_another(b"\xff"), None);
    }

    #[test]
    fn a_sentence_is_returned_unchanged() {
        let body = br#"{"detail":"Not enough rights"}"#;
        assert_eq!(detail(body).unwrap(), "Not enough rights");
    }

    #[test]
    fn issues_become_paths_and_messages() {
        let body = br#"{"detail":[
            {"type":"missing","loc":["body","name"],"msg":"Field required","input":{}},
            {"type":"string_type","loc":["body","tags",0],"msg":"Input should be a valid string","input":1}
        ]}"#;
        assert_eq!(
            detail(body).unwrap(),
            "body.name: Field required; body.tags.0: Input should be a valid string"
        );
    }

    #[test]
    fn a_body_cut_within_the_echoed_input_still_says_what_is_wrong() {
        let body = br#"{"detail":[{"type":"string_type","loc":["body","name"],"msg":"Input should be a valid string","input":{"a":"aaaa"#;
        assert_eq!(
            detail(body).unwrap(),
            "body.name: Input should be a valid string"
        );
    }

    #[test]
    fn many_and_long_issues_are_cut() {
        let issue = format!(r#"{{"loc":["body"],"msg":"{}"}}"#, "x".repeat(MAX_TEXT * 2));
        let body = format!(r#"{{"detail":[{}]}}"#, vec![issue; 25].join(","));
        let text = detail(body.as_bytes()).unwrap();
        assert!(text.ends_with("; and 15 more"), "{text}");
        assert!(text.len() < (MAX_TEXT + 10) * (MAX_ISSUES + 1));
    }

    #[test]
    fn other_bodies_have_no_detail() {
        for body in [
            "",
            "Internal Server Error",
            "[]",
            "{}",
            "null",
            r#"{"detail":7}"#,
        ] {
            assert_eq!(detail(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn errors_of_the_service_are_distinguished_from_pages_of_a_gateway() {
        for body in [
            r#"{"detail":"Collection not found"}"#,
            r#"{"detail":"Collec"#,
            "{ \"detail\" : \"Collection not found\" }",
        ] {
            assert!(is_from_service(body.as_bytes()), "{body}");
        }
        for body in [
            "",
            "default backend - 404",
            "<html>",
            r#"{"message":"no Route matched"}"#,
        ] {
            assert!(!is_from_service(body.as_bytes()), "{body}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_accepted(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = detail(&body);
        }

        #[test]
        fn any_cut_of_a_real_body_is_accepted(cut in 0usize..120) {
            let body = br#"{"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required","input":{"tags":[1,2]}}]}"#;
            let _ = detail(&body[..cut.min(body.len())]);
        }
    }
}
