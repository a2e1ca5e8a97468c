//! What the server sends: status, headers and body.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

/// A complete response before it is written to a connection.
#[derive(Clone, Debug)]
pub(crate) struct OutgoingResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the server closes the connection afterwards, without `connection: close`.
    pub(crate) closes: bool,
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

impl OutgoingResponse {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            closes: false,
        }
    }

    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Returns a response with a body that is already JSON.
    pub(crate) fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        let mut response = Self::empty(status).with(CONTENT_TYPE, JSON);
        response.body = body.into();
        response
    }

    pub(crate) fn text(status: StatusCode, body: impl Into<Bytes>) -> Self {
        let mut response = Self::empty(status).with(CONTENT_TYPE, TEXT);
        response.body = body.into();
        response
    }

    /// Returns a 200 with the object.
    pub(crate) fn ok(object: &impl Serialize) -> Self {
        match serde_json::to_vec(object) {
            Ok(body) => Self::json(StatusCode::OK, body),
            Err(_) => Rejection::Crash.into(),
        }
    }

    /// Returns a 204, for which the server sends a content type all the same.
    pub(crate) fn no_content() -> Self {
        Self::json(StatusCode::NO_CONTENT, Bytes::new())
    }

    fn error(status: StatusCode, detail: &str) -> Self {
        let body = serde_json::json!({ "detail": detail });
        Self::json(status, body.to_string())
    }

    pub(crate) fn redirect(location: HeaderValue) -> Self {
        Self::empty(StatusCode::TEMPORARY_REDIRECT).with(LOCATION, location)
    }
}

/// Why the server does not do what it was asked to.
#[derive(Clone, Debug)]
pub(crate) enum Rejection {
    /// An error with its text in `detail`.
    Detail(StatusCode, &'static str),
    /// A 405, with a method that is allowed.
    MethodNotAllowed(&'static str),
    /// A 422, with its body.
    Invalid(String),
    /// A 500: the server crashes while it handles the request.
    Crash,
}

impl Rejection {
    pub(crate) const NO_SUCH_PATH: Self = Self::Detail(StatusCode::NOT_FOUND, "Not Found");
    pub(crate) const UNDECODABLE_BODY: Self = Self::Detail(
        StatusCode::BAD_REQUEST,
        "There was an error parsing the body",
    );
    pub(crate) const NOT_AUTHENTICATED: Self =
        Self::Detail(StatusCode::UNAUTHORIZED, "Not authenticated");
    pub(crate) const SESSIONS_ONLY: Self = Self::Detail(
        StatusCode::FORBIDDEN,
        "This endpoint requires jwt authentication.",
    );
    pub(crate) const NO_SATELLITES: Self = Self::Detail(
        StatusCode::FORBIDDEN,
        "This endpoint requires jwt, api_key authentication.",
    );
    pub(crate) const NOT_ENOUGH_RIGHTS: Self =
        Self::Detail(StatusCode::FORBIDDEN, "Not enough rights");
    pub(crate) const ORBIT_NOT_FOUND: Self = Self::Detail(StatusCode::NOT_FOUND, "Orbit not found");
    pub(crate) const COLLECTION_NOT_FOUND: Self =
        Self::Detail(StatusCode::NOT_FOUND, "Collection not found");
}

impl From<Rejection> for OutgoingResponse {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Detail(status, detail) => Self::error(status, detail),
            Rejection::MethodNotAllowed(allowed) => {
                Self::error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
                    .with(ALLOW, HeaderValue::from_static(allowed))
            }
            Rejection::Invalid(body) => Self::json(StatusCode::UNPROCESSABLE_ENTITY, body),
            Rejection::Crash => Self {
                closes: true,
                ..Self::text(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            },
        }
    }
}
