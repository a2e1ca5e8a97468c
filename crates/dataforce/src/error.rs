//! The error of every operation.

use std::fmt;

use serde_json::json;
use uuid::Uuid;

use crate::api_version::ApiVersion;
use crate::choices::Choices;
use crate::error_kind::{ErrorKind, classify};
use crate::id::InvalidId;
use crate::resource::Resource;

/// The result of every fallible function of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// The reason why an operation failed.
///
/// `Display` prints one sentence: what happened, to what, and what to do. Programs use the
/// predicates, such as [`is_not_found`](Self::is_not_found), or [`kind`](Self::kind), and the
/// accessors for details.
///
/// | what happened | `kind()` | what to do |
/// |---|---|---|
/// | no key, an unusable base URL, no default set | `Configuration` | set what the message names |
/// | a value that the server cannot store | `InvalidInput` | correct the value |
/// | nothing has the id or name; a 404 of the service | `NotFound` | use one that is listed |
/// | several resources have the name | `MultipleResourcesFound` | use one of the ids |
/// | status 401 `Not authenticated` | `Unauthorized` | check the API key |
/// | status 403 `Not enough rights` | `Forbidden` | ask an administrator for the right |
/// | status 409, a collection that holds models | `Conflict` | remove the models first |
/// | status 422 with a list of issues | `Validation` | correct what the message names |
/// | status 429 after all attempts | `RateLimited` | call less often |
/// | status 5xx after all attempts | `Server` | try again later |
/// | no connection, or a lost one | `Connection` | check address and network |
/// | no complete response in time; status 408 | `Timeout` | try again, or raise the limit |
/// | a redirect, an unknown status or body | `UnexpectedResponse` | check base URL and version |
/// | the server's certificate is not trusted | `Certificate` | trust its certificate authority |
/// | no Tokio runtime, or a blocking call within one | `Runtime` | use the other client |
///
/// If a change was sent and may have taken effect although the call failed,
/// [`outcome_unknown`](Self::outcome_unknown) returns `true`.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// What happened, to what.
    what: String,
    /// What to do, unless the rest says so.
    advice: &'static str,
    /// Further clauses.
    notes: Vec<String>,
    choices: Option<Choices>,
    /// The error of the transport, if a call or the building of a client failed.
    cause: Option<dataforce_api::Error>,
}

impl Error {
    /// Returns what kind of problem this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns `true` if a setting of the client is missing or cannot be used.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Returns `true` if no resource has the id or name.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Returns `true` if several resources have the name.
    pub fn is_multiple_resources_found(&self) -> bool {
        self.kind() == ErrorKind::MultipleResourcesFound
    }

    /// Returns `true` if the server does not accept the API key.
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// Returns `true` if the key's owner lacks the right to do this.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Returns `true` if the state of the resource does not allow this, for example deleting a
    /// collection that holds models.
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// Returns `true` if this crate or the server rejected a value.
    pub fn is_validation(&self) -> bool {
        matches!(self.kind(), ErrorKind::Validation | ErrorKind::InvalidInput)
    }

    /// Returns `true` if the connection could not be made, or was lost.
    pub fn is_connection(&self) -> bool {
        self.kind() == ErrorKind::Connection
    }

    /// Returns `true` if there were too many requests. See [`retry_after`](Self::retry_after).
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Returns `true` if the response did not arrive in time.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Returns `true` if the same call may succeed later, and can be repeated safely.
    ///
    /// It is `false` if [`outcome_unknown`](Self::outcome_unknown) is `true`: check first whether the
    /// call has taken effect already.
    pub fn is_retryable(&self) -> bool {
        let is_temporary = matches!(
            self.kind(),
            ErrorKind::RateLimited | ErrorKind::Server | ErrorKind::Connection | ErrorKind::Timeout
        );
        is_temporary && !self.outcome_unknown()
    }

    /// Returns `true` if a change may have taken effect on the server although the call failed.
    ///
    /// A create is never sent again if the server may have processed it. Look then whether the
    /// collection exists.
    pub fn outcome_unknown(&self) -> bool {
        self.cause()
            .is_some_and(dataforce_api::Error::outcome_unknown)
    }

    /// Returns `true` if the call was not attempted again because most recent retries have
    /// failed; see [`RetryPolicy`](crate::RetryPolicy).
    pub fn retries_suspended(&self) -> bool {
        self.cause()
            .is_some_and(dataforce_api::Error::retries_suspended)
    }

    /// Returns the HTTP status of the response, if there was one.
    pub fn status(&self) -> Option<u16> {
        Some(self.cause()?.status()?.as_u16())
    }

    /// Returns the operation of the contract that failed, for example `delete_collection`, or
    /// `None` if nothing was sent.
    pub fn operation(&self) -> Option<&'static str> {
        Some(self.cause()?.operation()?.id)
    }

    /// Returns the HTTP method of the request that failed.
    pub fn method(&self) -> Option<&'static str> {
        Some(self.cause()?.operation()?.method)
    }

    /// Returns the URL that responded, after redirects, if there was a response.
    pub fn url(&self) -> Option<&str> {
        self.cause()?.url()
    }

    /// Returns the headers of the response, if there was one.
    pub fn headers(&self) -> Option<&reqwest::header::HeaderMap> {
        self.cause()?.headers()
    }

    /// Returns how long the server asks to wait before the next call (`Retry-After`).
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        self.cause()?.retry_after()
    }

    /// Returns the server's own explanation in one line: its sentence, or the issues of a 422, for
    /// example `body.name: Field required`.
    pub fn detail(&self) -> Option<&str> {
        self.cause()?.detail()
    }

    /// Returns the beginning of the response body, at most 64 KiB, as the server sent it. Only the
    /// API key is redacted.
    pub fn body(&self) -> Option<&[u8]> {
        Some(self.cause()?.body()?)
    }

    /// Returns the ids that the message offers to choose from.
    ///
    /// For [`MultipleResourcesFound`](ErrorKind::MultipleResourcesFound), these are the resources
    /// that have the name; otherwise the resources that are available, if they could be listed.
    pub fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.0.choices.iter().flat_map(Choices::ids)
    }

    fn new(kind: ErrorKind, what: String) -> Self {
        Self(Box::new(Inner {
            kind,
            what,
            advice: "",
            notes: Vec::new(),
            choices: None,
            cause: None,
        }))
    }

    fn cause(&self) -> Option<&dataforce_api::Error> {
        self.0.cause.as_ref()
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message.into())
    }

    pub(crate) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message.into())
    }

    /// A response that makes no sense.
    pub(crate) fn unexpected(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::UnexpectedResponse, message.into())
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message.into())
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn runtime(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Runtime, message.into())
    }

    /// Several resources are what was `wanted`, for example `the orbit name "A"`.
    pub(crate) fn ambiguous(wanted: &str, found: Choices) -> Self {
        let message = format!(
            "{wanted} is ambiguous, because {} have it: use one of the ids {}",
            found.count(),
            found.listed_ids(),
        );
        let mut error = Self::new(ErrorKind::MultipleResourcesFound, message);
        error.0.choices = Some(found);
        error
    }

    /// Adds the resources to choose from, or the reason why they could not be listed.
    pub(crate) fn with_choices(mut self, resource: Resource, choices: Result<Choices>) -> Self {
        let note = match choices {
            Ok(choices) => {
                let note = choices.to_string();
                self.0.choices = Some(choices);
                note
            }
            Err(error) => {
                let resources = resource.plural();
                format!("the available {resources} could not be listed ({error})")
            }
        };
        self.with_note(note)
    }

    /// The error for a failed call that tried to do `what`, for example `list the organizations`.
    pub(crate) fn call(what: &str, cause: dataforce_api::Error) -> Self {
        let (kind, advice) = classify(&cause);
        let mut error = Self::new(kind, format!("could not {what}: {}", cause.message()));
        error.0.advice = advice;
        error.0.cause = Some(cause);
        error
    }

    /// The error for a client that could not be built.
    pub(crate) fn build(cause: dataforce_api::Error) -> Self {
        let origin = match cause.setting() {
            Some("api_key") => {
                " (the key comes from `api_key` or the environment variable LUML_API_KEY or \
                 DFS_API_KEY)"
            }
            Some("base_url") => {
                " (it comes from `base_url` or the environment variable LUML_BASE_URL or \
                 DFS_BASE_URL)"
            }
            _ => "",
        };
        let mut error = Self::configuration(format!("{}{origin}", cause.message()));
        error.0.cause = Some(cause);
        error
    }

    /// Whether the server does not know the path of the request, in the words of the framework that
    /// the service is built with.
    pub(crate) fn is_unknown_path(&self) -> bool {
        let says_so = |body: &[u8]| {
            serde_json::from_slice::<serde_json::Value>(body)
                .is_ok_and(|body| body == json!({"detail": "Not Found"}))
        };
        self.status() == Some(404) && self.body().is_some_and(says_so)
    }

    /// Whether the failed call would have changed something.
    pub(crate) fn is_of_change(&self) -> bool {
        let operation = self.cause().and_then(dataforce_api::Error::operation);
        operation.is_some_and(|operation| !operation.safe)
    }

    /// Says that the server no longer speaks `version`, and that it did not carry out a change, if
    /// this is the error of one.
    pub(crate) fn at_changed_version(mut self, version: ApiVersion) -> Self {
        if self.outcome_unknown() {
            return self;
        }
        let nothing_was_done = match self.is_of_change() {
            true => ", and nothing was done",
            false => "",
        };
        self.0.advice = "repeat the call, which finds out the version that it speaks now";
        self.with_note(format!(
            "the server no longer speaks the {version} version of the API{nothing_was_done}"
        ))
    }

    /// Adds a clause to the message.
    pub(crate) fn with_note(mut self, note: String) -> Self {
        self.0.notes.push(note);
        self
    }
}

/// For calls of the generated clients, see [`Client::v1`](crate::Client::v1) and
/// [`Client::legacy`](crate::Client::legacy).
impl From<dataforce_api::Error> for Error {
    fn from(cause: dataforce_api::Error) -> Self {
        match cause.kind() {
            dataforce_api::ErrorKind::Configuration => Self::build(cause),
            _ => Self::call("call the API", cause),
        }
    }
}

impl From<InvalidId> for Error {
    fn from(error: InvalidId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

/// Prints the message first: a program that returns the error from `main` prints this.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("message", &self.to_string())
            .field("kind", &self.0.kind);
        if let Some(operation) = self.operation() {
            debug.field("operation", &operation);
        }
        if let Some(status) = self.status() {
            debug.field("status", &status);
        }
        if self.outcome_unknown() {
            debug.field("outcome_unknown", &true);
        }
        if let Some(source) = std::error::Error::source(self) {
            debug.field("source", &source.to_string());
        }
        debug.finish()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            what,
            advice,
            notes,
            ..
        } = &*self.0;
        f.write_str(what)?;
        for note in notes {
            write!(f, "; {note}")?;
        }
        match advice.is_empty() {
            true => Ok(()),
            false => write!(f, ": {advice}"),
        }
    }
}

impl std::error::Error for Error {
    /// Returns what caused the failed call or the unusable setting. The message includes the text
    /// of those already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(self.cause()?)
    }
}
