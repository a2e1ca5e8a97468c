//! The content of an emulator as plain data, which tests create and JSON files hold.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::collection::Collection;
use crate::timestamp::{now, optional_timestamp, timestamp};

/// The content of an emulator: users, and organizations with their orbits and collections.
///
/// As JSON, it is what the program's `--seed` reads and `--export` writes. Only `name`s are
/// required: missing ids and times are generated, and the first user owns an organization without
/// members. `type` and `total_artifacts`, the names of version 1, are accepted for the
/// `collection_type` and `total_models` of a collection.
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
    /// The users, with their API keys.
    #[serde(default)]
    pub users: Vec<User>,
    /// The organizations, with their orbits and collections.
    #[serde(default)]
    pub organizations: Vec<Organization>,
}

/// A user with API keys.
///
/// Organizations and orbits list their members by the names of users, which are unique.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// The name that identifies the user; also the server's `full_name`.
    pub name: String,
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The e-mail address. If it is empty, responses contain one derived from the name.
    #[serde(default)]
    pub email: String,
    /// The API keys that are valid.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// An organization with its members and orbits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The name, which need not be unique.
    pub name: String,
    /// The URL of a picture.
    #[serde(default)]
    pub logo: Option<String>,
    /// When it was created.
    #[serde(default = "now", serialize_with = "timestamp")]
    pub created_at: DateTime<Utc>,
    /// When it was last updated, if ever.
    #[serde(default, serialize_with = "optional_timestamp")]
    pub updated_at: Option<DateTime<Utc>>,
    /// The members by the names of their users.
    #[serde(default)]
    pub members: BTreeMap<String, OrganizationRole>,
    /// The orbits.
    #[serde(default)]
    pub orbits: Vec<Orbit>,
}

/// An orbit with its members and collections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orbit {
    /// The id.
    #[serde(default = "Uuid::now_v7")]
    pub id: Uuid,
    /// The name, which need not be unique.
    pub name: String,
    /// The id of the secret for the orbit's storage.
    #[serde(default = "Uuid::now_v7")]
    pub bucket_secret_id: Uuid,
    /// When it was created.
    #[serde(default = "now", serialize_with = "timestamp")]
    pub created_at: DateTime<Utc>,
    /// When it was last updated, if ever.
    #[serde(default, serialize_with = "optional_timestamp")]
    pub updated_at: Option<DateTime<Utc>>,
    /// The members by the names of their users. Owners and admins of the organization need not be
    /// among them.
    #[serde(default)]
    pub members: BTreeMap<String, OrbitRole>,
    /// The collections.
    #[serde(default)]
    pub collections: Vec<Collection>,
}

/// The role of a user in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationRole {
    /// Can do everything.
    Owner,
    /// Can do everything in the orbits.
    Admin,
    /// Sees the orbits that they are members of, and can do there what their [`OrbitRole`] allows.
    Member,
}

/// The role of a plain member of an organization in one of its orbits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrbitRole {
    /// Can do everything in the orbit.
    Admin,
    /// Can list, create and update collections, but not delete them.
    Member,
}

impl Seed {
    /// The id of the default organization.
    pub const ORGANIZATION_ID: Uuid = Uuid::from_u128(0x0199c455_21ec_7c74_8efe_41470e29bae5);
    /// The id of the default orbit.
    pub const ORBIT_ID: Uuid = Uuid::from_u128(0x0199c455_21ed_7aba_9fe5_5231611220de);
    /// The id of [`Collection::example`].
    pub const COLLECTION_ID: Uuid = Collection::EXAMPLE_ID;
    /// The default key.
    pub const API_KEY: &str = "dfs_your_key";
    /// The name of the user that has the default key.
    pub const USER: &str = "owner";
}

impl User {
    /// Creates a user without a key.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            id: Uuid::now_v7(),
            email: String::new(),
            keys: Vec::new(),
        }
    }

    /// Adds an API key. Keys of real servers start with `dfs_`.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.keys.push(key.into());
        self
    }
}

impl Organization {
    /// Creates an empty organization.
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

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: Uuid) -> Self {
        self.id = id;
        self
    }

    /// Adds a member. If there are none, the first user owns the organization.
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
    /// Creates an empty orbit.
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

    /// Sets the id.
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

    /// Adds collections, as [`Collection::numbered`] creates them.
    #[must_use]
    pub fn collections(mut self, count: usize) -> Self {
        self.collections.extend(Collection::numbered(count));
        self
    }
}
