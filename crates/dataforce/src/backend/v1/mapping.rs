//! The types of V1 as those of the facade.
//!
//! Each function names every property of the contract's type, so that a new one is a compile error
//! here, where it is decided what becomes of it.

use dataforce_api::v1::types;

use crate::collection::{Collection, CollectionDetails};
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
        total_artifacts,
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
        total_artifacts,
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
        total_artifacts,
        role,
        permissions,
        created_at,
        updated_at,
        members: _,
        collections_tags: _,
    } = details;
    orbit(types::Orbit {
        id,
        organization_id,
        name,
        bucket_secret_id,
        total_members,
        total_collections,
        total_satellites,
        total_artifacts,
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
        type_,
        tags,
        total_artifacts,
        created_at,
        updated_at,
    } = collection;
    Collection {
        id,
        orbit_id,
        name,
        description,
        collection_type: type_,
        tags,
        total_artifacts,
        total_models: None,
        created_at,
        updated_at,
    }
}

pub(super) fn details(details: types::CollectionDetails) -> CollectionDetails {
    let types::CollectionDetails {
        id,
        orbit_id,
        name,
        description,
        type_,
        tags,
        total_artifacts,
        created_at,
        updated_at,
        artifacts_tags,
        artifacts_extra_values,
    } = details;
    CollectionDetails {
        collection: collection(types::Collection {
            id,
            orbit_id,
            name,
            description,
            type_,
            tags,
            total_artifacts,
            created_at,
            updated_at,
        }),
        artifacts_tags: Some(artifacts_tags),
        artifacts_extra_values: Some(artifacts_extra_values),
    }
}
