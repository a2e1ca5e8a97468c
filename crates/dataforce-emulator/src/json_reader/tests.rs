use super::*;
use crate::json::Unwritable;

fn echo(body: &str) -> String {
    let mut out = String::new();
    read(body.as_bytes()).unwrap().write(&mut out).unwrap();
    out
}

#[track_caller]
fn rejects(body: &str, message: &str, position: usize) {
    match read(body.as_bytes()) {
        Err(JsonError::Syntax {
            message: found,
            position: at,
        }) => assert_eq!((found, at), (message, position), "{body:?}"),
        other => panic!("{body:?} gave {other:?}"),
    }
}

#[test]
fn values_are_echoed_as_the_server_writes_them() {
    for (body, echoed) in [
        (" [ 1 , true,null ] ", "[1,true,null]"),
        (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
        ("12345678901234567890123", "12345678901234567890123"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("1.50", "1.5"),
        ("1e5", "100000.0"),
        ("1E+3", "1000.0"),
        ("1e16", "1e+16"),
        ("100000000000000000000.0", "1e+20"),
        ("1.5e-7", "1.5e-07"),
        ("0.0001", "0.0001"),
        ("5e-324", "5e-324"),
        (r#""\ud83d\ude00\u00e9\/""#, "\"😀é/\""),
        (
            r#""\u0000\u001f\u007f\b\f\n\r\t\"\\""#,
            "\"\\u0000\\u001f\u{7f}\\b\\f\\n\\r\\t\\\"\\\\\"",
        ),
    ] {
        assert_eq!(echo(body), echoed);
    }
}

#[test]
fn syntax_errors_are_worded_and_placed_like_the_servers() {
    let name = "Expecting property name enclosed in double quotes";
    for (body, message, position) in [
        ("", "Expecting value", 0),
        ("  ", "Expecting value", 2),
        ("{", name, 1),
        ("{  ", name, 3),
        ("{,}", name, 1),
        ("{a:1}", name, 1),
        (r#"{"a":1,"#, name, 7),
        (
            r#"{"a":1, }"#,
            "Illegal trailing comma before end of object",
            6,
        ),
        ("[1,]", "Illegal trailing comma before end of array", 2),
        ("[1,  ", "Expecting value", 5),
        ("[", "Expecting value", 1),
        (r#"{"a""#, "Expecting ':' delimiter", 4),
        (r#"{"a"  "#, "Expecting ':' delimiter", 6),
        (r#"{"a":  "#, "Expecting value", 7),
        (r#"{"a":1"#, "Expecting ',' delimiter", 6),
        ("[1 2]", "Expecting ',' delimiter", 3),
        ("[1.5.2]", "Expecting ',' delimiter", 4),
        (r#"{"a":1} x"#, "Extra data", 8),
        ("01", "Extra data", 1),
        ("1.", "Extra data", 1),
        ("1e", "Extra data", 1),
        ("-", "Expecting value", 0),
        ("-Infinit", "Expecting value", 0),
        ("tru", "Expecting value", 0),
        (r#""abc"#, "Unterminated string starting at", 0),
        (r#""\"#, "Unterminated string starting at", 0),
        (r#"{"a"#, "Unterminated string starting at", 1),
        ("\"a\nb\"", "Invalid control character at", 2),
        (r#""\x""#, "Invalid \\escape", 1),
        (r#""\u12""#, "Invalid \\uXXXX escape", 2),
        (r#""\u12g4""#, "Invalid \\uXXXX escape", 2),
        (r#""\ud800\u12""#, "Invalid \\uXXXX escape", 8),
        (r#"{"é": "日本", x}"#, name, 12),
        ("\u{a0}{}", "Expecting value", 0),
    ] {
        rejects(body, message, position);
    }
}

#[test]
fn bodies_that_are_not_text_or_too_large_are_undecodable() {
    let deep = "[".repeat(20_000);
    let long = "1".repeat(4301);
    for body in [
        b"\"\xff\"".as_slice(),
        b"\x1f\x8b\x08\x00",
        deep.as_bytes(),
        long.as_bytes(),
    ] {
        assert_eq!(read(body), Err(JsonError::Undecodable));
    }
}

#[test]
fn surrogates_may_be_encoded_as_bytes() {
    for surrogate in [b"\xed\xa0\x80", b"\xed\xbf\xbf"] {
        let body = [b"\"", surrogate.as_slice(), b"\""].concat();
        let escape = if surrogate[1] == 0xa0 {
            r#""\ud800""#
        } else {
            r#""\udfff""#
        };
        assert_eq!(read(&body), read(escape.as_bytes()));
    }
    assert_eq!(read(b"\"\xed\xa0\""), Err(JsonError::Undecodable));
}

#[test]
fn deep_values_are_read_but_errors_in_them_overflow_the_stack() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let value = read(nested(5000).as_bytes()).unwrap();
    assert_eq!(value.write(&mut String::new()), Err(Unwritable));
    assert_eq!(read("[".repeat(3000).as_bytes()), Err(JsonError::Overflow));
}

#[test]
fn other_encodings_are_recognized() {
    let text = r#"{"a":1}"#;
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let utf32: Vec<u8> = text
        .chars()
        .flat_map(|c| u32::from(c).to_be_bytes())
        .collect();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for body in [utf16, utf32, marked] {
        assert_eq!(read(&body), read(text.as_bytes()));
    }
}

#[test]
fn what_can_be_read_but_not_written() {
    for body in [
        "NaN",
        "-Infinity",
        "1e400",
        r#"["\ud800"]"#,
        r#"{"\ud83d\u00e9":1}"#,
    ] {
        let value = read(body.as_bytes()).unwrap();
        assert_eq!(value.write(&mut String::new()), Err(Unwritable), "{body}");
    }
}
