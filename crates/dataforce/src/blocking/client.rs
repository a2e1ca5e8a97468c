use std::time::Duration;

use super::runtime::Runtime;
use super::{Collections, Orbits, Organizations};
use crate::{
    CollectionId, DefaultSource, Defaults, OrbitId, OrganizationId, ResourceRef, Result,
    RetryPolicy, TlsBackend,
};

/// A client for a DataForce registry, without `async`. See [`crate::Client`].
#[derive(Clone, Debug)]
pub struct Client {
    inner: crate::Client,
    runtime: Runtime,
}

impl Client {
    /// Starts building a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Operations on the collections of the default orbit.
    pub fn collections(&self) -> Collections {
        Collections {
            inner: self.inner.collections(),
            runtime: self.runtime.clone(),
        }
    }

    /// Operations on the orbits of the default organization.
    pub fn orbits(&self) -> Orbits {
        Orbits {
            inner: self.inner.orbits(),
            runtime: self.runtime.clone(),
        }
    }

    /// Operations on the organizations that the key's owner belongs to.
    pub fn organizations(&self) -> Organizations {
        Organizations {
            inner: self.inner.organizations(),
            runtime: self.runtime.clone(),
        }
    }

    /// Replaces all defaults with these, after looking them up on the server. See [`crate::Client::setup_config`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::{Defaults, blocking::Client};
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// let mut client = Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .build()?;
    /// client.setup_config(Defaults::new().organization("My Personal Organization").orbit("Default Orbit"))?;
    /// assert!(client.orbit().is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn setup_config(&mut self, defaults: Defaults) -> Result<()> {
        self.runtime.wait(self.inner.setup_config(defaults))
    }

    /// Returns where the default organization comes from. See [`crate::Client::organization_source`].
    pub fn organization_source(&self) -> Option<DefaultSource> {
        self.inner.organization_source()
    }

    /// The default organization.
    pub fn organization(&self) -> Option<OrganizationId> {
        self.inner.organization()
    }

    /// Returns where the default orbit comes from. See [`crate::Client::orbit_source`].
    pub fn orbit_source(&self) -> Option<DefaultSource> {
        self.inner.orbit_source()
    }

    /// The default orbit.
    pub fn orbit(&self) -> Option<OrbitId> {
        self.inner.orbit()
    }

    /// Returns where the default collection comes from. See [`crate::Client::collection_source`].
    pub fn collection_source(&self) -> Option<DefaultSource> {
        self.inner.collection_source()
    }

    /// The default collection.
    pub fn collection(&self) -> Option<CollectionId> {
        self.inner.collection()
    }

    /// Sets the default organization, or none. Orbit and collection are unset. See [`crate::Client::set_organization`].
    pub fn set_organization(&mut self, organization: impl Into<Option<OrganizationId>>) {
        self.inner.set_organization(organization);
    }

    /// Sets the default orbit, or none. The collection is unset. See [`crate::Client::set_orbit`].
    pub fn set_orbit(&mut self, orbit: impl Into<Option<OrbitId>>) {
        self.inner.set_orbit(orbit);
    }

    /// Sets the default collection, or none. See [`crate::Client::set_collection`].
    pub fn set_collection(&mut self, collection: impl Into<Option<CollectionId>>) {
        self.inner.set_collection(collection);
    }

    /// The same client with another default organization. This one is untouched.
    #[must_use]
    pub fn with_organization(&self, organization: impl Into<Option<OrganizationId>>) -> Self {
        Self {
            inner: self.inner.with_organization(organization),
            runtime: self.runtime.clone(),
        }
    }

    /// The same client with another default orbit. This one is untouched.
    #[must_use]
    pub fn with_orbit(&self, orbit: impl Into<Option<OrbitId>>) -> Self {
        Self {
            inner: self.inner.with_orbit(orbit),
            runtime: self.runtime.clone(),
        }
    }

    /// The same client with another default collection. This one is untouched.
    #[must_use]
    pub fn with_collection(&self, collection: impl Into<Option<CollectionId>>) -> Self {
        Self {
            inner: self.inner.with_collection(collection),
            runtime: self.runtime.clone(),
        }
    }
}

/// Settings of a [`Client`] to be. See [`crate::ClientBuilder`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `connect` or `build` is called"]
pub struct ClientBuilder {
    inner: crate::ClientBuilder,
}

impl ClientBuilder {
    /// The API key, which starts with `dfs_`. By default that of the environment variable `DFS_API_KEY`.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.inner = self.inner.api_key(key);
        self
    }

    /// The address of the server. By default that of the environment variable `DFS_BASE_URL`, or else
    /// `https://api.dataforce.studio`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.inner = self.inner.base_url(url);
        self
    }

    /// The default organization, by id or name.
    pub fn organization(mut self, organization: impl Into<ResourceRef<OrganizationId>>) -> Self {
        self.inner = self.inner.organization(organization);
        self
    }

    /// The default orbit, by id or name.
    pub fn orbit(mut self, orbit: impl Into<ResourceRef<OrbitId>>) -> Self {
        self.inner = self.inner.orbit(orbit);
        self
    }

    /// The default collection, by id or name.
    pub fn collection(mut self, collection: impl Into<ResourceRef<CollectionId>>) -> Self {
        self.inner = self.inner.collection(collection);
        self
    }

    /// How often and when failed requests are sent again. `RetryPolicy::none()` turns that off.
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.inner = self.inner.retry(retry);
        self
    }

    /// How long one attempt may take, from making a connection to the end of the answer. By default 30 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.inner = self.inner.attempt_timeout(timeout);
        self
    }

    /// How long an operation may take with all its requests, attempts and pauses. By default 120 s.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.inner = self.inner.deadline(deadline);
        self
    }

    /// How long making a connection may take. By default 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.inner = self.inner.connect_timeout(timeout);
        self
    }

    /// How many bytes of an answer are held in memory. By default 1 GiB.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.inner = self.inner.max_response_bytes(limit);
        self
    }

    /// The `User-Agent` header. By default name and version of this crate.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.inner = self.inner.user_agent(user_agent);
        self
    }

    /// Sends everything through a proxy. By default those of the environment are used.
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> Self {
        self.inner = self.inner.proxy(proxy);
        self
    }

    /// Chooses the library that secures connections, where both are compiled in.
    pub fn tls_backend(mut self, tls: TlsBackend) -> Self {
        self.inner = self.inner.tls_backend(tls);
        self
    }

    /// Uses an own async `reqwest::Client`. See [`crate::ClientBuilder::http_client`] for what it must not do.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.inner = self.inner.http_client(client);
        self
    }

    /// Builds the client. Sends nothing. See [`crate::ClientBuilder::build`].
    ///
    /// # Errors
    ///
    /// As the async builder; [`Runtime`](crate::ErrorKind::Runtime) where it cannot be started.
    pub fn build(self) -> Result<Client> {
        Ok(Client {
            inner: self.inner.build()?,
            runtime: Runtime::start()?,
        })
    }

    /// Builds the client and looks the defaults up. See [`crate::ClientBuilder::connect`].
    ///
    /// # Errors
    ///
    /// As the async builder; [`Runtime`](crate::ErrorKind::Runtime) within an async runtime, and where it cannot be
    /// started.
    pub fn connect(self) -> Result<Client> {
        let runtime = Runtime::start()?;
        Ok(Client {
            inner: runtime.wait(self.inner.connect())?,
            runtime,
        })
    }
}
