// Written by `cargo xtask regen` from crates/dataforce/src/collections.rs. Do not edit.

use std::collections::BTreeMap;

use super::create_collection::CreateCollection;
use super::query_collections::QueryCollections;
use super::runtime::Runtime;
use super::update_collection::UpdateCollection;
use crate::collection::{Collection, CollectionDetails, CollectionType};
use crate::error::Result;
use crate::id::CollectionId;
use crate::resource_ref::ResourceRef;

/// Operations on the collections of the default orbit. Returned by
/// [`Client::collections`](super::Client::collections).
///
/// The async counterpart is [`crate::Collections`].
///
/// The handle keeps the defaults that the client had when it was made. If the default organization
/// or orbit is not set, every operation returns [`Configuration`](crate::ErrorKind::Configuration)
/// with what there is to choose from, and sends nothing else.
#[derive(Clone, Debug)]
pub struct Collections {
    pub(super) inner: crate::Collections,
    pub(super) runtime: Runtime,
}

impl Collections {
    /// Lists the collections of the default orbit, the oldest first. Operation `list_collections`.
    ///
    /// The list is complete. V1 sends it in pages of 100, which are all read within the
    /// [deadline](super::ClientBuilder::deadline); [`query`](Self::query) selects, sorts and streams.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// for collection in client.collections().list()? {
    ///     println!("{} ({})", collection.name, collection.collection_type);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Result<Vec<Collection>> {
        self.runtime.wait(self.inner.list())
    }

    /// Finds a collection of the default orbit by id or name. Operation `list_collections`, or
    /// `get_collection` for an id on V1.
    ///
    /// Names are compared exactly and case-sensitively. Returns `None` if no collection matches.
    ///
    /// # Errors
    ///
    /// - [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    /// - [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) if several
    ///   collections have the name.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// let by_name = client.collections().get("My Collection")?;
    /// let by_id = client.collections().get("0199c455-21ee-74c6-b747-19a82f1a1e75")?;
    /// assert_eq!(by_name, by_id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(
        &self,
        collection: impl Into<ResourceRef<CollectionId>>,
    ) -> Result<Option<Collection>> {
        self.runtime.wait(self.inner.get(collection))
    }

    /// Returns a builder for a list of some collections of the default orbit, in an order of choice.
    /// Operation `list_collections`, sent by [`send`](super::QueryCollections::send) or
    /// [`stream`](super::QueryCollections::stream).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::{Order, SortBy};
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// let collections = client
    ///     .collections()
    ///     .query()
    ///     .search("training")
    ///     .tags(["ml"])
    ///     .sort_by(SortBy::Name, Order::Ascending)
    ///     .send()?;
    /// # let _ = collections;
    /// # Ok(())
    /// # }
    /// ```
    pub fn query(&self) -> QueryCollections {
        QueryCollections {
            inner: self.inner.query(),
            runtime: self.runtime.clone(),
        }
    }

    /// Finds a collection of the default orbit by id or name, with the tags and the extra values of
    /// its artifacts. Operation `get_collection` on V1, after `list_collections` for a name; on the
    /// legacy API, `list_collections` only.
    ///
    /// The legacy API does not report these properties of the artifacts, so they are `None` there.
    /// Returns `None` if no collection matches.
    ///
    /// # Errors
    ///
    /// Those of [`get`](Self::get).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// if let Some(details) = client.collections().details("My Collection")? {
    ///     println!("{}: {:?}", details.collection.name, details.artifacts_tags);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn details(
        &self,
        collection: impl Into<ResourceRef<CollectionId>>,
    ) -> Result<Option<CollectionDetails>> {
        self.runtime.wait(self.inner.details(collection))
    }

    /// Counts how many collections of the default orbit have each tag. Operation
    /// `list_collections`.
    ///
    /// A tag that a collection has twice counts once.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// for (tag, count) in client.collections().tags()? {
    ///     println!("{tag}: {count}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn tags(&self) -> Result<BTreeMap<String, u64>> {
        self.runtime.wait(self.inner.tags())
    }

    /// Gets the default collection. Operation `list_collections`, or `get_collection` on V1.
    ///
    /// Returns `None` if it no longer exists.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce::CollectionType;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let mut client = client.connect()?;
    /// let created = client.collections().create("Mine", CollectionType::Model).send()?;
    /// client.set_collection(created.id);
    /// assert_eq!(client.collections().get_default()?, Some(created));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_default(&self) -> Result<Option<Collection>> {
        self.runtime.wait(self.inner.get_default())
    }

    /// Returns a builder for a new collection in the default orbit. Operation `create_collection`,
    /// sent by [`send`](super::CreateCollection::send).
    ///
    /// Names need not be unique. Description and tags are optional.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce::CollectionType;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// let collection = client
    ///     .collections()
    ///     .create("Training Dataset", CollectionType::Dataset)
    ///     .description("Dataset for model training")
    ///     .tags(["ml", "training"])
    ///     .send()?;
    /// assert_eq!(collection.name, "Training Dataset");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        name: impl Into<String>,
        collection_type: CollectionType,
    ) -> CreateCollection {
        CreateCollection {
            inner: self.inner.create(name, collection_type),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns a builder for a change of a collection of the default orbit, given by id or name.
    /// Operations `list_collections`, or `get_collection` for an id on V1, and `update_collection`,
    /// sent by [`send`](super::UpdateCollection::send).
    ///
    /// What is not set on the builder stays as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce::CollectionType;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// # let collections = client.collections();
    /// # let create = collections.create("Training Dataset", CollectionType::Dataset);
    /// # create.description("As it was").send()?;
    /// let collection = client
    ///     .collections()
    ///     .update("Training Dataset")
    ///     .name("Updated Dataset")
    ///     .tags(["ml", "updated"])
    ///     .send()?;
    /// assert_eq!(collection.description, "As it was");
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, collection: impl Into<ResourceRef<CollectionId>>) -> UpdateCollection {
        UpdateCollection {
            inner: self.inner.update(collection),
            runtime: self.runtime.clone(),
        }
    }

    /// Returns a builder for a change of the default collection. See [`update`](Self::update).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce::CollectionType;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let mut client = client.connect()?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send()?;
    /// client.set_collection(created.id);
    /// let update = client.collections().update_default();
    /// let collection = update.description("Updated description").send()?;
    /// assert_eq!(collection.description, "Updated description");
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_default(&self) -> UpdateCollection {
        UpdateCollection {
            inner: self.inner.update_default(),
            runtime: self.runtime.clone(),
        }
    }

    /// Deletes a collection of the default orbit permanently, given by id or name. Operations
    /// `list_collections`, or `get_collection` for an id on V1, and `delete_collection`.
    ///
    /// Collections of other orbits are never deleted, although some servers would delete them by
    /// their id.
    ///
    /// # Errors
    ///
    /// - [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    /// - [`NotFound`](crate::ErrorKind::NotFound) if the collection is not in the default orbit.
    /// - [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) if several
    ///   collections have the name.
    /// - [`Conflict`](crate::ErrorKind::Conflict) if the collection holds models.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce::CollectionType;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// # client.collections().create("Old Experiments", CollectionType::Model).send()?;
    /// client.collections().delete("Old Experiments")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, collection: impl Into<ResourceRef<CollectionId>>) -> Result<()> {
        self.runtime.wait(self.inner.delete(collection))
    }

    /// Deletes the default collection permanently. See [`delete`](Self::delete).
    ///
    /// A default collection that was chosen automatically is not deleted, see
    /// [`DefaultSource::Automatic`](crate::DefaultSource::Automatic).
    ///
    /// # Errors
    ///
    /// Those of [`delete`](Self::delete), and [`Configuration`](crate::ErrorKind::Configuration) if
    /// no default collection is set or if it was chosen automatically. In the latter case the
    /// message gives the id to pass to [`delete`](Self::delete).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce::CollectionType;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let mut client = client.connect()?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send()?;
    /// client.set_collection(created.id);
    /// client.collections().delete_default()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_default(&self) -> Result<()> {
        self.runtime.wait(self.inner.delete_default())
    }
}
