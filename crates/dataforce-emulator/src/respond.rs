//! What is sent for a request: the server's response, or what a fault makes of it.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, StatusCode};

use crate::faults::{Effect, Fault, Moment};
use crate::response::OutgoingResponse;

/// What is sent for a request, and what becomes of the connection.
pub(crate) struct Delivery {
    /// Status and headers. `None` if nothing is sent.
    pub(crate) response: Option<OutgoingResponse>,
    pub(crate) body: Vec<BodyStep>,
    pub(crate) close: CloseMode,
}

/// A part of sending a body.
pub(crate) enum BodyStep {
    Data(Bytes),
    Pause(Duration),
    /// Sends the same chunk until the client closes the connection.
    Endless(Bytes),
}

/// How a connection ends after a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CloseMode {
    /// It stays open, unless the client wants it closed.
    KeepAlive,
    /// It closes, without `connection: close` unless the response has it.
    Close,
    /// It ends with a reset (RST).
    Reset,
}

/// Applies a fault, if any, to the response that `real_response` processes the request for.
pub(crate) fn respond(
    fault: Option<&Fault>,
    real_response: impl FnOnce() -> OutgoingResponse,
) -> Delivery {
    let Some(fault) = fault else {
        return whole(real_response(), Duration::ZERO);
    };
    let processed = fault.processes().then(real_response);
    let mut response = match (&fault.effect, processed) {
        (Effect::Response(response), _) => OutgoingResponse::clone(response),
        (_, Some(response)) => response,
        (_, None) => OutgoingResponse::json(StatusCode::OK, Bytes::new()),
    };
    response.closes |= fault.closes;
    for name in fault.headers.keys() {
        response.headers.remove(name);
    }
    response.headers.extend(fault.headers.clone());
    let pause = fault.body_delay;
    match fault.effect {
        Effect::None | Effect::Response(_) => whole(response, pause),
        Effect::Malformed => {
            // Half of a body is not JSON; if there is less, a brace is not either.
            response.body = match response.body.len() {
                0 | 1 => Bytes::from_static(b"{"),
                length => response.body.slice(..length / 2),
            };
            whole(response, pause)
        }
        Effect::Endless => endless(response),
        Effect::Truncated => broken_off(response, pause, CloseMode::Close),
        Effect::Hangup { reset, moment } => {
            let close = if reset {
                CloseMode::Reset
            } else {
                CloseMode::Close
            };
            match moment {
                Moment::During => broken_off(response, pause, close),
                Moment::Before | Moment::After => nothing(close),
            }
        }
    }
}

fn whole(response: OutgoingResponse, pause: Duration) -> Delivery {
    let mut rest = response.body.clone();
    let mut body = Vec::new();
    if !pause.is_zero() {
        body.push(BodyStep::Data(rest.split_to(rest.len() / 2)));
        body.push(BodyStep::Pause(pause));
    }
    body.push(BodyStep::Data(rest));
    Delivery {
        close: if response.closes || announces_close(&response) {
            CloseMode::Close
        } else {
            CloseMode::KeepAlive
        },
        response: Some(with_length(response)),
        body,
    }
}

/// Sends half of the body, or nothing at all if there is no body.
fn broken_off(response: OutgoingResponse, pause: Duration, close: CloseMode) -> Delivery {
    if response.body.is_empty() {
        return nothing(close);
    }
    let half = response.body.slice(..response.body.len() / 2);
    Delivery {
        response: Some(with_length(response)),
        body: vec![BodyStep::Data(half), BodyStep::Pause(pause)],
        close,
    }
}

fn endless(mut response: OutgoingResponse) -> Delivery {
    response.body = Bytes::new();
    let chunked = HeaderValue::from_static("chunked");
    response.headers.insert(TRANSFER_ENCODING, chunked);
    let chunk = [b"1000\r\n", [b' '; 4096].as_slice(), b"\r\n"].concat();
    Delivery {
        response: Some(response),
        body: vec![
            BodyStep::Data(Bytes::from_static(b"1\r\n[\r\n")),
            BodyStep::Endless(chunk.into()),
        ],
        close: CloseMode::Close,
    }
}

fn nothing(close: CloseMode) -> Delivery {
    Delivery {
        response: None,
        body: Vec::new(),
        close,
    }
}

fn announces_close(response: &OutgoingResponse) -> bool {
    let value = response.headers.get(CONNECTION);
    value.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"))
}

/// Returns whether HTTP lets a response have a body.
pub(crate) fn has_body(status: StatusCode) -> bool {
    !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
}

fn with_length(mut response: OutgoingResponse) -> OutgoingResponse {
    if has_body(response.status) {
        let length = HeaderValue::from(response.body.len());
        response.headers.entry(CONTENT_LENGTH).or_insert(length);
    }
    response
}
