//! The list of organizations, which is the same in all versions.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::invocation::{Invocation, Outcome};
use crate::permissions::{self, Permissions};
use crate::response::OutgoingResponse;
use crate::seed::OrganizationRole;
use crate::timestamp::{optional_timestamp, timestamp};

#[derive(Serialize)]
struct OrganizationView<'s> {
    id: Uuid,
    name: &'s str,
    logo: Option<&'s str>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "optional_timestamp")]
    updated_at: Option<DateTime<Utc>>,
    role: OrganizationRole,
    permissions: Permissions,
}

/// Lists the organizations of the user by name.
pub(crate) fn list(invocation: &mut Invocation<'_>) -> Outcome {
    let organizations = invocation.state.organizations.iter();
    let mut views: Vec<_> = organizations
        .filter_map(|organization| {
            let role = *organization.members.get(&invocation.user)?;
            Some(OrganizationView {
                id: organization.id,
                name: &organization.name,
                logo: organization.logo.as_deref(),
                created_at: organization.created_at,
                updated_at: organization.updated_at,
                role,
                permissions: permissions::in_organization(role),
            })
        })
        .collect();
    views.sort_by_key(|view| view.name);
    Ok(OutgoingResponse::ok(&views))
}
