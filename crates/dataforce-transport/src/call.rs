//! One call: attempts until one decides it.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, AUTHORIZATION, HeaderValue, LOCATION, SERVER};
use http::{HeaderMap, StatusCode};
use reqwest::{Request, RequestBuilder};
use tokio::runtime::Handle;
use tokio::time::Instant;
use tracing::Instrument;

use crate::attempt::{AttemptContext, AttemptError, RawResponse};
use crate::error::{Context, Error, ErrorKind, ErrorResponse, MAX_ERROR_BODY};
use crate::error_body;
use crate::operation::Operation;
use crate::redaction::{REDACTED, redact, redact_text};
use crate::telemetry;
use crate::transport::Transport;

/// A call of an operation: one attempt or several.
pub(crate) struct Call<'c> {
    transport: &'c Transport,
    operation: &'static Operation,
    context: Context,
    /// Whether an attempt that did not decide the call may have taken effect.
    ambiguous: bool,
}

type Outcome = Result<RawResponse, AttemptError>;

/// What an attempt says about sending the request again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The call is decided.
    Final,
    /// Something temporary went wrong before the request could be processed.
    Unprocessed,
    /// Something temporary went wrong, and the request may have been processed.
    Ambiguous,
}

impl<'c> Call<'c> {
    pub(crate) fn new(transport: &'c Transport, operation: &'static Operation) -> Self {
        Self {
            transport,
            operation,
            context: Context {
                operation: Some(operation),
                ..Context::default()
            },
            ambiguous: false,
        }
    }

    /// Sends the request until an attempt decides the call. Returns the response, whatever its
    /// status.
    pub(crate) fn run(
        mut self,
        request: RequestBuilder,
    ) -> impl Future<Output = Result<(RawResponse, Self), Error>> + Send {
        // Every future on the way keeps room for what it is passed: for a pointer, that is little.
        let request = self.build(request).map(Box::new);
        async move {
            let request = request?;
            let span = telemetry::span(self.operation, &request, &self.transport.shared.base);
            let outcome = async {
                let outcome = self.attempts(request).await;
                telemetry::call_ended(&outcome, &self.context);
                outcome
            };
            match outcome.instrument(span).await {
                Ok(response) => Ok((response, self)),
                Err(error) => Err(self.attempt_error(error)),
            }
        }
    }

    fn build(&self, request: RequestBuilder) -> Result<Request, Error> {
        let mut request = request.build().map_err(|error| {
            let message = format!("the request could not be built: {error}");
            let error = error.without_url();
            Error::new(ErrorKind::InvalidRequest, message, self.context).with_source(error)
        })?;
        let headers = request.headers_mut();
        headers.insert(AUTHORIZATION, self.transport.shared.key.header());
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        Ok(request)
    }

    async fn attempts(&mut self, mut request: Box<Request>) -> Outcome {
        let shared = &self.transport.shared;
        let Ok(runtime) = Handle::try_current() else {
            return Err(AttemptError::no_runtime());
        };
        let attempt = AttemptContext {
            connections: &shared.connections,
            base: &shared.base,
            limits: &shared.limits,
            list_filter: self.transport.list_filter.as_ref(),
            deadline: self.transport.deadline.moment(),
            runtime,
        };
        loop {
            // JSON in memory can be cloned; a body that cannot is sent once.
            let again = request.try_clone().map(Box::new);
            let guarded = again.as_deref().filter(|_| !self.operation.idempotent);
            self.context.attempts += 1;
            let start = Instant::now();
            let outcome = attempt.run(request, guarded).await;
            let verdict = verdict(&outcome);
            telemetry::attempt_ended(&outcome, self.context.attempts, start.elapsed());
            if verdict == Verdict::Final && outcome.is_ok() {
                shared.budget.reward(self.context.attempts);
            }
            self.ambiguous |= verdict == Verdict::Ambiguous;
            let may_repeat = match verdict {
                Verdict::Final => false,
                Verdict::Ambiguous => self.operation.idempotent,
                Verdict::Unprocessed => true,
            };
            if may_repeat
                && let Some(next) = again
                && let Some(delay) = self.delay(&outcome, attempt.deadline)
            {
                tracing::debug!(delay_ms = delay.as_millis(), "the request is sent again");
                tokio::time::sleep(delay).await;
                request = next;
                continue;
            }
            self.context.outcome_unknown = !self.operation.safe && self.is_undecided(&outcome);
            return outcome;
        }
    }

    /// How long to wait before the next attempt; `None` if there is to be none.
    fn delay(&mut self, outcome: &Outcome, deadline: Option<Instant>) -> Option<Duration> {
        let Transport { retry, shared, .. } = self.transport;
        if !retry.allows_another(self.context.attempts) {
            return None;
        }
        let headers = outcome.as_ref().ok().map(|response| &response.headers);
        let delay = retry.delay(self.context.attempts, headers);
        let in_time = deadline.is_none_or(|deadline| {
            let next = Instant::now().checked_add(delay);
            next.is_some_and(|next| next < deadline)
        });
        if !in_time {
            return None;
        }
        self.context.retries_suspended = !shared.budget.withdraw();
        (!self.context.retries_suspended).then_some(delay)
    }

    /// Whether the outcome leaves open if the operation took effect.
    fn is_undecided(&self, outcome: &Outcome) -> bool {
        match outcome {
            Ok(response) if self.ambiguous => !self.is_rejected(response),
            Ok(response) => !was_not_executed(response.status),
            Err(error) => self.ambiguous || error.may_be_processed(),
        }
    }

    /// Whether the service says that it does not do what the request asks for, and would not have
    /// done it before either.
    fn is_rejected(&self, response: &RawResponse) -> bool {
        let (operation, status) = (self.operation, response.status);
        let body = response.body.received();
        operation.says_target_is_missing(status, error_body::detail(body).as_deref())
            || operation.rejections.contains(&status.as_u16()) && error_body::is_from_service(body)
    }
}

fn verdict(outcome: &Outcome) -> Verdict {
    match outcome {
        Ok(response) => match response.status {
            StatusCode::TOO_MANY_REQUESTS => Verdict::Unprocessed,
            StatusCode::REQUEST_TIMEOUT => Verdict::Ambiguous,
            // Only a network that requires a sign-in first sends it, and it will do so again.
            StatusCode::NETWORK_AUTHENTICATION_REQUIRED => Verdict::Final,
            status if status.is_server_error() => Verdict::Ambiguous,
            _ => Verdict::Final,
        },
        Err(error) => match error.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted => {
                if error.may_be_processed() {
                    Verdict::Ambiguous
                } else {
                    Verdict::Unprocessed
                }
            }
            _ => Verdict::Final,
        },
    }
}

/// Whether a status alone rules out that the request took effect.
fn was_not_executed(status: StatusCode) -> bool {
    status.is_client_error() || matches!(status.as_u16(), 307 | 308 | 511)
}

/// What errors say.
impl Call<'_> {
    /// Whether an attempt that did not decide the call may have taken effect.
    pub(crate) fn may_have_taken_effect(&self) -> bool {
        self.ambiguous
    }

    pub(crate) fn status_error(&self, response: RawResponse) -> Error {
        let status = response.status;
        let response = self.error_response(response);
        let mut message = format!("the server responded with {status}");
        if status.is_redirection() {
            let target = response
                .headers
                .get(LOCATION)
                .and_then(|target| target.to_str().ok());
            message.push_str(&match target {
                Some(target) => format!(
                    ", a redirect to {:?}, which is not followed: set the base URL to that address \
                     if it is the right one",
                    error_body::shorten(target)
                ),
                None => ", a redirect without a target".to_owned(),
            });
        } else if let Some(detail) = &response.detail {
            message.push_str(&says(status, detail));
        }
        if !error_body::is_from_service(&response.body) {
            if let Some(words) = error_body::words_of_another(&response.body) {
                message.push_str(&says(status, &words));
            }
            let server = response.headers.get(SERVER);
            if let Some(server) = server.and_then(|server| server.to_str().ok()) {
                message.push_str(&format!(" (from {:?})", error_body::shorten(server)));
            }
            message.push_str(&self.through());
        }
        Error::new(ErrorKind::Status, message, self.context).with_response(response)
    }

    /// An error for a success whose body `what`, for example "is missing".
    pub(crate) fn undecodable(mut self, response: RawResponse, what: &str) -> Error {
        self.context.outcome_unknown = !self.operation.safe;
        let message = self.redacted(format!(
            "the server responded with {}, but its body {what}{}",
            response.status,
            self.through()
        ));
        let response = self.error_response(response);
        Error::new(ErrorKind::Undecodable, message, self.context).with_response(response)
    }

    /// Names the proxy that a response may come from.
    fn through(&self) -> String {
        match self.transport.shared.connections.proxy() {
            Some(proxy) => format!(" (through {proxy})"),
            None => String::new(),
        }
    }

    fn attempt_error(&self, error: AttemptError) -> Error {
        let message = self.redacted(error.message);
        let call = Error::new(error.kind, message, self.context);
        match error.source {
            Some(source) => call.with_source(source),
            None => call,
        }
    }

    fn error_response(&self, response: RawResponse) -> ErrorResponse {
        let secret = self.transport.shared.key.secret();
        let mut headers = response.headers;
        redact_headers(&mut headers, secret);
        let received = response.body.received().clone();
        let body = match redact(&received, secret) {
            Some(redacted) => redacted.into(),
            None => received,
        };
        let detail = error_body::detail(&body);
        ErrorResponse {
            status: response.status,
            headers,
            body: beginning(body),
            url: self.redacted(response.url.into()),
            detail: detail.map(|detail| self.redacted(detail)),
        }
    }

    fn redacted(&self, text: String) -> String {
        redact_text(text, self.transport.shared.key.secret())
    }
}

/// What a body says beside the status.
fn says(status: StatusCode, words: &str) -> String {
    match Some(words) == status.canonical_reason() || words == status.to_string() {
        true => String::new(),
        false => format!(": {words}"),
    }
}

fn redact_headers(headers: &mut HeaderMap, secret: &[u8]) {
    for value in headers.values_mut() {
        if let Some(redacted) = redact(value.as_bytes(), secret) {
            *value =
                HeaderValue::from_bytes(&redacted).unwrap_or(HeaderValue::from_static(REDACTED));
        }
    }
}

/// The part of a body that errors keep. It is copied if something is cut off, so that the rest is
/// freed.
fn beginning(body: Bytes) -> Bytes {
    if body.len() > MAX_ERROR_BODY {
        Bytes::copy_from_slice(&body[..MAX_ERROR_BODY])
    } else {
        body
    }
}
