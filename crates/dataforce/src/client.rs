//! The client.

use std::fmt;

use crate::api_version::ApiVersion;
use crate::call::Call;
use crate::collections::Collections;
use crate::defaults::{DefaultId, DefaultSource, Defaults, Sources};
use crate::error::Result;
use crate::id::{CollectionId, OrbitId, OrganizationId};
use crate::lookup;
use crate::orbits::Orbits;
use crate::organizations::Organizations;
use crate::session::Session;

/// A client for a DataForce registry.
///
/// It holds the API key, the address of the server, and the defaults: the organization, orbit and
/// collection that operations use. A clone is cheap and shares the connections; its defaults are
/// independent from then on. A client can be used from many tasks or threads at once.
///
/// # Async
///
/// The futures run on a Tokio runtime with both drivers enabled (`enable_all`, as `#[tokio::main]`
/// does). Tokio panics if a driver that a future needs is missing.
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
    session: Session,
}

impl Client {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Returns the operations on the collections of the default orbit.
    ///
    /// The handle keeps the defaults that the client has now; later changes do not affect it.
    pub fn collections(&self) -> Collections {
        Collections::new(self.session.clone())
    }

    /// Returns the operations on the orbits of the default organization.
    ///
    /// The handle keeps the defaults that the client has now; later changes do not affect it.
    pub fn orbits(&self) -> Orbits {
        Orbits::new(self.session.clone())
    }

    /// Returns the operations on the organizations that the key's owner belongs to.
    pub fn organizations(&self) -> Organizations {
        Organizations::new(self.session.clone())
    }

    /// Replaces all defaults, after looking them up on the server. If this fails, all defaults stay
    /// as they were.
    ///
    /// # Async
    ///
    /// The future borrows the client, whose defaults it sets at the end. It is therefore not a
    /// [`Call`](crate::Call).
    ///
    /// # Errors
    ///
    /// - [`NotFound`](crate::ErrorKind::NotFound) if a named default does not exist.
    /// - [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) if several resources
    ///   have the name.
    /// - [`Configuration`](crate::ErrorKind::Configuration) if an orbit is named without an
    ///   organization, or a collection without an orbit.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::{Client, Defaults};
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// let mut client = Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .build()?;
    /// let defaults = Defaults::new().organization("My Personal Organization");
    /// client.setup_config(defaults.orbit("Default Orbit")).await?;
    /// assert!(client.orbit().is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn setup_config(&mut self, defaults: Defaults) -> Result<()> {
        let session = self.session.sharing_deadline();
        // Boxed to keep the caller's future small.
        let resolve = lookup::resolve(
            session.backend(),
            &defaults,
            Sources::all(DefaultSource::Set),
        );
        self.session.scope = Box::pin(resolve).await?;
        Ok(())
    }

    /// Returns the default organization.
    pub fn organization(&self) -> Option<OrganizationId> {
        self.session.scope.organization_id()
    }

    /// Returns where the default organization comes from, or `None` if it is not set.
    pub fn organization_source(&self) -> Option<DefaultSource> {
        self.session
            .scope
            .organization
            .map(|default| default.source)
    }

    /// Returns the default orbit.
    pub fn orbit(&self) -> Option<OrbitId> {
        self.session.scope.orbit_id()
    }

    /// Returns where the default orbit comes from, or `None` if it is not set.
    pub fn orbit_source(&self) -> Option<DefaultSource> {
        self.session.scope.orbit.map(|default| default.source)
    }

    /// Returns the default collection.
    pub fn collection(&self) -> Option<CollectionId> {
        self.session.scope.collection_id()
    }

    /// Returns where the default collection comes from, or `None` if it is not set.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::DefaultSource;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # emulator.add_collection(dataforce_emulator::Collection::new("Images"));
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// let mut client = client.orbit("Default Orbit").connect().await?;
    /// assert_eq!(client.orbit_source(), Some(DefaultSource::Builder));
    /// assert_eq!(client.collection_source(), Some(DefaultSource::Automatic));
    ///
    /// // From now on, `delete_default` accepts it.
    /// client.set_collection(client.collection());
    /// assert_eq!(client.collection_source(), Some(DefaultSource::Set));
    /// # Ok(())
    /// # }
    /// ```
    pub fn collection_source(&self) -> Option<DefaultSource> {
        self.session.scope.collection.map(|default| default.source)
    }

    /// Sets or unsets the default organization. This unsets the default orbit and collection, which
    /// belong to the previous one.
    ///
    /// The id is not looked up. If it does not exist, operations that use it return an error.
    pub fn set_organization(&mut self, organization: impl Into<Option<OrganizationId>>) {
        let scope = &mut self.session.scope;
        scope.organization = organization.into().map(set);
        scope.orbit = None;
        scope.collection = None;
    }

    /// Sets or unsets the default orbit, which belongs to the default organization. This unsets the
    /// default collection, which belongs to the previous orbit.
    ///
    /// The id is not looked up. If it does not exist, operations that use it return an error.
    pub fn set_orbit(&mut self, orbit: impl Into<Option<OrbitId>>) {
        let scope = &mut self.session.scope;
        scope.orbit = orbit.into().map(set);
        scope.collection = None;
    }

    /// Sets or unsets the default collection, which belongs to the default orbit.
    ///
    /// The id is not looked up. If it does not exist, operations that use it return an error.
    ///
    /// # Examples
    ///
    /// ```
    /// use dataforce::{Client, CollectionId};
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// let mut client = Client::builder().api_key("dfs_your_key").build()?;
    /// let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e75".parse()?;
    /// client.set_collection(id);
    /// assert_eq!(client.collection(), Some(id));
    /// client.set_collection(None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_collection(&mut self, collection: impl Into<Option<CollectionId>>) {
        self.session.scope.collection = collection.into().map(set);
    }

    /// Returns a client with another default organization, see
    /// [`set_organization`](Self::set_organization). This one stays as it is.
    #[must_use]
    pub fn with_organization(&self, organization: impl Into<Option<OrganizationId>>) -> Self {
        let mut client = self.clone();
        client.set_organization(organization);
        client
    }

    /// Returns a client with another default orbit, see [`set_orbit`](Self::set_orbit). This one
    /// stays as it is.
    #[must_use]
    pub fn with_orbit(&self, orbit: impl Into<Option<OrbitId>>) -> Self {
        let mut client = self.clone();
        client.set_orbit(orbit);
        client
    }

    /// Returns a client with another default collection, see
    /// [`set_collection`](Self::set_collection). This one stays as it is.
    #[must_use]
    pub fn with_collection(&self, collection: impl Into<Option<CollectionId>>) -> Self {
        let mut client = self.clone();
        client.set_collection(collection);
        client
    }

    /// Returns the address of the server as requests use it: checked, and without `/v1` or a slash at
    /// its end.
    ///
    /// # Examples
    ///
    /// ```
    /// use dataforce::Client;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// let builder = Client::builder().api_key("dfs_your_key");
    /// let client = builder.base_url("https://luml.example.com/v1").build()?;
    /// assert_eq!(client.base_url(), "https://luml.example.com");
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_url(&self) -> &str {
        self.session.backend().base_url()
    }

    /// Returns the version of the API that the server speaks, if it is known: it was named on the
    /// builder, or an operation has found out. Sends nothing.
    pub fn api_version(&self) -> Option<ApiVersion> {
        self.session.backend().version()
    }

    /// Returns the version of the API that the server speaks. If it is not known, asks the server
    /// with the operation `list_organizations` of V1.
    ///
    /// # Errors
    ///
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if the server speaks neither
    /// version.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::{ApiVersion, Client};
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// assert_eq!(client.detect_api_version().await?, ApiVersion::Legacy);
    /// assert_eq!(client.api_version(), Some(ApiVersion::Legacy));
    /// # Ok(())
    /// # }
    /// ```
    pub fn detect_api_version(&self) -> Call<ApiVersion> {
        self.session
            .call(async |session| session.backend().detect().await)
    }

    /// Returns the generated client of the legacy API over the same connections, for what this
    /// crate does not cover. It neither finds out nor changes which version the server speaks. Its
    /// operations are async.
    ///
    /// # Async
    ///
    /// ```
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// let organizations = client.legacy().list_organizations().await?;
    /// println!("{}", organizations.status());
    /// # Ok(())
    /// # }
    /// ```
    pub fn legacy(&self) -> dataforce_api::legacy::Client {
        self.session.backend().client()
    }

    /// Returns the generated client of V1 over the same connections, for what this crate does not
    /// cover. It neither finds out nor changes which version the server speaks. Its operations are
    /// async.
    ///
    /// # Async
    ///
    /// ```
    /// # use dataforce::Client;
    /// # use dataforce_emulator::{ApiVersion, Emulator};
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::builder().api_version(ApiVersion::V1).start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// client.v1().validate_api_key().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn v1(&self) -> dataforce_api::v1::Client {
        self.session.backend().client()
    }
}

fn set<Id>(id: Id) -> DefaultId<Id> {
    DefaultId::new(id, DefaultSource::Set)
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.session.backend().base_url())
            .field("api_version", &self.api_version())
            .field("organization", &self.organization())
            .field("orbit", &self.orbit())
            .field("collection", &self.collection())
            .finish_non_exhaustive()
    }
}
