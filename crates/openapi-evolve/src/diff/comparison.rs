//! The differences found so far, and what they break.

use std::fmt;

use serde_json::Value;

/// A difference between two documents, and what it breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) breaks: Breaks,
}

impl Difference {
    /// Returns the JSON pointer: in the old document if something is gone, otherwise in the new
    /// one.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns what changed.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns what breaks.
    pub fn breaks(&self) -> Breaks {
        self.breaks
    }
}

/// What a difference breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// Clients that were built from the old document and now talk to a server of the new one.
    pub running: bool,
    /// Code that uses a client generated from the old document, once the client is generated from
    /// the new one.
    pub code: bool,
}

impl Breaks {
    pub(super) const NOTHING: Self = Self {
        running: false,
        code: false,
    };
    pub(super) const RUNNING: Self = Self {
        running: true,
        code: false,
    };
    pub(super) const CODE: Self = Self {
        running: false,
        code: true,
    };
    pub(super) const BOTH: Self = Self {
        running: true,
        code: true,
    };

    /// Returns whether anything breaks.
    pub fn any(self) -> bool {
        self.running || self.code
    }
}

/// Displayed as `compatible`, or `BREAKS` and what breaks.
impl fmt::Display for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match (self.running, self.code) {
            (false, false) => "compatible",
            (true, false) => "BREAKS running clients",
            (false, true) => "BREAKS code",
            (true, true) => "BREAKS running clients, code",
        })
    }
}

/// Two documents in canonical form, and the differences found so far.
pub(super) struct Comparison<'d> {
    pub(super) old: &'d Value,
    pub(super) new: &'d Value,
    pub(super) differences: Vec<Difference>,
    /// The named types that are being compared through references, to end recursion.
    pub(super) resolving: Vec<[String; 2]>,
}

impl Comparison<'_> {
    pub(super) fn add(&mut self, pointer: &str, breaks: Breaks, message: impl Into<String>) {
        let difference = Difference {
            pointer: pointer.to_owned(),
            message: message.into(),
            breaks,
        };
        if !self.differences.contains(&difference) {
            self.differences.push(difference);
        }
    }
}
