//! The versions of the API.

use std::fmt;
use std::str::FromStr;

/// A version of the API that an emulator serves.
///
/// ```
/// use dataforce_emulator::{ApiVersion, Emulator};
///
/// let emulator = Emulator::start();
/// assert_eq!(emulator.api_version(), ApiVersion::Legacy);
///
/// // The server is upgraded: the paths without a prefix are gone.
/// emulator.set_api_version(ApiVersion::V1);
/// assert_eq!("v1".parse(), Ok(ApiVersion::V1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiVersion {
    /// The legacy API of December 2025, with paths such as `/users/me/organizations`.
    #[default]
    Legacy,
    /// The API with paths such as `/v1/users/me/organizations`, which the service has under its
    /// present name LUML.
    V1,
}

impl ApiVersion {
    const ALL: [Self; 2] = [Self::Legacy, Self::V1];

    const fn name(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::V1 => "v1",
        }
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ApiVersion {
    type Err = UnknownApiVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|version| version.name() == text)
            .ok_or_else(|| UnknownApiVersion(text.to_owned()))
    }
}

/// The error for a text that is not the name of an [`ApiVersion`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownApiVersion(String);

impl fmt::Display for UnknownApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = ApiVersion::ALL.map(ApiVersion::name).join(", ");
        write!(f, "unknown API version `{}`; known: {known}", self.0)
    }
}

impl std::error::Error for UnknownApiVersion {}
