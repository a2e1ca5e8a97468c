//! What a `reqwest::Error` means.

use std::error::Error as StdError;

use crate::error::ErrorKind;
use crate::error_body::shorten;

pub(crate) fn kind(error: &reqwest::Error) -> ErrorKind {
    // reqwest reports what it refuses to send, such as an http URL on an https-only client, as a
    // builder error.
    if error.is_connect() || error.is_builder() {
        if innermost(error).to_string().contains("certificate") {
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

/// Describes an error with its innermost cause, which names the matter ("connection refused").
pub(crate) fn describe(error: &reqwest::Error) -> String {
    let origin = match error.url() {
        Some(url) => format!(" to {}", url.origin().ascii_serialization()),
        None => String::new(),
    };
    let what = match kind(error) {
        ErrorKind::Connect if is_from_proxy(error) => {
            format!("the proxy did not connect{origin}")
        }
        ErrorKind::Connect => format!("no connection{origin} could be made"),
        ErrorKind::Certificate => {
            format!("no secure connection{origin} could be made")
        }
        ErrorKind::Timeout => "the server took too long".to_owned(),
        _ if error.is_redirect() => "there were too many redirects".to_owned(),
        _ if error.is_decode() || error.is_body() => {
            "the connection was lost before the response was complete".to_owned()
        }
        _ => "the connection was lost before the server responded".to_owned(),
    };
    format!("{what} ({})", shorten(&innermost(error).to_string()))
}

/// The cause at the end of the chain of causes.
pub(crate) fn innermost(error: &reqwest::Error) -> &(dyn StdError + 'static) {
    let mut cause: &(dyn StdError + 'static) = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause
}

/// hyper names its errors from a proxy's response to CONNECT so.
fn is_from_proxy(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(link) = cause {
        if link.to_string().starts_with("tunnel error") {
            return true;
        }
        cause = link.source();
    }
    false
}
