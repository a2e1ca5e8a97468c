//! JSON as the server reads and writes it.
//!
//! The server's JSON differs from `serde_json`'s in ways that reach the client: it accepts lone surrogates and `NaN`
//! (and then fails to write them), keeps integers of any size, and reports a syntax error with its own words and the
//! position in characters.

use std::collections::HashMap;

/// Nesting beyond this makes the server give up on the body.
const MAX_DEPTH: usize = 990;
/// Longer integers make the server give up on the body.
const MAX_DIGITS: usize = 4300;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// The decimal digits, of any number.
    Integer(String),
    Float(f64),
    String(Text),
    Array(Vec<Json>),
    Object(Vec<(Text, Json)>),
}

/// A JSON string, which unlike a Rust string may hold half of a surrogate pair.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub(crate) struct Text {
    /// The string; lone surrogates are replaced.
    pub(crate) value: String,
    pub(crate) has_lone_surrogate: bool,
}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            has_lone_surrogate: false,
        }
    }
}

/// Why a body could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// Not JSON; `position` counts characters.
    Syntax {
        message: &'static str,
        position: usize,
    },
    /// Not even text, or beyond what the server can hold.
    Garbage,
}

/// The value holds something that cannot be sent: a lone surrogate or a number that is not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unwritable;

/// Reads a request body, whatever of the Unicode encodings it is in.
pub(crate) fn parse(body: &[u8]) -> Result<Json, Unreadable> {
    let text = decode(body).ok_or(Unreadable::Garbage)?;
    let mut parser = Parser {
        text: &text,
        bytes: text.as_bytes(),
        at: 0,
        depth: 0,
    };
    parser.skip_whitespace();
    let value = parser.value()?;
    parser.skip_whitespace();
    if parser.at < parser.bytes.len() {
        return Err(parser.error("Extra data", parser.at));
    }
    Ok(value)
}

/// Without a byte order mark, the encoding shows in which of the first bytes are zero.
fn decode(body: &[u8]) -> Option<String> {
    match body {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0, 0, 0xfe, 0xff, rest @ ..] => utf32(rest, u32::from_be_bytes),
        [0xff, 0xfe, 0, 0, rest @ ..] => utf32(rest, u32::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0, 0, _, _, ..] => utf32(body, u32::from_be_bytes),
        [0, _, _, _, ..] | [0, _] => utf16(body, u16::from_be_bytes),
        [_, 0, 0, 0, ..] => utf32(body, u32::from_le_bytes),
        [_, 0, _, _, ..] | [_, 0] => utf16(body, u16::from_le_bytes),
        _ => utf8(body),
    }
}

fn utf8(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks() else {
        return None;
    };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<_, _>>()
        .ok()
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Option<String> {
    let (quads, []) = bytes.as_chunks() else {
        return None;
    };
    quads
        .iter()
        .map(|quad| char::from_u32(unit(*quad)))
        .collect()
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    fn error(&self, message: &'static str, byte: usize) -> Unreadable {
        let byte = byte.min(self.text.len());
        Unreadable::Syntax {
            message,
            position: self.text[..byte].chars().count(),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self) -> Result<Json, Unreadable> {
        match self.peek() {
            Some(b'"') => self.string().map(Json::String),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'n') if self.word("null") => Ok(Json::Null),
            Some(b't') if self.word("true") => Ok(Json::Bool(true)),
            Some(b'f') if self.word("false") => Ok(Json::Bool(false)),
            Some(b'N') if self.word("NaN") => Ok(Json::Float(f64::NAN)),
            Some(b'I') if self.word("Infinity") => Ok(Json::Float(f64::INFINITY)),
            Some(b'-') if self.word("-Infinity") => Ok(Json::Float(f64::NEG_INFINITY)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.error("Expecting value", self.at)),
        }
    }

    fn nested(
        &mut self,
        parse: fn(&mut Self) -> Result<Json, Unreadable>,
    ) -> Result<Json, Unreadable> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unreadable::Garbage);
        }
        let value = parse(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Json, Unreadable> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_whitespace();
        if self.word("]") {
            return Ok(Json::Array(items));
        }
        loop {
            items.push(self.value()?);
            if self.ends(b']', "Illegal trailing comma before end of array")? {
                return Ok(Json::Array(items));
            }
        }
    }

    fn object(&mut self) -> Result<Json, Unreadable> {
        let mut members: Vec<(Text, Json)> = Vec::new();
        let mut index: HashMap<Text, usize> = HashMap::new();
        self.at += 1;
        self.skip_whitespace();
        if self.word("}") {
            return Ok(Json::Object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(
                    self.error("Expecting property name enclosed in double quotes", self.at)
                );
            }
            let name = self.string()?;
            self.skip_whitespace();
            if !self.word(":") {
                return Err(self.error("Expecting ':' delimiter", self.at));
            }
            self.skip_whitespace();
            let value = self.value()?;
            // Of members with one name the last counts, in the place of the first.
            match index.get(&name) {
                Some(&place) => members[place].1 = value,
                None => {
                    index.insert(name.clone(), members.len());
                    members.push((name, value));
                }
            }
            if self.ends(b'}', "Illegal trailing comma before end of object")? {
                return Ok(Json::Object(members));
            }
        }
    }

    /// After an item: the end of the list, or a comma and something more.
    fn ends(&mut self, end: u8, trailing_comma: &'static str) -> Result<bool, Unreadable> {
        self.skip_whitespace();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(true);
        }
        let comma = self.at;
        if !self.word(",") {
            return Err(self.error("Expecting ',' delimiter", comma));
        }
        self.skip_whitespace();
        if self.peek() == Some(end) {
            return Err(self.error(trailing_comma, comma));
        }
        Ok(false)
    }

    fn number(&mut self) -> Result<Json, Unreadable> {
        let start = self.at;
        let mut end = start + usize::from(self.bytes[start] == b'-');
        let digits = |from: usize| {
            let more = self.bytes[from..].iter();
            from + more.take_while(|byte| byte.is_ascii_digit()).count()
        };
        let first = end;
        end = match self.bytes.get(end) {
            Some(b'0') => end + 1,
            Some(b'1'..=b'9') => digits(end),
            _ => return Err(self.error("Expecting value", start)),
        };
        let whole = end;
        if self.bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        if let Some(b'e' | b'E') = self.bytes.get(end) {
            let sign = usize::from(matches!(self.bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = end + 1 + sign;
            if exponent <= self.bytes.len() && digits(exponent) > exponent {
                end = digits(exponent);
            }
        }
        self.at = end;
        let text = &self.text[start..end];
        if end > whole {
            return text
                .parse()
                .map(Json::Float)
                .map_err(|_| Unreadable::Garbage);
        }
        if whole - first > MAX_DIGITS {
            return Err(Unreadable::Garbage);
        }
        let text = if text == "-0" { "0" } else { text };
        Ok(Json::Integer(text.to_owned()))
    }

    fn string(&mut self) -> Result<Text, Unreadable> {
        let quote = self.at;
        let unterminated = |parser: &Self| parser.error("Unterminated string starting at", quote);
        let mut text = Text::default();
        self.at += 1;
        loop {
            let plain = self.bytes[self.at..]
                .iter()
                .take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .count();
            text.value.push_str(&self.text[self.at..self.at + plain]);
            self.at += plain;
            match self.peek() {
                None => return Err(unterminated(self)),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    let escape = *self
                        .bytes
                        .get(self.at + 1)
                        .ok_or_else(|| unterminated(self))?;
                    if escape == b'u' {
                        self.at += 1;
                        self.unicode_escape(&mut text)?;
                    } else {
                        let character = match escape {
                            b'"' | b'\\' | b'/' => char::from(escape),
                            b'b' => '\u{8}',
                            b'f' => '\u{c}',
                            b'n' => '\n',
                            b'r' => '\r',
                            b't' => '\t',
                            _ => return Err(self.error("Invalid \\escape", self.at)),
                        };
                        text.value.push(character);
                        self.at += 2;
                    }
                }
                Some(_) => return Err(self.error("Invalid control character at", self.at)),
            }
        }
    }

    /// Stands on the `u` of `\uXXXX`; takes a second escape along if both make one character.
    fn unicode_escape(&mut self, text: &mut Text) -> Result<(), Unreadable> {
        let first = self.hex(self.at)?;
        self.at += 5;
        let mut character = char::from_u32(first);
        let follows = self.bytes[self.at..].starts_with(b"\\u") && self.at + 6 < self.bytes.len();
        if (0xd800..0xdc00).contains(&first) && follows {
            let second = self.hex(self.at + 1)?;
            if (0xdc00..0xe000).contains(&second) {
                self.at += 6;
                character = char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
        }
        text.has_lone_surrogate |= character.is_none();
        text.value
            .push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
        Ok(())
    }

    fn hex(&self, u: usize) -> Result<u32, Unreadable> {
        let digits = self.bytes.get(u + 1..u + 5).filter(|digits| {
            // The server wants something behind the digits, if only the closing quote.
            u + 5 < self.bytes.len() && digits.iter().all(u8::is_ascii_hexdigit)
        });
        digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.error("Invalid \\uXXXX escape", u))
    }
}

impl Json {
    /// Writes the value as the server does: compact, and everything printable as it is.
    pub(crate) fn write(&self, out: &mut String) -> Result<(), Unwritable> {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Integer(digits) => out.push_str(digits),
            Self::Float(value) => write_float(*value, out)?,
            Self::String(text) => text.write(out)?,
            Self::Array(items) => {
                out.push('[');
                for (place, item) in items.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    item.write(out)?;
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (place, (name, value)) in members.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    name.write(out)?;
                    out.push(':');
                    value.write(out)?;
                }
                out.push('}');
            }
        }
        Ok(())
    }
}

impl Text {
    fn write(&self, out: &mut String) -> Result<(), Unwritable> {
        if self.has_lone_surrogate {
            return Err(Unwritable);
        }
        write_string(&self.value, out);
        Ok(())
    }
}

/// Writes a string with its quotes.
pub(crate) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// The shortest digits that read back as the same number; with an exponent where it is below -4 or above 15.
fn write_float(value: f64, out: &mut String) -> Result<(), Unwritable> {
    if !value.is_finite() {
        return Err(Unwritable);
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value != 0.0 && !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        out.push_str(&format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs()));
        return Ok(());
    }
    let plain = format!("{value}");
    out.push_str(&plain);
    if !plain.contains('.') {
        out.push_str(".0");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo(body: &str) -> String {
        let mut out = String::new();
        parse(body.as_bytes()).unwrap().write(&mut out).unwrap();
        out
    }

    #[track_caller]
    fn refuses(body: &str, message: &str, position: usize) {
        match parse(body.as_bytes()) {
            Err(Unreadable::Syntax {
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
            refuses(body, message, position);
        }
    }

    #[test]
    fn what_is_no_text_is_garbage() {
        let deep = "[".repeat(2000);
        let long = "1".repeat(4301);
        for body in [
            b"\"\xff\"".as_slice(),
            b"\x1f\x8b\x08\x00",
            deep.as_bytes(),
            long.as_bytes(),
        ] {
            assert_eq!(parse(body), Err(Unreadable::Garbage));
        }
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
            assert_eq!(parse(&body), parse(text.as_bytes()));
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
            let value = parse(body.as_bytes()).unwrap();
            assert_eq!(value.write(&mut String::new()), Err(Unwritable), "{body}");
        }
    }
}
