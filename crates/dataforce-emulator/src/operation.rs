//! The operations of the API, by the names that the contract gives them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An operation of the DataForce API.
///
/// ```
/// use dataforce_emulator::Operation;
///
/// assert_eq!(Operation::ListCollections.id(), "list_collections");
/// assert_eq!("delete_collection".parse(), Ok(Operation::DeleteCollection));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
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
    /// `PATCH /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    UpdateCollection,
    /// `DELETE /organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}`
    DeleteCollection,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 7] = [
        Self::ListOrganizations,
        Self::ListOrbits,
        Self::GetOrbit,
        Self::ListCollections,
        Self::CreateCollection,
        Self::UpdateCollection,
        Self::DeleteCollection,
    ];

    /// The `operationId` in the API contract, such as `list_collections`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::ListOrganizations => "list_organizations",
            Self::ListOrbits => "list_orbits",
            Self::GetOrbit => "get_orbit",
            Self::ListCollections => "list_collections",
            Self::CreateCollection => "create_collection",
            Self::UpdateCollection => "update_collection",
            Self::DeleteCollection => "delete_collection",
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// The text is not the id of an [`Operation`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOperation(pub(crate) String);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Operation::ALL.map(Operation::id).join(", ");
        write!(f, "unknown operation `{}`; known: {known}", self.0)
    }
}

impl std::error::Error for UnknownOperation {}

impl FromStr for Operation {
    type Err = UnknownOperation;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|operation| operation.id() == text)
            .ok_or_else(|| UnknownOperation(text.to_owned()))
    }
}
