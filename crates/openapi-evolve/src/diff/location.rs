//! The place of a schema, which decides what a difference breaks.

use super::comparison::Breaks;
use super::usage::Usage;
use crate::pointer::join;

/// The place of a schema, and what depends on it.
#[derive(Clone)]
pub(super) struct SchemaLocation {
    pub(super) pointer: String,
    /// What has the schema, in words that start a sentence.
    pub(super) subject: String,
    pub(super) usage: Usage,
    /// Whether differences here change the types of generated code. Not so behind references whose
    /// names differ: that the types differ has been said there.
    pub(super) types: bool,
}

impl SchemaLocation {
    pub(super) fn new(pointer: String, subject: String, usage: Usage) -> Self {
        Self {
            pointer,
            subject,
            usage,
            types: true,
        }
    }

    /// Returns the place of a part: a keyword and, if it holds several, the name.
    pub(super) fn within(&self, keyword: &str, name: Option<&str>) -> Self {
        let (pointer, subject) = (join(&self.pointer, keyword), &self.subject);
        Self {
            subject: match (keyword, name) {
                (_, Some(name)) => format!("`{name}` of {subject}"),
                ("items", None) => format!("an item of {subject}"),
                ("additionalProperties", None) => format!("a value of {subject}"),
                _ => subject.clone(),
            },
            pointer: match name {
                Some(name) => join(&pointer, name),
                None => pointer,
            },
            ..*self
        }
    }

    /// Returns the same place with another usage.
    pub(super) fn used_in(&self, usage: Usage) -> Self {
        Self {
            usage,
            ..self.clone()
        }
    }

    /// Returns what breaks if running clients break when they send or when they read, and code
    /// does.
    pub(super) fn breaks(&self, sending: bool, reading: bool) -> Breaks {
        Breaks {
            running: (self.usage.request && sending) || (self.usage.response && reading),
            code: self.types,
        }
    }

    /// Returns the same if code breaks only sometimes.
    pub(super) fn breaks_code_if(&self, code: bool, sending: bool, reading: bool) -> Breaks {
        Breaks {
            code: code && self.types,
            ..self.breaks(sending, reading)
        }
    }
}
