// Written by `cargo xtask regen` from openapi/collections-v1.yaml. Do not edit.

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use ::dataforce_api::v1::*;

    /// Matches requests of `GET /v1/users/me/organizations`: List the organizations of the owner of the key.
    pub struct ListOrganizationsWhen(::httpmock::When);

    impl ListOrganizationsWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any("/v1/users/me/organizations")),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }

    /// The response to `GET /v1/users/me/organizations`: List the organizations of the owner of the key.
    pub struct ListOrganizationsThen(::httpmock::Then);

    impl ListOrganizationsThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: The organizations, ordered by name.
        pub fn ok(self, value: &::std::vec::Vec<types::Organization>) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The key is valid, but is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `GET /v1/organizations/{organization_id}/orbits`: List the orbits of an organization.
    pub struct ListOrbitsWhen(::httpmock::When);

    impl ListOrbitsWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any(
                        "/v1/organizations/{organization_id}/orbits",
                    )),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits",
                "organization_id",
                value,
            )))
        }
    }

    /// The response to `GET /v1/organizations/{organization_id}/orbits`: List the orbits of an organization.
    pub struct ListOrbitsThen(::httpmock::Then);

    impl ListOrbitsThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: The orbits, in no particular order.
        pub fn ok(self, value: &::std::vec::Vec<types::Orbit>) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `GET /v1/organizations/{organization_id}/orbits/{orbit_id}`: Get an orbit and its members.
    pub struct GetOrbitWhen(::httpmock::When);

    impl GetOrbitWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any(
                        "/v1/organizations/{organization_id}/orbits/{orbit_id}",
                    )),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}",
                "orbit_id",
                value,
            )))
        }
    }

    /// The response to `GET /v1/organizations/{organization_id}/orbits/{orbit_id}`: Get an orbit and its members.
    pub struct GetOrbitThen(::httpmock::Then);

    impl GetOrbitThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: The orbit.
        pub fn ok(self, value: &types::OrbitDetails) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 404: The orbit does not exist, or belongs to another organization.
        pub fn not_found(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: List the collections of an orbit, page by page.
    pub struct ListCollectionsWhen(::httpmock::When);

    impl ListCollectionsWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any(
                        "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
                    )),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "orbit_id",
                value,
            )))
        }

        /// Requires this `cursor`: The `cursor` of the previous page. It is opaque, and belongs to the orbit, the `sort_by` and the `order` that it was returned for. The server responds to any other value with the first page instead of an error, so that a client that mixes cursors up never reaches the end. `limit` may change between pages. `search` and `types` are not part of the cursor: send them with every request.
        pub fn cursor<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("cursor", value.to_string()))
            } else {
                Self(self.0.query_param_missing("cursor"))
            }
        }

        /// Requires this `limit`: The maximum number of collections in the page, from 1 to 100. The default is 50.
        pub fn limit<T>(self, value: T) -> Self
        where
            T: Into<Option<i64>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("limit", value.to_string()))
            } else {
                Self(self.0.query_param_missing("limit"))
            }
        }

        /// Requires this `order`: The direction of the order; `desc` if omitted. The server rejects unknown values.
        pub fn order<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a ::dataforce_api::SortOrder>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("order", value.to_string()))
            } else {
                Self(self.0.query_param_missing("order"))
            }
        }

        /// Requires this `search`: Returns only the collections that contain this text, ignoring case, in their name or in the JSON text of their tags. The description and the id are not searched. `%` and `_` are wildcards as in SQL's `LIKE`, and `\` escapes them and itself. The JSON text of null tags is `null`, and that of other tags contains brackets and quotation marks. The text is not trimmed; the empty text matches everything. A NUL character crashes the server (500).
        pub fn search<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a str>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("search", value.to_string()))
            } else {
                Self(self.0.query_param_missing("search"))
            }
        }

        /// Requires this `sort_by`: The property to order by; `created_at` if omitted. The server rejects unknown values. Names are ordered by the collation of its database.
        pub fn sort_by<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a ::dataforce_api::CollectionSortBy>>,
        {
            if let Some(value) = value.into() {
                Self(self.0.query_param("sort_by", value.to_string()))
            } else {
                Self(self.0.query_param_missing("sort_by"))
            }
        }

        /// Requires this `types`: Returns only collections of these types. Repeat the parameter for several types. The server accepts `model`, `dataset`, `experiment` and `mixed`, and rejects the combined types (422).
        pub fn types<'a, T>(self, value: T) -> Self
        where
            T: Into<Option<&'a ::std::vec::Vec<::dataforce_api::CollectionType>>>,
        {
            match value.into() {
                Some(value) => Self(value.iter().fold(self.0, |when, value| {
                    when.query_param("types", value.to_string())
                })),
                None => Self(self.0.query_param_missing("types")),
            }
        }
    }

    /// The response to `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: List the collections of an orbit, page by page.
    pub struct ListCollectionsThen(::httpmock::Then);

    impl ListCollectionsThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: A page of collections.
        pub fn ok(self, value: &types::CollectionPage) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 404: The orbit does not exist, or belongs to another organization.
        pub fn not_found(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `POST /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: Create a collection.
    pub struct CreateCollectionWhen(::httpmock::When);

    impl CreateCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(crate::path::any(
                        "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
                    )),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "orbit_id",
                value,
            )))
        }

        /// Requires exactly this body.
        pub fn body(self, value: &types::CollectionCreate) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// The response to `POST /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: Create a collection.
    pub struct CreateCollectionThen(::httpmock::Then);

    impl CreateCollectionThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: The new collection.
        pub fn ok(self, value: &types::Collection) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 400: The request body is not valid UTF-8, or it is compressed.
        pub fn bad_request(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 404: The orbit does not exist, or belongs to another organization.
        pub fn not_found(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Get a collection with the tags and extra values of its artifacts.
    pub struct GetCollectionWhen(::httpmock::When);

    impl GetCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(
                        crate::path::any(
                            "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                        ),
                    ),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "orbit_id",
                value,
            )))
        }

        /// Requires this `collection_id`: The id of a collection of this orbit.
        pub fn collection_id(self, value: &::dataforce_api::CollectionId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "collection_id",
                value,
            )))
        }
    }

    /// The response to `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Get a collection with the tags and extra values of its artifacts.
    pub struct GetCollectionThen(::httpmock::Then);

    impl GetCollectionThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: The collection.
        pub fn ok(self, value: &types::CollectionDetails) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 404: The collection or the orbit does not exist.
        pub fn not_found(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `DELETE /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Delete a collection.
    pub struct DeleteCollectionWhen(::httpmock::When);

    impl DeleteCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::DELETE)
                    .path_matches(
                        crate::path::any(
                            "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                        ),
                    ),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "orbit_id",
                value,
            )))
        }

        /// Requires this `collection_id`: The id of a collection of this orbit.
        pub fn collection_id(self, value: &::dataforce_api::CollectionId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "collection_id",
                value,
            )))
        }
    }

    /// The response to `DELETE /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Delete a collection.
    pub struct DeleteCollectionThen(::httpmock::Then);

    impl DeleteCollectionThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 204: The collection was deleted. The response has no body.
        pub fn no_content(self) -> Self {
            Self(self.0.status(204u16))
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 404: The collection or the orbit does not exist.
        pub fn not_found(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 409: The collection contains artifacts.
        pub fn conflict(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `PATCH /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Replace the name, description and tags of a collection.
    pub struct UpdateCollectionWhen(::httpmock::When);

    impl UpdateCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::PATCH)
                    .path_matches(
                        crate::path::any(
                            "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                        ),
                    ),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "orbit_id",
                value,
            )))
        }

        /// Requires this `collection_id`: The id of a collection of this orbit.
        pub fn collection_id(self, value: &::dataforce_api::CollectionId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "collection_id",
                value,
            )))
        }

        /// Requires exactly this body.
        pub fn body(self, value: &types::CollectionUpdate) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// The response to `PATCH /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Replace the name, description and tags of a collection.
    pub struct UpdateCollectionThen(::httpmock::Then);

    impl UpdateCollectionThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 200: The updated collection. `updated_at` changes only if something else did.
        pub fn ok(self, value: &types::Collection) -> Self {
            Self(
                self.0
                    .status(200u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 400: The request body is not valid UTF-8, or it is compressed.
        pub fn bad_request(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(400u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it or of the orbit,
        /// their role does not permit the operation, or the key is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 404: The collection or the orbit does not exist.
        pub fn not_found(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(404u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a query parameter or a property is missing, null, too long
        /// or of the wrong type, an enum value is unknown, or the body is not valid JSON.
        pub fn unprocessable_entity(self, value: &types::ValidationErrorDetail) -> Self {
            Self(
                self.0
                    .status(422u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }

    /// Matches requests of `GET /v1/auth/api-keys/validate`: Check the API key.
    pub struct ValidateApiKeyWhen(::httpmock::When);

    impl ValidateApiKeyWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any("/v1/auth/api-keys/validate")),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }

    /// The response to `GET /v1/auth/api-keys/validate`: Check the API key.
    pub struct ValidateApiKeyThen(::httpmock::Then);

    impl ValidateApiKeyThen {
        /// Creates a response without any content.
        pub fn new(inner: ::httpmock::Then) -> Self {
            Self(inner)
        }

        /// Returns httpmock's own `Then`.
        pub fn into_inner(self) -> ::httpmock::Then {
            self.0
        }

        /// Responds with 204: The key is valid. The response has no body.
        pub fn no_content(self) -> Self {
            Self(self.0.status(204u16))
        }

        /// Responds with 401: The key is missing, wrong or revoked, or the scheme is not `Bearer`.
        pub fn unauthorized(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(401u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 403: The key is valid, but is the key of a satellite.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 500: The server crashed, for example because a string contains a NUL character or a lone
        /// surrogate. It closes the connection afterwards, without a `Connection: close` header.
        pub fn internal_server_error(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(500u16)
                    .header("content-type", "text/plain")
                    .body(value),
            )
        }

        /// Responds with 502: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn bad_gateway(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(502u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 503: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn service_unavailable(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(503u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }

        /// Responds with 504: A gateway in front of the server could not reach it, or timed out. The body can be anything.
        pub fn gateway_timeout(self, value: impl ::std::convert::AsRef<[u8]>) -> Self {
            Self(
                self.0
                    .status(504u16)
                    .header("content-type", "text/html")
                    .body(value),
            )
        }
    }
}

/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    /// Mocks `GET /v1/users/me/organizations`: List the organizations of the owner of the key.
    fn list_organizations<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListOrganizationsWhen, operations::ListOrganizationsThen);

    /// Mocks `GET /v1/organizations/{organization_id}/orbits`: List the orbits of an organization.
    fn list_orbits<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListOrbitsWhen, operations::ListOrbitsThen);

    /// Mocks `GET /v1/organizations/{organization_id}/orbits/{orbit_id}`: Get an orbit and its members.
    fn get_orbit<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetOrbitWhen, operations::GetOrbitThen);

    /// Mocks `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: List the collections of an orbit, page by page.
    fn list_collections<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListCollectionsWhen, operations::ListCollectionsThen);

    /// Mocks `POST /v1/organizations/{organization_id}/orbits/{orbit_id}/collections`: Create a collection.
    fn create_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateCollectionWhen, operations::CreateCollectionThen);

    /// Mocks `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Get a collection with the tags and extra values of its artifacts.
    fn get_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetCollectionWhen, operations::GetCollectionThen);

    /// Mocks `DELETE /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Delete a collection.
    fn delete_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteCollectionWhen, operations::DeleteCollectionThen);

    /// Mocks `PATCH /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Replace the name, description and tags of a collection.
    fn update_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::UpdateCollectionWhen, operations::UpdateCollectionThen);

    /// Mocks `GET /v1/auth/api-keys/validate`: Check the API key.
    fn validate_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ValidateApiKeyWhen, operations::ValidateApiKeyThen);
}

impl MockServerExt for ::httpmock::MockServer {
    fn list_organizations<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListOrganizationsWhen, operations::ListOrganizationsThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListOrganizationsWhen::new(when),
                operations::ListOrganizationsThen::new(then),
            )
        })
    }

    fn list_orbits<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListOrbitsWhen, operations::ListOrbitsThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListOrbitsWhen::new(when),
                operations::ListOrbitsThen::new(then),
            )
        })
    }

    fn get_orbit<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetOrbitWhen, operations::GetOrbitThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetOrbitWhen::new(when),
                operations::GetOrbitThen::new(then),
            )
        })
    }

    fn list_collections<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListCollectionsWhen, operations::ListCollectionsThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ListCollectionsWhen::new(when),
                operations::ListCollectionsThen::new(then),
            )
        })
    }

    fn create_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateCollectionWhen, operations::CreateCollectionThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::CreateCollectionWhen::new(when),
                operations::CreateCollectionThen::new(then),
            )
        })
    }

    fn get_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetCollectionWhen, operations::GetCollectionThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::GetCollectionWhen::new(when),
                operations::GetCollectionThen::new(then),
            )
        })
    }

    fn delete_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteCollectionWhen, operations::DeleteCollectionThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::DeleteCollectionWhen::new(when),
                operations::DeleteCollectionThen::new(then),
            )
        })
    }

    fn update_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::UpdateCollectionWhen, operations::UpdateCollectionThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::UpdateCollectionWhen::new(when),
                operations::UpdateCollectionThen::new(then),
            )
        })
    }

    fn validate_api_key<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ValidateApiKeyWhen, operations::ValidateApiKeyThen),
    {
        self.mock(|when, then| {
            config_fn(
                operations::ValidateApiKeyWhen::new(when),
                operations::ValidateApiKeyThen::new(then),
            )
        })
    }
}
