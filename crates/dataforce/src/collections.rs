//! Operations on collections.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::Call;
use crate::collection::{Collection, CollectionDetails, CollectionType};
use crate::create_collection::CreateCollection;
use crate::id::CollectionId;
use crate::lookup::expect_collection;
use crate::query_collections::QueryCollections;
use crate::resource_ref::ResourceRef;
use crate::session::Session;
use crate::update_collection::UpdateCollection;

/// Operations on the collections of the default orbit. Returned by
/// [`Client::collections`](crate::Client::collections).
///
/// The handle keeps the defaults that the client had when it was made. If the default organization
/// or orbit is not set, every operation returns [`Configuration`](crate::ErrorKind::Configuration)
/// with what there is to choose from, and sends nothing else.
#[derive(Clone, Debug)]
pub struct Collections {
    session: Session,
}

impl Collections {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Lists the collections of the default orbit, the oldest first. Operation `list_collections`.
    ///
    /// The list is complete. V1 sends it in pages of 100, which are all read within the
    /// [deadline](crate::ClientBuilder::deadline); [`query`](Self::query) selects, sorts and streams.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if a default is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// for collection in client.collections().list().await? {
    ///     println!("{} ({})", collection.name, collection.collection_type);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<Vec<Collection>> {
        self.query().send()
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
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// let by_name = client.collections().get("My Collection").await?;
    /// let by_id = client.collections().get("0199c455-21ee-74c6-b747-19a82f1a1e75").await?;
    /// assert_eq!(by_name, by_id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(
        &self,
        collection: impl Into<ResourceRef<CollectionId>>,
    ) -> Call<Option<Collection>> {
        let wanted = collection.into();
        self.session.call(async move |session| {
            let path = session.require_orbit().await?;
            session.backend().find_collection(path, &wanted).await
        })
    }

    /// Returns a builder for a list of some collections of the default orbit, in an order of choice.
    /// Operation `list_collections`, sent by [`send`](crate::QueryCollections::send) or
    /// [`stream`](crate::QueryCollections::stream).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::{Order, SortBy};
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// let collections = client
    ///     .collections()
    ///     .query()
    ///     .search("training")
    ///     .tags(["ml"])
    ///     .sort_by(SortBy::Name, Order::Ascending)
    ///     .send()
    ///     .await?;
    /// # let _ = collections;
    /// # Ok(())
    /// # }
    /// ```
    pub fn query(&self) -> QueryCollections {
        QueryCollections::new(self.session.clone())
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
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// if let Some(details) = client.collections().details("My Collection").await? {
    ///     println!("{}: {:?}", details.collection.name, details.artifacts_tags);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn details(
        &self,
        collection: impl Into<ResourceRef<CollectionId>>,
    ) -> Call<Option<CollectionDetails>> {
        let wanted = collection.into();
        self.session.call(async move |session| {
            let path = session.require_orbit().await?;
            session.backend().collection_details(path, &wanted).await
        })
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
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// for (tag, count) in client.collections().tags().await? {
    ///     println!("{tag}: {count}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn tags(&self) -> Call<BTreeMap<String, u64>> {
        let list = self.list();
        Box::pin(async move {
            let mut counts = BTreeMap::new();
            for collection in list.await? {
                let tags: BTreeSet<_> = collection.tags.into_iter().flatten().collect();
                for tag in tags {
                    *counts.entry(tag).or_default() += 1;
                }
            }
            Ok(counts)
        })
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
    /// # use dataforce::{Client, CollectionType};
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let mut client = client.connect().await?;
    /// let created = client.collections().create("Mine", CollectionType::Model).send().await?;
    /// client.set_collection(created.id);
    /// assert_eq!(client.collections().get_default().await?, Some(created));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_default(&self) -> Call<Option<Collection>> {
        self.session.call(async |session| {
            let collection = session.require_collection().await?;
            Self::new(session).get(collection).await
        })
    }

    /// Returns a builder for a new collection in the default orbit. Operation `create_collection`,
    /// sent by [`send`](crate::CreateCollection::send).
    ///
    /// Names need not be unique. Description and tags are optional.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::{Client, CollectionType};
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// let collection = client
    ///     .collections()
    ///     .create("Training Dataset", CollectionType::Dataset)
    ///     .description("Dataset for model training")
    ///     .tags(["ml", "training"])
    ///     .send()
    ///     .await?;
    /// assert_eq!(collection.name, "Training Dataset");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        name: impl Into<String>,
        collection_type: CollectionType,
    ) -> CreateCollection {
        CreateCollection::new(self.session.clone(), name.into(), collection_type)
    }

    /// Returns a builder for a change of a collection of the default orbit, given by id or name.
    /// Operations `list_collections`, or `get_collection` for an id on V1, and `update_collection`,
    /// sent by [`send`](crate::UpdateCollection::send).
    ///
    /// What is not set on the builder stays as it is.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::{Client, CollectionType};
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// # let collections = client.collections();
    /// # let create = collections.create("Training Dataset", CollectionType::Dataset);
    /// # create.description("As it was").send().await?;
    /// let collection = client
    ///     .collections()
    ///     .update("Training Dataset")
    ///     .name("Updated Dataset")
    ///     .tags(["ml", "updated"])
    ///     .send()
    ///     .await?;
    /// assert_eq!(collection.description, "As it was");
    /// # Ok(())
    /// # }
    /// ```
    pub fn update(&self, collection: impl Into<ResourceRef<CollectionId>>) -> UpdateCollection {
        UpdateCollection::new(self.session.clone(), Some(collection.into()))
    }

    /// Returns a builder for a change of the default collection. See [`update`](Self::update).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::{Client, CollectionType};
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let mut client = client.connect().await?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send().await?;
    /// client.set_collection(created.id);
    /// let update = client.collections().update_default();
    /// let collection = update.description("Updated description").send().await?;
    /// assert_eq!(collection.description, "Updated description");
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_default(&self) -> UpdateCollection {
        UpdateCollection::new(self.session.clone(), None)
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
    /// # use dataforce::{Client, CollectionType};
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect().await?;
    /// # client.collections().create("Old Experiments", CollectionType::Model).send().await?;
    /// client.collections().delete("Old Experiments").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, collection: impl Into<ResourceRef<CollectionId>>) -> Call<()> {
        let wanted = collection.into();
        self.session.call(async move |session| {
            let path = session.require_orbit().await?;
            let backend = session.backend();
            let found = expect_collection(backend, path, &wanted).await?;
            backend.delete_collection(path, found.id).await
        })
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
    /// # use dataforce::{Client, CollectionType};
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let mut client = client.connect().await?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send().await?;
    /// client.set_collection(created.id);
    /// client.collections().delete_default().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_default(&self) -> Call<()> {
        self.session.call(async |session| {
            let collection = session.require_named_collection().await?;
            Self::new(session).delete(collection).await
        })
    }
}
