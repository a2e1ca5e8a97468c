//! The differences found so far, and what they break.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::Value;

use super::usage::Usage;

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

    pub(super) fn running_if(running: bool) -> Self {
        Self {
            running,
            code: false,
        }
    }

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

/// An old and a new schema, where they are used, and whether types depend on them.
pub(super) type Pair = (String, String, Usage, bool);

/// Two documents in canonical form, and the differences found so far.
pub(super) struct Comparison<'d> {
    pub(super) old: &'d Value,
    pub(super) new: &'d Value,
    differences: Vec<Difference>,
    /// The position of each difference, by pointer and message.
    positions: HashMap<(String, String), usize>,
    /// The types that have been compared through references that differ, and the schemas that are
    /// being compared. Without this, recursion would not end, and types that refer to each other
    /// several times would be compared again and again.
    pub(super) compared: HashSet<Pair>,
}

impl<'d> Comparison<'d> {
    pub(super) fn new(old: &'d Value, new: &'d Value) -> Self {
        Self {
            old,
            new,
            differences: Vec::new(),
            positions: HashMap::new(),
            compared: HashSet::new(),
        }
    }

    /// Adds a difference. What is found again where it breaks more is the same difference.
    pub(super) fn add(&mut self, pointer: &str, breaks: Breaks, message: impl Into<String>) {
        let key = (pointer.to_owned(), message.into());
        if let Some(position) = self.positions.get(&key) {
            let known = &mut self.differences[*position].breaks;
            known.running |= breaks.running;
            known.code |= breaks.code;
            return;
        }
        self.differences.push(Difference {
            pointer: key.0.clone(),
            message: key.1.clone(),
            breaks,
        });
        self.positions.insert(key, self.differences.len() - 1);
    }

    /// Returns the differences, those that break something first.
    pub(super) fn into_differences(mut self) -> Vec<Difference> {
        self.differences
            .sort_by_key(|difference| !difference.breaks.any());
        self.differences
    }
}
