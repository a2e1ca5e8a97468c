//! How a client is built.

use std::env::VarError;
use std::time::Duration;

use dataforce_api::{RetryPolicy, TlsBackend};

use crate::backend::Backend;
use crate::call::Call;
use crate::client::Client;
use crate::defaults::{DefaultSource, Defaults, Scope};
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
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `connect` or `build` is called"]
pub struct ClientBuilder {
    api: dataforce_api::ClientBuilder,
    has_key: bool,
    has_base_url: bool,
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
            api: dataforce_api::Client::builder().user_agent(user_agent),
            has_key: false,
            has_base_url: false,
            defaults: Defaults::new(),
        }
    }
}

impl ClientBuilder {
    /// Sets the API key, which starts with `dfs_`. The default is the environment variable
    /// `DFS_API_KEY`.
    ///
    /// The key is a secret: it is never printed, is erased from memory when dropped, and is sent
    /// only to the configured server.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.has_key = true;
        self.configure(|api| api.api_key(key))
    }

    /// Sets the address of the server, which may include a path. The default is the environment
    /// variable `DFS_BASE_URL`, or else `https://api.dataforce.studio`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.has_base_url = true;
        self.configure(|api| api.base_url(url))
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

    /// Sends all requests through a proxy. The default is the proxy that the environment names.
    pub fn proxy(self, proxy: reqwest::Proxy) -> Self {
        self.configure(|api| api.proxy(proxy))
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
        let (backend, _) = self.into_backend()?;
        Ok(Client::new(Session::new(backend, scope)))
    }

    /// Builds the client and looks the defaults up on the server. Operations `list_organizations`,
    /// `list_orbits` and `list_collections`, concurrently as far as ids are given.
    ///
    /// Defaults that are named must exist. A level that is not named is chosen automatically if
    /// there is exactly one.
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
            let (backend, defaults) = self.into_backend()?;
            let sharing_deadline = backend.sharing_deadline();
            let source = DefaultSource::Builder;
            let scope = lookup::resolve(&sharing_deadline, &defaults, source).await?;
            Ok(Client::new(Session::new(backend, scope)))
        })
    }

    fn into_backend(self) -> Result<(Backend, Defaults)> {
        let mut api = self.api;
        if !self.has_key
            && let Some(key) = environment("DFS_API_KEY")?
        {
            api = api.api_key(key);
        }
        if !self.has_base_url
            && let Some(url) = environment("DFS_BASE_URL")?
        {
            api = api.base_url(url);
        }
        let api = api.build().map_err(Error::build)?;
        Ok((Backend::new(api), self.defaults))
    }

    fn configure(
        mut self,
        change: impl FnOnce(dataforce_api::ClientBuilder) -> dataforce_api::ClientBuilder,
    ) -> Self {
        self.api = change(self.api);
        self
    }
}

/// Reads an environment variable. An empty one counts as unset.
fn environment(name: &str) -> Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "the environment variable {name} is not valid UTF-8: set it again, or unset it"
        ))),
    }
}
