//! What a `reqwest::Error` means.

use std::error::Error as StdError;

use crate::error::ErrorKind;
use crate::error_body::shorten;
use crate::proxy::InUse;

/// How hyper begins its errors from a proxy's response to CONNECT.
const TUNNEL_ERROR: &str = "tunnel error";

/// What the connectors say of an https URL where there is no TLS, and of a proxy that they cannot
/// use.
const UNKNOWN_SCHEME: [&str; 2] = ["scheme is not http", "unsupported scheme"];

pub(crate) fn kind(error: &reqwest::Error) -> ErrorKind {
    let cause = innermost(error).to_string();
    if error.is_builder() {
        // What reqwest refuses to send, such as an http URL on an https-only client.
        ErrorKind::Configuration
    } else if error.is_connect() {
        if UNKNOWN_SCHEME.iter().any(|text| cause.contains(text)) {
            ErrorKind::Configuration
        } else if cause.contains("proxy authorization required") {
            ErrorKind::Proxy
        } else if cause.contains("certificate") {
            ErrorKind::Certificate
        } else {
            ErrorKind::Connect
        }
    } else if error.is_timeout() {
        ErrorKind::Timeout
    } else {
        ErrorKind::Interrupted
    }
}

/// Describes an error with its innermost cause, which names the matter ("connection refused"), and
/// the proxy that the request went through.
pub(crate) fn describe(error: &reqwest::Error, proxy: Option<&InUse>) -> String {
    let origin = match error.url() {
        Some(url) => format!(" to {}", url.origin().ascii_serialization()),
        None => String::new(),
    };
    let through = match proxy {
        Some(proxy) => format!(" through {proxy}"),
        None => String::new(),
    };
    let proxy = proxy.map_or("a proxy".to_owned(), InUse::to_string);
    let cause = innermost(error).to_string();
    let what = match kind(error) {
        ErrorKind::Proxy => {
            return format!(
                "{proxy} asks for credentials: give them with `proxy` on the builder or in the \
                 environment, or call `no_proxy`"
            );
        }
        ErrorKind::Configuration if through.is_empty() => {
            format!("the HTTP client cannot send requests{origin}")
        }
        ErrorKind::Configuration => {
            return format!(
                "{proxy} cannot be used ({}): name an http proxy, or call `no_proxy`; https proxies \
                 need TLS",
                shorten(&cause)
            );
        }
        ErrorKind::Connect if cause.starts_with(TUNNEL_ERROR) => {
            format!("{proxy} did not connect{origin}")
        }
        ErrorKind::Connect => format!("no connection{origin}{through} could be made"),
        ErrorKind::Certificate => format!("no secure connection{origin}{through} could be made"),
        ErrorKind::Timeout => format!("the server took too long{through}"),
        _ if error.is_redirect() => "there were too many redirects".to_owned(),
        _ if error.is_decode() || error.is_body() => {
            format!("the connection{through} was lost before the response was complete")
        }
        _ => format!("the connection{through} was lost before the server responded"),
    };
    format!("{what} ({})", shorten(&cause))
}

/// The cause at the end of the chain of causes.
pub(crate) fn innermost(error: &reqwest::Error) -> &(dyn StdError + 'static) {
    let mut cause: &(dyn StdError + 'static) = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause
}
