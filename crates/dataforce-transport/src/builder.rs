//! Building a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Once};
use std::time::Duration;

use reqwest::Url;
use secrecy::SecretString;

use crate::attempt::AttemptLimits;
use crate::base_url;
use crate::budget::RetryBudget;
use crate::connections::Connections;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::http_client::{HttpConfig, TlsBackend};
use crate::key::ApiKey;
use crate::proxy::ProxySetting;
use crate::retry::RetryPolicy;
use crate::transport::{Shared, Transport};

/// A client of an API over a [`Transport`].
///
/// Implemented by the generated clients, so that [`ClientBuilder`] can build them.
pub trait ApiClient: Sized {
    /// The address of the service, if the contract names one.
    const DEFAULT_BASE_URL: Option<&'static str>;

    /// What all paths of the contract start with, for example `/v1`; empty if they have nothing in
    /// common. It is removed from the end of a base URL.
    const PATH_PREFIX: &'static str;

    /// Returns a client that sends its requests over `transport`.
    fn from_transport(transport: Transport) -> Self;
}

/// The transport alone, which knows no service.
impl ApiClient for Transport {
    const DEFAULT_BASE_URL: Option<&'static str> = None;
    const PATH_PREFIX: &'static str = "";

    fn from_transport(transport: Transport) -> Self {
        transport
    }
}

/// A builder for a client. Only the API key is required.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder<C> {
    api_key: Option<SecretString>,
    base_url: Option<String>,
    retry: RetryPolicy,
    limits: AttemptLimits,
    deadline: Duration,
    http: HttpSource,
    client: PhantomData<fn() -> C>,
}

#[derive(Clone)]
enum HttpSource {
    Own(Box<HttpConfig>),
    Custom(reqwest::Client),
}

impl<C> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self {
            api_key: None,
            base_url: None,
            retry: RetryPolicy::default(),
            limits: AttemptLimits {
                timeout: Duration::from_secs(30),
                max_body: 1 << 30,
            },
            deadline: Duration::from_secs(120),
            http: HttpSource::Own(Box::default()),
            client: PhantomData,
        }
    }
}

impl<C> Clone for ClientBuilder<C> {
    fn clone(&self) -> Self {
        Self {
            api_key: self.api_key.clone(),
            base_url: self.base_url.clone(),
            retry: self.retry.clone(),
            limits: self.limits.clone(),
            deadline: self.deadline,
            http: self.http.clone(),
            client: PhantomData,
        }
    }
}

/// Without the base URL and the proxy, which may hold a password.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("has_key", &self.api_key.is_some())
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

impl<C> ClientBuilder<C> {
    /// Sets the API key. It is held as a secret: never printed, and zeroed when dropped.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(SecretString::from(key.into()));
        self
    }

    /// Sets the address of the server, which may have a path. By default the first server of the
    /// contract.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Uses a custom `reqwest::Client`, with its connections, proxies and certificates.
    ///
    /// [`user_agent`](Self::user_agent), [`connect_timeout`](Self::connect_timeout),
    /// [`proxy`](Self::proxy), [`no_proxy`](Self::no_proxy), `root_certificate` and
    /// [`tls_backend`](Self::tls_backend) then have no effect.
    ///
    /// Three things become your responsibility:
    ///
    /// - Use the client on one Tokio runtime only. Its connections stop working with the runtime that
    ///   opened them, and requests over them are lost.
    /// - Give it `redirect::Policy::none()`. A response from another origin is discarded, but only
    ///   after the client has followed the redirect.
    /// - Give it `retry::never()`, since the client repeats some requests on its own otherwise.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = HttpSource::Custom(client);
        self
    }

    /// Sets the `User-Agent` header. By default name and version of this crate.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.configure(|http| http.user_agent = user_agent.into())
    }

    /// Sets how long making a connection may take. By default 10 s.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.configure(|http| http.connect_timeout = timeout)
    }

    /// Sends all requests through a proxy. By default the proxies that the environment names
    /// (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`) are used, except for a server on this
    /// machine.
    ///
    /// With a plain http base URL the proxy sees the API key.
    pub fn proxy(self, proxy: reqwest::Proxy) -> Self {
        self.configure(|http| http.proxy = ProxySetting::Custom(Box::new(proxy)))
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(self) -> Self {
        self.configure(|http| http.proxy = ProxySetting::None)
    }

    /// Trusts a root certificate in addition to those that the platform trusts, for example that of
    /// a private certificate authority.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificate(self, certificate: reqwest::Certificate) -> Self {
        self.configure(|http| http.root_certificates.push(certificate))
    }

    /// Chooses the TLS library if both are compiled in.
    pub fn tls_backend(self, tls: TlsBackend) -> Self {
        self.configure(|http| http.tls = Some(tls))
    }

    /// Sets when and how often a failed request is sent again; see [`RetryPolicy`].
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how long one attempt may take, from making a connection to the end of the response. By
    /// default 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets how long a call may take with all attempts and delays. By default 120 s.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how many bytes of a successful response are held in memory. By default 1 GiB. Of error
    /// responses the first [`MAX_ERROR_BODY`](crate::MAX_ERROR_BODY) bytes are kept.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.limits.max_body = limit;
        self
    }

    fn configure(mut self, change: impl FnOnce(&mut HttpConfig)) -> Self {
        if let HttpSource::Own(http) = &mut self.http {
            change(http);
        }
        self
    }
}

impl<C: ApiClient> ClientBuilder<C> {
    /// Returns a builder with the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Builds the client. Sends nothing.
    ///
    /// # Errors
    ///
    /// Returns [`Configuration`](crate::ErrorKind::Configuration) if the key, the base URL or another
    /// setting cannot be used, or if https has no certificates.
    pub fn build(self) -> Result<C, Error> {
        let key = self.api_key.ok_or_else(|| {
            Error::configuration(
                "api_key",
                "no API key was given: call `api_key` on the builder",
            )
        })?;
        let key = ApiKey::new(&key)?;
        let base = self.base_url.as_deref().or(C::DEFAULT_BASE_URL);
        let base = base.ok_or_else(|| {
            let message = "no base URL was given: call `base_url` on the builder";
            Error::configuration("base_url", message)
        })?;
        let base = base_url::parse(base, C::PATH_PREFIX)?;
        warn_about_plain_http(&base);
        let connections = match self.http {
            HttpSource::Own(config) => Connections::build(*config, &base)?,
            HttpSource::Custom(client) => Connections::custom(client),
        };
        Ok(C::from_transport(Transport {
            shared: Arc::new(Shared {
                key,
                base,
                limits: self.limits,
                budget: RetryBudget::new(),
                connections,
            }),
            retry: self.retry,
            deadline: Deadline::After(self.deadline),
            list_filter: None,
        }))
    }
}

fn warn_about_plain_http(base: &Url) {
    static ONCE: Once = Once::new();
    if base.scheme() == "http" && !base_url::is_loopback(base) {
        ONCE.call_once(|| {
            tracing::warn!(
                server.address = base.host_str(),
                "the API key is sent unencrypted: use an https base URL"
            );
        });
    }
}
