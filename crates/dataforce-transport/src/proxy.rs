//! Which proxy requests go through.

use std::fmt;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{Proxy, Url};

use crate::base_url;

/// Which proxies are used.
#[derive(Clone)]
pub(crate) enum ProxySetting {
    /// Those that the environment names, except for servers on this machine.
    Environment,
    None,
    Custom(Box<Proxy>),
}

/// The proxy between this client and the server, as messages name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InUse {
    /// The address, without credentials.
    OfEnvironment(String),
    /// The library does not tell the address.
    OfBuilder,
}

impl ProxySetting {
    /// The proxy for a server at `base`, if there is one.
    pub(crate) fn in_use(&self, base: &Url) -> Option<InUse> {
        match self {
            Self::None => None,
            Self::Custom(_) => Some(InUse::OfBuilder),
            Self::Environment if base_url::is_loopback(base) => None,
            Self::Environment => of_environment(&Matcher::from_system(), base),
        }
    }
}

fn of_environment(environment: &Matcher, base: &Url) -> Option<InUse> {
    let proxy = environment.intercept(&base.as_str().parse().ok()?)?;
    let uri = proxy.uri();
    let host = uri.host().unwrap_or_default();
    let port = uri.port().map(|port| format!(":{port}"));
    let address = format!(
        "{}://{host}{}",
        uri.scheme_str().unwrap_or("http"),
        port.unwrap_or_default()
    );
    Some(InUse::OfEnvironment(address))
}

impl fmt::Display for InUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfEnvironment(address) => {
                write!(f, "the environment's proxy {address}")
            }
            Self::OfBuilder => f.write_str("the proxy set with `proxy` on the builder"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_use(proxy: &str, no: &str, base: &str) -> Option<String> {
        let environment = Matcher::builder().all(proxy).no(no).build();
        let base = Url::parse(base).unwrap();
        Some(of_environment(&environment, &base)?.to_string())
    }

    #[test]
    fn a_proxy_of_the_environment_is_named_without_credentials() {
        assert_eq!(
            in_use(
                "http://user:secret@proxy.example:8080",
                "",
                "https://a.example"
            )
            .as_deref(),
            Some("the environment's proxy http://proxy.example:8080")
        );
        assert_eq!(
            in_use("proxy.example", "", "http://a.example/path").as_deref(),
            Some("the environment's proxy http://proxy.example")
        );
    }

    #[test]
    fn a_server_may_be_excepted() {
        let excepted = in_use("http://proxy.example", "a.example", "https://a.example");
        assert_eq!(excepted, None);
        let base = Url::parse("http://localhost:8000").unwrap();
        assert_eq!(ProxySetting::Environment.in_use(&base), None);
        assert_eq!(ProxySetting::None.in_use(&base), None);
        let custom = ProxySetting::Custom(Box::new(Proxy::all("http://proxy.example").unwrap()));
        assert_eq!(custom.in_use(&base), Some(InUse::OfBuilder));
    }
}
