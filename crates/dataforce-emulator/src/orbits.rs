//! Listing and showing orbits, which differs between versions in names only.

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use uuid::{Builder, Uuid};

use crate::invocation::{Invocation, Outcome};
use crate::permissions::{self, Permissions, ResourceNames};
use crate::response::OutgoingResponse;
use crate::seed::{Orbit, OrbitRole, OrganizationRole, User};
use crate::state::State;
use crate::timestamp::{optional_timestamp, timestamp};

/// How a version of the API shows an orbit.
pub(crate) struct OrbitFormat {
    /// The name of the property that counts what the collections hold.
    pub(crate) total: &'static str,
    /// The names of the resources in `permissions`.
    pub(crate) resources: ResourceNames,
    /// Whether a single orbit comes with the tags of its collections.
    pub(crate) collections_tags: bool,
}

#[derive(Serialize)]
struct OrbitView<'s> {
    id: Uuid,
    name: &'s str,
    organization_id: Uuid,
    bucket_secret_id: Uuid,
    total_members: usize,
    total_collections: usize,
    total_satellites: Option<u64>,
    #[serde(flatten)]
    total: Property<Option<u64>>,
    role: Option<OrbitRole>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "optional_timestamp")]
    updated_at: Option<DateTime<Utc>>,
    permissions: Permissions,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Vec<MemberView<'s>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collections_tags: Option<Vec<&'s str>>,
}

/// A property whose name is known at run time only.
struct Property<T>(&'static str, T);

impl<T: Serialize> Serialize for Property<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map([(self.0, &self.1)])
    }
}

#[derive(Serialize)]
struct MemberView<'s> {
    id: Uuid,
    orbit_id: Uuid,
    role: OrbitRole,
    user: UserView<'s>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    updated_at: Option<&'s str>,
}

#[derive(Serialize)]
struct UserView<'s> {
    id: Uuid,
    email: String,
    full_name: &'s str,
    disabled: bool,
    photo: Option<&'s str>,
    has_api_key: bool,
}

/// Lists the orbits of an organization; a plain member sees only their own, and less of them.
pub(crate) fn list(invocation: &mut Invocation<'_>, format: &OrbitFormat) -> Outcome {
    invocation.errors.check()?;
    let role = invocation.organization_role()?;
    let organization = invocation.state.organization(invocation.organization_id);
    let orbits = organization.into_iter().flat_map(|it| &it.orbits);
    let views: Vec<_> = orbits
        .filter_map(|orbit| {
            let orbit_role = invocation.role_in(orbit);
            let view = OrbitView::new(invocation, format, orbit, role);
            if role != OrganizationRole::Member {
                return Some(view);
            }
            Some(OrbitView {
                role: Some(orbit_role?),
                total_satellites: None,
                total: Property(format.total, None),
                ..view
            })
        })
        .collect();
    Ok(OutgoingResponse::ok(&views))
}

/// Shows an orbit with its members to any member of the organization.
pub(crate) fn get(invocation: &mut Invocation<'_>, format: &OrbitFormat) -> Outcome {
    invocation.errors.check()?;
    let role = invocation.organization_role()?;
    let orbit = invocation.orbit()?;
    let view = OrbitView::new(invocation, format, orbit, role);
    Ok(OutgoingResponse::ok(&OrbitView {
        members: Some(members(invocation.state, orbit)),
        collections_tags: format
            .collections_tags
            .then(|| collections_tags(invocation.state, orbit)),
        ..view
    }))
}

fn members<'s>(state: &'s State, orbit: &'s Orbit) -> Vec<MemberView<'s>> {
    let members = orbit.members.iter();
    let mut views: Vec<_> = members
        .filter_map(|(name, role)| Some(MemberView::new(state.user(name)?, orbit, *role)))
        .collect();
    views.sort_by_key(|member| member.role);
    views
}

fn collections_tags<'s>(state: &'s State, orbit: &Orbit) -> Vec<&'s str> {
    let collections = state.collections.in_orbit(orbit.id);
    let mut tags: Vec<_> = collections
        .flat_map(|collection| collection.tags.iter().flatten().map(String::as_str))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

impl<'s> OrbitView<'s> {
    fn new(
        invocation: &'s Invocation<'_>,
        format: &OrbitFormat,
        orbit: &'s Orbit,
        role: OrganizationRole,
    ) -> Self {
        let collections = || invocation.state.collections.in_orbit(orbit.id);
        let total = collections().map(|it| it.total_models).sum();
        Self {
            id: orbit.id,
            name: &orbit.name,
            organization_id: invocation.organization_id,
            bucket_secret_id: orbit.bucket_secret_id,
            total_members: orbit.members.len(),
            total_collections: collections().count(),
            total_satellites: Some(0),
            total: Property(format.total, Some(total)),
            role: None,
            created_at: orbit.created_at,
            updated_at: orbit.updated_at,
            permissions: permissions::in_orbit(role, invocation.role_in(orbit), format.resources),
            members: None,
            collections_tags: None,
        }
    }
}

impl<'s> MemberView<'s> {
    fn new(user: &'s User, orbit: &Orbit, role: OrbitRole) -> Self {
        let email = if user.email.is_empty() {
            let name = user.name.replace(char::is_whitespace, ".");
            format!("{name}@example.com")
        } else {
            user.email.clone()
        };
        Self {
            id: membership_id(user, orbit),
            orbit_id: orbit.id,
            role,
            user: UserView {
                id: user.id,
                email,
                full_name: &user.name,
                disabled: false,
                photo: None,
                has_api_key: !user.keys.is_empty(),
            },
            created_at: orbit.created_at,
            updated_at: None,
        }
    }
}

/// Returns an id that differs from all others and is the same in every response.
fn membership_id(user: &User, orbit: &Orbit) -> Uuid {
    let millis = u64::try_from(orbit.created_at.timestamp_millis()).unwrap_or_default();
    let mixed = (user.id.as_u128() ^ orbit.id.as_u128().rotate_left(8)).to_be_bytes();
    let (_, random) = mixed.split_at(6);
    let mut bytes = [0; 10];
    bytes.copy_from_slice(random);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}
