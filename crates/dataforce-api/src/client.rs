//! Building a client.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderValue;
use reqwest::Url;
use reqwest::redirect::{Attempt, Policy};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use crate::pool::Pool;
use crate::retry::RetryPolicy;
use crate::select::Selection;
use crate::transport::{Limits, Session};
use crate::{Client, DEFAULT_BASE_URL};

/// How many redirects within the origin are followed for one request.
const MAX_REDIRECTS: usize = 5;

/// How long an unused connection is kept. Servers of this kind commonly close theirs after five seconds; a request
/// that is sent into the closing is lost.
pub(crate) const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(4);

impl Client {
    /// Starts building a client. Only the API key has no default.
    ///
    /// ```
    /// # fn main() -> Result<(), dataforce_api::BuildError> {
    /// let client = dataforce_api::Client::builder().api_key("dfs_your_key").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client on the same connections whose lists need to hold no more than the selected elements. See [`Selection`].
    #[must_use]
    pub fn selecting(&self, selection: Selection) -> Self {
        let mut client = self.clone();
        client.inner.select(selection);
        client
    }

    /// A client on the same connections with another policy for repeating requests.
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        let mut client = self.clone();
        client.inner.set_retry(retry);
        client
    }

    /// A client on the same connections with a sooner [deadline](ClientBuilder::deadline) for its calls. A later one has no
    /// effect.
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut client = self.clone();
        client.inner.shorten_deadline(deadline);
        client
    }

    /// A client on the same connections whose calls, together, may take as long as one of this: the
    /// [deadline](ClientBuilder::deadline) runs from now on. For what takes several calls.
    #[must_use]
    pub fn sharing_deadline(&self) -> Self {
        let mut client = self.clone();
        client.inner.start_deadline();
        client
    }
}

/// Settings of a [`Client`] to be. Made by [`Client::builder`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api_key: Option<SecretString>,
    base_url: String,
    retry: RetryPolicy,
    limits: Limits,
    deadline: Duration,
    connections: Connections,
}

#[derive(Clone)]
enum Connections {
    Own(Box<HttpConfig>),
    Given(reqwest::Client),
}

/// How to build a `reqwest::Client`. Kept, since a second one may be needed later.
#[derive(Clone, Debug)]
pub(crate) struct HttpConfig {
    user_agent: String,
    connect_timeout: Duration,
    proxy: Option<reqwest::Proxy>,
    tls: Option<TlsBackend>,
}

/// The library that secures connections. Each variant exists with the feature of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsBackend {
    /// rustls, with the certificates that the platform trusts.
    #[cfg(feature = "rustls")]
    Rustls,
    /// The platform's own library.
    #[cfg(feature = "native-tls")]
    NativeTls,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            api_key: None,
            base_url: DEFAULT_BASE_URL.to_owned(),
            retry: RetryPolicy::default(),
            limits: Limits {
                attempt_timeout: Duration::from_secs(30),
                max_body: 1 << 30,
            },
            deadline: Duration::from_secs(120),
            connections: Connections::Own(Box::default()),
        }
    }
}

/// Without the base URL and the proxy, which may hold a password until they are checked.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("has_key", &self.api_key.is_some())
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            proxy: None,
            tls: None,
        }
    }
}

impl ClientBuilder {
    /// The API key, which starts with `dfs_`. It is held as a secret: never printed, zeroed when dropped.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(SecretString::from(key.into()));
        self
    }

    /// The address of the server, also with a path prefix. By default the first server of the contract,
    /// [`DEFAULT_BASE_URL`].
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Uses an own `reqwest::Client`, with its connections, proxies, certificates and middleware.
    ///
    /// [`user_agent`](Self::user_agent), [`connect_timeout`](Self::connect_timeout), [`proxy`](Self::proxy) and
    /// [`tls_backend`](Self::tls_backend) then have no effect. Its redirect policy applies: an answer from another
    /// origin is refused, but only after the redirect was followed. Give it `redirect::Policy::none()` to be safe.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.connections = Connections::Given(client);
        self
    }

    /// The `User-Agent` header. By default name and version of this crate.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.configure(|http| http.user_agent = user_agent.into())
    }

    /// How long making a connection may take. By default 10 s.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.configure(|http| http.connect_timeout = timeout)
    }

    /// Sends everything through a proxy. By default those of the environment are used.
    pub fn proxy(self, proxy: reqwest::Proxy) -> Self {
        self.configure(|http| http.proxy = Some(proxy))
    }

    /// Chooses the library that secures connections, where both are compiled in.
    pub fn tls_backend(self, tls: TlsBackend) -> Self {
        self.configure(|http| http.tls = Some(tls))
    }

    /// How often and when failed requests are sent again. See [`RetryPolicy`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// How long one attempt may take, from making a connection to the end of the answer. By default 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.attempt_timeout = timeout;
        self
    }

    /// How long a call may take with all attempts and pauses. By default 120 s.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How many bytes of a successful answer are held in memory. By default 1 GiB, since the service limits nothing
    /// and lists are complete. Of errors the first [`MAX_ERROR_BODY`](crate::MAX_ERROR_BODY) bytes are kept.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.limits.max_body = limit;
        self
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// [`BuildError`] where the key or the base URL cannot be used, or TLS cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        let authorization = authorization(&self.api_key.ok_or(BuildError::MissingKey)?)?;
        let base = parse_base_url(&self.base_url)?;
        warn_of_plain_http(&base);
        if let Connections::Own(http) = &self.connections
            && HeaderValue::from_str(&http.user_agent).is_err()
        {
            return Err(BuildError::InvalidUserAgent(
                http.user_agent.as_str().into(),
            ));
        }
        let (client, http) = match self.connections {
            Connections::Own(http) => (
                http.build(Pool::Enabled).map_err(BuildError::Http)?,
                Some(*http),
            ),
            Connections::Given(client) => (client, None),
        };
        Ok(Client {
            baseurl: base.as_str().trim_end_matches('/').to_owned(),
            client,
            inner: Session::new(
                authorization,
                base,
                self.retry,
                self.limits,
                self.deadline,
                http,
            ),
        })
    }

    fn configure(mut self, change: impl FnOnce(&mut HttpConfig)) -> Self {
        if let Connections::Own(http) = &mut self.connections {
            change(http);
        }
        self
    }
}

impl HttpConfig {
    pub(crate) fn build(&self, pool: Pool) -> reqwest::Result<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .user_agent(&self.user_agent)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .redirect(Policy::custom(follow_within_origin));
        if pool == Pool::Disabled {
            builder = builder.pool_max_idle_per_host(0);
        }
        if let Some(proxy) = self.proxy.clone() {
            builder = builder.proxy(proxy);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        if let Some(tls) = self.tls {
            builder = match tls {
                #[cfg(feature = "rustls")]
                TlsBackend::Rustls => builder.tls_backend_rustls(),
                #[cfg(feature = "native-tls")]
                TlsBackend::NativeTls => builder.tls_backend_native(),
            };
        }
        builder.build()
    }
}

/// Follows what repeats the same request at the same origin. Anything else is handed to the caller as the answer it is:
/// the key stays here, and a POST does not become a GET.
fn follow_within_origin(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let same_request = matches!(attempt.status().as_u16(), 307 | 308);
    let same_origin = attempt
        .previous()
        .first()
        .is_some_and(|first| first.origin() == attempt.url().origin());
    if same_request && same_origin && attempt.previous().len() <= MAX_REDIRECTS {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

/// The value of the `Authorization` header. It is zeroed when its last copy is dropped, and never printed.
fn authorization(key: &SecretString) -> Result<HeaderValue, BuildError> {
    let key = key.expose_secret();
    if key.is_empty() {
        return Err(BuildError::EmptyKey);
    }
    // Visible ASCII: what can stand in a bearer token. White space around a key is a slip of copy and paste.
    if let Some(position) = key.chars().position(|c| !c.is_ascii_graphic()) {
        return Err(BuildError::IllegalKey { position });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity("Bearer ".len() + key.len()));
    bytes.extend_from_slice(b"Bearer ");
    bytes.extend_from_slice(key.as_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(bytes))
        .map_err(|_| BuildError::IllegalKey { position: 0 })?;
    value.set_sensitive(true);
    Ok(value)
}

fn parse_base_url(text: &str) -> Result<Url, BuildError> {
    let invalid = |reason: &str| BuildError::InvalidBaseUrl {
        // A URL may hold a password, which must not be printed.
        url: text.rsplit_once('@').map_or(text, |(_, rest)| rest).into(),
        reason: reason.into(),
    };
    if text.starts_with("dfs_") {
        // Two settings were swapped. What is a secret is not printed as an address.
        return Err(BuildError::InvalidBaseUrl {
            url: "dfs_…".into(),
            reason: "it looks like an API key".into(),
        });
    }
    let mut url = Url::parse(text).map_err(|error| match error.to_string().as_str() {
        "relative URL without a base" => invalid("it lacks the scheme, https://"),
        other => invalid(other),
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        // "localhost:8000" reads as a URL with the scheme "localhost".
        return Err(invalid("it does not start with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid(
            "it holds a user name or password, and the API key is the only credential",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(invalid(
            "it has a query or fragment, and paths are appended to it",
        ));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

fn warn_of_plain_http(base: &Url) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    let loopback = match base.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    };
    if base.scheme() == "http" && !loopback {
        ONCE.call_once(|| {
            tracing::warn!(
                server.address = base.host_str(),
                "the API key is sent unencrypted: use an https base URL"
            );
        });
    }
}

/// Why a client could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No API key was given.
    #[error("no API key was given: call `api_key` on the builder")]
    MissingKey,
    /// The API key is empty.
    #[error("the API key is empty")]
    EmptyKey,
    /// The API key holds a character that no key has.
    #[error(
        "the API key holds an illegal character at position {position}, white space, a control character or one outside of ASCII, which often comes from copying: remove it"
    )]
    IllegalKey {
        /// Index of the character, from 0.
        position: usize,
    },
    /// The base URL cannot be used.
    #[error("the base URL {url:?} cannot be used: {reason}")]
    InvalidBaseUrl {
        /// The URL as it was given.
        url: Box<str>,
        /// What is wrong with it.
        reason: Box<str>,
    },
    /// The user agent cannot stand in a header.
    #[error("the user agent {0:?} cannot be used: it holds a control character")]
    InvalidUserAgent(Box<str>),
    /// The HTTP client could not be set up, for example for want of a TLS library.
    #[error("the HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
}
