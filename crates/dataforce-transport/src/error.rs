//! The error of every call, with everything that is known about it.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::error_body;
use crate::operation::Operation;
use crate::retry;

/// How many bytes of the body of an error response are kept.
///
/// The service's errors are short, but a 422 repeats its input and a gateway may respond with
/// anything.
pub const MAX_ERROR_BODY: usize = 64 * 1024;

/// Why a client could not be built or a call did not succeed.
///
/// `Display` is one sentence that names the operation and says what happened. Programs ask
/// [`kind`](Self::kind) and the accessors.
///
/// The error is as small as a pointer.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What happened, as a clause without the operation.
    message: String,
    context: Context,
    response: Option<ErrorResponse>,
    setting: Option<&'static str>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What the transport knows about a call, whatever its outcome.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) attempts: u32,
    pub(crate) outcome_unknown: bool,
    pub(crate) retries_suspended: bool,
}

/// What the server sent, with the key redacted and the body cut to [`MAX_ERROR_BODY`].
pub(crate) struct ErrorResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) url: String,
    /// The `detail` of the body, in one line.
    pub(crate) detail: Option<String>,
}

/// What kind of error an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A setting of the client is missing or cannot be used. [`Error::setting`] names it.
    Configuration,
    /// The request could not be built from the arguments.
    InvalidRequest,
    /// The server responded with a status other than success.
    Status,
    /// The server responded with success, but the body is not what the contract promises.
    Undecodable,
    /// No connection could be made: name resolution or TCP failed. The server has not seen the
    /// request.
    Connect,
    /// No secure connection could be made, because the server's certificate is not trusted.
    Certificate,
    /// A proxy asks for credentials. The server has not seen the request.
    Proxy,
    /// An attempt or the whole call took too long.
    Timeout,
    /// The connection was lost while the request was sent or the response was read.
    Interrupted,
    /// The response body is larger than the limit.
    BodyTooLarge,
    /// A custom `reqwest::Client` followed a redirect to another origin; the response was
    /// discarded.
    ForeignOrigin,
    /// The call was made outside of a Tokio runtime.
    NoRuntime,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>, context: Context) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            context,
            response: None,
            setting: None,
            source: None,
        }))
    }

    /// A setting that cannot be used; `setting` is its name on the builder.
    pub(crate) fn configuration(setting: &'static str, message: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorKind::Configuration, message, Context::default());
        error.0.setting = Some(setting);
        error
    }

    pub(crate) fn with_response(mut self, response: ErrorResponse) -> Self {
        self.0.response = Some(response);
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Returns what kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what happened, as a clause that does not name the operation: "the server responded
    /// with 404 Not Found".
    pub fn message(&self) -> String {
        let mut message = self.0.message.clone();
        let context = &self.0.context;
        if context.attempts > 1 {
            message.push_str(&format!(" (after {} attempts)", context.attempts));
        }
        if context.retries_suspended {
            message
                .push_str("; it was not attempted again, because most recent retries have failed");
        }
        if context.outcome_unknown {
            message.push_str("; the operation may have taken effect nevertheless");
        }
        message
    }

    /// Returns the operation that failed; `None` if the error is not one of a call.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.context.operation
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the beginning of the response body, at most [`MAX_ERROR_BODY`] bytes, as the server
    /// sent it. Only the API key is redacted.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// Returns the URL that responded, after redirects.
    pub fn url(&self) -> Option<&str> {
        let response = self.0.response.as_ref()?;
        Some(&response.url)
    }

    /// Returns the service's own words in one line, if the body holds any: its sentence, or the
    /// issues of a 422 in the form `body.name: Field required`.
    pub fn detail(&self) -> Option<&str> {
        self.0.response.as_ref()?.detail.as_deref()
    }

    /// Returns how long the server asks to wait before the next call (`Retry-After`, in seconds or
    /// as a date).
    pub fn retry_after(&self) -> Option<Duration> {
        retry::retry_after(self.headers()?, SystemTime::now())
    }

    /// Returns how often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.context.attempts
    }

    /// Returns the builder method of the setting that cannot be used, for example `base_url`.
    pub fn setting(&self) -> Option<&'static str> {
        self.0.setting
    }

    /// Whether the operation may have taken effect on the server although the call failed.
    ///
    /// Always `false` for operations that only read, and if the last response rules it out.
    pub fn outcome_unknown(&self) -> bool {
        self.0.context.outcome_unknown
    }

    /// Whether the call was not attempted again because most recent retries have failed, see
    /// [`RetryPolicy`](crate::RetryPolicy).
    pub fn retries_suspended(&self) -> bool {
        self.0.context.retries_suspended
    }

    /// Whether the service says that the target of the operation does not exist, in the words that
    /// the contract quotes ([`Operation::missing_target`]).
    pub fn is_missing_target(&self) -> bool {
        match (self.operation(), self.status()) {
            (Some(operation), Some(status)) => {
                operation.says_target_is_missing(status, self.detail())
            }
            _ => false,
        }
    }

    /// Whether the response has the form of the service's own errors. Responses of gateways,
    /// proxies and other servers do not.
    pub fn is_from_service(&self) -> bool {
        self.body()
            .is_some_and(|body| error_body::is_from_service(body))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(f, "{}: ", operation.id)?;
        }
        f.write_str(&self.message())
    }
}

/// Without headers and body, which may hold anything.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("message", &self.to_string())
            .field("kind", &self.kind());
        if let Some(status) = self.status() {
            debug.field("status", &status);
        }
        if let Some(source) = &self.0.source {
            debug.field("source", &source.to_string());
        }
        debug.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
