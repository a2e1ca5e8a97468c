//! An OpenAPI document with the line of everything in it.

use std::fmt;
use std::sync::Arc;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::UserMessageFormatter;

use crate::error::{Error, Finding};
use crate::yaml::{self, layout::Node};

/// An OpenAPI document in JSON or YAML, parsed but not validated.
///
/// ```
/// use openapi_evolve::{Document, validate};
///
/// let text = "
/// openapi: 3.0.3
/// info: { title: Books, version: 1.0.0 }
/// paths:
///   /books:
///     got: {}
/// ";
/// let document = Document::parse("books.yaml", text)?;
///
/// let error = validate(&document).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "books.yaml:5: /paths/~1books: OpenAPI 3.0 has no `got` here"
/// );
/// # Ok::<(), openapi_evolve::Error>(())
/// ```
#[derive(Debug)]
pub struct Document {
    name: String,
    text: String,
    value: Value,
    layout: Option<Arc<Node>>,
}

impl Document {
    /// Parses text as JSON if it starts with `{`, otherwise as YAML.
    ///
    /// `name` identifies the document in findings; usually a path or a URL.
    ///
    /// # Errors
    ///
    /// Returns a finding with line and column if the text is not valid, and one if it is not a
    /// mapping.
    pub fn parse(name: &str, text: impl Into<String>) -> Result<Self, Error> {
        let text = text.into();
        let value = if text.trim_start().starts_with('{') {
            parse_json(&text)
        } else {
            parse_yaml(&text)
        };
        let value = value.and_then(|value: Value| match value.is_object() {
            true => Ok(value),
            false => Err((None, "not an OpenAPI document: not a mapping".to_owned())),
        });
        let value = value.map_err(|(line, message)| Finding {
            document: name.to_owned(),
            line,
            pointer: String::new(),
            message,
        })?;
        Ok(Self {
            name: name.to_owned(),
            layout: yaml::layout::read(&text).map(Arc::new),
            text,
            value,
        })
    }

    /// Creates a document from a value. Its findings have pointers, but no lines.
    pub fn from_value(name: &str, value: Value) -> Self {
        Self {
            name: name.to_owned(),
            text: String::new(),
            value,
            layout: None,
        }
    }

    /// Returns what was made of this document. Its findings have the lines of this one.
    pub(crate) fn with_value(&self, value: Value) -> Self {
        Self {
            layout: self.layout.clone(),
            ..Self::from_value(&self.name, value)
        }
    }

    /// Returns the name by which findings identify the document.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the content, in the order of the text.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Returns the content for changes. The lines in findings remain those of the parsed text.
    pub fn value_mut(&mut self) -> &mut Value {
        &mut self.value
    }

    /// Returns the content.
    pub fn into_value(self) -> Value {
        self.value
    }

    /// Creates a finding about the value at a JSON pointer.
    pub fn finding(&self, pointer: impl Into<String>, message: impl Into<String>) -> Finding {
        let pointer = pointer.into();
        Finding {
            document: self.name.clone(),
            line: self.layout.as_ref().map(|root| root.line_of(&pointer)),
            pointer,
            message: message.into(),
        }
    }

    /// Returns the text changed so that it says `value`, with layout and comments kept where the
    /// content stays.
    ///
    /// A comment above something that is removed is removed, too. The text has to be YAML in block
    /// style; the result for any other text is written anew.
    ///
    /// ```
    /// use openapi_evolve::Document;
    ///
    /// let text = "
    /// openapi: 3.0.3 # for our tools
    /// info:
    ///   title: Books # shown in the catalog
    ///   version: 1.0.0
    /// ";
    /// let document = Document::parse("books.yaml", text)?;
    /// let mut value = document.value().clone();
    /// value["info"]["version"] = "1.1.0".into();
    /// assert_eq!(document.updated_text(&value)?, text.replace("1.0.0", "1.1.0"));
    /// # Ok::<(), openapi_evolve::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Returns an error if the new text does not parse to `value`, which would be a bug.
    pub fn updated_text(&self, value: &Value) -> Result<String, Error> {
        yaml::update::update(&self.text, value).map_err(|message| self.finding("", message).into())
    }
}

/// A line, if known, and a message.
type Problem = (Option<usize>, String);

fn parse_json(text: &str) -> Result<Value, Problem> {
    let value = serde_json::from_str(text).map(|UniqueKeys(value)| value);
    value.map_err(|error| {
        let message = error.to_string();
        let message = match message.find(" at line ") {
            Some(end) => &message[..end],
            None => &message,
        };
        let message = format!("column {}: not valid JSON: {message}", error.column());
        (Some(error.line()), message)
    })
}

/// A JSON value without objects that have a key twice.
struct UniqueKeys(Value);

impl<'de> Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueKeysVisitor).map(Self)
    }
}

struct UniqueKeysVisitor;

impl<'de> Visitor<'de> for UniqueKeysVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(UniqueKeys(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(de::Error::custom(format!("`{key}` is there twice")));
            }
            let UniqueKeys(value) = members.next_value()?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

fn parse_yaml(text: &str) -> Result<Value, Problem> {
    yaml::parse(text).map_err(|error| {
        let error = error.without_snippet();
        let message = error.render_with_formatter(&UserMessageFormatter);
        let message = match message.find(" at line ") {
            Some(end) => &message[..end],
            None => &message,
        };
        match error.location() {
            Some(place) => (
                Some(place.line() as usize),
                format!("column {}: not valid YAML: {message}", place.column()),
            ),
            None => (None, format!("not valid YAML: {message}")),
        }
    })
}
