//! The client and how it is built.

use std::env::VarError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::defaults::{Defaults, Scope};
use crate::registry::Registry;
use crate::{
    Call, CollectionId, Collections, Error, OrbitId, Orbits, OrganizationId, Organizations,
    ResourceRef, Result, RetryPolicy, TlsBackend,
};

/// A client for a DataForce registry.
///
/// It knows the API key, the server, and the defaults: the organization, orbit and collection that operations mean. A
/// clone is cheap, shares the connections, and has defaults of its own from then on. It can be used from many tasks at
/// once.
///
/// Its futures run on Tokio, on a runtime with both drivers (`enable_all`, as `#[tokio::main]` has it): Tokio itself panics
/// where a future needs a driver that is not there.
///
/// ```
/// # use dataforce_emulator::Emulator;
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let emulator = Emulator::start();
/// use dataforce::Client;
///
/// let client = Client::builder()
///     .api_key("dfs_your_key")
/// #   .api_key(emulator.api_key())
/// #   .base_url(emulator.base_url())
///     .organization("My Personal Organization")
///     .orbit("Default Orbit")
///     .connect()
///     .await?;
/// println!("{} collections", client.collections().list().await?.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    registry: Arc<Registry>,
    scope: Scope,
}

impl Client {
    /// Starts building a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Operations on the collections of the default orbit.
    ///
    /// The handle keeps the defaults that the client has at this moment; what is set later does not reach it.
    pub fn collections(&self) -> Collections {
        Collections::new(self.clone())
    }

    /// Operations on the orbits of the default organization.
    ///
    /// The handle keeps the defaults that the client has at this moment; what is set later does not reach it.
    pub fn orbits(&self) -> Orbits {
        Orbits::new(self.clone())
    }

    /// Operations on the organizations that the key's owner belongs to.
    pub fn organizations(&self) -> Organizations {
        Organizations::new(self.clone())
    }

    /// Replaces all defaults with these, after looking them up on the server. On an error everything stays as it was.
    ///
    /// The future borrows the client, which it changes in the end. It is therefore no [`Call`].
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::{Client, Defaults};
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// let mut client = Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .build()?;
    /// client.setup_config(Defaults::new().organization("My Personal Organization").orbit("Default Orbit")).await?;
    /// assert!(client.orbit().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) where a named default does not exist,
    /// [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) where several have the name,
    /// [`Configuration`](crate::ErrorKind::Configuration) where an orbit is named without an organization, or a
    /// collection without an orbit.
    pub async fn setup_config(&mut self, defaults: Defaults) -> Result<()> {
        // Boxed, so that the caller's future stays small.
        let registry = self.registry.sharing_deadline();
        self.scope = Box::pin(Scope::resolve(&registry, &defaults)).await?;
        Ok(())
    }

    /// The default organization.
    pub fn organization(&self) -> Option<OrganizationId> {
        self.scope.organization
    }

    /// The default orbit.
    pub fn orbit(&self) -> Option<OrbitId> {
        self.scope.orbit
    }

    /// The default collection.
    pub fn collection(&self) -> Option<CollectionId> {
        self.scope.collection
    }

    /// Sets the default organization, or none. Orbit and collection are unset, since they belonged to the other.
    ///
    /// The id is not looked up; an operation that uses it tells when it does not exist.
    pub fn set_organization(&mut self, organization: impl Into<Option<OrganizationId>>) {
        self.scope = Scope {
            organization: organization.into(),
            ..Scope::default()
        };
    }

    /// Sets the default orbit, of the default organization, or none. The collection is unset, since it belonged to the
    /// other.
    pub fn set_orbit(&mut self, orbit: impl Into<Option<OrbitId>>) {
        self.scope.orbit = orbit.into();
        self.scope.collection = None;
    }

    /// Sets the default collection, of the default orbit, or none.
    ///
    /// ```
    /// use dataforce::{Client, CollectionId};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut client = Client::builder().api_key("dfs_your_key").build()?;
    /// let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e75".parse()?;
    /// client.set_collection(id);
    /// assert_eq!(client.collection(), Some(id));
    /// client.set_collection(None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_collection(&mut self, collection: impl Into<Option<CollectionId>>) {
        self.scope.collection = collection.into();
    }

    /// The same client with another default organization. This one is untouched.
    #[must_use]
    pub fn with_organization(&self, organization: impl Into<Option<OrganizationId>>) -> Self {
        let mut client = self.clone();
        client.set_organization(organization);
        client
    }

    /// The same client with another default orbit. This one is untouched.
    #[must_use]
    pub fn with_orbit(&self, orbit: impl Into<Option<OrbitId>>) -> Self {
        let mut client = self.clone();
        client.set_orbit(orbit);
        client
    }

    /// The same client with another default collection. This one is untouched.
    #[must_use]
    pub fn with_collection(&self, collection: impl Into<Option<CollectionId>>) -> Self {
        let mut client = self.clone();
        client.set_collection(collection);
        client
    }

    /// The generated client underneath, for what this crate does not cover.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).build()?;
    /// let organizations = client.api().list_organizations().await.map_err(dataforce_api::Failure::from)?;
    /// println!("{}", organizations.status());
    /// # Ok(())
    /// # }
    /// ```
    pub fn api(&self) -> &dataforce_api::Client {
        self.registry.api()
    }

    /// The same client, for an operation that takes several calls: they share the time that one may take.
    pub(crate) fn sharing_deadline(&self) -> Self {
        Self {
            registry: Arc::new(self.registry.sharing_deadline()),
            scope: self.scope,
        }
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    pub(crate) fn scope(&self) -> Scope {
        self.scope
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use dataforce_api::ClientInfo;

        f.debug_struct("Client")
            .field("base_url", &self.api().baseurl())
            .field("organization", &self.scope.organization)
            .field("orbit", &self.scope.orbit)
            .field("collection", &self.scope.collection)
            .finish_non_exhaustive()
    }
}

/// Settings of a [`Client`] to be. Made by [`Client::builder`].
///
/// Finish with [`connect`](Self::connect), which looks the defaults up, or with [`build`](Self::build), which sends
/// nothing.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `connect` or `build` is called"]
pub struct ClientBuilder {
    api: dataforce_api::ClientBuilder,
    has_key: bool,
    has_base_url: bool,
    defaults: Defaults,
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
    /// The API key, which starts with `dfs_`. By default that of the environment variable `DFS_API_KEY`.
    ///
    /// It is held as a secret: never printed, zeroed when dropped, sent to the configured server only.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.has_key = true;
        self.configure(|api| api.api_key(key))
    }

    /// The address of the server, also with a path prefix. By default that of the environment variable
    /// `DFS_BASE_URL`, or else `https://api.dataforce.studio`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.has_base_url = true;
        self.configure(|api| api.base_url(url))
    }

    /// The default organization, by id or name.
    pub fn organization(mut self, organization: impl Into<ResourceRef<OrganizationId>>) -> Self {
        self.defaults = self.defaults.organization(organization);
        self
    }

    /// The default orbit, by id or name.
    pub fn orbit(mut self, orbit: impl Into<ResourceRef<OrbitId>>) -> Self {
        self.defaults = self.defaults.orbit(orbit);
        self
    }

    /// The default collection, by id or name.
    pub fn collection(mut self, collection: impl Into<ResourceRef<CollectionId>>) -> Self {
        self.defaults = self.defaults.collection(collection);
        self
    }

    /// How often and when failed requests are sent again. `RetryPolicy::none()` turns that off.
    pub fn retry(self, retry: RetryPolicy) -> Self {
        self.configure(|api| api.retry(retry))
    }

    /// How long one attempt may take, from making a connection to the end of the answer. By default 30 s.
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.configure(|api| api.attempt_timeout(timeout))
    }

    /// How long an operation may take with all its requests, attempts and pauses. By default 120 s.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.configure(|api| api.deadline(deadline))
    }

    /// How long making a connection may take. By default 10 s.
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.configure(|api| api.connect_timeout(timeout))
    }

    /// How many bytes of an answer are held in memory. By default 1 GiB, since the service limits nothing.
    pub fn max_response_bytes(self, limit: usize) -> Self {
        self.configure(|api| api.max_response_bytes(limit))
    }

    /// The `User-Agent` header. By default name and version of this crate.
    pub fn user_agent(self, user_agent: impl Into<String>) -> Self {
        self.configure(|api| api.user_agent(user_agent))
    }

    /// Sends everything through a proxy. By default those of the environment are used.
    pub fn proxy(self, proxy: reqwest::Proxy) -> Self {
        self.configure(|api| api.proxy(proxy))
    }

    /// Chooses the library that secures connections, where both are compiled in.
    pub fn tls_backend(self, tls: TlsBackend) -> Self {
        self.configure(|api| api.tls_backend(tls))
    }

    /// Uses an own `reqwest::Client`, with its connections, proxies and certificates. The settings for those on this
    /// builder then have no effect.
    ///
    /// Give it `redirect::Policy::none()`, and no retry policy of its own: what it follows or repeats by itself, this crate
    /// cannot keep from going to another server or from creating twice.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.configure(|api| api.http_client(client))
    }

    /// Builds the client. Sends nothing, so defaults can be given by id only, and are not checked.
    ///
    /// ```
    /// # fn main() -> Result<(), dataforce::Error> {
    /// let client = dataforce::Client::builder().api_key("dfs_your_key").build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where there is no usable key or base URL, where a default is
    /// given by name, or without its parent.
    pub fn build(self) -> Result<Client> {
        let scope = Scope::from_ids(&self.defaults)?;
        Ok(Client {
            registry: Arc::new(self.registry()?),
            scope,
        })
    }

    /// Builds the client and looks the defaults up: those named must exist, the others are taken where there is exactly
    /// one. Operations `list_organizations`, `list_orbits` and `list_collections`, at the same time where ids are given.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// let client = dataforce::Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .connect()
    ///     .await?;
    /// assert!(client.organization().is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build) and [`Client::setup_config`], and what every call can meet: a key that the server does
    /// not know is [`Unauthorized`](crate::ErrorKind::Unauthorized).
    pub fn connect(self) -> Call<Client> {
        Box::pin(async move {
            let defaults = self.defaults.clone();
            let registry = self.registry()?;
            let scope = Scope::resolve(&registry.sharing_deadline(), &defaults).await?;
            Ok(Client {
                registry: Arc::new(registry),
                scope,
            })
        })
    }

    fn registry(self) -> Result<Registry> {
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
        Ok(Registry::new(api.build().map_err(Error::build)?))
    }

    fn configure(
        mut self,
        change: impl FnOnce(dataforce_api::ClientBuilder) -> dataforce_api::ClientBuilder,
    ) -> Self {
        self.api = change(self.api);
        self
    }
}

/// A variable of the environment. An empty one counts as unset.
fn environment(name: &str) -> Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "the environment variable {name} is not valid UTF-8: set it anew, or unset it"
        ))),
    }
}
