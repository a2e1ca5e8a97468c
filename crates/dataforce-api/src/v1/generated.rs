// Written by `cargo xtask regen` from openapi/collections-v1.yaml. Do not edit.

use crate::{Error, Response};

crate::client! {
    /// Client for LUML registry
    ///
    /// The part of the LUML API that manages a registry: organizations contain orbits, and orbits
    /// contain collections of models, datasets and experiments. LUML is the present name of DataForce.
    ///
    /// Every request carries an API key as a bearer token. Bodies are JSON in UTF-8. Ids are UUIDs:
    /// paths accept any common spelling, responses use lower case with hyphens. Timestamps are RFC 3339
    /// in UTC, with six fractional digits or none.
    ///
    /// New properties in responses and new values of open enums (`x-extensible-enum`) can appear at any
    /// time. A client must ignore unknown properties and keep unknown values.
    ///
    /// The list of collections is paged. The lists of organizations and orbits are complete. Errors of
    /// the application are JSON objects with a `detail`. A crash is reported as plain text, and a
    /// gateway in front of the server may respond with HTML.
    ///
    /// The server checks a request in this order: the path (404 with the detail `Not Found` if there is
    /// no such path), the key (401), the path parameters, query and body (422), the rights of the
    /// caller (403), and the existence of orbit and collection (404).
    ///
    /// Version: 1.0.0
    pub struct Client;

    const DEFAULT_BASE_URL: Option<&str> = Some("https://api.luml.ai");

    const PATH_PREFIX: &str = "/v1";
}

#[allow(clippy::all)]
impl Client {
    /// List the organizations of the owner of the key
    ///
    /// Returns the organizations that the owner of the key is a member of, ordered by name.
    ///
    /// Sends a `GET` request to `/v1/users/me/organizations`
    pub async fn list_organizations<'a>(
        &'a self,
    ) -> Result<Response<::std::vec::Vec<types::Organization>>, Error> {
        let url = self.transport.url("/v1/users/me/organizations");
        let request = self.transport.http().get(url).header(
            ::reqwest::header::ACCEPT,
            ::reqwest::header::HeaderValue::from_static("application/json"),
        );
        self.transport
            .send(&operations::LIST_ORGANIZATIONS, request)
            .await
    }

    /// List the orbits of an organization
    ///
    /// Returns the orbits of the organization. A plain member sees only the orbits they are a
    /// member of.
    ///
    /// Sends a `GET` request to `/v1/organizations/{organization_id}/orbits`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    pub async fn list_orbits<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
    ) -> Result<Response<::std::vec::Vec<types::Orbit>>, Error> {
        let url = self
            .transport
            .url(&format!("/v1/organizations/{}/orbits", organization_id));
        let request = self.transport.http().get(url).header(
            ::reqwest::header::ACCEPT,
            ::reqwest::header::HeaderValue::from_static("application/json"),
        );
        self.transport.send(&operations::LIST_ORBITS, request).await
    }

    /// Get an orbit and its members
    ///
    /// Returns the orbit together with its members and the tags of its collections. A member of the
    /// organization gets it even without being a member of the orbit; `permissions` is then empty.
    ///
    /// Sends a `GET` request to `/v1/organizations/{organization_id}/orbits/{orbit_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    pub async fn get_orbit<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
        orbit_id: &'a crate::OrbitId,
    ) -> Result<Response<types::OrbitDetails>, Error> {
        let url = self.transport.url(&format!(
            "/v1/organizations/{}/orbits/{}",
            organization_id, orbit_id
        ));
        let request = self.transport.http().get(url).header(
            ::reqwest::header::ACCEPT,
            ::reqwest::header::HeaderValue::from_static("application/json"),
        );
        self.transport.send(&operations::GET_ORBIT, request).await
    }

    /// List the collections of an orbit, page by page
    ///
    /// Returns a page of the collections of the orbit. Names are not unique.
    ///
    /// To read all pages, pass the `cursor` of each response to the next request until it is null,
    /// and leave `sort_by` and `order` as they are. Collections that are equal in `sort_by` are
    /// ordered by id, so that no collection is lost or repeated while nothing changes. Between two
    /// requests:
    ///
    /// - the collection that the cursor points to may be deleted without effect on the rest;

    /// - a collection created meanwhile appears if the order is ascending by `created_at`;

    /// - a collection that is renamed while the list is ordered by name may appear twice or never.
    ///
    /// Unknown query parameters are ignored.
    ///
    /// Sends a `GET` request to `/v1/organizations/{organization_id}/orbits/{orbit_id}/collections`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `cursor`: The `cursor` of the previous page. It is opaque, and belongs to the orbit, the `sort_by` and the `order` that it was returned for. The server responds to any other value with the first page instead of an error, so that a client that mixes cursors up never reaches the end. `limit` may change between pages. `search` and `types` are not part of the cursor: send them with every request.
    /// - `limit`: The maximum number of collections in the page, from 1 to 100. The default is 50.
    /// - `order`: The direction of the order; `desc` if omitted. The server rejects unknown values.
    /// - `search`: Returns only the collections that contain this text, ignoring case, in their name or in the JSON text of their tags. The description and the id are not searched. `%` and `_` are wildcards as in SQL's `LIKE`, and `\` escapes them and itself. The JSON text of null tags is `null`, and that of other tags contains brackets and quotation marks. The text is not trimmed; the empty text matches everything. A NUL character crashes the server (500).
    /// - `sort_by`: The property to order by; `created_at` if omitted. The server rejects unknown values. Names are ordered by the collation of its database.
    /// - `types`: Returns only collections of these types. Repeat the parameter for several types. The server accepts `model`, `dataset`, `experiment` and `mixed`, and rejects the combined types (422).
    pub async fn list_collections<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
        orbit_id: &'a crate::OrbitId,
        cursor: Option<&'a str>,
        limit: Option<i64>,
        order: Option<&'a crate::SortOrder>,
        search: Option<&'a str>,
        sort_by: Option<&'a crate::CollectionSortBy>,
        types: Option<&'a ::std::vec::Vec<crate::CollectionType>>,
    ) -> Result<Response<types::CollectionPage>, Error> {
        let url = self.transport.url(&format!(
            "/v1/organizations/{}/orbits/{}/collections",
            organization_id, orbit_id
        ));
        let request = self
            .transport
            .http()
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("cursor", &cursor))
            .query(&progenitor_client::QueryParam::new("limit", &limit))
            .query(&progenitor_client::QueryParam::new("order", &order))
            .query(&progenitor_client::QueryParam::new("search", &search))
            .query(&progenitor_client::QueryParam::new("sort_by", &sort_by))
            .query(&progenitor_client::QueryParam::new("types", &types));
        self.transport
            .send(&operations::LIST_COLLECTIONS, request)
            .await
    }

    /// Create a collection
    ///
    /// Creates a collection in the orbit and returns it, with status 200. The operation is not
    /// idempotent: each request that reaches the server creates another collection, even if the
    /// name is already in use.
    ///
    /// Sends a `POST` request to `/v1/organizations/{organization_id}/orbits/{orbit_id}/collections`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `body`
    pub async fn create_collection<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
        orbit_id: &'a crate::OrbitId,
        body: &'a types::CollectionCreate,
    ) -> Result<Response<types::Collection>, Error> {
        let url = self.transport.url(&format!(
            "/v1/organizations/{}/orbits/{}/collections",
            organization_id, orbit_id
        ));
        let request = self
            .transport
            .http()
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body);
        self.transport
            .send(&operations::CREATE_COLLECTION, request)
            .await
    }

    /// Get a collection with the tags and extra values of its artifacts
    ///
    /// Returns the collection together with the tags and the names of the extra values of its
    /// artifacts.
    ///
    /// Releases up to 0.2.0 do not check that the orbit belongs to the organization in the path.
    ///
    /// Sends a `GET` request to `/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `collection_id`: The id of a collection of this orbit.
    pub async fn get_collection<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
        orbit_id: &'a crate::OrbitId,
        collection_id: &'a crate::CollectionId,
    ) -> Result<Response<types::CollectionDetails>, Error> {
        let url = self.transport.url(&format!(
            "/v1/organizations/{}/orbits/{}/collections/{}",
            organization_id, orbit_id, collection_id
        ));
        let request = self.transport.http().get(url).header(
            ::reqwest::header::ACCEPT,
            ::reqwest::header::HeaderValue::from_static("application/json"),
        );
        self.transport
            .send(&operations::GET_COLLECTION, request)
            .await
    }

    /// Delete a collection
    ///
    /// Deletes the collection permanently. Fails with status 409 if the collection contains
    /// artifacts.
    ///
    /// Releases up to 0.2.0 find the collection by its id alone and ignore the orbit in the path:
    /// they also delete a collection of another orbit, even one of another organization. Check
    /// first that the collection is in the orbit.
    ///
    /// Sends a `DELETE` request to `/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `collection_id`: The id of a collection of this orbit.
    pub async fn delete_collection<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
        orbit_id: &'a crate::OrbitId,
        collection_id: &'a crate::CollectionId,
    ) -> Result<Response<()>, Error> {
        let url = self.transport.url(&format!(
            "/v1/organizations/{}/orbits/{}/collections/{}",
            organization_id, orbit_id, collection_id
        ));
        let request = self.transport.http().delete(url);
        self.transport
            .send_without_body(&operations::DELETE_COLLECTION, request)
            .await
    }

    /// Replace the name, description and tags of a collection
    ///
    /// Sets all three properties, so send the current value of those that should not change. A body
    /// without `name` or `description` fails with status 500 and changes nothing. A body without
    /// `tags` sets the tags to null.
    ///
    /// A stored name that is empty or longer than 100 characters cannot be sent back (422): such a
    /// collection can only be updated together with a new name.
    ///
    /// Releases up to 0.2.0 find the collection by its id alone and ignore the orbit in the path:
    /// they also update a collection of another orbit, even one of another organization. Check
    /// first that the collection is in the orbit.
    ///
    /// Sends a `PATCH` request to `/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    ///
    /// Arguments:
    /// - `organization_id`: The id of the organization.
    /// - `orbit_id`: The id of an orbit of this organization.
    /// - `collection_id`: The id of a collection of this orbit.
    /// - `body`
    pub async fn update_collection<'a>(
        &'a self,
        organization_id: &'a crate::OrganizationId,
        orbit_id: &'a crate::OrbitId,
        collection_id: &'a crate::CollectionId,
        body: &'a types::CollectionUpdate,
    ) -> Result<Response<types::Collection>, Error> {
        let url = self.transport.url(&format!(
            "/v1/organizations/{}/orbits/{}/collections/{}",
            organization_id, orbit_id, collection_id
        ));
        let request = self
            .transport
            .http()
            .patch(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body);
        self.transport
            .send(&operations::UPDATE_COLLECTION, request)
            .await
    }

    /// Check the API key
    ///
    /// Succeeds if the server accepts the key of the request. This is the cheapest operation.
    ///
    /// Sends a `GET` request to `/v1/auth/api-keys/validate`
    pub async fn validate_api_key<'a>(&'a self) -> Result<Response<()>, Error> {
        let url = self.transport.url("/v1/auth/api-keys/validate");
        let request = self.transport.http().get(url);
        self.transport
            .send_without_body(&operations::VALIDATE_API_KEY, request)
            .await
    }
}

/// The operations of the contract.
pub mod operations {
    use crate::{MissingTarget, Operation};

    /// `GET /v1/users/me/organizations`: [`Client::list_organizations`](super::Client::list_organizations).
    pub const LIST_ORGANIZATIONS: Operation = Operation {
        id: "list_organizations",
        method: "GET",
        path: "/v1/users/me/organizations",
        safe: true,
        idempotent: true,
        rejections: &[],
        missing_target: None,
    };

    /// `GET /v1/organizations/{organization_id}/orbits`: [`Client::list_orbits`](super::Client::list_orbits).
    pub const LIST_ORBITS: Operation = Operation {
        id: "list_orbits",
        method: "GET",
        path: "/v1/organizations/{organization_id}/orbits",
        safe: true,
        idempotent: true,
        rejections: &[422],
        missing_target: None,
    };

    /// `GET /v1/organizations/{organization_id}/orbits/{orbit_id}`: [`Client::get_orbit`](super::Client::get_orbit).
    pub const GET_ORBIT: Operation = Operation {
        id: "get_orbit",
        method: "GET",
        path: "/v1/organizations/{organization_id}/orbits/{orbit_id}",
        safe: true,
        idempotent: true,
        rejections: &[422],
        missing_target: Some(MissingTarget {
            status: 404,
            detail: "Orbit not found",
        }),
    };

    /// `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: [`Client::list_collections`](super::Client::list_collections).
    pub const LIST_COLLECTIONS: Operation = Operation {
        id: "list_collections",
        method: "GET",
        path: "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
        safe: true,
        idempotent: true,
        rejections: &[422],
        missing_target: None,
    };

    /// `POST /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: [`Client::create_collection`](super::Client::create_collection).
    pub const CREATE_COLLECTION: Operation = Operation {
        id: "create_collection",
        method: "POST",
        path: "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
        safe: false,
        idempotent: false,
        rejections: &[400, 422],
        missing_target: None,
    };

    /// `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: [`Client::get_collection`](super::Client::get_collection).
    pub const GET_COLLECTION: Operation = Operation {
        id: "get_collection",
        method: "GET",
        path: "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
        safe: true,
        idempotent: true,
        rejections: &[422],
        missing_target: Some(MissingTarget {
            status: 404,
            detail: "Collection not found",
        }),
    };

    /// `PATCH /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: [`Client::update_collection`](super::Client::update_collection).
    pub const UPDATE_COLLECTION: Operation = Operation {
        id: "update_collection",
        method: "PATCH",
        path: "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
        safe: false,
        idempotent: true,
        rejections: &[400, 422],
        missing_target: Some(MissingTarget {
            status: 404,
            detail: "Collection not found",
        }),
    };

    /// `DELETE /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: [`Client::delete_collection`](super::Client::delete_collection).
    pub const DELETE_COLLECTION: Operation = Operation {
        id: "delete_collection",
        method: "DELETE",
        path: "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
        safe: false,
        idempotent: true,
        rejections: &[409, 422],
        missing_target: Some(MissingTarget {
            status: 404,
            detail: "Collection not found",
        }),
    };

    /// `GET /v1/auth/api-keys/validate`: [`Client::validate_api_key`](super::Client::validate_api_key).
    pub const VALIDATE_API_KEY: Operation = Operation {
        id: "validate_api_key",
        method: "GET",
        path: "/v1/auth/api-keys/validate",
        safe: true,
        idempotent: true,
        rejections: &[],
        missing_target: None,
    };

    /// All operations, in the order of the contract.
    pub const ALL: &[&Operation] = &[
        &LIST_ORGANIZATIONS,
        &LIST_ORBITS,
        &GET_ORBIT,
        &LIST_COLLECTIONS,
        &CREATE_COLLECTION,
        &GET_COLLECTION,
        &UPDATE_COLLECTION,
        &DELETE_COLLECTION,
        &VALIDATE_API_KEY,
    ];
}

/// The names of the properties in JSON.
pub mod properties {
    /// Properties of [`Organization`](super::types::Organization).
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

    /// Properties of [`Orbit`](super::types::Orbit).
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

        /// `total_artifacts`
        pub const TOTAL_ARTIFACTS: &str = "total_artifacts";

        /// `role`
        pub const ROLE: &str = "role";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";

        /// `permissions`
        pub const PERMISSIONS: &str = "permissions";
    }

    /// Properties of [`OrbitDetails`](super::types::OrbitDetails).
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

        /// `total_artifacts`
        pub const TOTAL_ARTIFACTS: &str = "total_artifacts";

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

        /// `collections_tags`
        pub const COLLECTIONS_TAGS: &str = "collections_tags";
    }

    /// Properties of [`OrbitMember`](super::types::OrbitMember).
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

    /// Properties of [`User`](super::types::User).
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

    /// Properties of [`Collection`](super::types::Collection).
    pub mod collection {
        /// `id`
        pub const ID: &str = "id";

        /// `orbit_id`
        pub const ORBIT_ID: &str = "orbit_id";

        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `type`
        pub const TYPE: &str = "type";

        /// `tags`
        pub const TAGS: &str = "tags";

        /// `total_artifacts`
        pub const TOTAL_ARTIFACTS: &str = "total_artifacts";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";
    }

    /// Properties of [`CollectionDetails`](super::types::CollectionDetails).
    pub mod collection_details {
        /// `id`
        pub const ID: &str = "id";

        /// `orbit_id`
        pub const ORBIT_ID: &str = "orbit_id";

        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `type`
        pub const TYPE: &str = "type";

        /// `tags`
        pub const TAGS: &str = "tags";

        /// `total_artifacts`
        pub const TOTAL_ARTIFACTS: &str = "total_artifacts";

        /// `created_at`
        pub const CREATED_AT: &str = "created_at";

        /// `updated_at`
        pub const UPDATED_AT: &str = "updated_at";

        /// `artifacts_tags`
        pub const ARTIFACTS_TAGS: &str = "artifacts_tags";

        /// `artifacts_extra_values`
        pub const ARTIFACTS_EXTRA_VALUES: &str = "artifacts_extra_values";
    }

    /// Properties of [`CollectionPage`](super::types::CollectionPage).
    pub mod collection_page {
        /// `items`
        pub const ITEMS: &str = "items";

        /// `cursor`
        pub const CURSOR: &str = "cursor";
    }

    /// Properties of [`CollectionCreate`](super::types::CollectionCreate).
    pub mod collection_create {
        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `type`
        pub const TYPE: &str = "type";

        /// `tags`
        pub const TAGS: &str = "tags";
    }

    /// Properties of [`CollectionUpdate`](super::types::CollectionUpdate).
    pub mod collection_update {
        /// `description`
        pub const DESCRIPTION: &str = "description";

        /// `name`
        pub const NAME: &str = "name";

        /// `tags`
        pub const TAGS: &str = "tags";
    }

    /// Properties of [`ErrorDetail`](super::types::ErrorDetail).
    pub mod error_detail {
        /// `detail`
        pub const DETAIL: &str = "detail";
    }

    /// Properties of [`ValidationErrorDetail`](super::types::ValidationErrorDetail).
    pub mod validation_error_detail {
        /// `detail`
        pub const DETAIL: &str = "detail";
    }

    /// Properties of [`ValidationIssue`](super::types::ValidationIssue).
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
    pub use crate::{
        BucketSecretId, CollectionId, CollectionSortBy, CollectionType, OrbitId, OrbitMemberId,
        OrbitRole, OrganizationId, OrganizationRole, SortOrder, UserId,
    };

    /// A named set of models, datasets or experiments in an orbit.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct Collection {
        /// When the collection was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// Free text, possibly empty. Stored descriptions can be longer than the limit for new
        /// ones.
        pub description: ::std::string::String,
        pub id: crate::CollectionId,
        /// The name, possibly empty. Not unique. Stored names can be longer than the limit for new
        /// ones.
        pub name: ::std::string::String,
        pub orbit_id: crate::OrbitId,
        /// The tags. The server stores null and the empty list as different values.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The number of artifacts in the collection.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_artifacts: ::std::option::Option<i64>,
        #[serde(rename = "type")]
        pub type_: crate::CollectionType,
        /// When it was last changed. Null until the first update.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    impl Collection {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::CollectionId,
            orbit_id: crate::OrbitId,
            description: impl ::std::convert::Into<::std::string::String>,
            name: impl ::std::convert::Into<::std::string::String>,
            type_: crate::CollectionType,
            created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ) -> Self {
            Self {
                created_at: created_at,
                description: description.into(),
                id: id,
                name: name.into(),
                orbit_id: orbit_id,
                tags: ::std::default::Default::default(),
                total_artifacts: ::std::default::Default::default(),
                type_: type_,
                updated_at: ::std::default::Default::default(),
            }
        }
    }

    /// The content of a new collection.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CollectionCreate {
        /// Free text of at most 1000 characters. Required, but may be empty.
        pub description: ::std::string::String,
        /// The name, of at most 100 characters, possibly empty. It need not be unique.
        pub name: ::std::string::String,
        /// At most 50 tags of at most 64 characters each. Stored as null if null or omitted.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        #[serde(rename = "type")]
        pub type_: crate::CollectionType,
    }

    impl CollectionCreate {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            description: impl ::std::convert::Into<::std::string::String>,
            name: impl ::std::convert::Into<::std::string::String>,
            type_: crate::CollectionType,
        ) -> Self {
            Self {
                description: description.into(),
                name: name.into(),
                tags: ::std::default::Default::default(),
                type_: type_,
            }
        }
    }

    /// A collection together with the tags and extra values of its artifacts.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CollectionDetails {
        /// The names of the extra values of the artifacts in the collection.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub artifacts_extra_values: ::std::vec::Vec<::std::string::String>,
        /// The tags of the artifacts in the collection.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub artifacts_tags: ::std::vec::Vec<::std::string::String>,
        /// When the collection was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        /// Free text, possibly empty. Stored descriptions can be longer than the limit for new
        /// ones.
        pub description: ::std::string::String,
        pub id: crate::CollectionId,
        /// The name, possibly empty. Not unique. Stored names can be longer than the limit for new
        /// ones.
        pub name: ::std::string::String,
        pub orbit_id: crate::OrbitId,
        /// The tags. The server stores null and the empty list as different values.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// The number of artifacts in the collection.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_artifacts: ::std::option::Option<i64>,
        #[serde(rename = "type")]
        pub type_: crate::CollectionType,
        /// When it was last changed. Null until the first update.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    impl CollectionDetails {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::CollectionId,
            orbit_id: crate::OrbitId,
            description: impl ::std::convert::Into<::std::string::String>,
            name: impl ::std::convert::Into<::std::string::String>,
            type_: crate::CollectionType,
            created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ) -> Self {
            Self {
                artifacts_extra_values: ::std::default::Default::default(),
                artifacts_tags: ::std::default::Default::default(),
                created_at: created_at,
                description: description.into(),
                id: id,
                name: name.into(),
                orbit_id: orbit_id,
                tags: ::std::default::Default::default(),
                total_artifacts: ::std::default::Default::default(),
                type_: type_,
                updated_at: ::std::default::Default::default(),
            }
        }
    }

    /// A page of the list of collections.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CollectionPage {
        /// The value of the parameter `cursor` that requests the next page. Null exactly on the
        /// last page.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub cursor: ::std::option::Option<::std::string::String>,
        /// The collections of the page.
        pub items: ::std::vec::Vec<Collection>,
    }

    impl CollectionPage {
        /// Creates a value with these properties.
        pub fn new(
            items: ::std::vec::Vec<Collection>,
            cursor: ::std::option::Option<::std::string::String>,
        ) -> Self {
            Self {
                cursor: cursor,
                items: items,
            }
        }
    }

    /// The new content of a collection. An update replaces all three properties, so all are
    /// required: the server sets omitted tags to null, and fails if the name or the description is
    /// omitted.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct CollectionUpdate {
        /// Free text of at most 1000 characters, possibly empty.
        pub description: ::std::string::String,
        /// The name, of at most 100 characters. An update rejects the empty name, although a new
        /// collection can have it.
        pub name: ::std::string::String,
        /// At most 50 tags of at most 64 characters each. The server stores null and the empty list
        /// as different values.
        #[serde(deserialize_with = "::std::option::Option::deserialize")]
        pub tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    }

    impl CollectionUpdate {
        /// Creates a value with these properties.
        pub fn new(
            description: impl ::std::convert::Into<::std::string::String>,
            name: impl ::std::convert::Into<::std::string::String>,
            tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        ) -> Self {
            Self {
                description: description.into(),
                name: name.into(),
                tags: tags,
            }
        }
    }

    /// Why the server rejected a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ErrorDetail {
        /// The reason, for people to read.
        pub detail: ::std::string::String,
    }

    impl ErrorDetail {
        /// Creates a value with these properties.
        pub fn new(detail: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self {
                detail: detail.into(),
            }
        }
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
        pub bucket_secret_id: crate::BucketSecretId,
        /// When the orbit was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: crate::OrbitId,
        /// The name. Not necessarily unique.
        pub name: ::std::string::String,
        pub organization_id: crate::OrganizationId,
        /// What the owner of the key may do.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub permissions: ::std::option::Option<Permissions>,
        /// The role of the owner of the key in the orbit. Null for an owner of the organization.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::OrbitRole>,
        /// The number of artifacts in all collections of the orbit. Null in the list that a plain
        /// member of the organization gets.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_artifacts: ::std::option::Option<i64>,
        /// The number of collections.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_collections: ::std::option::Option<i64>,
        /// The number of members.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_members: ::std::option::Option<i64>,
        /// The number of satellites. Null in the list that a plain member of the organization gets.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_satellites: ::std::option::Option<i64>,
        /// When it was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    impl Orbit {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::OrbitId,
            name: impl ::std::convert::Into<::std::string::String>,
            organization_id: crate::OrganizationId,
            bucket_secret_id: crate::BucketSecretId,
            created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ) -> Self {
            Self {
                bucket_secret_id: bucket_secret_id,
                created_at: created_at,
                id: id,
                name: name.into(),
                organization_id: organization_id,
                permissions: ::std::default::Default::default(),
                role: ::std::default::Default::default(),
                total_artifacts: ::std::default::Default::default(),
                total_collections: ::std::default::Default::default(),
                total_members: ::std::default::Default::default(),
                total_satellites: ::std::default::Default::default(),
                updated_at: ::std::default::Default::default(),
            }
        }
    }

    /// An orbit together with its members and the tags of its collections.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct OrbitDetails {
        pub bucket_secret_id: crate::BucketSecretId,
        /// The tags of the collections of the orbit.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub collections_tags: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
        /// When the orbit was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: crate::OrbitId,
        /// The members.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub members: ::std::option::Option<::std::vec::Vec<OrbitMember>>,
        /// The name. Not necessarily unique.
        pub name: ::std::string::String,
        pub organization_id: crate::OrganizationId,
        /// What the owner of the key may do.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub permissions: ::std::option::Option<Permissions>,
        /// The role of the owner of the key in the orbit. Null for an owner and for a plain member
        /// of the organization.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub role: ::std::option::Option<crate::OrbitRole>,
        /// The number of artifacts in all collections of the orbit.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_artifacts: ::std::option::Option<i64>,
        /// The number of collections.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_collections: ::std::option::Option<i64>,
        /// The number of members.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_members: ::std::option::Option<i64>,
        /// The number of satellites.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::integer::option::deserialize")]
        pub total_satellites: ::std::option::Option<i64>,
        /// When it was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    impl OrbitDetails {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::OrbitId,
            name: impl ::std::convert::Into<::std::string::String>,
            organization_id: crate::OrganizationId,
            bucket_secret_id: crate::BucketSecretId,
            created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ) -> Self {
            Self {
                bucket_secret_id: bucket_secret_id,
                collections_tags: ::std::default::Default::default(),
                created_at: created_at,
                id: id,
                members: ::std::default::Default::default(),
                name: name.into(),
                organization_id: organization_id,
                permissions: ::std::default::Default::default(),
                role: ::std::default::Default::default(),
                total_artifacts: ::std::default::Default::default(),
                total_collections: ::std::default::Default::default(),
                total_members: ::std::default::Default::default(),
                total_satellites: ::std::default::Default::default(),
                updated_at: ::std::default::Default::default(),
            }
        }
    }

    /// A user's membership in an orbit.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct OrbitMember {
        /// When the user became a member.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: crate::OrbitMemberId,
        pub orbit_id: crate::OrbitId,
        pub role: crate::OrbitRole,
        /// When the membership was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        pub user: User,
    }

    impl OrbitMember {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::OrbitMemberId,
            orbit_id: crate::OrbitId,
            role: crate::OrbitRole,
            user: User,
            created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ) -> Self {
            Self {
                created_at: created_at,
                id: id,
                orbit_id: orbit_id,
                role: role,
                updated_at: ::std::default::Default::default(),
                user: user,
            }
        }
    }

    /// An organization that the owner of the key is a member of.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct Organization {
        /// When the organization was created.
        #[serde(deserialize_with = "crate::timestamp::deserialize")]
        pub created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        pub id: crate::OrganizationId,
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
        pub role: ::std::option::Option<crate::OrganizationRole>,
        /// When it was last changed. Null if it never was.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
        pub updated_at: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    }

    impl Organization {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::OrganizationId,
            name: impl ::std::convert::Into<::std::string::String>,
            created_at: ::chrono::DateTime<::chrono::offset::Utc>,
        ) -> Self {
            Self {
                created_at: created_at,
                id: id,
                logo: ::std::default::Default::default(),
                name: name.into(),
                permissions: ::std::default::Default::default(),
                role: ::std::default::Default::default(),
                updated_at: ::std::default::Default::default(),
            }
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
        pub id: crate::UserId,
        /// The URL of a picture.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub photo: ::std::option::Option<::std::string::String>,
    }

    impl User {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            id: crate::UserId,
            email: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self {
                disabled: ::std::default::Default::default(),
                email: email.into(),
                full_name: ::std::default::Default::default(),
                has_api_key: ::std::default::Default::default(),
                id: id,
                photo: ::std::default::Default::default(),
            }
        }
    }

    /// Why the server could not process a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ValidationErrorDetail {
        /// One entry for each problem.
        pub detail: ::std::vec::Vec<ValidationIssue>,
    }

    impl ValidationErrorDetail {
        /// Creates a value with these properties.
        pub fn new(detail: ::std::vec::Vec<ValidationIssue>) -> Self {
            Self { detail: detail }
        }
    }

    /// One problem in a request.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
    pub struct ValidationIssue {
        /// More about the problem, depending on its kind. The same member can be a string for one
        /// kind and an object for another.
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

    impl ValidationIssue {
        /// Creates a value with the required properties. The optional ones are empty.
        pub fn new(
            type_: impl ::std::convert::Into<::std::string::String>,
            loc: ::std::vec::Vec<LocationSegment>,
            msg: impl ::std::convert::Into<::std::string::String>,
        ) -> Self {
            Self {
                ctx: ::std::default::Default::default(),
                input: ::std::default::Default::default(),
                loc: loc,
                msg: msg.into(),
                type_: type_.into(),
            }
        }
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
