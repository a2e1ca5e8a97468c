//! An OpenAPI document with the line of everything in it.

use serde_json::Value;

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
    layout: Option<Node>,
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
            layout: yaml::layout::read(&text),
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
    serde_json::from_str(text).map_err(|error| {
        let message = format!("column {}: not valid JSON: {error}", error.column());
        (Some(error.line()), message)
    })
}

fn parse_yaml(text: &str) -> Result<Value, Problem> {
    serde_saphyr::from_str(text).map_err(|error| {
        let message = error.without_snippet().to_string();
        let message = match message.rfind(" at line ") {
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
