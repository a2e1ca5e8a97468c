//! The place of a schema, which decides what a difference breaks.

use super::comparison::Breaks;
use super::usage::Usage;
use crate::pointer::join;

/// The place of a schema, and what depends on it.
#[derive(Clone)]
pub(super) struct SchemaLocation {
    pub(super) pointer: String,
    pub(super) usage: Usage,
    /// Whether differences here change the types of generated code. Not so behind references whose
    /// names differ: that the types differ has been said there.
    pub(super) types: bool,
}

impl SchemaLocation {
    pub(super) fn new(pointer: String, usage: Usage) -> Self {
        Self {
            pointer,
            usage,
            types: true,
        }
    }

    pub(super) fn within(&self, part: &str) -> Self {
        Self {
            pointer: join(&self.pointer, part),
            ..*self
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
