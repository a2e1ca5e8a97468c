//! The legacy API: the paths without a version.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::behaviour::Behaviour;
use crate::collection::{Collection, CollectionType};
use crate::collections::{self, Changes, NewCollection};
use crate::endpoint::Endpoint;
use crate::invocation::{Invocation, Outcome, Reach};
use crate::json::Json;
use crate::orbits::{self, OrbitFormat};
use crate::organizations;
use crate::permissions::Action;
use crate::response::OutgoingResponse;
use crate::routing::Handler::{Serve, SessionsOnly};
use crate::routing::{Api, route};
use crate::timestamp::{optional_timestamp, timestamp};
use crate::validation::{Location, ValidationErrors};

pub(crate) static API: Api = Api {
    routes: &[
        route(
            "/users/me/organizations",
            &[(
                "GET",
                Serve(Endpoint::ListOrganizations, organizations::list),
            )],
        ),
        route("/organizations", &[("POST", SessionsOnly)]),
        route(
            "/organizations/{organization_id}",
            &[
                ("GET", SessionsOnly),
                ("PATCH", SessionsOnly),
                ("DELETE", SessionsOnly),
            ],
        ),
        route(
            "/organizations/{organization_id}/orbits",
            &[("GET", Serve(Endpoint::ListOrbits, list_orbits))],
        ),
        route(
            "/organizations/{organization_id}/orbits/{orbit_id}",
            &[("GET", Serve(Endpoint::GetOrbit, get_orbit))],
        ),
        route(
            "/organizations/{organization_id}/orbits/{orbit_id}/collections",
            &[
                ("POST", Serve(Endpoint::CreateCollection, create)),
                ("GET", Serve(Endpoint::ListCollections, list)),
            ],
        ),
        route(
            "/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
            &[
                ("PATCH", Serve(Endpoint::UpdateCollection, update)),
                ("DELETE", Serve(Endpoint::DeleteCollection, delete)),
            ],
        ),
    ],
    headers: &[],
};

const ORBIT_FORMAT: OrbitFormat = OrbitFormat {
    total: "total_model_artifacts",
    resources: |resource| match resource {
        "artifact" => Some("model"),
        "track" => None,
        other => Some(other),
    },
    collections_tags: false,
};

/// The types that a request can create.
const TYPES: [CollectionType; 2] = [CollectionType::Model, CollectionType::Dataset];

#[derive(Serialize)]
struct CollectionView<'s> {
    id: Uuid,
    orbit_id: Uuid,
    description: &'s str,
    name: &'s str,
    collection_type: &'s CollectionType,
    tags: &'s Option<Vec<String>>,
    total_models: u64,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "optional_timestamp")]
    updated_at: Option<DateTime<Utc>>,
}

impl<'s> From<&'s Collection> for CollectionView<'s> {
    fn from(collection: &'s Collection) -> Self {
        Self {
            id: collection.id,
            orbit_id: collection.orbit_id,
            description: &collection.description,
            name: &collection.name,
            collection_type: &collection.collection_type,
            tags: &collection.tags,
            total_models: collection.total_models,
            created_at: collection.created_at,
            updated_at: collection.updated_at,
        }
    }
}

fn list_orbits(invocation: &mut Invocation<'_>) -> Outcome {
    orbits::list(invocation, &ORBIT_FORMAT)
}

fn get_orbit(invocation: &mut Invocation<'_>) -> Outcome {
    orbits::get(invocation, &ORBIT_FORMAT)
}

/// Lists all collections at once, in the order of the table.
fn list(invocation: &mut Invocation<'_>) -> Outcome {
    invocation.errors.check()?;
    invocation.authorize(Action::List)?;
    let collections = invocation.state.collections.in_orbit(invocation.orbit_id);
    let views: Vec<_> = collections.map(CollectionView::from).collect();
    Ok(OutgoingResponse::ok(&views))
}

fn create(invocation: &mut Invocation<'_>) -> Outcome {
    let errors = &mut invocation.errors;
    let new = invocation.body.fields(errors).and_then(|fields| {
        // In the order in which the server reports errors.
        let description = fields.required("description", errors, ValidationErrors::string);
        let name = fields.required("name", errors, ValidationErrors::string);
        let collection_type = fields.required("collection_type", errors, |errors, value, at| {
            errors.collection_type(&TYPES, value, at)
        });
        let tags = fields.optional("tags", errors, tags);
        Some(NewCollection {
            name: name?,
            description: description?,
            collection_type: collection_type?,
            tags: tags.flatten(),
        })
    });
    let collection = collections::create(invocation, new)?;
    Ok(OutgoingResponse::ok(&CollectionView::from(collection)))
}

fn update(invocation: &mut Invocation<'_>) -> Outcome {
    let errors = &mut invocation.errors;
    let changes = invocation.body.fields(errors).map(|fields| Changes {
        description: fields.optional("description", errors, ValidationErrors::string),
        name: fields.optional("name", errors, ValidationErrors::string),
        tags: fields.optional("tags", errors, tags),
    });
    let reach = reach(invocation.behaviour);
    let collection = collections::update(invocation, changes, reach)?;
    Ok(OutgoingResponse::ok(&CollectionView::from(collection)))
}

fn delete(invocation: &mut Invocation<'_>) -> Outcome {
    let reach = reach(invocation.behaviour);
    collections::delete(
        invocation,
        reach,
        "Collection has models and cant be deleted",
    )?;
    Ok(OutgoingResponse::no_content())
}

/// Returns where updates and deletes find a collection.
fn reach(behaviour: Behaviour) -> Reach {
    match behaviour {
        Behaviour::Documented => Reach::Orbit,
        Behaviour::Measured | Behaviour::Unbounded => Reach::Everywhere,
    }
}

fn tags(errors: &mut ValidationErrors, value: &Json, at: Location) -> Option<Vec<String>> {
    errors.list(value, at, ValidationErrors::string)
}
