//! Collections: the named sets of models and datasets within an orbit.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::error::{Error, quoted};
use crate::registry::CollectionContent;
use crate::tags::IntoTags;
use crate::{Call, Client, CollectionId, OrbitId, ResourceRef, Result};

dataforce_api::__open_enum! {
    /// What a collection holds. Set at creation, never changed.
    pub enum CollectionType {
        /// Models.
        Model = "model",
        /// Datasets.
        Dataset = "dataset",
    }
}

/// A named set of models or datasets within an [orbit](crate::Orbit).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Collection {
    /// Identifies the collection.
    pub id: CollectionId,
    /// The orbit that it belongs to.
    pub orbit_id: OrbitId,
    /// The name; not unique, possibly empty and of any length.
    pub name: String,
    /// Free text, possibly empty and of any length.
    pub description: String,
    /// What the collection holds.
    pub collection_type: CollectionType,
    /// The tags. `None` and the empty list are different states to the server.
    pub tags: Option<Vec<String>>,
    /// The number of models in the collection; some servers leave it out.
    pub total_models: Option<i64>,
    /// When the collection was created.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, if ever.
    pub updated_at: Option<DateTime<Utc>>,
}

/// The collection itself, by its id.
impl From<&Collection> for ResourceRef<CollectionId> {
    fn from(collection: &Collection) -> Self {
        Self::Id(collection.id)
    }
}

/// Operations on the collections of the default orbit. Made by [`Client::collections`].
///
/// Each first checks that a default organization and orbit are set, and answers
/// [`Configuration`](crate::ErrorKind::Configuration) otherwise, with what there is to choose from.
///
/// The defaults are those that the client had when the handle was made. The futures borrow nothing, so that they can be
/// joined and spawned.
#[derive(Clone, Debug)]
pub struct Collections {
    client: Client,
}

impl Collections {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Lists the collections of the default orbit, in no particular order. Operation `list_collections`.
    ///
    /// The list is complete: the service does not page.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// for collection in client.collections().list().await? {
    ///     println!("{} ({})", collection.name, collection.collection_type);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where a default is missing.
    pub fn list(&self) -> Call<Vec<Collection>> {
        let client = self.client.clone();
        Box::pin(async move {
            let (organization, orbit) = client.require_orbit().await?;
            client.registry().collections(organization, orbit).await
        })
    }

    /// Finds a collection of the default orbit by id or name. Operation `list_collections`.
    ///
    /// A name is compared exactly and with case. `None` where there is none.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// let by_name = client.collections().get("My Collection").await?;
    /// let by_id = client.collections().get("0199c455-21ee-74c6-b747-19a82f1a1e75").await?;
    /// assert_eq!(by_name, by_id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where a default is missing,
    /// [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) where several collections have the name.
    pub fn get(
        &self,
        collection: impl Into<ResourceRef<CollectionId>>,
    ) -> Call<Option<Collection>> {
        let client = self.client.clone();
        let collection = collection.into();
        Box::pin(async move {
            let (organization, orbit) = client.require_orbit().await?;
            client
                .registry()
                .find_collection(organization, orbit, &collection)
                .await
        })
    }

    /// Gets the default collection. Operation `list_collections`.
    ///
    /// `None` where it exists no longer.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where a default is missing.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::CollectionType;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let mut client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// let created = client.collections().create("Mine", CollectionType::Model).send().await?;
    /// client.set_collection(created.id);
    /// assert_eq!(client.collections().get_default().await?, Some(created));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_default(&self) -> Call<Option<Collection>> {
        let this = self.clone();
        Box::pin(async move {
            let collection = this.client.require_collection().await?;
            this.get(collection).await
        })
    }

    /// Begins a new collection in the default orbit. Operation `create_collection`, when it is
    /// [sent](CreateCollection::send).
    ///
    /// Names need not be unique. Description and tags are optional.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::CollectionType;
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
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
        CreateCollection {
            client: self.client.clone(),
            collection_type,
            content: CollectionContent {
                name: name.into(),
                description: String::new(),
                tags: None,
            },
        }
    }

    /// Begins a change of a collection of the default orbit, given by id or name. Operations `list_collections` and
    /// `update_collection`, when it is [sent](UpdateCollection::send).
    ///
    /// Only what is given changes.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// # client.collections().create("Training Dataset", CollectionType::Dataset).description("As it was").send().await?;
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
        UpdateCollection::new(self.client.clone(), Some(collection.into()))
    }

    /// Begins a change of the default collection. See [`update`](Self::update).
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let mut client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send().await?;
    /// client.set_collection(created.id);
    /// let collection =
    ///     client.collections().update_default().description("Updated description").send().await?;
    /// assert_eq!(collection.description, "Updated description");
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_default(&self) -> UpdateCollection {
        UpdateCollection::new(self.client.clone(), None)
    }

    /// Deletes a collection of the default orbit for good, given by id or name. Operations `list_collections` and
    /// `delete_collection`.
    ///
    /// Only a collection of the default orbit is ever deleted: one that is not there is
    /// [`NotFound`](crate::ErrorKind::NotFound), even where the server itself would delete it by its id.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// # client.collections().create("Old Experiments", CollectionType::Model).send().await?;
    /// client.collections().delete("Old Experiments").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where a default is missing,
    /// [`NotFound`](crate::ErrorKind::NotFound), [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound)
    /// where several have the name, [`Conflict`](crate::ErrorKind::Conflict) where the collection holds models.
    pub fn delete(&self, collection: impl Into<ResourceRef<CollectionId>>) -> Call<()> {
        let client = self.client.sharing_deadline();
        let collection = collection.into();
        Box::pin(async move {
            let (organization, orbit) = client.require_orbit().await?;
            let target = client.expect_collection(&collection).await?;
            client
                .registry()
                .delete_collection(organization, orbit, target.id)
                .await
        })
    }

    /// Deletes the default collection for good. See [`delete`](Self::delete).
    ///
    /// It is the one that was named, or, where none was, the only one that the orbit held when the client
    /// [connected](crate::ClientBuilder::connect).
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = Emulator::start();
    /// # let mut client = dataforce::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect().await?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send().await?;
    /// client.set_collection(created.id);
    /// client.collections().delete_default().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`delete`](Self::delete); [`Configuration`](crate::ErrorKind::Configuration) also where no default
    /// collection is set.
    pub fn delete_default(&self) -> Call<()> {
        let this = self.clone();
        Box::pin(async move {
            let collection = this.client.require_collection().await?;
            this.delete(collection).await
        })
    }
}

/// A collection to be created. Made by [`Collections::create`].
#[derive(Clone, Debug)]
#[must_use = "nothing is created until `send` is called"]
pub struct CreateCollection {
    client: Client,
    collection_type: CollectionType,
    content: CollectionContent,
}

impl CreateCollection {
    /// Describes the collection. Empty by default.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.content.description = description.into();
        self
    }

    /// Gives it tags. None by default, which is not the same as the empty list.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.content.tags = Some(tags.into_tags());
        self
    }

    /// Creates the collection and answers it as the server made it.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where a default is missing,
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) where a text holds a NUL character, which the server cannot
    /// store. The request is never sent again when the server may have processed it; then
    /// [`outcome_unknown`](crate::Error::outcome_unknown) is true.
    pub fn send(self) -> Call<Collection> {
        Box::pin(async move {
            let (organization, orbit) = self.client.require_orbit().await?;
            let CollectionContent {
                name,
                description,
                tags,
            } = &self.content;
            refuse_nul(Some(name), Some(description), tags.iter().flatten())?;
            self.client
                .registry()
                .create_collection(organization, orbit, self.content, self.collection_type)
                .await
        })
    }
}

/// A change of a collection. Made by [`Collections::update`] and [`Collections::update_default`].
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until `send` is called"]
pub struct UpdateCollection {
    client: Client,
    /// The default collection where there is none.
    collection: Option<ResourceRef<CollectionId>>,
    name: Option<String>,
    description: Option<String>,
    tags: Option<Option<Vec<String>>>,
}

impl UpdateCollection {
    fn new(client: Client, collection: Option<ResourceRef<CollectionId>>) -> Self {
        Self {
            client,
            collection,
            name: None,
            description: None,
            tags: None,
        }
    }

    /// Gives the collection another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Describes it anew.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Replaces the tags. `tags([])` sets the empty list.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.tags = Some(Some(tags.into_tags()));
        self
    }

    /// Sets the tags to null, which is not the same as the empty list.
    pub fn clear_tags(mut self) -> Self {
        self.tags = Some(None);
        self
    }

    /// Changes the collection and answers it as it is then.
    ///
    /// The server knows no partial update, so the collection is read first and sent back with the changes; what
    /// somebody else changes between the two is overwritten. Where nothing is given, nothing is sent and the
    /// collection is answered as it is.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) where a default is missing,
    /// [`NotFound`](crate::ErrorKind::NotFound) where the collection is not in the default orbit,
    /// [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) where several have the name,
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) where a text holds a NUL character.
    pub fn send(self) -> Call<Collection> {
        Box::pin(async move {
            let client = self.client.sharing_deadline();
            let (organization, orbit) = client.require_orbit().await?;
            let collection = match self.collection {
                Some(collection) => collection,
                None => client.require_collection().await?.into(),
            };
            let unchanged =
                self.name.is_none() && self.description.is_none() && self.tags.is_none();
            let tags = self.tags.iter().flatten().flatten();
            refuse_nul(self.name.as_deref(), self.description.as_deref(), tags)?;
            let current = client.expect_collection(&collection).await?;
            if unchanged {
                return Ok(current);
            }
            let content = CollectionContent {
                name: self.name.unwrap_or(current.name),
                description: self.description.unwrap_or(current.description),
                tags: self.tags.unwrap_or(current.tags),
            };
            client
                .registry()
                .update_collection(organization, orbit, current.id, content)
                .await
        })
    }
}

/// Refuses what makes the server fail.
fn refuse_nul<'t>(
    name: Option<&'t str>,
    description: Option<&'t str>,
    tags: impl Iterator<Item = &'t String>,
) -> Result<()> {
    let name = name.map(|text| ("name", text));
    let description = description.map(|text| ("description", text));
    let tags = tags.map(|tag| ("tag", tag.as_str()));
    match name
        .into_iter()
        .chain(description)
        .chain(tags)
        .find(|(_, text)| text.contains('\0'))
    {
        None => Ok(()),
        Some((what, text)) => Err(Error::invalid_input(format!(
            "the {what} {} holds a NUL character, which the server cannot store: remove it",
            quoted(text),
        ))),
    }
}
