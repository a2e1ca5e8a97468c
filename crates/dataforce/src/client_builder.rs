//! How a client is built.

use std::fmt;
use std::time::Duration;

use dataforce_api::{RetryPolicy, TlsBackend, Transport};

use crate::api_version::ApiVersion;
use crate::backend::Backend;
use crate::call::Call;
use crate::client::Client;
use crate::defaults::{Defaults, Scope};
use crate::environment::Access;
use crate::error::{Error, Result};
use crate::id::{CollectionId, OrbitId, OrganizationId};
use crate::lookup;
use crate::resource_ref::ResourceRef;
use crate::session::Session;

/// A builder for a [`Client`](crate::Client). Returned by
/// [`Client::builder`](crate::Client::builder).
///
/// Finish with [`connect`](Self::connect), which looks the defaults up on the server, or with
/// [`build`](Self::build), which sends nothing.
#[derive(Clone)]
#[must_use = "a builder does nothing until `connect` or `build` is called"]
pub struct ClientBuilder {
    transport: dataforce_api::ClientBuilder<Transport>,
    has_key: bool,
    base_url: Option<String>,
    api_version: Option<ApiVersion>,
    defaults: Defaults,
}

impl Client {
    /// Returns a builder for a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl Default for ClientBuilder {
    fn default() -> Self {
        let user_agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        Self {
            transport: dataforce_api::ClientBuilder::new().user_agent(user_agent),
            has_key: false,
            base_url: None,
            api_version: None,
            defaults: Defaults::new(),
        }
    }
}

/// Omits the base URL, which may hold a password until it is checked.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("transport", &self.transport)
            .field("has_base_url", &self.base_url.is_some())
            .field("api_version", &self.api_version)
            .field("defaults", &self.defaults)
            .finish()
    }
}

impl ClientBuilder {
    /// Sets the API key, which starts with `dfs_`. The default is the environment variable
    /// `LUML_API_KEY` or `DFS_API_KEY`. If both are set, building the client fails, unless
    /// [`base_url`](Self::base_url) is called and both hold the same key.
    ///
    /// The key is a secret: it is never printed, is erased from memory when dropped, and is sent
    /// only to the configured server.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.has_key = true;
        self.configure(|api| api.api_key(key))
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
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sets the version of the API that the server speaks. By default the first request finds out.
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.api_version = Some(version);
        self
    }

    /// Sets the default organization, by id or name.
    pub fn organization(mut self, organization: impl Into<ResourceRef<OrganizationId>>) -> Self {
        self.defaults = self.defaults.organization(organization);
        self
    }

    /// Sets the default orbit, by id or name.
    pub fn orbit(mut self, orbit: impl Into<ResourceRef<OrbitId>>) -> Self {
        self.defaults = self.defaults.orbit(orbit);
        self
    }

    /// Sets the default collection, by id or name.
    pub fn collection(mut self, collection: impl Into<ResourceRef<CollectionId>>) -> Self {
        self.defaults = self.defaults.collection(collection);
        self
    }

    /// Sets how often and when failed requests are sent again. `RetryPolicy::none()` turns retries
    /// off.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        self.configure(|api| api.retry(retry))
    }

    /// Limits the time of one attempt, from connecting to the end of the response. The default is
    /// 30 s.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.configure(|api| api.attempt_timeout(timeout))
    }

    /// Limits the time of an operation, with all its requests, attempts and pauses. The default is
    /// 120 s.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.configure(|api| api.deadline(deadline))
    }

    /// Limits the time of connecting. The default is 10 s.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.configure(|api| api.connect_timeout(timeout))
    }

    /// Limits the size of a response body, in bytes. The default is 1 GiB, since the service sets
    /// no limit.
    pub fn max_response_bytes(self, limit: usize) -> Self {
        self.configure(|api| api.max_response_bytes(limit))
    }

    /// Sets the `User-Agent` header. The default is name and version of this crate.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.configure(|api| api.user_agent(user_agent))
    }

    /// Sends all requests through a proxy. The default is the proxy that the environment names
    /// (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`), except for a server on this machine.
    pub fn proxy(self, proxy: reqwest::Proxy) -> Self {
        self.configure(|api| api.proxy(proxy))
    }

    /// Uses no proxy, whatever the environment says.
    pub fn no_proxy(self) -> Self {
        self.configure(|api| api.no_proxy())
    }

    /// Trusts a root certificate in addition to those that the platform trusts, for example that of
    /// a private certificate authority.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn root_certificate(self, certificate: reqwest::Certificate) -> Self {
        self.configure(|api| api.root_certificate(certificate))
    }

    /// Selects the TLS library, if several are compiled in.
    pub fn tls_backend(self, tls: TlsBackend) -> Self {
        self.configure(|api| api.tls_backend(tls))
    }

    /// Uses a custom `reqwest::Client`, with its connections, proxies and certificates. The
    /// settings of this builder for those then have no effect.
    ///
    /// Configure it with `redirect::Policy::none()` and without a retry policy. This crate cannot
    /// prevent what `reqwest` does on its own: following a redirect with the key to another server,
    /// or sending a create twice.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.configure(|api| api.http_client(client))
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
    /// use dataforce::Client;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// let client = Client::builder().api_key("dfs_your_key").build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn build(self) -> Result<Client> {
        let scope = Scope::from_ids(&self.defaults)?;
        let access = self.access()?;
        let backend = self.into_backend(access)?;
        Ok(Client::new(Session::new(backend, scope)))
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
    /// [`Client::setup_config`](crate::Client::setup_config), and
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) if the server does not accept the key.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::Client;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// let client = Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .connect()
    ///     .await?;
    /// assert!(client.organization().is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn connect(self) -> Call<Client> {
        Box::pin(async move {
            let access = self.access()?;
            let (defaults, sources) = access.complete(self.defaults.clone())?;
            let backend = self.into_backend(access)?;
            let sharing_deadline = backend.sharing_deadline();
            let scope = lookup::resolve(&sharing_deadline, &defaults, sources).await?;
            Ok(Client::new(Session::new(backend, scope)))
        })
    }

    fn access(&self) -> Result<Access> {
        Access::resolve(self.has_key, self.base_url.is_some())
    }

    fn into_backend(self, access: Access) -> Result<Backend> {
        let mut transport = self.transport;
        if let Some(key) = access.api_key {
            transport = transport.api_key(key);
        }
        let mut version = self.api_version;
        if let Some(url) = self.base_url.or(access.base_url) {
            let trimmed = url.trim_end_matches('/');
            transport = match trimmed.strip_suffix("/v1") {
                Some(stripped) if version != Some(ApiVersion::Legacy) => {
                    version = Some(ApiVersion::V1);
                    transport.base_url(stripped)
                }
                _ => transport.base_url(url),
            };
        }
        let transport = transport.build().map_err(Error::build)?;
        Ok(Backend::new(transport, version))
    }

    fn configure(
        mut self,
        change: impl FnOnce(
            dataforce_api::ClientBuilder<Transport>,
        ) -> dataforce_api::ClientBuilder<Transport>,
    ) -> Self {
        self.transport = change(self.transport);
        self
    }
}
