//! Where collections are.

use crate::id::{OrbitId, OrganizationId};

/// An orbit of an organization, by ids.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrbitPath {
    pub(crate) organization: OrganizationId,
    pub(crate) orbit: OrbitId,
}
