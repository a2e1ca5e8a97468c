//! Spans and events of calls, named by the semantic conventions of OpenTelemetry.

use std::time::Duration;

use reqwest::{Request, Url};
use tracing::Span;
use tracing::field::Empty;

use crate::attempt::{AttemptError, RawResponse};
use crate::error::{Context, ErrorKind};
use crate::operation::Operation;

/// The span of a call with all its attempts.
pub(crate) fn span(operation: &'static Operation, request: &Request, base: &Url) -> Span {
    tracing::debug_span!(
        "dataforce.request",
        otel.name = display(operation),
        otel.kind = "client",
        operation = operation.id,
        http.request.method = %request.method(),
        url.template = operation.path,
        server.address = base.host_str(),
        server.port = base.port_or_known_default(),
        url.full = %request.url(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    )
}

/// An event for the end of an attempt.
pub(crate) fn attempt_ended(
    outcome: &Result<RawResponse, AttemptError>,
    attempts: u32,
    duration: Duration,
) {
    let resend_count = attempts - 1;
    let duration = duration.as_secs_f64();
    match outcome {
        Ok(response) => tracing::debug!(
            http.response.status_code = response.status.as_u16(),
            http.request.resend_count = resend_count,
            http.client.request.duration = duration,
            "the server responded"
        ),
        Err(error) => tracing::debug!(
            error.type = error_type(error.kind),
            http.request.resend_count = resend_count,
            http.client.request.duration = duration,
            "no response: {}",
            error.message
        ),
    }
}

/// Completes the span with the outcome of the call.
pub(crate) fn call_ended(outcome: &Result<RawResponse, AttemptError>, context: &Context) {
    let span = Span::current();
    match outcome {
        Ok(response) => {
            let status = response.status;
            span.record("http.response.status_code", status.as_u16());
            if status.is_client_error() || status.is_server_error() {
                span.record("error.type", status.as_str());
            }
        }
        Err(error) => {
            span.record("error.type", error_type(error.kind));
        }
    }
    if context.attempts > 1 {
        span.record("http.request.resend_count", context.attempts - 1);
    }
    if !outcome
        .as_ref()
        .is_ok_and(|response| response.status.is_success())
    {
        span.record("otel.status_code", "ERROR");
    }
}

fn error_type(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Configuration => "configuration",
        ErrorKind::InvalidRequest => "invalid_request",
        ErrorKind::Status => "status",
        ErrorKind::Undecodable => "undecodable",
        ErrorKind::Connect => "connect",
        ErrorKind::Certificate => "certificate",
        ErrorKind::Proxy => "proxy",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Interrupted => "interrupted",
        ErrorKind::BodyTooLarge => "body_too_large",
        ErrorKind::ForeignOrigin => "foreign_origin",
        ErrorKind::NoRuntime => "no_runtime",
    }
}
