// Written by `cargo xtask regen` from openapi/collections.yaml. Do not edit.

pub mod operations {
    //! [`When`](::httpmock::When) and [`Then`](::httpmock::Then)
    //! wrappers for each operation. Each can be converted to
    //! its inner type with a call to `into_inner()`. This can
    //! be used to explicitly deviate from permitted values.
    use ::dataforce_api::legacy::*;

    /// Matches requests of `GET /users/me/organizations`: List the organizations of the owner of the key.
    pub struct ListOrganizationsWhen(::httpmock::When);

    impl ListOrganizationsWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any("/users/me/organizations")),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }
    }

    /// The response to `GET /users/me/organizations`: List the organizations of the owner of the key.
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

    /// Matches requests of `GET /organizations/{organization_id}/orbits`: List the orbits of an organization.
    pub struct ListOrbitsWhen(::httpmock::When);

    impl ListOrbitsWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any("/organizations/{organization_id}/orbits")),
            )
        }

        /// Returns httpmock's own `When`.
        pub fn into_inner(self) -> ::httpmock::When {
            self.0
        }

        /// Requires this `organization_id`: The id of the organization.
        pub fn organization_id(self, value: &::dataforce_api::OrganizationId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits",
                "organization_id",
                value,
            )))
        }
    }

    /// The response to `GET /organizations/{organization_id}/orbits`: List the orbits of an organization.
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

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it, or their role
        /// does not permit the operation.
        pub fn forbidden(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(403u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a property is missing, null or of the wrong type, an enum
        /// value is unknown, or the body is not valid JSON. The server reports invalid JSON before it
        /// checks the key.
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

    /// Matches requests of `GET /organizations/{organization_id}/orbits/{orbit_id}`: Get an orbit and its members.
    pub struct GetOrbitWhen(::httpmock::When);

    impl GetOrbitWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any(
                        "/organizations/{organization_id}/orbits/{orbit_id}",
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
                "/organizations/{organization_id}/orbits/{orbit_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}",
                "orbit_id",
                value,
            )))
        }
    }

    /// The response to `GET /organizations/{organization_id}/orbits/{orbit_id}`: Get an orbit and its members.
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

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it, or their role
        /// does not permit the operation.
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

        /// Responds with 422: The path contains a malformed id, a property is missing, null or of the wrong type, an enum
        /// value is unknown, or the body is not valid JSON. The server reports invalid JSON before it
        /// checks the key.
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

    /// Matches requests of `GET /organizations/{organization_id}/orbits/{orbit_id}/collections`: List the collections of an orbit.
    pub struct ListCollectionsWhen(::httpmock::When);

    impl ListCollectionsWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::GET)
                    .path_matches(crate::path::any(
                        "/organizations/{organization_id}/orbits/{orbit_id}/collections",
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
                "/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "orbit_id",
                value,
            )))
        }
    }

    /// The response to `GET /organizations/{organization_id}/orbits/{orbit_id}/collections`: List the collections of an orbit.
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

        /// Responds with 200: The collections, in no particular order.
        pub fn ok(self, value: &::std::vec::Vec<types::Collection>) -> Self {
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

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it, or their role
        /// does not permit the operation.
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

        /// Responds with 422: The path contains a malformed id, a property is missing, null or of the wrong type, an enum
        /// value is unknown, or the body is not valid JSON. The server reports invalid JSON before it
        /// checks the key.
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

    /// Matches requests of `POST /organizations/{organization_id}/orbits/{orbit_id}/collections`: Create a collection.
    pub struct CreateCollectionWhen(::httpmock::When);

    impl CreateCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::POST)
                    .path_matches(crate::path::any(
                        "/organizations/{organization_id}/orbits/{orbit_id}/collections",
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
                "/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}/collections",
                "orbit_id",
                value,
            )))
        }

        /// Requires exactly this body.
        pub fn body(self, value: &types::CollectionCreate) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// The response to `POST /organizations/{organization_id}/orbits/{orbit_id}/collections`: Create a collection.
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

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it, or their role
        /// does not permit the operation.
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

        /// Responds with 422: The path contains a malformed id, a property is missing, null or of the wrong type, an enum
        /// value is unknown, or the body is not valid JSON. The server reports invalid JSON before it
        /// checks the key.
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

    /// Matches requests of `DELETE /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Delete a collection.
    pub struct DeleteCollectionWhen(::httpmock::When);

    impl DeleteCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::DELETE)
                    .path_matches(
                        crate::path::any(
                            "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
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
                "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "orbit_id",
                value,
            )))
        }

        /// Requires this `collection_id`: The id of the collection. The server does not check that it is in the orbit.
        pub fn collection_id(self, value: &::dataforce_api::CollectionId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "collection_id",
                value,
            )))
        }
    }

    /// The response to `DELETE /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Delete a collection.
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

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it, or their role
        /// does not permit the operation.
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

        /// Responds with 409: The collection contains models.
        pub fn conflict(self, value: &types::ErrorDetail) -> Self {
            Self(
                self.0
                    .status(409u16)
                    .header("content-type", "application/json")
                    .json_body_obj(value),
            )
        }

        /// Responds with 422: The path contains a malformed id, a property is missing, null or of the wrong type, an enum
        /// value is unknown, or the body is not valid JSON. The server reports invalid JSON before it
        /// checks the key.
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

    /// Matches requests of `PATCH /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Replace the name, description and tags of a collection.
    pub struct UpdateCollectionWhen(::httpmock::When);

    impl UpdateCollectionWhen {
        /// Requires the method and the path.
        pub fn new(inner: ::httpmock::When) -> Self {
            Self(
                inner
                    .method(::httpmock::Method::PATCH)
                    .path_matches(
                        crate::path::any(
                            "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
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
                "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "organization_id",
                value,
            )))
        }

        /// Requires this `orbit_id`: The id of an orbit of this organization.
        pub fn orbit_id(self, value: &::dataforce_api::OrbitId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "orbit_id",
                value,
            )))
        }

        /// Requires this `collection_id`: The id of the collection. The server does not check that it is in the orbit.
        pub fn collection_id(self, value: &::dataforce_api::CollectionId) -> Self {
            Self(self.0.path_matches(crate::path::with(
                "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
                "collection_id",
                value,
            )))
        }

        /// Requires exactly this body.
        pub fn body(self, value: &types::CollectionUpdate) -> Self {
            Self(self.0.json_body_obj(value))
        }
    }

    /// The response to `PATCH /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Replace the name, description and tags of a collection.
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

        /// Responds with 403: The organization does not exist, the owner of the key is not a member of it, or their role
        /// does not permit the operation.
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

        /// Responds with 422: The path contains a malformed id, a property is missing, null or of the wrong type, an enum
        /// value is unknown, or the body is not valid JSON. The server reports invalid JSON before it
        /// checks the key.
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
}

/// An extension trait for [`MockServer`](::httpmock::MockServer) that
/// adds a method for each operation. These are the equivalent of
/// type-checked [`mock()`](::httpmock::MockServer::mock) calls.
pub trait MockServerExt {
    /// Mocks `GET /users/me/organizations`: List the organizations of the owner of the key.
    fn list_organizations<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListOrganizationsWhen, operations::ListOrganizationsThen);

    /// Mocks `GET /organizations/{organization_id}/orbits`: List the orbits of an organization.
    fn list_orbits<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListOrbitsWhen, operations::ListOrbitsThen);

    /// Mocks `GET /organizations/{organization_id}/orbits/{orbit_id}`: Get an orbit and its members.
    fn get_orbit<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::GetOrbitWhen, operations::GetOrbitThen);

    /// Mocks `GET /organizations/{organization_id}/orbits/{orbit_id}/collections`: List the collections of an orbit.
    fn list_collections<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::ListCollectionsWhen, operations::ListCollectionsThen);

    /// Mocks `POST /organizations/{organization_id}/orbits/{orbit_id}/collections`: Create a collection.
    fn create_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::CreateCollectionWhen, operations::CreateCollectionThen);

    /// Mocks `DELETE /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Delete a collection.
    fn delete_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::DeleteCollectionWhen, operations::DeleteCollectionThen);

    /// Mocks `PATCH /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`: Replace the name, description and tags of a collection.
    fn update_collection<F>(&self, config_fn: F) -> ::httpmock::Mock<'_>
    where
        F: FnOnce(operations::UpdateCollectionWhen, operations::UpdateCollectionThen);
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
}
