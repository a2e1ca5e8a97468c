// Written by `cargo xtask regen` from openapi/collections.yaml. Do not edit.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{ClientHooks, OperationInfo, RequestBuilderExt, encode_path};

/// The operations of the contract, in its order.
pub const OPERATIONS: &[crate::Operation] = &[
    crate::Operation {
        id: "list_organizations",
        method: "GET",
        path: "/users/me/organizations",
    },
    crate::Operation {
        id: "list_orbits",
        method: "GET",
        path: "/organizations/{organization_id}/orbits",
    },
    crate::Operation {
        id: "get_orbit",
        method: "GET",
        path: "/organizations/{organization_id}/orbits/{orbit_id}",
    },
    crate::Operation {
        id: "list_collections",
        method: "GET",
        path: "/organizations/{organization_id}/orbits/{orbit_id}/collections",
    },
    crate::Operation {
        id: "create_collection",
        method: "POST",
        path: "/organizations/{organization_id}/orbits/{orbit_id}/collections",
    },
    crate::Operation {
        id: "delete_collection",
        method: "DELETE",
        path: "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
    },
    crate::Operation {
        id: "update_collection",
        method: "PATCH",
        path: "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
    },
];

/// Where the service is, unless told otherwise: the first of the contract's servers.
pub const DEFAULT_BASE_URL: &str = "https://api.dataforce.studio";

/// The names of the properties, as JSON has them.
pub mod properties {
    /// Of [`Organization`](super::types::Organization).
    pub mod organization {
        /// `id`
        pub const ID: &str = "id";

        /// `name`
        pub const NAME: &str = "name";

        /// `logo`
        pub const LOGO: &str = "logo";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";

        /// `role`
        pub const ROLE: &str = "role";

        /// `permissions`
        pub const PERMISSIONS: &str = "permissions";
    }

    /// Of [`Orbit`](super::types::Orbit).
    pub mod orbit {
        /// `id`
        pub const ID: &str = "id";

        /// `name`
        pub const NAME: &str = "name";

        /// `organization_id`
        pub const ORGANIZATION_ID: &str = "organization_id";

        /// `bucket_secret_id`
        pub const BUCKET_SECRET_ID: &str = "bucket_secret_id";

        /// `total_members`
        pub const TOTAL_MEMBERS: &str = "total_members";

        /// `total_collections`
        pub const TOTAL_COLLECTIONS: &str = "total_collections";

        /// `total_satellites`
        pub const TOTAL_SATELLITES: &str = "total_satellites";

        /// `total_model_artifacts`
        pub const TOTAL_MODEL_ARTIFACTS: &str = "total_model_artifacts";

        /// `role`
        pub const ROLE: &str = "role";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";

        /// `permissions`
        pub const PERMISSIONS: &str = "permissions";
    }

    /// Of [`OrbitDetails`](super::types::OrbitDetails).
    pub mod orbit_details {
        /// `id`
        pub const ID: &str = "id";

        /// `name`
        pub const NAME: &str = "name";

        /// `organization_id`
        pub const ORGANIZATION_ID: &str = "organization_id";

        /// `bucket_secret_id`
        pub const BUCKET_SECRET_ID: &str = "bucket_secret_id";

        /// `total_members`
        pub const TOTAL_MEMBERS: &str = "total_members";

        /// `total_collections`
        pub const TOTAL_COLLECTIONS: &str = "total_collections";

        /// `total_satellites`
        pub const TOTAL_SATELLITES: &str = "total_satellites";

        /// `total_model_artifacts`
        pub const TOTAL_MODEL_ARTIFACTS: &str = "total_model_artifacts";

        /// `role`
        pub const ROLE: &str = "role";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";

        /// `permissions`
        pub const PERMISSIONS: &str = "permissions";

        /// `members`
        pub const MEMBERS: &str = "members";
    }

    /// Of [`OrbitMember`](super::types::OrbitMember).
    pub mod orbit_member {
        /// `id`
        pub const ID: &str = "id";

        /// `orbit_id`
        pub const ORBIT_ID: &str = "orbit_id";

        /// `role`
        pub const ROLE: &str = "role";

        /// `user`
        pub const USER: &str = "user";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";
    }

    /// Of [`User`](super::types::User).
    pub mod user {
        /// `id`
        pub const ID: &str = "id";

        /// `email`
        pub const EMAIL: &str = "email";

        /// `full_name`
        pub const FULL_NAME: &str = "full_name";

        /// `disabled`
        pub const DISABLED: &str = "disabled";

        /// `photo`
        pub const PHOTO: &str = "photo";

        /// `has_api_key`
        pub const HAS_API_KEY: &str = "has_api_key";
    }

    /// Of [`Collection`](super::types::Collection).
    pub mod collection {
        /// `id`
        pub const ID: &str = "id";

        /// `orbit_id`
        pub const ORBIT_ID: &str = "orbit_id";

        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `collection_type`
        pub const COLLECTION_TYPE: &str = "collection_type";

        /// `tags`
        pub const TAGS: &str = "tags";

        /// `total_models`
        pub const TOTAL_MODELS: &str = "total_models";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";
    }

    /// Of [`CollectionCreate`](super::types::CollectionCreate).
    pub mod collection_create {
        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `collection_type`
        pub const COLLECTION_TYPE: &str = "collection_type";

        /// `tags`
        pub const TAGS: &str = "tags";
    }

    /// Of [`CollectionUpdate`](super::types::CollectionUpdate).
    pub mod collection_update {
        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `tags`
        pub const TAGS: &str = "tags";
    }

    /// Of [`ErrorDetail`](super::types::ErrorDetail).
    pub mod error_detail {
        /// `detail`
        pub const DETAIL: &str = "detail";
    }

    /// Of [`ValidationErrorDetail`](super::types::ValidationErrorDetail).
    pub mod validation_error_detail {
        /// `detail`
        pub const DETAIL: &str = "detail";
    }

    /// Of [`ValidationIssue`](super::types::ValidationIssue).
    pub mod validation_issue {
        /// `type`
        pub const TYPE: &str = "type";

        /// `loc`
        pub const LOC: &str = "loc";

        /// `msg`
        pub const MSG: &str = "msg";

        /// `input`
        pub const INPUT: &str = "input";

        /// `ctx`
        pub const CTX: &str = "ctx";
    }
}

/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    crate::open_enum! {
        /// What a collection contains. Set at creation, and never changed.
        pub enum CollectionType {
            /// `model`
            Model = "model",
            /// `dataset`
            Dataset = "dataset",
        }
    }

    crate::open_enum! {
        /// The role of a user in an organization.
        pub enum OrganizationRole {
            /// `owner`
            Owner = "owner",
            /// `admin`
            Admin = "admin",
            /// `member`
            Member = "member",
        }
    }

    crate::open_enum! {
        /// The role of a user in an orbit.
        pub enum OrbitRole {
            /// `admin`
            Admin = "admin",
            /// `member`
            Member = "member",
        }
    }

    /// Identifies the secret that gives access to the storage bucket of an orbit.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct BucketSecretId(pub ::uuid::Uuid);

    impl ::std::ops::Deref for BucketSecretId {
        type Target = ::uuid::Uuid;

        fn deref(&self) -> &::uuid::Uuid {
            &self.0
        }
    }

    impl ::std::convert::From<BucketSecretId> for ::uuid::Uuid {
        fn from(value: BucketSecretId) -> Self {
            value.0
        }
    }

    impl ::std::convert::From<::uuid::Uuid> for BucketSecretId {
        fn from(value: ::uuid::Uuid) -> Self {
            Self(value)
        }
    }

    impl ::std::fmt::Display for BucketSecretId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl ::std::str::FromStr for BucketSecretId {
        type Err = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }

    impl ::std::convert::TryFrom<&str> for BucketSecretId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    impl ::std::convert::TryFrom<String> for BucketSecretId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    /// A named set of models or datasets in an orbit.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct Collection {
        pub collection_type: crate::types::CollectionType,
        /// When the collection was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// Free text of any length, possibly empty.
        pub description: ::std::string::String,
        pub id: CollectionId,
        /// The name, of any length and possibly empty. Not unique.
        pub name: ::std::string::String,
        pub orbit_id: OrbitId,
        /// The tags. The server stores null and the empty list as different values.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The number of models in the collection. Some servers omit it.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_models: ::std::option::Option<i64>,
        /// When it was last changed. Null until the first update.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    /// The content of a new collection.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CollectionCreate {
        pub collection_type: crate::types::CollectionType,
        /// Free text. Required, but may be empty.
        pub description: ::std::string::String,
        /// The name. It need not be unique.
        pub name: ::std::string::String,
        /// The tags. Stored as null if null or omitted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    }

    /// Identifies a collection.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct CollectionId(pub ::uuid::Uuid);

    impl ::std::ops::Deref for CollectionId {
        type Target = ::uuid::Uuid;

        fn deref(&self) -> &::uuid::Uuid {
            &self.0
        }
    }

    impl ::std::convert::From<CollectionId> for ::uuid::Uuid {
        fn from(value: CollectionId) -> Self {
            value.0
        }
    }

    impl ::std::convert::From<::uuid::Uuid> for CollectionId {
        fn from(value: ::uuid::Uuid) -> Self {
            Self(value)
        }
    }

    impl ::std::fmt::Display for CollectionId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl ::std::str::FromStr for CollectionId {
        type Err = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }

    impl ::std::convert::TryFrom<&str> for CollectionId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    impl ::std::convert::TryFrom<String> for CollectionId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    /// The new content of a collection. An update replaces all three properties, so all are
    /// required: the server sets omitted tags to null, and fails if the name or the description is
    /// omitted.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CollectionUpdate {
        /// Free text.
        pub description: ::std::string::String,
        /// The name.
        pub name: ::std::string::String,
        /// The tags. The server stores null and the empty list as different values.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    }

    /// Why the server rejected a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ErrorDetail {
        /// The reason, for people to read.
        pub detail: ::std::string::String,
    }

    /// The name of a property, or an index in a list.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(untagged)]
    pub enum LocationSegment {
        String(::std::string::String),
        Integer(i64),
    }

    impl ::std::fmt::Display for LocationSegment {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            match self {
                Self::String(x) => x.fmt(f),
                Self::Integer(x) => x.fmt(f),
            }
        }
    }

    impl ::std::convert::From<i64> for LocationSegment {
        fn from(value: i64) -> Self {
            Self::Integer(value)
        }
    }

    /// A workspace of an organization.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct Orbit {
        pub bucket_secret_id: BucketSecretId,
        /// When the orbit was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: OrbitId,
        /// The name. Not necessarily unique.
        pub name: ::std::string::String,
        pub organization_id: OrganizationId,
        /// What the owner of the key may do.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub permissions: ::std::option::Option<Permissions>,
        /// The role of the owner of the key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::types::OrbitRole>,
        /// The number of collections.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_collections: ::std::option::Option<i64>,
        /// The number of members.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_members: ::std::option::Option<i64>,
        /// The number of model artifacts in all collections of the orbit.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_model_artifacts: ::std::option::Option<i64>,
        /// The number of satellites.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_satellites: ::std::option::Option<i64>,
        /// When it was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    /// An orbit together with its members.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct OrbitDetails {
        pub bucket_secret_id: BucketSecretId,
        /// When the orbit was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: OrbitId,
        /// The members.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub members: ::std::option::Option<::std::vec::Vec<OrbitMember>>,
        /// The name. Not necessarily unique.
        pub name: ::std::string::String,
        pub organization_id: OrganizationId,
        /// What the owner of the key may do.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub permissions: ::std::option::Option<Permissions>,
        /// The role of the owner of the key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::types::OrbitRole>,
        /// The number of collections.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_collections: ::std::option::Option<i64>,
        /// The number of members.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_members: ::std::option::Option<i64>,
        /// The number of model artifacts in all collections of the orbit.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_model_artifacts: ::std::option::Option<i64>,
        /// The number of satellites.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub total_satellites: ::std::option::Option<i64>,
        /// When it was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    /// Identifies an orbit.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct OrbitId(pub ::uuid::Uuid);

    impl ::std::ops::Deref for OrbitId {
        type Target = ::uuid::Uuid;

        fn deref(&self) -> &::uuid::Uuid {
            &self.0
        }
    }

    impl ::std::convert::From<OrbitId> for ::uuid::Uuid {
        fn from(value: OrbitId) -> Self {
            value.0
        }
    }

    impl ::std::convert::From<::uuid::Uuid> for OrbitId {
        fn from(value: ::uuid::Uuid) -> Self {
            Self(value)
        }
    }

    impl ::std::fmt::Display for OrbitId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl ::std::str::FromStr for OrbitId {
        type Err = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }

    impl ::std::convert::TryFrom<&str> for OrbitId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    impl ::std::convert::TryFrom<String> for OrbitId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    /// A user's membership in an orbit.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct OrbitMember {
        /// When the user became a member.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: OrbitMemberId,
        pub orbit_id: OrbitId,
        pub role: crate::types::OrbitRole,
        /// When the membership was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        pub user: User,
    }

    /// Identifies a user's membership in an orbit.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct OrbitMemberId(pub ::uuid::Uuid);

    impl ::std::ops::Deref for OrbitMemberId {
        type Target = ::uuid::Uuid;

        fn deref(&self) -> &::uuid::Uuid {
            &self.0
        }
    }

    impl ::std::convert::From<OrbitMemberId> for ::uuid::Uuid {
        fn from(value: OrbitMemberId) -> Self {
            value.0
        }
    }

    impl ::std::convert::From<::uuid::Uuid> for OrbitMemberId {
        fn from(value: ::uuid::Uuid) -> Self {
            Self(value)
        }
    }

    impl ::std::fmt::Display for OrbitMemberId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl ::std::str::FromStr for OrbitMemberId {
        type Err = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }

    impl ::std::convert::TryFrom<&str> for OrbitMemberId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    impl ::std::convert::TryFrom<String> for OrbitMemberId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    /// An organization that the owner of the key is a member of.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct Organization {
        /// When the organization was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: OrganizationId,
        /// The URL of a picture.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub logo: ::std::option::Option<::std::string::String>,
        /// The name. Not necessarily unique.
        pub name: ::std::string::String,
        /// What the owner of the key may do.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub permissions: ::std::option::Option<Permissions>,
        /// The role of the owner of the key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::types::OrganizationRole>,
        /// When it was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    /// Identifies an organization.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct OrganizationId(pub ::uuid::Uuid);

    impl ::std::ops::Deref for OrganizationId {
        type Target = ::uuid::Uuid;

        fn deref(&self) -> &::uuid::Uuid {
            &self.0
        }
    }

    impl ::std::convert::From<OrganizationId> for ::uuid::Uuid {
        fn from(value: OrganizationId) -> Self {
            value.0
        }
    }

    impl ::std::convert::From<::uuid::Uuid> for OrganizationId {
        fn from(value: ::uuid::Uuid) -> Self {
            Self(value)
        }
    }

    impl ::std::fmt::Display for OrganizationId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl ::std::str::FromStr for OrganizationId {
        type Err = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }

    impl ::std::convert::TryFrom<&str> for OrganizationId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    impl ::std::convert::TryFrom<String> for OrganizationId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    /// What the owner of the key may do, as a list of actions for each kind of resource.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct Permissions(
        pub  ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::vec::Vec<::std::string::String>,
        >,
    );

    impl ::std::ops::Deref for Permissions {
        type Target = ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::vec::Vec<::std::string::String>,
        >;

        fn deref(
            &self,
        ) -> &::std::collections::BTreeMap<
            ::std::string::String,
            ::std::vec::Vec<::std::string::String>,
        > {
            &self.0
        }
    }

    impl ::std::convert::From<Permissions>
        for ::std::collections::BTreeMap<
            ::std::string::String,
            ::std::vec::Vec<::std::string::String>,
        >
    {
        fn from(value: Permissions) -> Self {
            value.0
        }
    }

    impl
        ::std::convert::From<
            ::std::collections::BTreeMap<
                ::std::string::String,
                ::std::vec::Vec<::std::string::String>,
            >,
        > for Permissions
    {
        fn from(
            value: ::std::collections::BTreeMap<
                ::std::string::String,
                ::std::vec::Vec<::std::string::String>,
            >,
        ) -> Self {
            Self(value)
        }
    }

    /// A user, as seen by the other members of an orbit.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct User {
        /// Whether the account is disabled.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub disabled: ::std::option::Option<bool>,
        /// The e-mail address.
        pub email: ::std::string::String,
        /// The display name.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub full_name: ::std::option::Option<::std::string::String>,
        /// Whether the user has an API key.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub has_api_key: ::std::option::Option<bool>,
        pub id: UserId,
        /// The URL of a picture.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub photo: ::std::option::Option<::std::string::String>,
    }

    /// Identifies a user.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Copy,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd,
    )]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    #[serde(transparent)]
    pub struct UserId(pub ::uuid::Uuid);

    impl ::std::ops::Deref for UserId {
        type Target = ::uuid::Uuid;

        fn deref(&self) -> &::uuid::Uuid {
            &self.0
        }
    }

    impl ::std::convert::From<UserId> for ::uuid::Uuid {
        fn from(value: UserId) -> Self {
            value.0
        }
    }

    impl ::std::convert::From<::uuid::Uuid> for UserId {
        fn from(value: ::uuid::Uuid) -> Self {
            Self(value)
        }
    }

    impl ::std::fmt::Display for UserId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl ::std::str::FromStr for UserId {
        type Err = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }

    impl ::std::convert::TryFrom<&str> for UserId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    impl ::std::convert::TryFrom<String> for UserId {
        type Error = <::uuid::Uuid as ::std::str::FromStr>::Err;

        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }

    /// Why the server could not process a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ValidationErrorDetail {
        /// One entry for each problem.
        pub detail: ::std::vec::Vec<ValidationIssue>,
    }

    /// One problem in a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ValidationIssue {
        /// More about the problem, depending on its kind.
        #[serde(default, skip_serializing_if = "::serde_json::Map::is_empty")]
        pub ctx: ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        /// The value that was sent, however large.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub input: ::std::option::Option<::serde_json::Value>,
        /// The path to the invalid value, for example `body`, `tags`, `0`.
        pub loc: ::std::vec::Vec<LocationSegment>,
        /// The problem, for people to read.
        pub msg: ::std::string::String,
        /// The kind of problem, for programs to compare.
        #[serde(rename = "type")]
        pub type_: ::std::string::String,
    }

    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);

        impl ::std::error::Error for ConversionError {}

        impl ::std::fmt::Display for ConversionError {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::fmt::Debug for ConversionError {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }

        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}

/// Client for DataForce registry
///
/// The part of the DataForce API that manages a registry: organizations contain orbits, and orbits
/// contain collections of models and datasets.
///
/// Every request carries an API key as a bearer token. Bodies are JSON in UTF-8. Ids are UUIDs:
/// paths accept any common spelling, responses use lower case with hyphens. Timestamps are RFC 3339
/// in UTC, with six fractional digits or none.
///
/// New properties in responses and new values of open enums (`x-extensible-enum`) can appear at any
/// time. A client must ignore unknown properties and keep unknown values.
///
/// Lists are complete; there is no pagination. Errors of the application are JSON objects with a
/// `detail`. A crash is reported as plain text, and a gateway in front of the server may respond
/// with HTML.
///
/// Version: 1.0.0
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::Session,
}

impl ClientInfo<crate::Session> for Client {
    fn api_version() -> &'static str {
        "1.0.0"
    }

    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }

    fn client(&self) -> &reqwest::Client {
        &self.client
    }

    fn inner(&self) -> &crate::Session {
        &self.inner
    }
}

const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::Session>,
    {
    }
};

#[allow(clippy::all)]
impl Client {
    /// List the organizations of the owner of the key
    ///
    /// Returns the organizations that the owner of the key is a member of, ordered by name.
    ///
    /// Sends a `GET` request to `/users/me/organizations`
    pub async fn list_organizations<'a>(
        &'a self,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Organization>>, Error<()>> {
        let url = format!("{}/users/me/organizations", self.baseurl,);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .build()?;
        let info = OperationInfo {
            operation_id: "list_organizations",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::success::decode(self, response, &info).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }

    /// List the orbits of an organization
    ///
    /// Returns the orbits of the organization. A plain member sees only the orbits they are a
    /// member of.
    ///
    /// Sends a `GET` request to `/organizations/{organization_id}/orbits`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    pub async fn list_orbits<'a>(
        &'a self,
        organization_id: &'a types::OrganizationId,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Orbit>>, Error<()>> {
        let url = format!("{}/organizations/{}/orbits", self.baseurl, organization_id,);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .build()?;
        let info = OperationInfo {
            operation_id: "list_orbits",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::success::decode(self, response, &info).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }

    /// Get an orbit and its members
    ///
    /// Returns the orbit together with its members.
    ///
    /// Sends a `GET` request to `/organizations/{organization_id}/orbits/{orbit_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    pub async fn get_orbit<'a>(
        &'a self,
        organization_id: &'a types::OrganizationId,
        orbit_id: &'a types::OrbitId,
    ) -> Result<ResponseValue<types::OrbitDetails>, Error<()>> {
        let url = format!(
            "{}/organizations/{}/orbits/{}",
            self.baseurl, organization_id, orbit_id,
        );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .build()?;
        let info = OperationInfo {
            operation_id: "get_orbit",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::success::decode(self, response, &info).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }

    /// List the collections of an orbit
    ///
    /// Returns all collections of the orbit in one response. The order is undefined and changes
    /// with updates. Names are not unique. There is no operation that returns a single collection:
    /// search this list for it.
    ///
    /// Sends a `GET` request to `/organizations/{organization_id}/orbits/{orbit_id}/collections`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    pub async fn list_collections<'a>(
        &'a self,
        organization_id: &'a types::OrganizationId,
        orbit_id: &'a types::OrbitId,
    ) -> Result<ResponseValue<::std::vec::Vec<types::Collection>>, Error<()>> {
        let url = format!(
            "{}/organizations/{}/orbits/{}/collections",
            self.baseurl, organization_id, orbit_id,
        );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .build()?;
        let info = OperationInfo {
            operation_id: "list_collections",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::success::decode(self, response, &info).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }

    /// Create a collection
    ///
    /// Creates a collection in the orbit and returns it, with status 200. The operation is not
    /// idempotent: each request that reaches the server creates another collection, even if the
    /// name is already in use.
    ///
    /// Sends a `POST` request to `/organizations/{organization_id}/orbits/{orbit_id}/collections`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `body`
    pub async fn create_collection<'a>(
        &'a self,
        organization_id: &'a types::OrganizationId,
        orbit_id: &'a types::OrbitId,
        body: &'a types::CollectionCreate,
    ) -> Result<ResponseValue<types::Collection>, Error<()>> {
        let url = format!(
            "{}/organizations/{}/orbits/{}/collections",
            self.baseurl, organization_id, orbit_id,
        );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_collection",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::success::decode(self, response, &info).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }

    /// Delete a collection
    ///
    /// Deletes the collection permanently. Fails with status 409 if the collection contains models.
    ///
    /// The server finds the collection by its id alone and ignores the orbit in the path: it also
    /// deletes a collection of another orbit, even one of another organization. Check first that
    /// the collection is in the orbit.
    ///
    /// Sends a `DELETE` request to `/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `collection_id`: The id of the collection. The server does not check that it is in the orbit.
    pub async fn delete_collection<'a>(
        &'a self,
        organization_id: &'a types::OrganizationId,
        orbit_id: &'a types::OrbitId,
        collection_id: &'a types::CollectionId,
    ) -> Result<ResponseValue<()>, Error<()>> {
        let url = format!(
            "{}/organizations/{}/orbits/{}/collections/{}",
            self.baseurl, organization_id, orbit_id, collection_id,
        );
        #[allow(unused_mut)]
        let mut request = self.client.delete(url).build()?;
        let info = OperationInfo {
            operation_id: "delete_collection",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            204u16 => Ok(ResponseValue::empty(response)),
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }

    /// Replace the name, description and tags of a collection
    ///
    /// Sets all three properties, so send the current value of those that should not change. A body
    /// without `name` or `description` fails with status 500 and changes nothing. A body without
    /// `tags` sets the tags to null.
    ///
    /// The server finds the collection by its id alone and ignores the orbit in the path: it also
    /// updates a collection of another orbit, even one of another organization. Check first that
    /// the collection is in the orbit.
    ///
    /// Sends a `PATCH` request to `/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `collection_id`: The id of the collection. The server does not check that it is in the orbit.
    /// - `body`
    pub async fn update_collection<'a>(
        &'a self,
        organization_id: &'a types::OrganizationId,
        orbit_id: &'a types::OrbitId,
        collection_id: &'a types::CollectionId,
        body: &'a types::CollectionUpdate,
    ) -> Result<ResponseValue<types::Collection>, Error<()>> {
        let url = format!(
            "{}/organizations/{}/orbits/{}/collections/{}",
            self.baseurl, organization_id, orbit_id, collection_id,
        );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_collection",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => crate::success::decode(self, response, &info).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
