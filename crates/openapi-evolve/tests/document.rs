//! Documents as they are read.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use openapi_evolve::Document;
use serde_json::{Value, json};

fn parsed(text: &str) -> Value {
    Document::parse("text", text).unwrap().into_value()
}

#[track_caller]
fn assert_fails(text: &str, message: &str) {
    let error = Document::parse("text", text).unwrap_err();
    assert_eq!(error.to_string(), message);
}

#[test]
fn yaml_is_read_by_the_core_schema_of_1_2() {
    let text = "
booleans: [true, True, FALSE]
strings: [yes, No, on, OFF, y, N, 1_000, 2020-01-01, 1:30]
numbers: [1, 0.0, 0o17, 0x1F, 1e3]
nulls: [null, ~, ]
y: { n: N }
404: found
";
    assert_eq!(
        parsed(text),
        json!({
            "booleans": [true, true, false],
            "strings": ["yes", "No", "on", "OFF", "y", "N", "1_000", "2020-01-01", "1:30"],
            "numbers": [1, 0.0, 15, 31, 1000.0],
            "nulls": [null, null],
            "y": {"n": "N"},
            "404": "found",
        })
    );
}

#[test]
fn an_anchor_can_be_used_often() {
    let uses: String = (0..1000)
        .map(|number| format!("  u{number}: *a\n"))
        .collect();
    let value = parsed(&format!("a: &a {{ b: c }}\nuses:\n{uses}"));
    assert_eq!(value["uses"]["u999"], json!({"b": "c"}));
}

#[test]
fn what_grows_without_bounds_is_an_error() {
    let ten = |name: &str| format!("[{}]", [name; 10].join(", "));
    let levels: String = (1..10)
        .map(|level| format!("l{level}: &l{level} {}\n", ten(&format!("*l{}", level - 1))))
        .collect();
    let error = Document::parse("text", format!("l0: &l0 {{ a: b }}\n{levels}")).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("too large or too complex: limits breached"),
        "{message}"
    );

    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for text in [format!("a: {deep}"), format!("{{\"a\": {deep}}}")] {
        let message = Document::parse("text", text).unwrap_err().to_string();
        assert!(message.contains("recursion limit exceeded"), "{message}");
    }
}

#[test]
fn a_key_is_there_once() {
    assert_fails(
        "{\n  \"info\": {\"title\": \"a\", \"title\": \"b\"}\n}",
        "text:2: column 32: not valid JSON: `title` is there twice",
    );
    assert_fails(
        "info:\n  title: a\n  title: b\n",
        "text:3: column 3: not valid YAML: duplicate mapping key `title` is not allowed here",
    );
}
