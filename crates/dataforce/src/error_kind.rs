//! The kinds of errors, and which failed call is of which kind.

use dataforce_api::{ErrorKind as Cause, MAX_ERROR_BODY};
use serde::de::IgnoredAny;

use crate::hosts::FORMER_BASE_URL;

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
    /// No secure connection could be made, because the server's certificate is not trusted.
    Certificate,
    /// The response did not arrive in time.
    Timeout,
    /// The server sent a response that this crate does not understand.
    UnexpectedResponse,
    /// The call was made in the wrong place: the blocking client within an async runtime, or the
    /// async client outside of one.
    Runtime,
}

const OTHER_SERVER: &str = "check that the base URL is that of a DataForce or LUML server";
const THIRD_PARTY: &str = "the response is not the service's own: a proxy, a firewall or another \
                           server may have sent it";

/// Returns the kind of a failed call, and what to do if the error's own message does not say it.
pub(crate) fn classify(error: &dataforce_api::Error) -> (ErrorKind, &'static str) {
    match error.kind() {
        Cause::Configuration => (ErrorKind::Configuration, ""),
        Cause::InvalidRequest => (ErrorKind::InvalidInput, ""),
        Cause::Status => classify_status(error),
        Cause::Connect if error.message().contains(FORMER_BASE_URL) => (
            ErrorKind::Connection,
            "the hosted service is now at https://api.luml.ai: set LUML_API_KEY instead of \
             DFS_API_KEY, or the base URL",
        ),
        Cause::Connect => (
            ErrorKind::Connection,
            "check the base URL, including https:// or http://, and the network",
        ),
        Cause::Certificate => (
            ErrorKind::Certificate,
            "to trust a private certificate authority, add its certificate with \
             `root_certificate` on the builder, or set SSL_CERT_FILE",
        ),
        Cause::Interrupted => (ErrorKind::Connection, ""),
        Cause::Timeout => (ErrorKind::Timeout, ""),
        Cause::NoRuntime => (ErrorKind::Runtime, ""),
        Cause::Undecodable if error.is_from_service() => (ErrorKind::UnexpectedResponse, ""),
        Cause::Undecodable if is_json(error) => (
            ErrorKind::UnexpectedResponse,
            "the server may be newer than this crate: update the crate",
        ),
        Cause::Undecodable if starts_like_json(error) => (
            ErrorKind::UnexpectedResponse,
            "a proxy may have cut it off or garbled it: try again",
        ),
        Cause::Undecodable => (ErrorKind::UnexpectedResponse, OTHER_SERVER),
        _ => (ErrorKind::UnexpectedResponse, ""),
    }
}

/// What a status says about the key, a role or a resource holds only in a response of the service.
fn classify_status(error: &dataforce_api::Error) -> (ErrorKind, &'static str) {
    let status = error.status().map_or(0, |status| status.as_u16());
    let is_from_service = error.is_from_service();
    match status {
        401 if is_from_service => (
            ErrorKind::Unauthorized,
            "check the API key, which starts with dfs_ and comes from `api_key` or the environment \
             variable LUML_API_KEY or DFS_API_KEY",
        ),
        403 if is_from_service => (
            ErrorKind::Forbidden,
            "the key's owner is not a member of the organization, or their role does not allow this",
        ),
        // The service says what it did not find. Any other 404 comes from a wrong address.
        404 if error.detail().is_some_and(|detail| detail != "Not Found") => {
            match error.is_missing_target() {
                true => (ErrorKind::NotFound, ""),
                false => (
                    ErrorKind::NotFound,
                    "name another one on the builder and `connect`, or call `set_orbit`",
                ),
            }
        }
        404 => (ErrorKind::UnexpectedResponse, OTHER_SERVER),
        407 => (
            ErrorKind::UnexpectedResponse,
            "a proxy asks for credentials: give them with `proxy` on the builder or in the \
             environment (HTTPS_PROXY), or call `no_proxy`",
        ),
        408 => (ErrorKind::Timeout, ""),
        409 if is_from_service => (
            ErrorKind::Conflict,
            "delete what the collection holds first, in the web application",
        ),
        400 | 422 if is_from_service => (ErrorKind::Validation, ""),
        429 => (ErrorKind::RateLimited, "call less often"),
        511 => (
            ErrorKind::UnexpectedResponse,
            "the network requires you to sign in first: open a page in a browser",
        ),
        500..=599 => (ErrorKind::Server, ""),
        300..=399 => (ErrorKind::UnexpectedResponse, ""),
        _ if is_from_service => (ErrorKind::UnexpectedResponse, OTHER_SERVER),
        _ => (ErrorKind::UnexpectedResponse, THIRD_PARTY),
    }
}

/// Whether the body is JSON, as far as it is kept.
fn is_json(error: &dataforce_api::Error) -> bool {
    // In bytes, it would not look whether strings are UTF-8.
    let is_json = |body: &[u8]| {
        str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
    };
    let is_cut = |body: &[u8]| body.len() == MAX_ERROR_BODY;
    let body = error.body();
    body.is_some_and(|body| is_json(body) || is_cut(body) && starts_like_json(error))
}

fn starts_like_json(error: &dataforce_api::Error) -> bool {
    let body = error.body().map(|body| body.trim_ascii_start());
    body.is_some_and(|body| body.starts_with(b"{") || body.starts_with(b"["))
}
