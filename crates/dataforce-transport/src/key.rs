//! The API key.

use bytes::Bytes;
use http::header::HeaderValue;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

const SCHEME: &str = "Bearer ";

/// A valid API key, as the value of the `Authorization` header.
///
/// The value is marked as sensitive, so it is never printed, and zeroed when its last copy is
/// dropped.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey(HeaderValue);

impl ApiKey {
    pub(crate) fn new(key: &SecretString) -> Result<Self, Error> {
        let key = key.expose_secret();
        if key.is_empty() {
            return Err(Error::configuration("api_key", "the API key is empty"));
        }
        if let Some(position) = key.chars().position(|c| !c.is_ascii_graphic()) {
            return Err(illegal(position));
        }
        if key.starts_with(['"', '\'']) {
            return Err(Error::configuration(
                "api_key",
                "the API key is quoted: remove the quotation marks",
            ));
        }
        let mut bytes = Zeroizing::new(Vec::with_capacity(SCHEME.len() + key.len()));
        bytes.extend_from_slice(SCHEME.as_bytes());
        bytes.extend_from_slice(key.as_bytes());
        let mut value =
            HeaderValue::from_maybe_shared(Bytes::from_owner(bytes)).map_err(|_| illegal(0))?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The value of the `Authorization` header.
    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The key itself, to find it in what a server sends back.
    pub(crate) fn secret(&self) -> &[u8] {
        let value = self.0.as_bytes();
        value.strip_prefix(SCHEME.as_bytes()).unwrap_or(value)
    }
}

fn illegal(position: usize) -> Error {
    Error::configuration(
        "api_key",
        format!(
            "the API key holds an illegal character at position {position} (white space, a control \
             character, or one outside of ASCII), which often comes from copying: remove it"
        ),
    )
}
