//! Everything that can go wrong with a call, with all that is known about it.

use std::fmt;

use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderMap, StatusCode};

use crate::{Error, Operation, detail};

/// How many bytes of an error answer are kept.
///
/// Errors of the server are short, but a 422 repeats its input and a gateway may answer with anything.
pub const MAX_ERROR_BODY: usize = 64 * 1024;

/// Why a call did not succeed.
///
/// The methods of [`Client`](crate::Client) answer [`Error`], the error type of all progenitor clients, which cannot
/// hold all that is known. It converts into a `Failure` with `?` or [`From`]:
///
/// ```
/// use dataforce_api::{Client, Failure, types};
///
/// async fn names(
///     client: &Client,
///     organization: &types::OrganizationId,
///     orbit: &types::OrbitId,
/// ) -> Result<Vec<String>, Failure> {
///     let collections = client.list_collections(organization, orbit).await?.into_inner();
///     Ok(collections.into_iter().map(|collection| collection.name).collect())
/// }
/// ```
///
/// It is as small as a pointer and a tag.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The server answered, and not with the success that the contract promises.
    #[error(transparent)]
    Response(Box<ErrorResponse>),
    /// There was no answer that could be used: the connection failed, it took too long, the body was too large.
    #[error(transparent)]
    NoResponse(Box<NoResponse>),
    /// The server answered with success, but the body is not what the contract promises.
    #[error(transparent)]
    Undecodable(Box<UndecodableResponse>),
    /// The request could not be made from what was given.
    #[error("the request could not be made: {0}")]
    InvalidRequest(Box<str>),
}

impl Failure {
    /// The status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Response(response) => Some(response.status),
            Self::Undecodable(response) => Some(response.answer.status),
            Self::NoResponse(_) | Self::InvalidRequest(_) => None,
        }
    }

    /// The operation that failed, where it is known.
    pub fn operation(&self) -> Option<Operation> {
        match self {
            Self::Response(response) => response.context.operation,
            Self::NoResponse(failure) => failure.context.operation,
            Self::Undecodable(response) => response.answer.context.operation,
            Self::InvalidRequest(_) => None,
        }
    }

    /// Whether the operation may have taken effect on the server all the same.
    ///
    /// Always `false` for operations that only read, and where the last answer tells that nothing was done.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Response(response) => response.context.outcome_unknown,
            Self::NoResponse(failure) => failure.context.outcome_unknown,
            Self::Undecodable(response) => response.answer.context.outcome_unknown,
            Self::InvalidRequest(_) => false,
        }
    }
}

impl From<Error<()>> for Failure {
    fn from(error: Error<()>) -> Self {
        match error {
            Error::UnexpectedResponse(mut response) => {
                let unreadable = response.extensions_mut().remove::<Unreadable>();
                let answer = ErrorResponse::read(response);
                match unreadable {
                    None => Self::Response(Box::new(answer)),
                    Some(Unreadable(what)) => {
                        Self::Undecodable(Box::new(UndecodableResponse { answer, what }))
                    }
                }
            }
            // The two that the generated methods do not make.
            Error::ErrorResponse(response) => Self::Response(Box::new(ErrorResponse {
                status: response.status(),
                headers: response.headers().clone(),
                ..ErrorResponse::default()
            })),
            Error::InvalidResponsePayload(body, error) => {
                let Unreadable(what) = Unreadable::new(&error);
                let answer = ErrorResponse {
                    body: prefix(body),
                    ..ErrorResponse::default()
                };
                Self::Undecodable(Box::new(UndecodableResponse { answer, what }))
            }
            Error::CommunicationError(error)
            | Error::InvalidUpgrade(error)
            | Error::ResponseBodyError(error) => {
                Self::NoResponse(Box::new(NoResponse::from_reqwest(error)))
            }
            Error::InvalidRequest(reason) | Error::Custom(reason) => {
                Self::InvalidRequest(reason.into())
            }
        }
    }
}

/// What the transport knows of a call, whatever came of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    pub(crate) operation: Option<Operation>,
    pub(crate) attempts: u32,
    pub(crate) outcome_unknown: bool,
}

/// An answer other than the success that the contract promises, whole: status, headers and body.
#[derive(Clone, Debug, Default)]
pub struct ErrorResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    url: Option<reqwest::Url>,
    context: Context,
}

impl ErrorResponse {
    fn read(mut response: reqwest::Response) -> Self {
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let url = Some(response.url().clone());
        let context = response.extensions_mut().remove().unwrap_or_default();
        // The transport has read the body already, so that there is nothing to wait for.
        let body = match response.bytes().now_or_never() {
            Some(Ok(body)) => body,
            Some(Err(_)) | None => Bytes::new(),
        };
        Self {
            status,
            headers,
            body: prefix(body),
            url,
            context,
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, whatever it is: its first [`MAX_ERROR_BODY`] bytes.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The URL that answered, after redirects.
    pub fn url(&self) -> Option<&str> {
        self.url.as_ref().map(reqwest::Url::as_str)
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.context.attempts
    }

    /// How long the server asks to wait before the next call, where it says so: `Retry-After`, in seconds or as a date.
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        crate::retry::retry_after(&self.headers, std::time::SystemTime::now())
    }

    /// The server's own words in one line, where the body holds any: its sentence, or the faults of a 422 as
    /// `body.name: Field required`.
    pub fn detail(&self) -> Option<String> {
        detail::readable(&self.body)
    }
}

impl fmt::Display for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.context.operation {
            write!(f, "{}: ", operation.id)?;
        }
        write!(f, "the server answered {}", self.status)?;
        if self.status.is_redirection() {
            let target = self
                .headers
                .get(http::header::LOCATION)
                .and_then(|location| location.to_str().ok());
            match target {
                Some(target) => write!(
                    f,
                    ", a redirect to {:?}, which is not followed: give the address it points to as base URL",
                    detail::shorten(target)
                )?,
                None => f.write_str(", a redirect without a target")?,
            }
        } else if let Some(detail) = self.detail()
            && Some(detail.as_str()) != self.status.canonical_reason()
        {
            write!(f, ": {detail}")?;
        }
        self.context.fmt_end(f)
    }
}

impl std::error::Error for ErrorResponse {}

impl Context {
    fn fmt_end(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.attempts > 1 {
            write!(f, " (after {} attempts)", self.attempts)?;
        }
        if self.outcome_unknown {
            f.write_str("; the operation may have taken effect all the same")?;
        }
        Ok(())
    }
}

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoResponseKind {
    /// No connection could be made: name resolution, TCP or TLS failed. The server has not seen the request.
    Connect,
    /// An attempt or the whole call took too long.
    Timeout,
    /// The connection was lost while the request was sent or the answer was read.
    Interrupted,
    /// The body of the answer exceeds the limit.
    BodyTooLarge,
    /// The answer came from another origin than the configured one, after a redirect that an own
    /// `reqwest::Client` has followed.
    ForeignOrigin,
    /// The call was made outside of a Tokio runtime.
    NoRuntime,
}

/// A call without an answer that could be used.
#[derive(Debug)]
pub struct NoResponse {
    pub(crate) kind: NoResponseKind,
    /// What happened, as a clause: "the connection was lost".
    pub(crate) what: Box<str>,
    pub(crate) context: Context,
    pub(crate) source: Option<reqwest::Error>,
}

impl NoResponse {
    /// Finds the failure that the transport has hidden in a `reqwest::Error`, see [`Self::into_reqwest`]; where there
    /// is none, the error is reqwest's own.
    fn from_reqwest(error: reqwest::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(link) = cause {
            if let Some(Hidden(failure)) = link.downcast_ref::<Hidden>()
                && let Some(failure) = failure.lock().ok().and_then(|mut held| held.take())
            {
                return failure;
            }
            cause = link.source();
        }
        Self {
            kind: kind_of(&error),
            what: describe(&error).into(),
            context: Context::default(),
            source: Some(error),
        }
    }

    /// Passes the failure through an interface that knows only `reqwest::Error`, which cannot be made from another
    /// error directly: a body that fails with the failure is read.
    pub(crate) async fn into_reqwest(self) -> reqwest::Result<reqwest::Response> {
        let hidden = Hidden(std::sync::Mutex::new(Some(self)));
        let body = futures_util::stream::iter([Err::<Bytes, _>(hidden)]);
        let response: reqwest::Response =
            http::Response::new(reqwest::Body::wrap_stream(body)).into();
        match response.bytes().await {
            Err(error) => Err(error.without_url()),
            // Not reached: the body holds nothing but the error.
            Ok(body) => Ok(http::Response::new(body).into()),
        }
    }

    /// Why there was no answer.
    pub fn kind(&self) -> NoResponseKind {
        self.kind
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.context.attempts
    }
}

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.context.operation {
            write!(f, "{}: ", operation.id)?;
        }
        f.write_str(&self.what)?;
        self.context.fmt_end(f)
    }
}

impl std::error::Error for NoResponse {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}

/// A failure on its way through a `reqwest::Error`.
#[derive(Debug)]
struct Hidden(std::sync::Mutex<Option<NoResponse>>);

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.lock().as_deref() {
            Ok(Some(failure)) => failure.fmt(f),
            _ => f.write_str("the call failed"),
        }
    }
}

impl std::error::Error for Hidden {}

pub(crate) fn kind_of(error: &reqwest::Error) -> NoResponseKind {
    // What is refused while the request is built, as an http URL by a client that is told to use https only, is not sent.
    if error.is_connect() || error.is_builder() {
        NoResponseKind::Connect
    } else if error.is_timeout() {
        NoResponseKind::Timeout
    } else {
        NoResponseKind::Interrupted
    }
}

/// What a `reqwest::Error` means, with its innermost cause, which names the matter ("connection refused").
pub(crate) fn describe(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let what = match kind_of(error) {
        NoResponseKind::Connect => match error.url() {
            Some(url) => &format!(
                "no connection to {} could be made",
                url.origin().ascii_serialization()
            ),
            None => "no connection could be made",
        },
        NoResponseKind::Timeout => "the server took too long",
        _ if error.is_redirect() => "the redirects led nowhere",
        _ if error.is_decode() || error.is_body() => {
            "the connection was lost before the whole answer had come"
        }
        _ => "the connection was lost before an answer came",
    };
    format!("{what} ({})", detail::shorten(&cause.to_string()))
}

/// An answer with a status of success whose body is not what the contract promises.
pub struct UndecodableResponse {
    answer: ErrorResponse,
    what: Box<str>,
}

impl UndecodableResponse {
    /// The answer: status, headers, and the first [`MAX_ERROR_BODY`] bytes of the body.
    pub fn answer(&self) -> &ErrorResponse {
        &self.answer
    }
}

/// Without the body, which may hold anything.
impl fmt::Debug for UndecodableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UndecodableResponse")
            .field("status", &self.answer.status)
            .field("what", &self.what)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for UndecodableResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Context { operation, .. } = self.answer.context;
        if let Some(operation) = operation {
            write!(f, "{}: ", operation.id)?;
        }
        write!(f, "the server answered {}", self.answer.status)?;
        if self.answer.body.is_empty() {
            f.write_str(", but without the body that the contract promises")?;
        } else {
            write!(
                f,
                ", but its body is not what the contract promises: {}",
                self.what
            )?;
        }
        self.answer.context.fmt_end(f)
    }
}

impl std::error::Error for UndecodableResponse {}

/// What is wrong with a body, in serde's words.
#[derive(Clone, Debug)]
pub(crate) struct Unreadable(Box<str>);

impl Unreadable {
    pub(crate) fn new(error: &serde_json::Error) -> Self {
        // serde repeats a text of the wrong kind, however long it is and whatever it holds.
        let what = error.to_string();
        let what = match (
            what.split_once("string \""),
            what.rsplit_once("\", expected"),
        ) {
            (Some((before, _)), Some((_, after))) => format!("{before}a string, expected{after}"),
            _ => what,
        };
        Self(detail::shorten(&what).into())
    }
}

/// The part of a body that errors keep. Copied, where something is cut, so that the rest is freed.
fn prefix(body: Bytes) -> Bytes {
    if body.len() > MAX_ERROR_BODY {
        Bytes::copy_from_slice(&body[..MAX_ERROR_BODY])
    } else {
        body
    }
}
