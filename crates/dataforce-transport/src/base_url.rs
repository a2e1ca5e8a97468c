//! The address of the server.

use std::net::IpAddr;

use reqwest::Url;

use crate::error::Error;
use crate::key::is_quoted;

/// Parses a base URL. A trailing slash is removed, and so is `path_prefix`, with which all paths of
/// an API may start.
///
/// Errors show nothing of a text that may hold a secret: settings get swapped.
pub(crate) fn parse(text: &str, path_prefix: &str) -> Result<Url, Error> {
    let invalid = |reason: &str| {
        Error::configuration("base_url", format!("the base URL cannot be used: {reason}"))
    };
    if is_quoted(text) {
        return Err(invalid("it is quoted: remove the quotation marks"));
    }
    if text.trim_start().starts_with("dfs_") {
        return Err(invalid("it looks like an API key"));
    }
    let mut url = Url::parse(text).map_err(|error| match error.to_string().as_str() {
        "relative URL without a base" => invalid("it lacks the scheme, https://"),
        other => invalid(other),
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        // "localhost:8000" is a URL with the scheme "localhost".
        return Err(invalid("it does not start with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(
            "it holds a user name or password, and the API key is the only credential",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(
            "it has a query or fragment, and paths are appended to it",
        ));
    }
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix(path_prefix).unwrap_or(path);
    let path = path.trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Whether a URL names this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        // A connection to the unspecified address is one to this machine, too.
        Ok(address) => address.to_canonical().is_loopback() || address.is_unspecified(),
        // All names below `localhost` are reserved for it (RFC 6761).
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// Whether two URLs have the same origin. The same as comparing [`Url::origin`], without building
/// the origins.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_and_slashes_at_the_end_are_removed() {
        for (text, expected) in [
            ("https://a.example", "https://a.example/"),
            ("https://a.example/", "https://a.example/"),
            ("https://a.example/v1", "https://a.example/"),
            ("https://a.example/v1/", "https://a.example/"),
            ("https://a.example/api/v1//", "https://a.example/api"),
            ("https://a.example/v1/api", "https://a.example/v1/api"),
        ] {
            assert_eq!(parse(text, "/v1").unwrap().as_str(), expected, "{text}");
        }
        let kept = parse("https://a.example/v1", "").unwrap();
        assert_eq!(kept.as_str(), "https://a.example/v1");
    }

    #[test]
    fn errors_show_nothing_of_the_text() {
        for text in [
            " dfs_secret",
            "dfs_secret",
            "secret",
            "https://user:secret@a.example",
            "https://a.example/?key=secret",
            "ftp://secret",
            "http://[secret",
            "\"https://secret\"",
            " 'https://secret'",
            "“https://secret”",
        ] {
            let message = parse(text, "").unwrap_err().to_string();
            assert!(!message.contains("secret"), "{text}: {message}");
            assert_eq!(message.contains("is quoted"), is_quoted(text), "{message}");
        }
    }

    #[test]
    fn loopback_is_told_from_other_hosts() {
        for (url, expected) in [
            ("http://localhost:1", true),
            ("http://127.0.0.9", true),
            ("http://[::1]:1", true),
            ("http://[::ffff:127.0.0.1]", true),
            ("http://0.0.0.0:1", true),
            ("http://[::]:1", true),
            ("http://LOCALHOST.", true),
            ("http://registry.localhost:1", true),
            ("http://a.example", false),
            ("http://localhost.example", false),
            ("http://mylocalhost", false),
            ("http://10.0.0.1", false),
            ("http://[::ffff:10.0.0.1]", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }
}
