//! The versions of the API.

use std::fmt;

/// A version of the service's API.
///
/// A server speaks one of them. Unless [`ClientBuilder::api_version`] names it, the client finds out
/// with its first request.
///
/// [`ClientBuilder::api_version`]: crate::ClientBuilder::api_version
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiVersion {
    /// The API without a version in its paths, as of December 2025, when the service was called
    /// DataForce.
    Legacy,
    /// The API whose paths start with `/v1`. The service is now called LUML.
    V1,
}

/// Formats as messages name the version: `legacy` or `v1`.
impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Legacy => "legacy",
            Self::V1 => "v1",
        })
    }
}
