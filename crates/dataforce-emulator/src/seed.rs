//! What an emulator holds, as plain data: written in a test, or read from and written to a JSON file.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

/// Everything an emulator holds: the users, and the organizations with their orbits and collections.
///
/// As JSON it is what the program's `--seed` reads and `--export` writes. Only `name`s are required; ids and times are
/// made up where they are missing, and an organization without members belongs to the first user.
///
/// ```
/// use dataforce_emulator::{Emulator, Seed};
///
/// let seed: Seed = serde_json::from_str(r#"{
///     "users": [{"name": "jane", "keys": ["dfs_jane"]}],
///     "organizations": [{
///         "name": "Acme",
///         "orbits": [{
///             "name": "Research",
///             "collections": [{"name": "Images", "collection_type": "dataset", "tags": ["raw"]}]
///         }]
///     }]
/// }"#)?;
/// let emulator = Emulator::builder().seed(seed).start();
/// assert_eq!(emulator.collections()[0].name, "Images");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    /// Who may call, and with which keys.
    #[serde(default)]
    pub users: Vec<User>,
    /// The organizations, with what is in them.
    #[serde(default)]
    pub organizations: Vec<Organization>,
}

/// Somebody with API keys.
///
/// Users are told apart by their names: that is how organizations and orbits list their members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The name by which members are listed; also the server's `full_name`.
    pub name: String,
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The address; made from the name where it is empty.
    #[serde(default)]
    pub email: String,
    /// The API keys. A revoked key is simply not there.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// An organization, its members and orbits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The name; need not be unique.
    pub name: String,
    /// The URL of a picture.
    #[serde(default)]
    pub logo: Option<String>,
    /// When it was made.
    #[serde(default = "now", serialize_with = "timestamp")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed, if ever.
    #[serde(default, serialize_with = "optional_timestamp")]
    pub updated_at: Option<DateTime<Utc>>,
    /// The members by the names of their users.
    #[serde(default)]
    pub members: BTreeMap<String, OrganizationRole>,
    /// The orbits.
    #[serde(default)]
    pub orbits: Vec<Orbit>,
}

/// An orbit, its members and collections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orbit {
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The name; need not be unique.
    pub name: String,
    /// The secret for the storage behind the orbit.
    #[serde(default = "Uuid::now_v7")]
    pub bucket_secret_id: Uuid,
    /// When it was made.
    #[serde(default = "now", serialize_with = "timestamp")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed, if ever.
    #[serde(default, serialize_with = "optional_timestamp")]
    pub updated_at: Option<DateTime<Utc>>,
    /// The members by the names of their users. Owners and admins of the organization need not be among them.
    #[serde(default)]
    pub members: BTreeMap<String, OrbitRole>,
    /// The collections.
    #[serde(default)]
    pub collections: Vec<Collection>,
}

/// A collection, as the server shows it.
///
/// ```
/// use dataforce_emulator::{Collection, CollectionType};
///
/// let collection = Collection::new("Images").of_type(CollectionType::Dataset).tags(["raw"]).models(3);
/// assert_eq!(collection.total_models, 3);
/// assert_eq!(collection.tags, Some(vec!["raw".to_owned()]));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The orbit it is in; set to the right one when it is put there.
    #[serde(default)]
    pub orbit_id: Uuid,
    /// The description.
    #[serde(default)]
    pub description: String,
    /// The name; need not be unique, nor anything else.
    pub name: String,
    /// The type.
    #[serde(default)]
    pub collection_type: CollectionType,
    /// The tags: none at all, an empty list, and a list are three different things.
    #[serde(default)]
    pub tags: Option<Vec<String>>,
    /// How many models it holds. A collection with models cannot be deleted.
    #[serde(default)]
    pub total_models: u64,
    /// When it was made.
    #[serde(default = "now", serialize_with = "timestamp")]
    pub created_at: DateTime<Utc>,
    /// When it was last changed, if ever.
    #[serde(default, serialize_with = "optional_timestamp")]
    pub updated_at: Option<DateTime<Utc>>,
}

/// The type of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionType {
    /// Holds models.
    #[default]
    Model,
    /// Holds datasets.
    Dataset,
    /// Something that only a newer server knows: to see how a client takes it. No request can create it.
    #[serde(untagged)]
    Other(String),
}

/// What a user is in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationRole {
    /// May do everything.
    Owner,
    /// May do everything in the orbits.
    Admin,
    /// Sees the orbits that list them, and may do there what their [`OrbitRole`] allows.
    Member,
}

/// What a plain member of an organization is in one of its orbits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrbitRole {
    /// May do everything in the orbit.
    Admin,
    /// May list, create and update collections, but not delete them.
    Member,
}

impl Seed {
    /// The id of the default organization.
    pub const ORGANIZATION_ID: Uuid = Uuid::from_u128(0x0199c455_21ec_7c74_8efe_41470e29bae5);
    /// The id of the default orbit.
    pub const ORBIT_ID: Uuid = Uuid::from_u128(0x0199c455_21ed_7aba_9fe5_5231611220de);
    /// The id of the collection of [`Collection::example`].
    pub const COLLECTION_ID: Uuid = Uuid::from_u128(0x0199c455_21ee_74c6_b747_19a82f1a1e75);
    /// The default key.
    pub const API_KEY: &str = "dfs_your_key";
    /// The name of the user whom the default key belongs to.
    pub const USER: &str = "owner";
}

impl User {
    /// A user without a key.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            id: Uuid::now_v7(),
            email: String::new(),
            keys: Vec::new(),
        }
    }

    /// Adds an API key. Real ones start with `dfs_`.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.keys.push(key.into());
        self
    }
}

impl Organization {
    /// An empty organization, made now.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: Uuid::now_v7(),
            name: name.into(),
            logo: None,
            created_at: now(),
            updated_at: None,
            members: BTreeMap::new(),
            orbits: Vec::new(),
        }
    }

    /// Chooses the id.
    #[must_use]
    pub fn id(mut self, id: Uuid) -> Self {
        self.id = id;
        self
    }

    /// Adds a member. Without any, the organization belongs to the first user.
    #[must_use]
    pub fn member(mut self, user: impl Into<String>, role: OrganizationRole) -> Self {
        self.members.insert(user.into(), role);
        self
    }

    /// Adds an orbit.
    #[must_use]
    pub fn orbit(mut self, orbit: Orbit) -> Self {
        self.orbits.push(orbit);
        self
    }
}

impl Orbit {
    /// An empty orbit, made now.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: Uuid::now_v7(),
            name: name.into(),
            bucket_secret_id: Uuid::now_v7(),
            created_at: now(),
            updated_at: None,
            members: BTreeMap::new(),
            collections: Vec::new(),
        }
    }

    /// Chooses the id.
    #[must_use]
    pub fn id(mut self, id: Uuid) -> Self {
        self.id = id;
        self
    }

    /// Adds a member.
    #[must_use]
    pub fn member(mut self, user: impl Into<String>, role: OrbitRole) -> Self {
        self.members.insert(user.into(), role);
        self
    }

    /// Adds a collection.
    #[must_use]
    pub fn collection(mut self, collection: Collection) -> Self {
        self.collections.push(collection);
        self
    }

    /// Adds many collections, as [`Collection::numbered`] makes them.
    #[must_use]
    pub fn collections(mut self, count: usize) -> Self {
        self.collections.extend(Collection::numbered(count));
        self
    }
}

impl Collection {
    /// A collection of models without description, tags or models, made now.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            id: Uuid::now_v7(),
            orbit_id: Uuid::nil(),
            description: String::new(),
            name: name.into(),
            collection_type: CollectionType::Model,
            tags: None,
            total_models: 0,
            created_at: now(),
            updated_at: None,
        }
    }

    /// `My Collection`, the example in the documentation of the Python client.
    #[must_use]
    pub fn example() -> Self {
        Self {
            id: Seed::COLLECTION_ID,
            description: "Dataset for ML models".to_owned(),
            tags: Some(vec!["ml".to_owned(), "training".to_owned()]),
            // 2025-01-15T10:30:00.123456Z
            created_at: DateTime::from_timestamp_micros(1_736_937_000_123_456).unwrap_or_default(),
            ..Self::new("My Collection")
        }
    }

    /// `Collection 1`, `Collection 2` and so on.
    pub fn numbered(count: usize) -> impl Iterator<Item = Self> {
        (1..=count).map(|number| Self::new(format!("Collection {number}")))
    }

    /// Chooses the id.
    #[must_use]
    pub fn id(mut self, id: Uuid) -> Self {
        self.id = id;
        self
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Sets the type.
    #[must_use]
    pub fn of_type(mut self, collection_type: CollectionType) -> Self {
        self.collection_type = collection_type;
        self
    }

    /// Sets the tags; an empty list is not the same as no tags.
    #[must_use]
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Sets how many models it holds.
    #[must_use]
    pub fn models(mut self, count: u64) -> Self {
        self.total_models = count;
        self
    }

    /// Sets when it was made, in the server's precision of microseconds.
    #[must_use]
    pub fn created_at(mut self, at: DateTime<Utc>) -> Self {
        self.created_at = at;
        self
    }

    /// Sets when it was last changed.
    #[must_use]
    pub fn updated_at(mut self, at: DateTime<Utc>) -> Self {
        self.updated_at = Some(at);
        self
    }
}

/// The current time, in the server's precision.
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Six digits of fraction, or none at all where they would be zeros.
pub(crate) fn timestamp<S: Serializer>(time: &DateTime<Utc>, to: S) -> Result<S::Ok, S::Error> {
    if time.timestamp_subsec_micros() == 0 {
        to.collect_str(&time.format("%Y-%m-%dT%H:%M:%SZ"))
    } else {
        to.collect_str(&time.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
    }
}

pub(crate) fn optional_timestamp<S: Serializer>(
    time: &Option<DateTime<Utc>>,
    to: S,
) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => timestamp(time, to),
        None => to.serialize_none(),
    }
}
