//! Writes YAML, and changes it without losing its layout.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::Document;
use serde_json::{Value, json};

const TEXT: &str = "\
# The header.
openapi: 3.0.3

# About the paths.
paths:
  /a:
    get:
      tags: [x, y] # why
      description: |-
        # No comment.

        More.
      # About responses.
      responses:
        \"200\": { $ref: \"#/r\" }
        # Below.

  # About b.
  /b:
    get: {}

components:
  list:
    # First.
    - name: one
      value: 1
    # Second.
    - name: two
";

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let document = Document::parse("text", TEXT).unwrap();
    let mut value = document.value().clone();
    change(&mut value);
    document.updated_text(&value).unwrap()
}

#[test]
fn nothing_changes_where_nothing_changed() {
    assert_eq!(changed(|_| {}), TEXT);
}

#[test]
fn a_text_in_flow_style_is_written_anew() {
    let document = Document::parse("text", "{ \"a\": { \"b\": 1 } }").unwrap();
    let text = document.updated_text(&json!({"a": {"b": "no"}})).unwrap();
    assert_eq!(text, "a:\n  b: \"no\"\n");
}

#[test]
fn only_what_changed_is_written_anew() {
    let text = changed(|value| value["paths"]["/a"]["get"]["tags"] = json!(["z"]));
    assert_eq!(text, TEXT.replace("[x, y]", "[z]"));
    let text = changed(|value| value["paths"]["/a"]["get"]["description"] = json!("One line."));
    let old = "|-\n        # No comment.\n\n        More.";
    assert_eq!(text, TEXT.replace(old, "One line."));
    let text = changed(|value| value["components"]["list"][0]["value"] = json!(2));
    assert!(
        text.contains("    - name: one\n      value: 2\n    # Second.\n    - name: two\n"),
        "{text}"
    );
}

#[test]
fn comments_go_with_their_subject() {
    let text = changed(|value| {
        value["paths"].as_object_mut().unwrap().shift_remove("/b");
    });
    assert_eq!(
        text,
        TEXT.replace("\n  # About b.\n  /b:\n    get: {}\n", "")
    );
    let text = changed(|value| {
        value["components"]["list"]
            .as_array_mut()
            .unwrap()
            .remove(0);
    });
    assert_eq!(
        text,
        TEXT.replace("    # First.\n    - name: one\n      value: 1\n", "")
    );
}

#[test]
fn what_gets_another_name_keeps_its_text_and_its_place() {
    let text = changed(|value| {
        let paths = value["paths"].as_object_mut().unwrap();
        let item = paths.shift_remove("/a").unwrap();
        paths.insert("/v2/a".to_owned(), item);
    });
    assert_eq!(text, TEXT.replace("  /a:", "  /v2/a:"));
}

#[test]
fn what_is_added_stands_in_its_place() {
    let text = changed(|value| {
        value["paths"]["/a"]["get"]["responses"]["401"] = json!({"$ref": "#/u"});
        value["paths"]["/c"] = json!({"get": {"responses": {}}});
    });
    let expected = TEXT
        .replace(
            "\"#/r\" }\n        # Below.\n",
            "\"#/r\" }\n        # Below.\n        \"401\": { $ref: \"#/u\" }\n",
        )
        .replace(
            "    get: {}\n",
            "    get: {}\n  /c:\n    get:\n      responses: {}\n",
        );
    assert_eq!(text, expected);
}

#[track_caller]
fn round_trip(value: Value) -> String {
    let text = Document::from_value("new", json!({}))
        .updated_text(&value)
        .unwrap();
    let read = Document::parse("new", text.clone());
    let read = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(read.value(), &value, "{text}");
    text
}

#[test]
fn every_text_survives() {
    for text in [
        "",
        " ",
        "a",
        "a: b",
        "a #b",
        "- a",
        "null",
        "Yes",
        "1",
        "1.5",
        "0x1f",
        "1e3",
        "2025-01-15T10:30:00Z",
        "0199c455-21ec-7c74-8efe-41470e29bae5",
        "1.0.0",
        "a\nb",
        "a\nb\n",
        "a\n\n\nb",
        "\na",
        "a\n ",
        " a\nb",
        "a\r\nb",
        "tab\there",
        "quote\"d",
        "it's",
        "ü🦀",
        "\u{0}",
        "\u{85}",
        "a\n\n",
        "[a]",
        "{a}",
        "a, b",
        "@a",
        "#a",
        "a:",
        "%a",
        "`a`",
        "? a",
        "!a",
        "&a",
        "*a",
        "|",
        ">",
        "=",
        "<<",
        "~",
        ".5",
        "+1",
        "_1",
        "a  b",
    ] {
        let long = format!("{text} {}", "word ".repeat(40).trim());
        let list = json!([text, {"a": text}, [text]]);
        round_trip(json!({"a": text, "b": [text, "x"], text: "key", "long": long, "list": list}));
    }
}

#[test]
fn documents_are_written_the_way_people_write_them() {
    let text = round_trip(json!({
        "responses": {"401": {"$ref": "#/components/responses/Unauthorized"}},
        "schema": {
            "properties": {"type": {"type": "string", "description": "Two\nlines."}, "name": {}},
            "required": ["type", "name"],
            "type": "object",
            "description": "word ".repeat(30).trim(),
        },
        "servers": [{"url": "https://a.example", "variables": {}}],
    }));
    let expected = "\
schema:
  description: >-
    word word word word word word word word word word word word word word word word word word word
    word word word word word word word word word word word
  type: object
  required: [type, name]
  properties:
    type:
      description: |-
        Two
        lines.
      type: string
    name: {}
responses:
  \"401\": { $ref: \"#/components/responses/Unauthorized\" }
servers:
  - url: https://a.example
    variables: {}
";
    assert_eq!(text, expected);
}
