//! The kinds of errors, and which failed call is of which kind.

use dataforce_api::{Failure, NoResponseKind};
use reqwest::StatusCode;

/// What kind of problem an [`Error`](crate::Error) reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client lacks a setting, or has one that it cannot use. Nothing was changed.
    Configuration,
    /// A value was rejected before anything was sent.
    InvalidInput,
    /// No resource has the id or name.
    NotFound,
    /// Several resources have the name. [`Error::ids`](crate::Error::ids) returns their ids.
    MultipleResourcesFound,
    /// The server does not accept the API key (401).
    Unauthorized,
    /// The key's owner lacks the right to do this (403).
    Forbidden,
    /// The state of the resource does not allow this (409).
    Conflict,
    /// The server rejected the request as invalid (400, 422).
    Validation,
    /// Too many requests (429).
    RateLimited,
    /// The server or a gateway failed (5xx).
    Server,
    /// The connection could not be made, or was lost.
    Connection,
    /// The response did not arrive in time.
    Timeout,
    /// The server sent a response that this crate does not understand.
    UnexpectedResponse,
    /// The call was made in the wrong place: the blocking client within an async runtime, or the
    /// async client outside of one.
    Runtime,
}

const NOT_DATAFORCE: &str = "check that the base URL is that of a DataForce server";

/// Returns the kind of a failed call, and what to do if the failure's own message does not say it.
pub(crate) fn classify(failure: &Failure) -> (ErrorKind, &'static str) {
    match failure {
        Failure::Response(response) => match response.status() {
            StatusCode::UNAUTHORIZED => (
                ErrorKind::Unauthorized,
                "check the API key, which starts with dfs_ and comes from `api_key` or the environment variable DFS_API_KEY",
            ),
            StatusCode::FORBIDDEN => (
                ErrorKind::Forbidden,
                "the key's owner is not a member of the organization, or their role does not allow this",
            ),
            // The service says what it did not find. Any other 404 comes from a wrong address.
            StatusCode::NOT_FOUND => match response.detail().as_deref() {
                None | Some("Not Found") => (ErrorKind::UnexpectedResponse, NOT_DATAFORCE),
                Some("Orbit not found") => (
                    ErrorKind::NotFound,
                    "name another one on the builder and `connect`, or call `set_orbit`",
                ),
                Some(_) => (ErrorKind::NotFound, ""),
            },
            StatusCode::REQUEST_TIMEOUT => (ErrorKind::Timeout, ""),
            StatusCode::CONFLICT => (ErrorKind::Conflict, "remove what it holds first"),
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                (ErrorKind::Validation, "")
            }
            StatusCode::TOO_MANY_REQUESTS => (ErrorKind::RateLimited, "call less often"),
            status if status.is_server_error() => (ErrorKind::Server, ""),
            status if status.is_redirection() => (ErrorKind::UnexpectedResponse, ""),
            _ => (ErrorKind::UnexpectedResponse, NOT_DATAFORCE),
        },
        Failure::NoResponse(failure) => match failure.kind() {
            NoResponseKind::Connect => (
                ErrorKind::Connection,
                "check the base URL, including https:// or http://, and the network",
            ),
            NoResponseKind::Interrupted => (ErrorKind::Connection, ""),
            NoResponseKind::Timeout => (ErrorKind::Timeout, ""),
            NoResponseKind::NoRuntime => (ErrorKind::Runtime, ""),
            _ => (ErrorKind::UnexpectedResponse, ""),
        },
        Failure::Undecodable(_) => (ErrorKind::UnexpectedResponse, NOT_DATAFORCE),
        _ => (ErrorKind::UnexpectedResponse, ""),
    }
}
