// Written by `cargo xtask regen` from crates/dataforce/src/client_builder.rs. Do not edit.

use std::time::Duration;

use dataforce_api::{RetryPolicy, TlsBackend};

use super::client::Client;
use super::runtime::Runtime;
use crate::api_version::ApiVersion;
use crate::error::Result;
use crate::id::{CollectionId, OrbitId, OrganizationId};
use crate::resource_ref::ResourceRef;

/// A builder for a [`Client`](super::Client). Returned by
/// [`Client::builder`](super::Client::builder).
///
/// The async counterpart is [`crate::ClientBuilder`].
///
/// Finish with [`connect`](Self::connect), which looks the defaults up on the server, or with
/// [`build`](Self::build), which sends nothing.
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `connect` or `build` is called"]
pub struct ClientBuilder {
    pub(super) inner: crate::ClientBuilder,
}

impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            inner: crate::Client::builder(),
        }
    }
}

impl ClientBuilder {
    /// Sets the API key, which starts with `dfs_`. The default is the environment variable
    /// `LUML_API_KEY` or `DFS_API_KEY`. If both are set, building the client fails, unless
    /// [`base_url`](Self::base_url) is called and both hold the same key.
    ///
    /// The key is a secret: it is never printed, is erased from memory when dropped, and is sent
    /// only to the configured server.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        Self {
            inner: self.inner.api_key(key),
        }
    }

    /// Sets the address of the server, which may include a path.
    ///
    /// A `/v1` at its end means [`ApiVersion::V1`](crate::ApiVersion::V1), and is otherwise ignored,
    /// unless [`api_version`](Self::api_version) says
    /// [`ApiVersion::Legacy`](crate::ApiVersion::Legacy).
    ///
    /// The default depends on where the key comes from:
    ///
    /// | key | base URL |
    /// |---|---|
    /// | `LUML_API_KEY` | `LUML_BASE_URL`, or else `https://api.luml.ai` |
    /// | `DFS_API_KEY` | `DFS_BASE_URL`, or else `https://api.dataforce.studio` |
    /// | [`api_key`](Self::api_key) | the one of the two variables that is set, or else `https://api.luml.ai` |
    pub fn base_url(self, url: impl Into<String>) -> Self {
        Self {
            inner: self.inner.base_url(url),
        }
    }

    /// Sets the version of the API that the server speaks. By default the first request finds out.
    pub fn api_version(self, version: ApiVersion) -> Self {
        Self {
            inner: self.inner.api_version(version),
        }
    }

    /// Sets the default organization, by id or name.
    pub fn organization(self, organization: impl Into<ResourceRef<OrganizationId>>) -> Self {
        Self {
            inner: self.inner.organization(organization),
        }
    }

    /// Sets the default orbit, by id or name.
    pub fn orbit(self, orbit: impl Into<ResourceRef<OrbitId>>) -> Self {
        Self {
            inner: self.inner.orbit(orbit),
        }
    }

    /// Sets the default collection, by id or name.
    pub fn collection(self, collection: impl Into<ResourceRef<CollectionId>>) -> Self {
        Self {
            inner: self.inner.collection(collection),
        }
    }

    /// Sets how often and when failed requests are sent again. `RetryPolicy::none()` turns retries
    /// off.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        Self {
            inner: self.inner.retry(retry),
        }
    }

    /// Limits the time of one attempt, from connecting to the end of the response. The default is
    /// 30 s.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        Self {
            inner: self.inner.attempt_timeout(timeout),
        }
    }

    /// Limits the time of an operation, with all its requests, attempts and pauses. The default is
    /// 120 s.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self {
            inner: self.inner.deadline(deadline),
        }
    }

    /// Limits the time of connecting. The default is 10 s.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        Self {
            inner: self.inner.connect_timeout(timeout),
        }
    }

    /// Limits the size of a response body, in bytes. The default is 1 GiB, since the service sets
    /// no limit.
    pub fn max_response_bytes(self, limit: usize) -> Self {
        Self {
            inner: self.inner.max_response_bytes(limit),
        }
    }

    /// Sets the `User-Agent` header. The default is name and version of this crate.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        Self {
            inner: self.inner.user_agent(user_agent),
        }
    }

    /// Sends all requests through a proxy. The default is the proxy that the environment names
    /// (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`), except for a server on this machine.
    pub fn proxy(self, proxy: reqwest::Proxy) -> Self {
        Self {
            inner: self.inner.proxy(proxy),
        }
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(self) -> Self {
        Self {
            inner: self.inner.no_proxy(),
        }
    }

    /// Trusts a root certificate in addition to those that the platform trusts, for example that of
    /// a private certificate authority.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificate(self, certificate: reqwest::Certificate) -> Self {
        Self {
            inner: self.inner.root_certificate(certificate),
        }
    }

    /// Selects the TLS library, if several are compiled in.
    pub fn tls_backend(self, tls: TlsBackend) -> Self {
        Self {
            inner: self.inner.tls_backend(tls),
        }
    }

    /// Uses a custom `reqwest::Client`, with its connections, proxies and certificates. The
    /// settings of this builder for those then have no effect.
    ///
    /// Configure it with `redirect::Policy::none()` and without a retry policy. This crate cannot
    /// prevent what `reqwest` does on its own: following a redirect with the key to another server,
    /// or sending a create twice.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        Self {
            inner: self.inner.http_client(client),
        }
    }

    /// Builds the client. This sends nothing, so defaults must be given by id, and are not checked.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the key or the base URL is missing or
    /// cannot be used, or if a default is given by name or without its parent.
    ///
    /// # Examples
    ///
    /// ```
    /// use dataforce::blocking::Client;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// let client = Client::builder().api_key("dfs_your_key").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn build(self) -> Result<Client> {
        let inner = self.inner.build()?;
        Ok(Client {
            inner,
            runtime: Runtime::start()?,
        })
    }

    /// Builds the client and looks the defaults up on the server. Operations `list_organizations`,
    /// `list_orbits`, and `list_collections` or `get_collection`, concurrently as far as ids are
    /// given.
    ///
    /// Defaults that are named must exist. A level that is not named here is that of the variable
    /// `LUML_ORGANIZATION`, `LUML_ORBIT` or `LUML_COLLECTION` if the key comes from `LUML_API_KEY`,
    /// and of the variables that start with `DFS_` if it comes from `DFS_API_KEY`. Naming a level
    /// here hides the variables of that level and of those below. What is not named at all is chosen
    /// automatically if there is exactly one.
    ///
    /// # Errors
    ///
    /// Those of [`build`](Self::build) and
    /// [`Client::setup_config`](super::Client::setup_config), and
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) if the server does not accept the key.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::blocking::Client;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// let client = Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .connect()?;
    /// assert!(client.organization().is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn connect(self) -> Result<Client> {
        let runtime = Runtime::start()?;
        let inner = runtime.wait(self.inner.connect())?;
        Ok(Client { inner, runtime })
    }
}
