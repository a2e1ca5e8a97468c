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
        if is_quoted(key) {
            return Err(Error::configuration(
                "api_key",
                "the API key is quoted: remove the quotation marks",
            ));
        }
        if let Some(position) = key.chars().position(|c| !c.is_ascii_graphic()) {
            return Err(illegal(position));
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

/// Whether a setting starts with a quotation mark, as one from the environment easily does.
pub(crate) fn is_quoted(setting: &str) -> bool {
    setting.trim_start().starts_with(['"', '\'', '“', '‘'])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn build(key: &str) -> Result<ApiKey, Error> {
        ApiKey::new(&SecretString::from(key.to_owned()))
    }

    #[test]
    fn the_header_is_marked_as_sensitive() {
        let key = build("dfs_secret").unwrap();
        assert!(key.header().is_sensitive());
        assert_eq!(key.header(), "Bearer dfs_secret");
        assert!(!format!("{key:?}").contains("secret"));
    }

    #[test]
    fn errors_say_what_is_wrong_with_a_key_and_nothing_of_it() {
        for (key, what) in [
            ("", "empty"),
            ("\"dfs_secret\"", "quoted"),
            ("'dfs_secret'", "quoted"),
            ("“dfs_secret”", "quoted"),
            (" \"dfs_secret\"\n", "quoted"),
            ("dfs_secret\n", "position 10"),
            (" dfs_secret", "position 0"),
            ("dfs_sécret", "position 5"),
        ] {
            let message = build(key).unwrap_err().to_string();
            assert!(message.contains(what), "{message}");
            assert!(!message.contains("cret"), "{message}");
        }
    }
}
