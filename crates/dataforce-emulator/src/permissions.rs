//! Who may do what, and how the server lists it.

use serde::{Serialize, Serializer};

use crate::seed::{OrbitRole, OrganizationRole};

/// What somebody wants to do with collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    List,
    Create,
    Update,
    Delete,
}

/// Owners and admins of the organization may do everything in each of its orbits; others what their role there allows.
pub(crate) fn may(
    organization: OrganizationRole,
    orbit: impl FnOnce() -> Option<OrbitRole>,
    action: Action,
) -> bool {
    match organization {
        OrganizationRole::Owner | OrganizationRole::Admin => true,
        OrganizationRole::Member => match orbit() {
            Some(OrbitRole::Admin) => true,
            Some(OrbitRole::Member) => action != Action::Delete,
            None => false,
        },
    }
}

/// Actions by resource, in the order in which the server lists them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permissions(&'static [(&'static str, &'static [&'static str])]);

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().copied())
    }
}

const ALL: &[&str] = &["list", "read", "create", "update", "delete"];
const ALL_AND_DEPLOY: &[&str] = &["list", "read", "create", "update", "delete", "deploy"];
const ALL_BUT_DELETE: &[&str] = &["list", "read", "create", "update"];
const INVITES: &[&str] = &["create", "delete", "list", "read"];
const ORBIT_USERS: &[&str] = &["list", "create", "update", "delete", "read"];
const ORBIT: &[&str] = &["create", "update", "delete", "list", "read"];

/// What the list of organizations says that one may do there.
pub(crate) fn in_organization(role: OrganizationRole) -> Permissions {
    Permissions(match role {
        OrganizationRole::Owner => &[
            ("organization", &["read", "update", "delete"]),
            ("organization_user", ALL),
            ("organization_invite", INVITES),
            ("billing", &["read", "update"]),
            ("orbit", &["create"]),
        ],
        OrganizationRole::Admin => &[
            ("organization", &["read", "update", "leave"]),
            ("organization_user", ALL),
            ("organization_invite", INVITES),
            ("orbit", &["create"]),
        ],
        OrganizationRole::Member => &[("organization", &["leave"])],
    })
}

/// What an orbit says that one may do there.
pub(crate) fn in_orbit(organization: OrganizationRole, orbit: Option<OrbitRole>) -> Permissions {
    Permissions(match (organization, orbit) {
        (OrganizationRole::Owner, _) => &[
            ("orbit", ORBIT),
            ("orbit_user", ORBIT_USERS),
            ("model", ALL_AND_DEPLOY),
            ("collection", ALL_AND_DEPLOY),
            ("satellite", &["create", "list", "read", "update", "delete"]),
            ("orbit_secret", ALL),
            ("deployment", ALL),
        ],
        (OrganizationRole::Admin, _) => &[
            ("orbit", &["create", "update", "list", "read"]),
            ("orbit_user", ORBIT_USERS),
            ("model", ALL_AND_DEPLOY),
            ("collection", ALL_AND_DEPLOY),
            ("satellite", &["create", "list", "read", "update", "delete"]),
            ("orbit_secret", ALL),
            ("deployment", ALL),
        ],
        (OrganizationRole::Member, Some(OrbitRole::Admin)) => &[
            ("orbit", ORBIT),
            ("orbit_user", ORBIT_USERS),
            ("model", ALL_AND_DEPLOY),
            ("collection", ALL),
            ("satellite", &["create", "list", "read", "update", "delete"]),
            ("orbit_secret", ALL),
            ("deployment", ALL),
        ],
        (OrganizationRole::Member, Some(OrbitRole::Member)) => &[
            ("orbit", &["list", "read"]),
            ("model", ALL_BUT_DELETE),
            ("collection", ALL_BUT_DELETE),
            ("satellite", &["create", "list", "read"]),
            ("orbit_secret", &["list", "create"]),
            ("deployment", ALL_BUT_DELETE),
        ],
        (OrganizationRole::Member, None) => &[],
    })
}
