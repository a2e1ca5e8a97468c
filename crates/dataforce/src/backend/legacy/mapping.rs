//! The types of the legacy API as those of the facade.
//!
//! Each function names every property of the contract's type, so that a new one is a compile error
//! here, where it is decided what becomes of it.

use dataforce_api::legacy::types;

use crate::collection::Collection;
use crate::orbit::Orbit;
use crate::organization::Organization;

pub(super) fn organization(organization: types::Organization) -> Organization {
    let types::Organization {
        id,
        name,
        logo,
        role,
        permissions,
        created_at,
        updated_at,
    } = organization;
    Organization {
        id,
        name,
        logo,
        role,
        permissions: permissions.map(|permissions| permissions.0),
        created_at,
        updated_at,
    }
}

pub(super) fn orbit(orbit: types::Orbit) -> Orbit {
    let types::Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_model_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
    } = orbit;
    Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id: bucket_secret_id.into(),
        total_members,
        total_collections,
        total_satellites,
        total_artifacts: total_model_artifacts,
        role,
        permissions: permissions.map(|permissions| permissions.0),
        created_at,
        updated_at,
    }
}

pub(super) fn orbit_from_details(details: types::OrbitDetails) -> Orbit {
    let types::OrbitDetails {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_model_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
        members: _,
    } = details;
    orbit(types::Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_model_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
    })
}

pub(super) fn collection(collection: types::Collection) -> Collection {
    let types::Collection {
        id,
        orbit_id,
        name,
        description,
        collection_type,
        tags,
        total_models,
        created_at,
        updated_at,
    } = collection;
    Collection {
        id,
        orbit_id,
        name,
        description,
        collection_type,
        tags,
        total_artifacts: total_models,
        total_models,
        created_at,
        updated_at,
    }
}
