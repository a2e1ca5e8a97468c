//! Reads JSON as the server does, with its words for what is wrong.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::json::{Json, MAX_WRITTEN_DEPTH, Text};

/// Nesting beyond this makes the server give up on the body.
const MAX_DEPTH: usize = 10_000;
/// Longer integers make the server give up on the body.
const MAX_DIGITS: usize = 4300;

/// Why a body could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// The body is not JSON; `position` counts characters.
    Syntax {
        message: &'static str,
        position: usize,
    },
    /// The syntax error is nested so deep that the server's stack overflows when it reports it.
    Overflow,
    /// The body is not text, or beyond what the server can hold.
    Undecodable,
}

/// Reads a request body in any of the Unicode encodings.
pub(crate) fn read(body: &[u8]) -> Result<Json, JsonError> {
    let bytes = decode(body).ok_or(JsonError::Undecodable)?;
    let mut reader = Reader {
        bytes: &bytes,
        at: 0,
        depth: 0,
    };
    reader.skip_whitespace();
    let value = reader.value()?;
    reader.skip_whitespace();
    if reader.at < bytes.len() {
        return Err(reader.error("Extra data", reader.at));
    }
    Ok(value)
}

/// Decodes a body into WTF-8. Without a byte order mark, the encoding shows in which of the first
/// bytes are zero.
fn decode(body: &[u8]) -> Option<Cow<'_, [u8]>> {
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

/// Checks that the bytes are UTF-8, apart from encoded surrogates.
fn utf8(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut rest = bytes;
    while let Err(error) = str::from_utf8(rest) {
        match &rest[error.valid_up_to()..] {
            [0xed, 0xa0..=0xbf, 0x80..=0xbf, after @ ..] => rest = after,
            _ => return None,
        }
    }
    Some(Cow::Borrowed(bytes))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Cow<'static, [u8]>> {
    let (pairs, []) = bytes.as_chunks() else {
        return None;
    };
    let mut text = Text::new();
    for character in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        let code = character.map_or_else(|error| error.unpaired_surrogate().into(), u32::from);
        push_code_point(&mut text, code);
    }
    Some(Cow::Owned(text))
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Option<Cow<'static, [u8]>> {
    let (quads, []) = bytes.as_chunks() else {
        return None;
    };
    let mut text = Text::new();
    for code in quads.iter().map(|quad| unit(*quad)) {
        if code > u32::from(char::MAX) {
            return None;
        }
        push_code_point(&mut text, code);
    }
    Some(Cow::Owned(text))
}

/// Adds a character, or a surrogate, which WTF-8 encodes like any character of three bytes.
fn push_code_point(text: &mut Text, code: u32) {
    match char::from_u32(code) {
        Some(character) => {
            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        None => text.extend([
            0xed,
            0x80 | (code >> 6 & 0x3f) as u8,
            0x80 | (code & 0x3f) as u8,
        ]),
    }
}

/// What begins at a position.
enum Start {
    /// A value that is complete.
    Value(Json),
    /// A container that waits for its next value.
    Container(Container),
}

enum Container {
    Array(Vec<Json>),
    /// The members so far and the name of the next one.
    Object(Members, Text),
}

#[derive(Default)]
struct Members {
    list: Vec<(Text, Json)>,
    positions: HashMap<Text, usize>,
}

impl Members {
    /// Of members with one name the last counts, in the position of the first.
    fn insert(&mut self, name: Text, value: Json) {
        match self.positions.get(&name) {
            Some(&position) => self.list[position].1 = value,
            None => {
                self.positions.insert(name.clone(), self.list.len());
                self.list.push((name, value));
            }
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// How many containers are open.
    depth: usize,
}

impl Reader<'_> {
    fn error(&self, message: &'static str, byte: usize) -> JsonError {
        if self.depth > MAX_WRITTEN_DEPTH {
            return JsonError::Overflow;
        }
        let before = &self.bytes[..byte.min(self.bytes.len())];
        let continues = |byte: &&u8| **byte & 0xc0 == 0x80;
        JsonError::Syntax {
            message,
            position: before.len() - before.iter().filter(continues).count(),
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

    /// Reads a value. Open containers are kept on the heap, so that depth does not cost stack.
    fn value(&mut self) -> Result<Json, JsonError> {
        let mut open = Vec::new();
        loop {
            self.depth = open.len();
            let mut value = match self.start()? {
                Start::Value(value) => value,
                Start::Container(container) if open.len() < MAX_DEPTH => {
                    open.push(container);
                    continue;
                }
                Start::Container(_) => return Err(JsonError::Undecodable),
            };
            loop {
                self.depth = open.len();
                let Some(container) = open.pop() else {
                    return Ok(value);
                };
                match self.insert(container, value)? {
                    Start::Value(whole) => value = whole,
                    Start::Container(container) => {
                        open.push(container);
                        break;
                    }
                }
            }
        }
    }

    /// Reads a scalar or an empty container, or the beginning of a container.
    fn start(&mut self) -> Result<Start, JsonError> {
        let value = match self.peek() {
            Some(b'{') => {
                self.at += 1;
                self.skip_whitespace();
                if !self.word("}") {
                    self.depth += 1;
                    let name = self.name()?;
                    return Ok(Start::Container(Container::Object(
                        Members::default(),
                        name,
                    )));
                }
                Json::Object(Vec::new())
            }
            Some(b'[') => {
                self.at += 1;
                self.skip_whitespace();
                if !self.word("]") {
                    return Ok(Start::Container(Container::Array(Vec::new())));
                }
                Json::Array(Vec::new())
            }
            Some(b'"') => self.string().map(Json::String)?,
            Some(b'n') if self.word("null") => Json::Null,
            Some(b't') if self.word("true") => Json::Bool(true),
            Some(b'f') if self.word("false") => Json::Bool(false),
            Some(b'N') if self.word("NaN") => Json::Float(f64::NAN),
            Some(b'I') if self.word("Infinity") => Json::Float(f64::INFINITY),
            Some(b'-') if self.word("-Infinity") => Json::Float(f64::NEG_INFINITY),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => return Err(self.error("Expecting value", self.at)),
        };
        Ok(Start::Value(value))
    }

    /// Adds a value to its container, and reads on to the next value or to the container's end.
    fn insert(&mut self, container: Container, value: Json) -> Result<Start, JsonError> {
        match container {
            Container::Array(mut items) => {
                items.push(value);
                if self.ends(b']', "Illegal trailing comma before end of array")? {
                    return Ok(Start::Value(Json::Array(items)));
                }
                Ok(Start::Container(Container::Array(items)))
            }
            Container::Object(mut members, name) => {
                members.insert(name, value);
                if self.ends(b'}', "Illegal trailing comma before end of object")? {
                    return Ok(Start::Value(Json::Object(members.list)));
                }
                let name = self.name()?;
                Ok(Start::Container(Container::Object(members, name)))
            }
        }
    }

    /// Reads the name of a member up to its value.
    fn name(&mut self) -> Result<Text, JsonError> {
        if self.peek() != Some(b'"') {
            let message = "Expecting property name enclosed in double quotes";
            return Err(self.error(message, self.at));
        }
        let name = self.string()?;
        self.skip_whitespace();
        if !self.word(":") {
            return Err(self.error("Expecting ':' delimiter", self.at));
        }
        self.skip_whitespace();
        Ok(name)
    }

    /// Reads what follows an item: the end of the list, or a comma and something more.
    fn ends(&mut self, end: u8, trailing_comma: &'static str) -> Result<bool, JsonError> {
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

    fn number(&mut self) -> Result<Json, JsonError> {
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
        let text = String::from_utf8_lossy(&self.bytes[start..end]);
        if end > whole {
            let float = text.parse().map_err(|_| JsonError::Undecodable);
            return float.map(Json::Float);
        }
        if whole - first > MAX_DIGITS {
            return Err(JsonError::Undecodable);
        }
        Ok(Json::Integer(match &*text {
            "-0" => "0".to_owned(),
            digits => digits.to_owned(),
        }))
    }

    fn string(&mut self) -> Result<Text, JsonError> {
        let quote = self.at;
        let unterminated = |reader: &Self| reader.error("Unterminated string starting at", quote);
        let mut text = Text::new();
        self.at += 1;
        loop {
            let rest = &self.bytes[self.at..];
            let plain = rest
                .iter()
                .take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f))
                .count();
            text.extend_from_slice(&rest[..plain]);
            self.at += plain;
            match rest.get(plain..) {
                None | Some([]) => return Err(unterminated(self)),
                Some([b'"', ..]) => {
                    self.at += 1;
                    return Ok(text);
                }
                Some([b'\\']) => return Err(unterminated(self)),
                Some([b'\\', b'u', ..]) => {
                    self.at += 1;
                    self.unicode_escape(&mut text)?;
                }
                Some([b'\\', escape, ..]) => {
                    text.push(match escape {
                        b'"' | b'\\' | b'/' => *escape,
                        b'b' => 0x8,
                        b'f' => 0xc,
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        _ => return Err(self.error("Invalid \\escape", self.at)),
                    });
                    self.at += 2;
                }
                Some(_) => return Err(self.error("Invalid control character at", self.at)),
            }
        }
    }

    /// Reads from the `u` of `\uXXXX`, with the next escape if both make one character.
    fn unicode_escape(&mut self, text: &mut Text) -> Result<(), JsonError> {
        let mut code = self.hex(self.at)?;
        self.at += 5;
        let follows = self.bytes[self.at..].starts_with(b"\\u") && self.at + 6 < self.bytes.len();
        if (0xd800..0xdc00).contains(&code) && follows {
            let second = self.hex(self.at + 1)?;
            if (0xdc00..0xe000).contains(&second) {
                self.at += 6;
                code = 0x10000 + ((code - 0xd800) << 10) + (second - 0xdc00);
            }
        }
        push_code_point(text, code);
        Ok(())
    }

    fn hex(&self, u: usize) -> Result<u32, JsonError> {
        let digits = self.bytes.get(u + 1..u + 5).filter(|digits| {
            // The server wants something behind the digits, if only the closing quote.
            u + 5 < self.bytes.len() && digits.iter().all(u8::is_ascii_hexdigit)
        });
        digits
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| self.error("Invalid \\uXXXX escape", u))
    }
}

#[cfg(test)]
mod tests;
