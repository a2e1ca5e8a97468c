//! Sends the requests of the generated client: authentication, repetition, deadlines, limits and tracing.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use progenitor_client::{ClientHooks, OperationInfo};
use reqwest::{Request, Response, ResponseBuilderExt, Url};
use tokio::time::{Instant, timeout};
use tracing::Instrument;

use crate::client::HttpConfig;
use crate::failure::{Context, NoResponse, NoResponseKind, describe, kind_of};
use crate::pool::{Connections, same_origin};
use crate::retry::{RetryBudget, RetryPolicy};
use crate::select::{SHORT_LIST, Selection, Selector};
use crate::{Client, Error, MAX_ERROR_BODY, Operation, detail};

/// How much memory the announced length of an answer claims at once. More is taken as it arrives.
const MAX_RESERVATION: usize = 16 << 20;

/// What a [`Client`] knows besides its URL and connections. All clones share it.
#[derive(Clone, Debug)]
pub struct Session {
    shared: Arc<Shared>,
    retry: RetryPolicy,
    deadline: Deadline,
    selection: Option<Selection>,
}

/// Bounds of a single attempt.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) attempt_timeout: Duration,
    pub(crate) max_body: usize,
}

/// When to give up on a call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deadline {
    /// So long after its start.
    After(Duration),
    /// At a moment that several calls share.
    At(Instant),
}

impl Deadline {
    /// The moment to give up, for a call that starts now. One too far away to be represented is none.
    fn start(self) -> Option<Instant> {
        match self {
            Self::After(duration) => Instant::now().checked_add(duration),
            Self::At(moment) => Some(moment),
        }
    }
}

#[derive(Debug)]
struct Shared {
    /// Marked as sensitive, and zeroed when the last copy is dropped.
    authorization: HeaderValue,
    base: Url,
    limits: Limits,
    budget: RetryBudget,
    connections: Arc<Connections>,
}

impl Session {
    pub(crate) fn new(
        authorization: HeaderValue,
        base: Url,
        retry: RetryPolicy,
        limits: Limits,
        deadline: Duration,
        http: Option<HttpConfig>,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                authorization,
                base,
                limits,
                budget: RetryBudget::new(),
                connections: Arc::new(Connections::new(http)),
            }),
            retry,
            deadline: Deadline::After(deadline),
            selection: None,
        }
    }

    pub(crate) fn select(&mut self, selection: Selection) {
        self.selection = Some(selection);
    }

    pub(crate) fn set_retry(&mut self, retry: RetryPolicy) {
        self.retry = retry;
    }

    /// Keeps the sooner of the deadlines.
    pub(crate) fn shorten_deadline(&mut self, limit: Duration) {
        self.deadline = match self.deadline {
            Deadline::After(own) => Deadline::After(own.min(limit)),
            Deadline::At(shared) => match Deadline::After(limit).start() {
                Some(own) => Deadline::At(shared.min(own)),
                None => Deadline::At(shared),
            },
        };
    }

    /// Starts the clock for this call and all further ones.
    pub(crate) fn start_deadline(&mut self) {
        if let Some(moment) = self.deadline.start() {
            self.deadline = Deadline::At(moment);
        }
    }
}

impl ClientHooks<Session> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let authorization = self.inner.shared.authorization.clone();
        request.headers_mut().insert(AUTHORIZATION, authorization);
        Ok(())
    }

    async fn exec(&self, request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let operation = Operation::by_id(info.operation_id);
        let base = &self.inner.shared.base;
        let span = tracing::debug_span!(
            "dataforce.request",
            otel.name = operation.map(tracing::field::display),
            otel.kind = "client",
            operation = info.operation_id,
            http.request.method = %request.method(),
            url.template = operation.map(|operation| operation.path),
            server.address = base.host_str(),
            server.port = base.port_or_known_default(),
            url.full = %request.url(),
            http.response.status_code = tracing::field::Empty,
            http.request.resend_count = tracing::field::Empty,
            error.type = tracing::field::Empty,
            otel.status_code = tracing::field::Empty,
        );
        let call = Call {
            client: self,
            session: &self.inner,
            context: Context {
                operation,
                ..Context::default()
            },
        };
        call.run(request).instrument(span).await
    }
}

/// One call of an operation: one or several attempts.
struct Call<'c> {
    client: &'c Client,
    session: &'c Session,
    context: Context,
}

/// An answer that has come completely.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Url,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Whether the service itself says that it did not do what was asked, and would not have done it before.
    fn refuses(&self) -> bool {
        let refused = matches!(self.status.as_u16(), 400 | 409 | 422) && self.is_from_service();
        refused || self.says_that_nothing_is_there()
    }

    /// Whether it says at all that the request was not carried out.
    fn denies(&self) -> bool {
        self.status.is_client_error() || matches!(self.status.as_u16(), 307 | 308)
    }

    /// Gateways answer with pages of their own.
    fn is_from_service(&self) -> bool {
        detail::is_present(&self.body)
    }

    /// Whether it is the service's word that no collection has the id. Another 404 speaks of the orbit or the address, and
    /// says nothing of the collection.
    fn says_that_nothing_is_there(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
            && detail::readable(&self.body).as_deref() == Some("Collection not found")
    }
}

/// An attempt without a complete answer.
struct Fault {
    kind: NoResponseKind,
    what: Box<str>,
    source: Option<reqwest::Error>,
    /// Whether something was sent that could be processed; `None` where only the kind tells.
    sent: Option<bool>,
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Self {
        Self {
            kind: kind_of(&error),
            what: describe(&error).into(),
            source: Some(error.without_url()),
            sent: None,
        }
    }
}

impl Fault {
    fn new(kind: NoResponseKind, what: impl Into<Box<str>>) -> Self {
        Self {
            kind,
            what: what.into(),
            source: None,
            sent: None,
        }
    }
}

/// What an attempt says about sending the request again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The call is decided, for good or bad.
    Final,
    /// Something passing went wrong before the request could be processed.
    Unprocessed,
    /// Something passing went wrong, and the request may have been processed.
    Ambiguous,
}

impl Call<'_> {
    async fn run(mut self, request: Request) -> reqwest::Result<Response> {
        if tokio::runtime::Handle::try_current().is_err() {
            let fault = Fault::new(
                NoResponseKind::NoRuntime,
                "the call was made outside of a Tokio runtime: await it within one, or use the blocking client",
            );
            return self.fail(fault).await;
        }
        let deadline = self.session.deadline.start();
        let method = request.method().clone();
        let mut pending = request;
        let mut ambiguous = false;
        loop {
            // Bodies are JSON in memory, which can be cloned; one that cannot is sent once.
            let again = pending.try_clone();
            self.context.attempts += 1;
            let attempt_start = Instant::now();
            let outcome = self.attempt(pending, again.as_ref(), deadline).await;
            let verdict = verdict(&outcome);
            self.trace(&outcome, attempt_start.elapsed());

            if let Ok(answer) = &outcome
                && verdict == Verdict::Final
            {
                self.session.shared.budget.reward(self.context.attempts);
                if ambiguous && method == Method::DELETE && answer.says_that_nothing_is_there() {
                    // An earlier attempt has done the work and only its answer was lost.
                    tracing::debug!("nothing is left to delete: an earlier attempt did it");
                    return self.succeed(
                        &method,
                        Answer {
                            status: StatusCode::NO_CONTENT,
                            headers: HeaderMap::new(),
                            url: answer.url.clone(),
                            body: Bytes::new(),
                        },
                    );
                }
            }

            ambiguous |= verdict == Verdict::Ambiguous;
            let may_repeat = match verdict {
                Verdict::Final => false,
                Verdict::Ambiguous => method != Method::POST,
                Verdict::Unprocessed => true,
            };
            if may_repeat
                && let Some(next) = again
                && let Some(pause) = self.pause(&outcome, deadline)
            {
                tracing::debug!(pause_ms = pause.as_millis(), "the request is sent again");
                tokio::time::sleep(pause).await;
                pending = next;
                continue;
            }

            let undecided = match &outcome {
                Ok(answer) => !answer.denies() || (ambiguous && !answer.refuses()),
                // A fault that is final is one of the answer, and leaves open what the request did.
                Err(_) => ambiguous || verdict == Verdict::Final,
            };
            self.context.outcome_unknown = undecided && !method.is_safe();
            return match outcome {
                Ok(answer) => self.succeed(&method, answer),
                Err(fault) => self.fail(fault).await,
            };
        }
    }

    /// How long to wait before the next attempt; `None` where there is to be none.
    fn pause(
        &self,
        outcome: &Result<Answer, Fault>,
        deadline: Option<Instant>,
    ) -> Option<Duration> {
        if !self.session.retry.allows_another(self.context.attempts) {
            return None;
        }
        let headers = outcome.as_ref().ok().map(|answer| &answer.headers);
        let pause = self.session.retry.delay(self.context.attempts, headers);
        let in_time = deadline.is_none_or(|deadline| {
            let next = Instant::now().checked_add(pause);
            next.is_some_and(|next| next < deadline)
        });
        (in_time && self.session.shared.budget.withdraw()).then_some(pause)
    }

    async fn attempt(
        &self,
        request: Request,
        copy: Option<&Request>,
        deadline: Option<Instant>,
    ) -> Result<Answer, Fault> {
        let shared = &self.session.shared;
        let start = Instant::now();
        let limit = shared.limits.attempt_timeout;
        let left = deadline.map(|deadline| deadline.saturating_duration_since(start));
        let (limit, setting) = match left {
            Some(left) if left < limit => (left, "deadline"),
            _ => (limit, "attempt_timeout"),
        };
        let too_late = |_| {
            let what = format!(
                "no complete answer came within {limit:.1?}, which is what the `{setting}` left for it"
            );
            Fault::new(NoResponseKind::Timeout, what)
        };
        let rest = || limit.saturating_sub(start.elapsed());

        let (progress, sending) = shared.connections.send(&self.client.client, request, copy);
        let (mut response, pool) = match timeout(limit, sending).await {
            Ok(Ok(answered)) => answered,
            Ok(Err(error)) => {
                return Err(Fault {
                    sent: progress.is_sent(),
                    ..error.into()
                });
            }
            Err(elapsed) => {
                return Err(Fault {
                    sent: progress.is_sent(),
                    ..too_late(elapsed)
                });
            }
        };
        let url = response.url().clone();
        if !same_origin(&url, &shared.base) {
            return Err(Fault::new(
                NoResponseKind::ForeignOrigin,
                format!(
                    "the answer came from {}, where a redirect led, and was discarded: give that address as base URL",
                    url.origin().ascii_serialization()
                ),
            ));
        }
        let status = response.status();
        let version = response.version();
        if status.is_server_error() {
            shared.connections.note_crash(pool, version);
        }
        let headers = std::mem::take(response.headers_mut());
        let limit = shared.limits.max_body;
        let body = match &self.session.selection {
            _ if !status.is_success() => {
                let mut body = BytesMut::new();
                // The status says more than the body. Where that does not come in time or breaks off, what came of it
                // is kept.
                let _ = timeout(rest(), read_prefix(response, &mut body)).await;
                if status.is_server_error() {
                    // The connection becomes free only now.
                    shared.connections.note_crash(pool, version);
                }
                body.freeze()
            }
            None => {
                let reading = read(response, &headers, limit);
                timeout(rest(), reading).await.map_err(too_late)??
            }
            Some(selection) => {
                let reading = select(response, selection, limit);
                timeout(rest(), reading).await.map_err(too_late)??
            }
        };
        Ok(Answer {
            status,
            headers,
            url,
            body,
        })
    }

    /// Hands an answer to the generated client, which tells success from failure.
    fn succeed(self, method: &Method, answer: Answer) -> reqwest::Result<Response> {
        let status = answer.status;
        let span = tracing::Span::current();
        span.record("http.response.status_code", status.as_u16());
        if status.is_client_error() || status.is_server_error() {
            span.record("error.type", status.as_str());
        }
        self.record_end(&span, !status.is_success());
        // The usual answers become no errors, which are all that reads this.
        let usual = match status {
            StatusCode::OK => *method != Method::DELETE,
            StatusCode::NO_CONTENT => *method == Method::DELETE,
            _ => false,
        };
        let answer = if usual {
            answer
        } else {
            self.session.conceal_key(answer)
        };
        let mut response = http::Response::builder().status(status).url(answer.url);
        if let Some(headers) = response.headers_mut() {
            *headers = answer.headers;
        }
        if !usual {
            response = response.extension(self.context);
        }
        // Status and headers come from an answer and are valid, so this never falls back.
        Ok(response.body(answer.body).unwrap_or_default().into())
    }

    async fn fail(self, fault: Fault) -> reqwest::Result<Response> {
        let span = tracing::Span::current();
        span.record("error.type", error_type(fault.kind));
        self.record_end(&span, true);
        NoResponse {
            kind: fault.kind,
            what: fault.what,
            context: self.context,
            source: fault.source,
        }
        .into_reqwest()
        .await
    }

    fn record_end(&self, span: &tracing::Span, failed: bool) {
        if self.context.attempts > 1 {
            span.record("http.request.resend_count", self.context.attempts - 1);
        }
        if failed {
            span.record("otel.status_code", "ERROR");
        }
    }

    fn trace(&self, outcome: &Result<Answer, Fault>, duration: Duration) {
        let resend_count = self.context.attempts - 1;
        let duration = duration.as_secs_f64();
        match outcome {
            Ok(answer) => tracing::debug!(
                http.response.status_code = answer.status.as_u16(),
                http.request.resend_count = resend_count,
                http.client.request.duration = duration,
                "answered"
            ),
            Err(fault) => tracing::debug!(
                error.type = error_type(fault.kind),
                http.request.resend_count = resend_count,
                http.client.request.duration = duration,
                "not answered: {}",
                fault.what
            ),
        }
    }
}

impl Session {
    /// Blots out the key, should somebody have sent it back: what errors keep is printed and logged.
    pub(crate) fn conceal_key(&self, mut answer: Answer) -> Answer {
        let key = self.shared.authorization.as_bytes();
        let key = key.strip_prefix(b"Bearer ").unwrap_or(key);
        for value in answer.headers.values_mut() {
            if let Some(concealed) = conceal(value.as_bytes(), key) {
                *value = HeaderValue::from_bytes(&concealed).unwrap_or(CONCEALED);
            }
        }
        if conceal(answer.url.as_str().as_bytes(), key).is_some() {
            answer.url = self.shared.base.clone();
        }
        if let Some(concealed) = conceal(&answer.body, key) {
            answer.body = concealed.into();
        }
        answer.body.truncate(MAX_ERROR_BODY);
        answer
    }
}

const CONCEALED: HeaderValue = HeaderValue::from_static("[the API key]");

/// Replaces all occurrences of a secret; `None` where there are none.
pub(crate) fn conceal(text: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let find = |text: &[u8]| {
        text.windows(secret.len())
            .position(|window| window == secret)
    };
    let mut found = find(text)?;
    let mut concealed = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        concealed.extend_from_slice(&rest[..found]);
        concealed.extend_from_slice(CONCEALED.as_bytes());
        rest = &rest[found + secret.len()..];
        match find(rest) {
            Some(next) => found = next,
            None => break,
        }
    }
    concealed.extend_from_slice(rest);
    Some(concealed)
}

fn verdict(outcome: &Result<Answer, Fault>) -> Verdict {
    match outcome {
        Ok(answer) => match answer.status {
            StatusCode::TOO_MANY_REQUESTS => Verdict::Unprocessed,
            StatusCode::REQUEST_TIMEOUT => Verdict::Ambiguous,
            status if status.is_server_error() => Verdict::Ambiguous,
            _ => Verdict::Final,
        },
        Err(fault) => match fault.kind {
            NoResponseKind::Connect | NoResponseKind::Timeout | NoResponseKind::Interrupted => {
                // A failed connection may be that of a redirect, which an own `reqwest::Client` follows after the
                // request was processed.
                let sent = fault.sent.unwrap_or(fault.kind != NoResponseKind::Connect);
                if sent {
                    Verdict::Ambiguous
                } else {
                    Verdict::Unprocessed
                }
            }
            NoResponseKind::BodyTooLarge
            | NoResponseKind::ForeignOrigin
            | NoResponseKind::NoRuntime => Verdict::Final,
        },
    }
}

fn error_type(kind: NoResponseKind) -> &'static str {
    match kind {
        NoResponseKind::Connect => "connect",
        NoResponseKind::Timeout => "timeout",
        NoResponseKind::Interrupted => "interrupted",
        NoResponseKind::BodyTooLarge => "body_too_large",
        NoResponseKind::ForeignOrigin => "foreign_origin",
        NoResponseKind::NoRuntime => "no_runtime",
    }
}

/// Reads a whole body of at most `limit` bytes.
async fn read(mut response: Response, headers: &HeaderMap, limit: usize) -> Result<Bytes, Fault> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|announced| announced > limit) {
        return Err(too_large(limit));
    }
    let Some(first) = response.chunk().await? else {
        return Ok(Bytes::new());
    };
    // Short answers come in one piece, which is used as it is.
    let Some(second) = response.chunk().await? else {
        return if first.len() > limit {
            Err(too_large(limit))
        } else {
            Ok(first)
        };
    };
    let expected = announced.map_or(0, |announced| announced.min(MAX_RESERVATION));
    let mut body = BytesMut::with_capacity(expected.max(first.len() + second.len()));
    body.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if body.len() + chunk.len() > limit {
            return Err(too_large(limit));
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await?;
    }
    Ok(body.freeze())
}

/// Reads what errors keep of a body, and at most one chunk more. The rest stays unread, which costs the connection, but
/// no memory.
async fn read_prefix(mut response: Response, body: &mut BytesMut) {
    while body.len() < MAX_ERROR_BODY
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk);
    }
}

/// Reads a list and keeps the selected elements.
async fn select(
    mut response: Response,
    selection: &Selection,
    limit: usize,
) -> Result<Bytes, Fault> {
    let Some(first) = response.chunk().await? else {
        return Ok(Bytes::new());
    };
    let second = response.chunk().await?;
    if second.is_none() && first.len() <= SHORT_LIST.min(limit) {
        return Ok(first);
    }
    let mut selector = Selector::new(selection);
    let mut next = second;
    selector.push(&first);
    while let Some(chunk) = next {
        selector.push(&chunk);
        if selector.is_lost() {
            break;
        }
        if selector.held() > limit {
            return Err(too_large(limit));
        }
        next = response.chunk().await?;
    }
    if selector.held() > limit {
        return Err(too_large(limit));
    }
    Ok(selector.finish())
}

fn too_large(limit: usize) -> Fault {
    Fault::new(
        NoResponseKind::BodyTooLarge,
        format!(
            "the answer is larger than the limit of {limit} bytes: raise it with `max_response_bytes` of the client's builder"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_concealed_wherever_it_stands() {
        let text = |text: &str| {
            conceal(text.as_bytes(), b"dfs_a").map(|it| String::from_utf8(it).unwrap())
        };
        assert_eq!(text("dfs_b"), None);
        assert_eq!(text(""), None);
        assert_eq!(text("dfs_a").unwrap(), "[the API key]");
        assert_eq!(
            text("<dfs_adfs_a dfs_>").unwrap(),
            "<[the API key][the API key] dfs_>"
        );
    }
}
