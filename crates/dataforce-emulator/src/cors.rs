//! Cross-origin requests from browsers.

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderValue, Method, StatusCode};

use crate::history::Request;
use crate::response::OutgoingResponse;

const METHODS: &str = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

/// Responds to a preflight request, before any other check.
pub(crate) fn preflight(request: &Request) -> Option<OutgoingResponse> {
    let wanted = request.headers.get(ACCESS_CONTROL_REQUEST_METHOD)?;
    if request.method != Method::OPTIONS || !request.headers.contains_key(ORIGIN) {
        return None;
    }
    let known = METHODS.split(", ").any(|method| wanted == method);
    let mut response = if known {
        OutgoingResponse::text(StatusCode::OK, "OK")
    } else {
        OutgoingResponse::text(StatusCode::BAD_REQUEST, "Disallowed CORS method")
    }
    .with(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static(METHODS),
    )
    .with(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    if let Some(headers) = request.headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
        response = response.with(ACCESS_CONTROL_ALLOW_HEADERS, headers.clone());
    }
    Some(response)
}

/// Allows the origin of a request to read the response.
pub(crate) fn allow_origin(request: &Request, response: OutgoingResponse) -> OutgoingResponse {
    match request.headers.get(ORIGIN) {
        Some(origin) => response
            .with(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone())
            .with(
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            )
            .with(VARY, HeaderValue::from_static("Origin")),
        None => response,
    }
}
