//! What the transport has to know about an operation of the contract.

use std::fmt;

use http::StatusCode;

/// An operation of a contract, as data.
///
/// The generated clients hold one constant for each operation. Everything in which the transport
/// treats one operation differently from another is written here, and comes from the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// The operationId, which is also the name of the method on the generated client.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path as the contract writes it, with `{placeholders}`.
    pub path: &'static str,
    /// Whether the operation only reads, so that a failure leaves nothing in doubt.
    pub safe: bool,
    /// Whether several equal requests have the effect of one, so that a request that may have been
    /// processed can be sent again.
    pub idempotent: bool,
    /// The statuses with which the service rejects a request because of its content or the state of
    /// its target. They rule out that an earlier, equal request took effect.
    pub rejections: &'static [u16],
    /// The response that says that the target of the operation does not exist.
    pub missing_target: Option<MissingTarget>,
}

impl Operation {
    /// Whether a response with this status and `detail` says that the target does not exist.
    pub(crate) fn says_target_is_missing(&self, status: StatusCode, detail: Option<&str>) -> bool {
        self.missing_target.is_some_and(|missing| {
            missing.status == status.as_u16() && detail == Some(missing.detail)
        })
    }
}

/// The response with which the service says that the target of an operation does not exist.
///
/// Any other response with the same status says something else, for example that the path or a
/// parent of the target does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MissingTarget {
    /// The status.
    pub status: u16,
    /// The value of the property `detail` of the body.
    pub detail: &'static str,
}

/// Formats as method and path, for example `GET /users/me/organizations`.
impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
