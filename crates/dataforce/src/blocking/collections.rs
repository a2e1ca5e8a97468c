use super::runtime::Runtime;
use crate::{Collection, CollectionId, CollectionType, IntoTags, ResourceRef, Result};

/// Operations on the collections of the default orbit. Made by [`Client::collections`](super::Client::collections).
#[derive(Clone, Debug)]
pub struct Collections {
    pub(super) inner: crate::Collections,
    pub(super) runtime: Runtime,
}

impl Collections {
    /// Lists the collections of the default orbit. See [`crate::Collections::list`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// for collection in client.collections().list()? {
    ///     println!("{} ({})", collection.name, collection.collection_type);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Result<Vec<Collection>> {
        self.runtime.wait(self.inner.list())
    }

    /// Finds a collection of the default orbit by id or name. See [`crate::Collections::get`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
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

    /// Gets the default collection. See [`crate::Collections::get_default`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let mut client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// let created = client.collections().create("Mine", CollectionType::Model).send()?;
    /// client.set_collection(created.id);
    /// assert_eq!(client.collections().get_default()?, Some(created));
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_default(&self) -> Result<Option<Collection>> {
        self.runtime.wait(self.inner.get_default())
    }

    /// Begins a new collection in the default orbit. See [`crate::Collections::create`].
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// use dataforce::CollectionType;
    ///
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
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

    /// Begins a change of a collection of the default orbit. See [`crate::Collections::update`].
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// # client.collections().create("Training Dataset", CollectionType::Dataset).description("As it was").send()?;
    /// let collection =
    ///     client.collections().update("Training Dataset").name("Updated Dataset").tags(["ml", "updated"]).send()?;
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

    /// Begins a change of the default collection. See [`crate::Collections::update_default`].
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let mut client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// # let created = client.collections().create("Mine", CollectionType::Model).send()?;
    /// client.set_collection(created.id);
    /// let collection = client.collections().update_default().description("Updated description").send()?;
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

    /// Deletes a collection of the default orbit for good. See [`crate::Collections::delete`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// # client.collections().create("Old Experiments", CollectionType::Model).send()?;
    /// client.collections().delete("Old Experiments")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, collection: impl Into<ResourceRef<CollectionId>>) -> Result<()> {
        self.runtime.wait(self.inner.delete(collection))
    }

    /// Deletes the default collection for good. See [`crate::Collections::delete_default`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use dataforce::CollectionType;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let mut client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
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

/// A collection to be created. Made by [`Collections::create`].
#[derive(Clone, Debug)]
#[must_use = "nothing is created until `send` is called"]
pub struct CreateCollection {
    inner: crate::CreateCollection,
    runtime: Runtime,
}

impl CreateCollection {
    /// Describes the collection. Empty by default.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.inner = self.inner.description(description);
        self
    }

    /// Gives it tags. None by default, which is not the same as the empty list.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.inner = self.inner.tags(tags);
        self
    }

    /// Creates the collection and answers it as the server made it. See [`crate::CreateCollection::send`].
    ///
    /// # Errors
    ///
    /// As the async method.
    pub fn send(self) -> Result<Collection> {
        self.runtime.wait(self.inner.send())
    }
}

/// A change of a collection. Made by [`Collections::update`] and [`Collections::update_default`].
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until `send` is called"]
pub struct UpdateCollection {
    inner: crate::UpdateCollection,
    runtime: Runtime,
}

impl UpdateCollection {
    /// Gives the collection another name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.inner = self.inner.name(name);
        self
    }

    /// Describes it anew.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.inner = self.inner.description(description);
        self
    }

    /// Replaces the tags. `tags([])` sets the empty list.
    pub fn tags(mut self, tags: impl IntoTags) -> Self {
        self.inner = self.inner.tags(tags);
        self
    }

    /// Sets the tags to null, which is not the same as the empty list.
    pub fn clear_tags(mut self) -> Self {
        self.inner = self.inner.clear_tags();
        self
    }

    /// Changes the collection and answers it as it is then. See [`crate::UpdateCollection::send`].
    ///
    /// # Errors
    ///
    /// As the async method.
    pub fn send(self) -> Result<Collection> {
        self.runtime.wait(self.inner.send())
    }
}
