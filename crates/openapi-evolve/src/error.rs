//! What is found in a document, and where.

use std::fmt;

/// Something found at a place in a document: a mistake, or a loss in a conversion.
///
/// Displayed as `document:line: pointer: message`, without the parts that are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) document: String,
    pub(crate) line: Option<usize>,
    pub(crate) pointer: String,
    pub(crate) message: String,
}

impl Finding {
    /// Returns the name of the document.
    pub fn document(&self) -> &str {
        &self.document
    }

    /// Returns the line, counted from 1, if the document was parsed from text.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// Returns the JSON pointer of the value; empty for the document as a whole.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns what was found, and where possible what to do about it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.document)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.pointer.is_empty() {
            write!(f, ": {}", self.pointer)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// The error of this crate: one or more findings that make a document unusable.
///
/// Displayed with one finding per line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.0))]
pub struct Error(Vec<Finding>);

impl Error {
    /// Returns an error that consists of these findings, or `Ok` if there are none.
    ///
    /// # Errors
    ///
    /// Returns the findings, if there are any.
    pub fn unless_empty(findings: Vec<Finding>) -> Result<(), Self> {
        if findings.is_empty() {
            Ok(())
        } else {
            Err(Self(findings))
        }
    }

    /// Returns the findings; at least one.
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }
}

impl From<Finding> for Error {
    fn from(finding: Finding) -> Self {
        Self(vec![finding])
    }
}

fn lines(findings: &[Finding]) -> String {
    let lines: Vec<_> = findings.iter().map(Finding::to_string).collect();
    lines.join("\n")
}
