// Written by `cargo xtask regen` from crates/dataforce/src/client.rs. Do not edit.

use super::collections::Collections;
use super::orbits::Orbits;
use super::organizations::Organizations;
use super::runtime::Runtime;
use crate::api_version::ApiVersion;
use crate::defaults::{DefaultSource, Defaults};
use crate::error::Result;
use crate::id::{CollectionId, OrbitId, OrganizationId};

/// A client for a DataForce registry.
///
/// The async counterpart is [`crate::Client`].
///
/// It holds the API key, the address of the server, and the defaults: the organization, orbit and
/// collection that operations use. A clone is cheap and shares the connections; its defaults are
/// independent from then on. A client can be used from many tasks or threads at once.
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
///     .organization("My Personal Organization")
///     .orbit("Default Orbit")
///     .connect()?;
/// println!("{} collections", client.collections().list()?.len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    pub(super) inner: crate::Client,
    pub(super) runtime: Runtime,
}

impl Client {
    /// Returns the operations on the collections of the default orbit.
    ///
    /// The handle keeps the defaults that the client has now; later changes do not affect it.
    pub fn collections(&self) -> Collections {
        Collections {
            inner: self.inner.collections(),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns the operations on the orbits of the default organization.
    ///
    /// The handle keeps the defaults that the client has now; later changes do not affect it.
    pub fn orbits(&self) -> Orbits {
        Orbits {
            inner: self.inner.orbits(),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns the operations on the organizations that the key's owner belongs to.
    pub fn organizations(&self) -> Organizations {
        Organizations {
            inner: self.inner.organizations(),
            runtime: self.runtime.clone(),
        }
    }

    /// Replaces all defaults, after looking them up on the server. If this fails, all defaults stay
    /// as they were.
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
    /// use dataforce::blocking::Client;
    /// use dataforce::Defaults;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// let mut client = Client::builder()
    ///     .api_key("dfs_your_key")
    /// #   .api_key(emulator.api_key())
    /// #   .base_url(emulator.base_url())
    ///     .build()?;
    /// let defaults = Defaults::new().organization("My Personal Organization");
    /// client.setup_config(defaults.orbit("Default Orbit"))?;
    /// assert!(client.orbit().is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn setup_config(&mut self, defaults: Defaults) -> Result<()> {
        self.runtime.wait(self.inner.setup_config(defaults))
    }

    /// Returns the default organization.
    pub fn organization(&self) -> Option<OrganizationId> {
        self.inner.organization()
    }

    /// Returns where the default organization comes from, or `None` if it is not set.
    pub fn organization_source(&self) -> Option<DefaultSource> {
        self.inner.organization_source()
    }

    /// Returns the default orbit.
    pub fn orbit(&self) -> Option<OrbitId> {
        self.inner.orbit()
    }

    /// Returns where the default orbit comes from, or `None` if it is not set.
    pub fn orbit_source(&self) -> Option<DefaultSource> {
        self.inner.orbit_source()
    }

    /// Returns the default collection.
    pub fn collection(&self) -> Option<CollectionId> {
        self.inner.collection()
    }

    /// Returns where the default collection comes from, or `None` if it is not set.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::DefaultSource;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # emulator.add_collection(dataforce_emulator::Collection::new("Images"));
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// let mut client = client.orbit("Default Orbit").connect()?;
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
        self.inner.collection_source()
    }

    /// Sets or unsets the default organization. This unsets the default orbit and collection, which
    /// belong to the previous one.
    ///
    /// The id is not looked up. If it does not exist, operations that use it return an error.
    pub fn set_organization(&mut self, organization: impl Into<Option<OrganizationId>>) {
        self.inner.set_organization(organization)
    }

    /// Sets or unsets the default orbit, which belongs to the default organization. This unsets the
    /// default collection, which belongs to the previous orbit.
    ///
    /// The id is not looked up. If it does not exist, operations that use it return an error.
    pub fn set_orbit(&mut self, orbit: impl Into<Option<OrbitId>>) {
        self.inner.set_orbit(orbit)
    }

    /// Sets or unsets the default collection, which belongs to the default orbit.
    ///
    /// The id is not looked up. If it does not exist, operations that use it return an error.
    ///
    /// # Examples
    ///
    /// ```
    /// use dataforce::blocking::Client;
    /// use dataforce::CollectionId;
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
        self.inner.set_collection(collection)
    }

    /// Returns a client with another default organization, see
    /// [`set_organization`](Self::set_organization). This one stays as it is.
    #[must_use]
    pub fn with_organization(&self, organization: impl Into<Option<OrganizationId>>) -> Self {
        Self {
            inner: self.inner.with_organization(organization),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns a client with another default orbit, see [`set_orbit`](Self::set_orbit). This one
    /// stays as it is.
    #[must_use]
    pub fn with_orbit(&self, orbit: impl Into<Option<OrbitId>>) -> Self {
        Self {
            inner: self.inner.with_orbit(orbit),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns a client with another default collection, see
    /// [`set_collection`](Self::set_collection). This one stays as it is.
    #[must_use]
    pub fn with_collection(&self, collection: impl Into<Option<CollectionId>>) -> Self {
        Self {
            inner: self.inner.with_collection(collection),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns the address of the server as requests use it: checked, and without `/v1` or a slash at
    /// its end.
    ///
    /// # Examples
    ///
    /// ```
    /// use dataforce::blocking::Client;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// let builder = Client::builder().api_key("dfs_your_key");
    /// let client = builder.base_url("https://luml.example.com/v1").build()?;
    /// assert_eq!(client.base_url(), "https://luml.example.com");
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_url(&self) -> &str {
        self.inner.base_url()
    }

    /// Returns the version of the API that the server speaks, if it is known: it was named on the
    /// builder, or an operation has found out. Sends nothing.
    pub fn api_version(&self) -> Option<ApiVersion> {
        self.inner.api_version()
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
    /// use dataforce::blocking::Client;
    /// use dataforce::ApiVersion;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// assert_eq!(client.detect_api_version()?, ApiVersion::Legacy);
    /// assert_eq!(client.api_version(), Some(ApiVersion::Legacy));
    /// # Ok(())
    /// # }
    /// ```
    pub fn detect_api_version(&self) -> Result<ApiVersion> {
        self.runtime.wait(self.inner.detect_api_version())
    }

    /// Returns the generated client of the legacy API over the same connections, for what this
    /// crate does not cover. It neither finds out nor changes which version the server speaks. Its
    /// operations are async.
    pub fn legacy(&self) -> dataforce_api::legacy::Client {
        self.inner.legacy()
    }

    /// Returns the generated client of V1 over the same connections, for what this crate does not
    /// cover. It neither finds out nor changes which version the server speaks. Its operations are
    /// async.
    pub fn v1(&self) -> dataforce_api::v1::Client {
        self.inner.v1()
    }
}
