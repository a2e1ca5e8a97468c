//! How the underlying `reqwest::Client` is built.

use std::time::Duration;

use http::header::HeaderValue;
use reqwest::Url;
use reqwest::redirect::{Action, Attempt, Policy};

use crate::base_url;
use crate::connect_error::innermost;
use crate::error::Error;
use crate::proxy::ProxySetting;

/// How many redirects within the origin are followed for one request.
const MAX_REDIRECTS: usize = 5;

/// How long an unused connection is kept. Servers of this kind commonly close theirs after five
/// seconds, and a request written while the server closes the connection is lost.
pub(crate) const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(4);

/// The TLS library. Each variant exists with the feature of its name.
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

/// Whether connections are kept for further requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pool {
    Enabled,
    Disabled,
}

/// The settings of the HTTP client. They are kept, since further clients are built later.
#[derive(Clone)]
pub(crate) struct HttpConfig {
    pub(crate) user_agent: String,
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: ProxySetting,
    pub(crate) tls: Option<TlsBackend>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) root_certificates: Vec<reqwest::Certificate>,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")).to_owned(),
            connect_timeout: Duration::from_secs(10),
            proxy: ProxySetting::Environment,
            tls: None,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            root_certificates: Vec::new(),
        }
    }
}

impl HttpConfig {
    /// Builds a client for a server at `base`.
    ///
    /// Certificates are loaded only where TLS may be used, since the platform may have none.
    pub(crate) fn build(&self, base: &Url, pool: Pool) -> Result<reqwest::Client, Error> {
        if base.scheme() == "https" {
            require_tls()?;
            let builder = self.with_certificates(self.builder(base, pool)?);
            return builder.build().map_err(cannot_build);
        }
        let without_certificates = self.without_certificates(self.builder(base, pool)?);
        if self.proxy.in_use(base).is_none() {
            return without_certificates.build().map_err(cannot_build);
        }
        // The connection to a proxy may be secure.
        let builder = self.with_certificates(self.builder(base, pool)?);
        builder
            .build()
            .or_else(|_| without_certificates.build())
            .map_err(cannot_build)
    }

    fn builder(&self, base: &Url, pool: Pool) -> Result<reqwest::ClientBuilder, Error> {
        if HeaderValue::from_str(&self.user_agent).is_err() {
            return Err(Error::configuration(
                "user_agent",
                format!(
                    "the user agent {:?} cannot be used: it holds a control character",
                    self.user_agent
                ),
            ));
        }
        let mut builder = reqwest::Client::builder()
            .user_agent(&self.user_agent)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            // Whether a request is repeated is decided by the retry policy alone.
            .retry(reqwest::retry::never())
            .redirect(Policy::custom(follow_within_origin));
        if pool == Pool::Disabled {
            builder = builder.pool_max_idle_per_host(0);
        }
        Ok(match &self.proxy {
            ProxySetting::Custom(proxy) => builder.proxy(reqwest::Proxy::clone(proxy)),
            setting if setting.in_use(base).is_none() => builder.no_proxy(),
            _ => builder,
        })
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn with_certificates(&self, mut builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder = match self.tls {
            #[cfg(feature = "rustls")]
            Some(TlsBackend::Rustls) => builder.tls_backend_rustls(),
            #[cfg(feature = "native-tls")]
            Some(TlsBackend::NativeTls) => builder.tls_backend_native(),
            None => builder,
        };
        builder.tls_certs_merge(self.root_certificates.iter().cloned())
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    fn without_certificates(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder.tls_certs_only([])
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    fn with_certificates(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder
    }

    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    fn without_certificates(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder
    }
}

fn require_tls() -> Result<(), Error> {
    if cfg!(any(feature = "rustls", feature = "native-tls")) {
        return Ok(());
    }
    Err(Error::configuration(
        "base_url",
        "the base URL cannot be used: https needs the feature `rustls` or `native-tls`, and \
         neither is enabled",
    ))
}

fn cannot_build(error: reqwest::Error) -> Error {
    let cause = innermost(&error).to_string();
    let message = if cause.to_lowercase().contains("certificate") {
        format!(
            "no trusted certificates were found, and https needs them ({cause}): install those of \
             your platform (on Debian the package `ca-certificates`), set SSL_CERT_FILE, or add \
             one with `root_certificate`"
        )
    } else {
        format!("the HTTP client could not be set up: {cause}")
    };
    Error::configuration("build", message).with_source(error.without_url())
}

/// Follows redirects that repeat the same request at the same origin. Any other redirect is returned
/// as a response: the key stays at its origin, and a POST does not become a GET.
fn follow_within_origin(attempt: Attempt<'_>) -> Action {
    let same_request = matches!(attempt.status().as_u16(), 307 | 308);
    let same_origin = attempt
        .previous()
        .first()
        .is_some_and(|first| base_url::same_origin(first, attempt.url()));
    if same_request && same_origin && attempt.previous().len() <= MAX_REDIRECTS {
        attempt.follow()
    } else {
        attempt.stop()
    }
}

#[cfg(all(test, not(any(feature = "rustls", feature = "native-tls"))))]
mod tests {
    use super::*;
    use crate::connect_error;

    #[test]
    fn without_tls_http_works_and_https_names_the_features() {
        let build = |base| HttpConfig::default().build(&Url::parse(base).unwrap(), Pool::Enabled);
        build("http://a.example").unwrap();
        let error = build("https://a.example").unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Configuration);
        assert_eq!(error.setting(), Some("base_url"));
        let message = error.to_string();
        assert!(message.contains("`rustls` or `native-tls`"), "{message}");
    }

    #[tokio::test]
    async fn without_tls_an_https_proxy_cannot_be_used() {
        let base = Url::parse("http://a.example").unwrap();
        let proxy = reqwest::Proxy::all("https://127.0.0.1:9").unwrap();
        let config = HttpConfig {
            proxy: ProxySetting::Custom(Box::new(proxy)),
            ..HttpConfig::default()
        };
        let client = config.build(&base, Pool::Enabled).unwrap();
        let error = client.get(base.clone()).send().await.unwrap_err();
        assert_eq!(connect_error::kind(&error), crate::ErrorKind::Configuration);
        let message = connect_error::describe(&error, config.proxy.in_use(&base).as_ref());
        let expected = "the proxy set with `proxy` on the builder cannot be used";
        assert!(message.contains(expected), "{message}");
        assert!(message.contains("https proxies need TLS"), "{message}");
    }
}
