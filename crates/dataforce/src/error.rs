//! What can go wrong, in words a person can act on.

use std::fmt;

use dataforce_api::{BuildError, Failure, NoResponseKind};
use reqwest::StatusCode;
use uuid::Uuid;

use crate::InvalidId;

/// The result of every fallible function of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// How many resources a message lists.
const MAX_LISTED: usize = 10;
/// How much of a name a message shows, in characters; the service limits nothing.
const MAX_NAME: usize = 80;

/// Why an operation did not succeed.
///
/// `Display` is one sentence that says what happened, to what, and what to do. Programs ask the predicates, as
/// [`is_not_found`](Self::is_not_found), or [`kind`](Self::kind), and the accessors for details.
///
/// | what happened | `kind()` | what to do |
/// |---|---|---|
/// | no key, an unusable base URL, no default set | [`Configuration`](ErrorKind::Configuration) | set what the message names |
/// | a value that the server cannot store | [`InvalidInput`](ErrorKind::InvalidInput) | correct the value |
/// | nothing has the id or name; status 404 `Collection not found`, `Orbit not found` | [`NotFound`](ErrorKind::NotFound) | choose among those the message lists |
/// | several have the name | [`MultipleResourcesFound`](ErrorKind::MultipleResourcesFound) | take one of the ids |
/// | status 401 `Not authenticated` | [`Unauthorized`](ErrorKind::Unauthorized) | check the API key |
/// | status 403 `Not enough rights` | [`Forbidden`](ErrorKind::Forbidden) | ask an administrator for the right |
/// | status 409 `Collection has models and cant be deleted` | [`Conflict`](ErrorKind::Conflict) | remove the models first |
/// | status 422, a list of faults | [`Validation`](ErrorKind::Validation) | correct what the message names |
/// | status 429 after all attempts | [`RateLimited`](ErrorKind::RateLimited) | call less often |
/// | status 5xx, with JSON, plain text or HTML, after all attempts | [`Server`](ErrorKind::Server) | try again later |
/// | no connection, or lost on the way | [`Connection`](ErrorKind::Connection) | check address and network |
/// | no complete answer in time; status 408 | [`Timeout`](ErrorKind::Timeout) | try again, or raise the limit |
/// | a redirect, another 404 or status, a body that is not understood or too large | [`UnexpectedResponse`](ErrorKind::UnexpectedResponse) | check the base URL, update this crate |
/// | the blocking client within an async runtime | [`Runtime`](ErrorKind::Runtime) | use the async client there |
///
/// Where a change was under way and its fate is open, [`outcome_unknown`](Self::outcome_unknown) says so.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static str>,
    outcome_unknown: bool,
    available: Option<Available>,
    cause: Cause,
}

enum Cause {
    None,
    Build(BuildError),
    Call(Failure),
}

/// What kind of trouble an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client lacks a setting, or has one that cannot be used. Nothing was changed.
    Configuration,
    /// A value was refused before anything was sent.
    InvalidInput,
    /// No resource has the id or name.
    NotFound,
    /// Several resources have the name. [`Error::ids`] holds their ids.
    MultipleResourcesFound,
    /// The server does not know the API key (401).
    Unauthorized,
    /// The key's owner may not do this (403).
    Forbidden,
    /// The state of the resource forbids it (409).
    Conflict,
    /// The server did not understand the request (400, 422).
    Validation,
    /// Too many requests (429).
    RateLimited,
    /// The server or a gateway failed (5xx).
    Server,
    /// No connection, or it was lost.
    Connection,
    /// It took too long.
    Timeout,
    /// An answer that this crate does not understand.
    UnexpectedResponse,
    /// The call was made where it cannot be: the blocking client within an async runtime, the async client outside
    /// of one.
    Runtime,
}

impl Error {
    /// What kind of trouble this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether a setting of the client is missing or unusable.
    pub fn is_configuration(&self) -> bool {
        self.kind() == ErrorKind::Configuration
    }

    /// Whether no resource has the id or name.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Whether several resources have the name.
    pub fn is_multiple_resources_found(&self) -> bool {
        self.kind() == ErrorKind::MultipleResourcesFound
    }

    /// Whether the server does not know the API key.
    pub fn is_unauthorized(&self) -> bool {
        self.kind() == ErrorKind::Unauthorized
    }

    /// Whether the key's owner may not do this.
    pub fn is_forbidden(&self) -> bool {
        self.kind() == ErrorKind::Forbidden
    }

    /// Whether the state of the resource forbids it, as when a collection with models is deleted.
    pub fn is_conflict(&self) -> bool {
        self.kind() == ErrorKind::Conflict
    }

    /// Whether a value was refused, by this crate or by the server.
    pub fn is_validation(&self) -> bool {
        matches!(self.kind(), ErrorKind::Validation | ErrorKind::InvalidInput)
    }

    /// Whether there was no connection, or it was lost.
    pub fn is_connection(&self) -> bool {
        self.kind() == ErrorKind::Connection
    }

    /// Whether there were too many requests. See [`retry_after`](Self::retry_after).
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether it took too long.
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the same call may succeed later. Where [`outcome_unknown`](Self::outcome_unknown) is true as well, look
    /// first whether it already has.
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::RateLimited | ErrorKind::Server | ErrorKind::Connection | ErrorKind::Timeout
        )
    }

    /// Whether a change may have taken effect on the server although the call failed.
    ///
    /// A create is never sent twice when the first may have been processed, so this is where to look whether the
    /// collection is there.
    pub fn outcome_unknown(&self) -> bool {
        self.0.outcome_unknown
    }

    /// The HTTP status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        match &self.0.cause {
            Cause::Call(failure) => failure.status().map(|status| status.as_u16()),
            _ => None,
        }
    }

    /// The operation of the contract that failed, as `delete_collection`; none where nothing was sent.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP method of the request that failed.
    pub fn method(&self) -> Option<&'static str> {
        let operation = dataforce_api::Operation::by_id(self.operation()?)?;
        Some(operation.method)
    }

    /// The URL of the request that failed, where an answer came.
    pub fn url(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Call(Failure::Response(response)) => response.url(),
            Cause::Call(Failure::Undecodable(response)) => response.answer().url(),
            _ => None,
        }
    }

    /// The headers of the answer, where there was one.
    pub fn headers(&self) -> Option<&reqwest::header::HeaderMap> {
        match &self.0.cause {
            Cause::Call(Failure::Response(response)) => Some(response.headers()),
            Cause::Call(Failure::Undecodable(response)) => Some(response.answer().headers()),
            _ => None,
        }
    }

    /// How long the server asks to wait before the next call, where it says so (`Retry-After`).
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        match &self.0.cause {
            Cause::Call(Failure::Response(response)) => response.retry_after(),
            _ => None,
        }
    }

    /// The server's own words in one line: its sentence, or the faults of a 422 as `body.name: Field required`.
    pub fn detail(&self) -> Option<String> {
        match &self.0.cause {
            Cause::Call(Failure::Response(response)) => response.detail(),
            _ => None,
        }
    }

    /// The body of the answer as it came: at most its first 64 KiB.
    pub fn body(&self) -> Option<&[u8]> {
        match &self.0.cause {
            Cause::Call(Failure::Response(response)) => Some(response.body()),
            Cause::Call(Failure::Undecodable(response)) => Some(response.answer().body()),
            _ => None,
        }
    }

    /// The ids among which the call could not choose, with
    /// [`MultipleResourcesFound`](ErrorKind::MultipleResourcesFound); otherwise of the resources that are available,
    /// as far as they are known.
    pub fn ids(&self) -> impl Iterator<Item = Uuid> {
        let listed = self.0.available.as_ref();
        listed
            .into_iter()
            .flat_map(|available| available.ids.iter().copied())
    }

    fn new(kind: ErrorKind, message: String) -> Self {
        Self(Box::new(Inner {
            kind,
            message,
            operation: None,
            outcome_unknown: false,
            available: None,
            cause: Cause::None,
        }))
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message.into())
    }

    pub(crate) fn invalid_input(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message.into())
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::NotFound, message.into())
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn runtime(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Runtime, message.into())
    }

    pub(crate) fn multiple(sought: &str, found: Available) -> Self {
        let ids: Vec<_> = found
            .ids
            .iter()
            .take(MAX_LISTED)
            .map(Uuid::to_string)
            .collect();
        let more = match found.ids.len().saturating_sub(MAX_LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let mut error = Self::new(
            ErrorKind::MultipleResourcesFound,
            format!(
                "{sought} is ambiguous, {} have it: use the id of the one that is meant, {}{more}",
                found.count(),
                ids.join(", "),
            ),
        );
        error.0.available = Some(found);
        error
    }

    /// Attaches what there is to choose from.
    pub(crate) fn with_available(mut self, available: Available) -> Self {
        self.0.message.push_str(&format!("; {available}"));
        self.0.available = Some(available);
        self
    }

    /// Attaches why there is no list to choose from.
    pub(crate) fn with_unavailable(mut self, resource: Resource, error: &Self) -> Self {
        self.0.message.push_str(&format!(
            "; which {} there are could not be found out ({})",
            resource.plural(),
            error.0.message
        ));
        self
    }

    /// Makes sense of a failed call that tried to `attempt`, as "list the organizations".
    pub(crate) fn call(operation: &'static str, attempt: &str, failure: Failure) -> Self {
        let (kind, advice) = explain(&failure);
        let what = failure.to_string();
        // The operation is said in words already.
        let what = what
            .strip_prefix(&format!("{operation}: "))
            .unwrap_or(&what);
        let mut message = format!("could not {attempt}: {what}");
        if !advice.is_empty() {
            message.push_str(&format!(": {advice}"));
        }
        Self(Box::new(Inner {
            kind,
            message,
            operation: Some(operation).filter(|operation| !operation.is_empty()),
            outcome_unknown: failure.outcome_unknown(),
            available: None,
            cause: Cause::Call(failure),
        }))
    }
}

const NOT_DATAFORCE: &str = "check that the base URL is that of a DataForce server";

/// The kind of a failure, and what to do where its own words do not say it.
fn explain(failure: &Failure) -> (ErrorKind, &'static str) {
    match failure {
        Failure::Response(response) => match response.status() {
            StatusCode::UNAUTHORIZED => (
                ErrorKind::Unauthorized,
                "check the API key, which starts with dfs_ and comes from `api_key` or the environment variable DFS_API_KEY",
            ),
            StatusCode::FORBIDDEN => (
                ErrorKind::Forbidden,
                "the key's owner is not a member of the organization, or their role does not allow this",
            ),
            // The service names what it did not find. Another 404 comes from a wrong address.
            StatusCode::NOT_FOUND => match response.detail().as_deref() {
                None | Some("Not Found") => (ErrorKind::UnexpectedResponse, NOT_DATAFORCE),
                Some("Orbit not found") => (
                    ErrorKind::NotFound,
                    "name another one on the builder and `connect`, or call `set_orbit`",
                ),
                Some(_) => (ErrorKind::NotFound, ""),
            },
            StatusCode::REQUEST_TIMEOUT => (ErrorKind::Timeout, ""),
            StatusCode::CONFLICT => (ErrorKind::Conflict, "remove what it holds first"),
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                (ErrorKind::Validation, "")
            }
            StatusCode::TOO_MANY_REQUESTS => (ErrorKind::RateLimited, "call less often"),
            status if status.is_server_error() => (ErrorKind::Server, ""),
            status if status.is_redirection() => (ErrorKind::UnexpectedResponse, ""),
            _ => (ErrorKind::UnexpectedResponse, NOT_DATAFORCE),
        },
        Failure::NoResponse(failure) => match failure.kind() {
            NoResponseKind::Connect => (
                ErrorKind::Connection,
                "check the base URL, https:// or http:// included, and the network",
            ),
            NoResponseKind::Interrupted => (ErrorKind::Connection, ""),
            NoResponseKind::Timeout => (ErrorKind::Timeout, ""),
            NoResponseKind::NoRuntime => (ErrorKind::Runtime, ""),
            _ => (ErrorKind::UnexpectedResponse, ""),
        },
        Failure::Undecodable(_) => (ErrorKind::UnexpectedResponse, NOT_DATAFORCE),
        _ => (ErrorKind::UnexpectedResponse, ""),
    }
}

/// For calls of the generated client, see [`Client::api`](crate::Client::api).
impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let operation = failure.operation().map_or("", |operation| operation.id);
        Self::call(operation, "call the API", failure)
    }
}

impl From<InvalidId> for Error {
    fn from(error: InvalidId) -> Self {
        Self::invalid_input(error.to_string())
    }
}

impl Error {
    pub(crate) fn build(cause: BuildError) -> Self {
        let message = match &cause {
            BuildError::MissingKey => {
                "no API key was given: call `api_key` on the builder, or set the environment variable DFS_API_KEY"
                    .to_owned()
            }
            BuildError::EmptyKey | BuildError::IllegalKey { .. } => {
                format!("{cause} (it comes from `api_key` or the environment variable DFS_API_KEY)")
            }
            BuildError::InvalidBaseUrl { .. } => {
                format!("{cause} (it comes from `base_url` or the environment variable DFS_BASE_URL)")
            }
            other => other.to_string(),
        };
        let mut error = Self::configuration(message);
        error.0.cause = Cause::Build(cause);
        error
    }
}

/// What a program that ends with the error prints: first what `Display` says.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Error");
        debug
            .field("message", &self.0.message)
            .field("kind", &self.0.kind);
        if let Some(operation) = self.0.operation {
            debug.field("operation", &operation);
        }
        if let Some(status) = self.status() {
            debug.field("status", &status);
        }
        if self.0.outcome_unknown {
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
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {
    /// The cause behind the failed call or setting, whose own words are part of the message already.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::None => None,
            Cause::Build(error) => std::error::Error::source(error),
            Cause::Call(failure) => std::error::Error::source(failure),
        }
    }
}

/// The kinds of resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    Organization,
    Orbit,
    Collection,
}

impl Resource {
    pub(crate) fn with_article(self) -> &'static str {
        match self {
            Self::Organization => "an organization",
            Self::Orbit => "an orbit",
            Self::Collection => "a collection",
        }
    }

    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Organization => "organizations",
            Self::Orbit => "orbits",
            Self::Collection => "collections",
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organization => "organization",
            Self::Orbit => "orbit",
            Self::Collection => "collection",
        })
    }
}

/// Resources to choose from. Prints as a clause: `there are 2 orbits: "A" (0199…), "B" (0199…)`.
pub(crate) struct Available {
    resource: Resource,
    ids: Vec<Uuid>,
    /// In quotes, and of the first ten only.
    names: Vec<String>,
}

impl Available {
    pub(crate) fn new<'r>(
        resource: Resource,
        resources: impl Iterator<Item = (Uuid, &'r str)> + Clone,
    ) -> Self {
        Self {
            resource,
            ids: resources.clone().map(|(id, _)| id).collect(),
            names: resources
                .take(MAX_LISTED)
                .map(|(_, name)| quoted(name))
                .collect(),
        }
    }

    fn count(&self) -> String {
        match self.ids.len() {
            1 => format!("1 {}", self.resource),
            count => format!("{count} {}", self.resource.plural()),
        }
    }
}

impl fmt::Display for Available {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ids.is_empty() {
            return write!(f, "there are no {}", self.resource.plural());
        }
        let verb = if self.ids.len() == 1 { "is" } else { "are" };
        write!(f, "there {verb} {}: ", self.count())?;
        for (index, (id, name)) in self.ids.iter().zip(&self.names).enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{name} ({id})")?;
        }
        match self.ids.len().saturating_sub(MAX_LISTED) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// A name in quotes, cut to a length that fits a message.
pub(crate) fn quoted(name: &str) -> String {
    match name.char_indices().nth(MAX_NAME) {
        None => format!("{name:?}"),
        Some((end, _)) => format!("{:?}…", &name[..end]),
    }
}
