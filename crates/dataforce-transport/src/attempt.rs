//! One attempt: a request goes out, and a complete response comes back or does not.

use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderMap, StatusCode};
use reqwest::{Request, Response, Url};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::time::{Instant, timeout};

use crate::base_url::same_origin;
use crate::connect_error;
use crate::connections::{Connections, Received, SendError};
use crate::decode::Body;
use crate::error::ErrorKind;
use crate::guarded_body::Sent;
use crate::list_filter::ListFilter;
use crate::read_body::{self, ReadError};

/// The bounds of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct AttemptLimits {
    pub(crate) timeout: Duration,
    pub(crate) max_body: usize,
}

/// A response that has arrived completely.
#[derive(Debug)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Url,
    pub(crate) body: Body,
}

impl RawResponse {
    fn new(mut response: Response, body: Body) -> Self {
        Self {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            url: response.url().clone(),
            body,
        }
    }
}

/// An attempt without a complete response.
pub(crate) struct AttemptError {
    pub(crate) kind: ErrorKind,
    /// What happened, as a clause.
    pub(crate) message: String,
    pub(crate) source: Option<Box<dyn std::error::Error + Send + Sync>>,
    /// Whether anything was sent that the server could process, if that is known.
    sent: Option<bool>,
}

impl AttemptError {
    fn new(kind: ErrorKind, message: impl Into<String>, sent: Option<bool>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
            sent,
        }
    }

    pub(crate) fn no_runtime() -> Self {
        let message = "the call was made outside of a Tokio runtime: await it within one, or use \
                       the blocking client";
        Self::new(ErrorKind::NoRuntime, message, Some(false))
    }

    /// Whether the server may have processed the request.
    pub(crate) fn may_be_processed(&self) -> bool {
        // A custom client may have failed to connect to the target of a redirect, after the request
        // was processed.
        let never_sent = matches!(
            self.kind,
            ErrorKind::Configuration
                | ErrorKind::Connect
                | ErrorKind::Certificate
                | ErrorKind::Proxy
        );
        self.sent.unwrap_or(!never_sent)
    }
}

/// What has arrived of a response.
enum Arrived {
    /// All of a success.
    Success(RawResponse),
    /// The head of anything else.
    Failure(Received),
}

/// What attempts of one call have in common.
pub(crate) struct AttemptContext<'c> {
    pub(crate) connections: &'c Connections,
    pub(crate) base: &'c Url,
    pub(crate) limits: &'c AttemptLimits,
    pub(crate) list_filter: Option<&'c ListFilter>,
    pub(crate) deadline: Option<Instant>,
    pub(crate) runtime: Handle,
}

impl AttemptContext<'_> {
    /// Sends the request and reads the response. `copy` is a copy of a request that must not be
    /// repeated.
    pub(crate) async fn run(
        &self,
        request: Box<Request>,
        copy: Option<&Request>,
    ) -> Result<RawResponse, AttemptError> {
        let time = self.time_limit();
        let sent = Sent::default();
        // One timer for sending and reading, since each takes a lock that all tasks share.
        match timeout(time.limit, self.exchange(request, copy, &sent)).await {
            Ok(Ok(Arrived::Success(response))) => Ok(response),
            Ok(Ok(Arrived::Failure(received))) => Ok(self.read_failure(received, &time).await),
            Ok(Err(error)) => Err(error),
            Err(_) => Err(time.elapsed(sent.get())),
        }
    }

    async fn exchange(
        &self,
        request: Box<Request>,
        copy: Option<&Request>,
        sent: &Sent,
    ) -> Result<Arrived, AttemptError> {
        self.notice_closed_connections(copy.is_some()).await;
        let sending = self.connections.send(&self.runtime, request, copy, sent);
        let Received { mut response, pool } = sending.await.map_err(|error| match error {
            SendError::Http(error) => self.http_error(error, sent.get()),
            SendError::Configuration(error) => {
                let mut attempt =
                    AttemptError::new(ErrorKind::Configuration, error.message(), Some(false));
                attempt.source = Some(error.into());
                attempt
            }
        })?;
        sent.set();
        if !same_origin(response.url(), self.base) {
            return Err(AttemptError::new(
                ErrorKind::ForeignOrigin,
                format!(
                    "redirected to another origin ({}); the response was discarded: set the base \
                     URL to that address if it is the right one",
                    response.url().origin().ascii_serialization()
                ),
                sent.get(),
            ));
        }
        if !response.status().is_success() {
            return Ok(Arrived::Failure(Received { response, pool }));
        }
        let limit = self.limits.max_body;
        let body = match self.list_filter {
            None => read_body::whole(&mut response, limit).await,
            Some(filter) => read_body::filtered(&mut response, filter, limit).await,
        };
        match body {
            Ok(body) => Ok(Arrived::Success(RawResponse::new(response, body))),
            Err(ReadError::Http(error)) => Err(self.http_error(error, sent.get())),
            Err(ReadError::TooLarge) => Err(AttemptError::new(
                ErrorKind::BodyTooLarge,
                format!(
                    "the response body is larger than the limit of {limit} bytes: raise it with \
                     `max_response_bytes` on the builder"
                ),
                sent.get(),
            )),
        }
    }

    /// Reads as much of the body as errors keep. The status says more: if the body does not arrive
    /// in time or breaks off, what has arrived of it is kept.
    async fn read_failure(&self, received: Received, time: &TimeLimit) -> RawResponse {
        let Received { mut response, pool } = received;
        let is_server_error = response.status().is_server_error();
        if is_server_error {
            self.connections.note_failure(pool, response.version());
        }
        let mut body = BytesMut::new();
        let _ = timeout(time.left(), read_body::prefix(&mut response, &mut body)).await;
        if is_server_error {
            // The connection becomes free only now.
            self.connections.note_failure(pool, response.version());
        }
        RawResponse::new(response, Body::Whole(body.freeze()))
    }

    /// Lets the runtime look at idle connections, so that none that was closed since it last looked
    /// is used.
    async fn notice_closed_connections(&self, must_not_repeat: bool) {
        // Other threads of the runtime look while this one is busy. For what can be repeated, that is
        // enough.
        let others_look = self.runtime.runtime_flavor() == RuntimeFlavor::MultiThread;
        if others_look && !must_not_repeat {
            return;
        }
        tokio::task::yield_now().await;
        // They have no part in that. A task that yields ends only after one of them has looked.
        if others_look {
            let _ = self.runtime.spawn(tokio::task::yield_now()).await;
        }
    }

    fn http_error(&self, error: reqwest::Error, sent: Option<bool>) -> AttemptError {
        let message = connect_error::describe(&error, self.connections.proxy());
        let mut attempt = AttemptError::new(connect_error::kind(&error), message, sent);
        attempt.source = Some(error.without_url().into());
        attempt
    }

    /// The time of an attempt that starts now.
    fn time_limit(&self) -> TimeLimit {
        let start = Instant::now();
        let left = self
            .deadline
            .map(|deadline| deadline.saturating_duration_since(start));
        let (limit, setting) = match left {
            Some(left) if left < self.limits.timeout => (left, "deadline"),
            _ => (self.limits.timeout, "attempt_timeout"),
        };
        TimeLimit {
            start,
            limit,
            setting,
        }
    }
}

/// How long an attempt may take, and the setting that says so.
struct TimeLimit {
    start: Instant,
    limit: Duration,
    setting: &'static str,
}

impl TimeLimit {
    fn left(&self) -> Duration {
        self.limit.saturating_sub(self.start.elapsed())
    }

    fn elapsed(&self, sent: Option<bool>) -> AttemptError {
        let message = format!(
            "no complete response arrived within {:.1?}, the time allowed by `{}`",
            self.limit, self.setting
        );
        AttemptError::new(ErrorKind::Timeout, message, sent)
    }
}
