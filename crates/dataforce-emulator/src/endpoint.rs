//! The endpoints of the API, by the names of their operations in the contract.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An endpoint of the DataForce API: which request an [`Exchange`](crate::Exchange) belongs to, or
/// a [`Fault`](crate::Fault) is limited to. On [`V1`](crate::ApiVersion::V1), every path starts
/// with `/v1`.
///
/// ```
/// use dataforce_emulator::Endpoint;
///
/// assert_eq!(Endpoint::ListCollections.id(), "list_collections");
/// assert_eq!("delete_collection".parse(), Ok(Endpoint::DeleteCollection));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Endpoint {
    /// `GET /v1/auth/api-keys/validate`, which the legacy API does not have
    ValidateApiKey,
    /// `GET /users/me/organizations`
    ListOrganizations,
    /// `GET /organizations/{organization_id}/orbits`
    ListOrbits,
    /// `GET /organizations/{organization_id}/orbits/{orbit_id}`
    GetOrbit,
    /// `GET /organizations/{organization_id}/orbits/{orbit_id}/collections`
    ListCollections,
    /// `POST /organizations/{organization_id}/orbits/{orbit_id}/collections`
    CreateCollection,
    /// `GET /v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`,
    /// which the legacy API does not have
    GetCollection,
    /// `PATCH /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    UpdateCollection,
    /// `DELETE /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    DeleteCollection,
}

impl Endpoint {
    /// Every endpoint.
    pub const ALL: [Self; 9] = [
        Self::ValidateApiKey,
        Self::ListOrganizations,
        Self::ListOrbits,
        Self::GetOrbit,
        Self::ListCollections,
        Self::CreateCollection,
        Self::GetCollection,
        Self::UpdateCollection,
        Self::DeleteCollection,
    ];

    /// Returns the `operationId` in the API contract, such as `list_collections`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ValidateApiKey => "validate_api_key",
            Self::ListOrganizations => "list_organizations",
            Self::ListOrbits => "list_orbits",
            Self::GetOrbit => "get_orbit",
            Self::ListCollections => "list_collections",
            Self::CreateCollection => "create_collection",
            Self::GetCollection => "get_collection",
            Self::UpdateCollection => "update_collection",
            Self::DeleteCollection => "delete_collection",
        }
    }

    /// Returns the ids of all endpoints, for messages.
    pub(crate) fn ids() -> String {
        Self::ALL.map(Self::id).join(", ")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// The error for a text that is not the id of an [`Endpoint`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEndpoint(String);

impl fmt::Display for UnknownEndpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown endpoint `{}`; known: {}",
            self.0,
            Endpoint::ids()
        )
    }
}

impl std::error::Error for UnknownEndpoint {}

impl FromStr for Endpoint {
    type Err = UnknownEndpoint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|endpoint| endpoint.id() == text)
            .ok_or_else(|| UnknownEndpoint(text.to_owned()))
    }
}
