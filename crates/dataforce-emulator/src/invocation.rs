//! An endpoint invoked by an authenticated user: with what, and what the user may do.

use uuid::Uuid;

use crate::behaviour::Behaviour;
use crate::collection::Collection;
use crate::permissions::{self, Action};
use crate::request_body::RequestBody;
use crate::response::{OutgoingResponse, Rejection};
use crate::seed::{Orbit, OrbitRole, OrganizationRole};
use crate::state::State;
use crate::validation::ValidationErrors;

/// What an endpoint returns.
pub(crate) type Outcome = Result<OutgoingResponse, Rejection>;

/// An invocation of an endpoint by an authenticated user.
pub(crate) struct Invocation<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) behaviour: Behaviour,
    /// The name of the user.
    pub(crate) user: String,
    /// The ids in the path; nil where the path has none.
    pub(crate) organization_id: Uuid,
    pub(crate) orbit_id: Uuid,
    pub(crate) collection_id: Uuid,
    pub(crate) query: Option<&'a str>,
    pub(crate) body: RequestBody,
    /// The errors found so far. Endpoints check them once they have read the whole request.
    pub(crate) errors: ValidationErrors,
}

impl Invocation<'_> {
    /// Returns the user's role in the organization.
    pub(crate) fn organization_role(&self) -> Result<OrganizationRole, Rejection> {
        self.state
            .organization(self.organization_id)
            .and_then(|organization| organization.members.get(&self.user).copied())
            .ok_or(Rejection::NOT_ENOUGH_RIGHTS)
    }

    /// Returns the orbit, if it belongs to the organization.
    pub(crate) fn orbit(&self) -> Result<&Orbit, Rejection> {
        self.state
            .organization(self.organization_id)
            .and_then(|organization| organization.orbits.iter().find(|it| it.id == self.orbit_id))
            .ok_or(Rejection::ORBIT_NOT_FOUND)
    }

    /// Returns the user's own role in an orbit.
    pub(crate) fn role_in(&self, orbit: &Orbit) -> Option<OrbitRole> {
        orbit.members.get(&self.user).copied()
    }

    /// Checks that the user may do this with collections of the orbit.
    pub(crate) fn check_rights(&self, action: Action) -> Result<(), Rejection> {
        let organization_role = self.organization_role()?;
        let orbit = self.state.orbit(self.orbit_id);
        let orbit_role = orbit.and_then(|orbit| self.role_in(orbit));
        if permissions::may(organization_role, orbit_role, action) {
            Ok(())
        } else {
            Err(Rejection::NOT_ENOUGH_RIGHTS)
        }
    }

    /// Checks that the user may do this with collections of the orbit, and that the orbit belongs
    /// to the organization.
    pub(crate) fn authorize(&self, action: Action) -> Result<(), Rejection> {
        self.check_rights(action)?;
        self.orbit().map(drop)
    }

    /// Returns the collection, from any orbit or from the one in the path.
    pub(crate) fn collection(&self, reach: Reach) -> Result<&Collection, Rejection> {
        self.state
            .collections
            .get(self.collection_id)
            .filter(|it| reach == Reach::Everywhere || it.orbit_id == self.orbit_id)
            .ok_or(Rejection::COLLECTION_NOT_FOUND)
    }
}

/// Where the server looks for a collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// In the orbit that the path names.
    Orbit,
    /// In all orbits of all organizations.
    Everywhere,
}
