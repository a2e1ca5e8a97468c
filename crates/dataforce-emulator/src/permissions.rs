//! What a role allows, and how the server lists it.

use serde::{Serialize, Serializer};

use crate::seed::{OrbitRole, OrganizationRole};

/// What a user wants to do with collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    List,
    Read,
    Create,
    Update,
    Delete,
}

/// Returns whether a user may do this. Owners and admins of the organization may do everything in
/// each of its orbits, others what their role in the orbit allows.
pub(crate) fn may(
    organization: OrganizationRole,
    orbit: Option<OrbitRole>,
    action: Action,
) -> bool {
    match organization {
        OrganizationRole::Owner | OrganizationRole::Admin => true,
        OrganizationRole::Member => match orbit {
            Some(OrbitRole::Admin) => true,
            Some(OrbitRole::Member) => action != Action::Delete,
            None => false,
        },
    }
}

/// Actions by resource, in the order in which the server lists them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permissions {
    actions: Actions,
    names: ResourceNames,
}

type Actions = &'static [(&'static str, &'static [&'static str])];

/// Returns the name that a version of the API has for a resource, if it knows the resource.
pub(crate) type ResourceNames = fn(&'static str) -> Option<&'static str>;

impl Serialize for Permissions {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let actions = self.actions.iter();
        to.collect_map(actions.filter_map(|(name, actions)| Some(((self.names)(name)?, actions))))
    }
}

const ALL: &[&str] = &["list", "read", "create", "update", "delete"];
const ALL_AND_DEPLOY: &[&str] = &["list", "read", "create", "update", "delete", "deploy"];
const ALL_BUT_DELETE: &[&str] = &["list", "read", "create", "update"];
const INVITES: &[&str] = &["create", "delete", "list", "read"];
const ORBIT_USERS: &[&str] = &["list", "create", "update", "delete", "read"];
const ORBIT: &[&str] = &["create", "update", "delete", "list", "read"];

/// Returns the permissions of a member of an organization.
pub(crate) fn in_organization(role: OrganizationRole) -> Permissions {
    let actions: Actions = match role {
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
    };
    Permissions {
        actions,
        names: Some,
    }
}

/// Returns the permissions of a user in an orbit.
pub(crate) fn in_orbit(
    organization: OrganizationRole,
    orbit: Option<OrbitRole>,
    names: ResourceNames,
) -> Permissions {
    let actions: Actions = match (organization, orbit) {
        (OrganizationRole::Owner, _) => &[
            ("orbit", ORBIT),
            ("orbit_user", ORBIT_USERS),
            ("artifact", ALL_AND_DEPLOY),
            ("collection", ALL_AND_DEPLOY),
            ("track", ALL),
            ("satellite", &["create", "list", "read", "update", "delete"]),
            ("orbit_secret", ALL),
            ("deployment", ALL),
        ],
        (OrganizationRole::Admin, _) => &[
            ("orbit", &["create", "update", "list", "read"]),
            ("orbit_user", ORBIT_USERS),
            ("artifact", ALL_AND_DEPLOY),
            ("collection", ALL_AND_DEPLOY),
            ("track", ALL),
            ("satellite", &["create", "list", "read", "update", "delete"]),
            ("orbit_secret", ALL),
            ("deployment", ALL),
        ],
        (OrganizationRole::Member, Some(OrbitRole::Admin)) => &[
            ("orbit", ORBIT),
            ("orbit_user", ORBIT_USERS),
            ("artifact", ALL_AND_DEPLOY),
            ("collection", ALL),
            ("track", ALL),
            ("satellite", &["create", "list", "read", "update", "delete"]),
            ("orbit_secret", ALL),
            ("deployment", ALL),
        ],
        (OrganizationRole::Member, Some(OrbitRole::Member)) => &[
            ("orbit", &["list", "read"]),
            ("artifact", ALL_BUT_DELETE),
            ("collection", ALL_BUT_DELETE),
            ("track", ALL_BUT_DELETE),
            ("satellite", &["create", "list", "read"]),
            ("orbit_secret", &["list", "create"]),
            ("deployment", ALL_BUT_DELETE),
        ],
        (OrganizationRole::Member, None) => &[],
    };
    Permissions { actions, names }
}
