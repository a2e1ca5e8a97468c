//! Version 1 of the API: the paths under `/v1`.

mod collection_view;
mod cursor;
mod ilike;
mod list;

use crate::behaviour::Behaviour;
use crate::collection::CollectionType;
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
use crate::validation::{Location, ValidationErrors};

use collection_view::CollectionView;

pub(crate) static API: Api = Api {
    routes: &[
        route(
            "/v1/users/me/organizations",
            &[(
                "GET",
                Serve(Endpoint::ListOrganizations, organizations::list),
            )],
        ),
        route(
            "/v1/auth/api-keys/validate",
            &[("GET", Serve(Endpoint::ValidateApiKey, validate_api_key))],
        ),
        route(
            "/v1/auth/users/me",
            &[
                ("GET", SessionsOnly),
                ("DELETE", SessionsOnly),
                ("PATCH", SessionsOnly),
            ],
        ),
        route(
            "/v1/users/me/api-keys",
            &[("POST", SessionsOnly), ("DELETE", SessionsOnly)],
        ),
        route("/v1/users/me/invitations", &[("GET", SessionsOnly)]),
        route("/v1/organizations", &[("POST", SessionsOnly)]),
        route(
            "/v1/organizations/{organization_id}",
            &[
                ("GET", SessionsOnly),
                ("PATCH", SessionsOnly),
                ("DELETE", SessionsOnly),
            ],
        ),
        route(
            "/v1/organizations/{organization_id}/members",
            &[("GET", SessionsOnly), ("POST", SessionsOnly)],
        ),
        route(
            "/v1/organizations/{organization_id}/orbits",
            &[("GET", Serve(Endpoint::ListOrbits, list_orbits))],
        ),
        route(
            "/v1/organizations/{organization_id}/orbits/{orbit_id}",
            &[("GET", Serve(Endpoint::GetOrbit, get_orbit))],
        ),
        route(
            "/v1/organizations/{organization_id}/orbits/{orbit_id}/members",
            &[("GET", SessionsOnly), ("POST", SessionsOnly)],
        ),
        route(
            "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections",
            &[
                ("POST", Serve(Endpoint::CreateCollection, create)),
                ("GET", Serve(Endpoint::ListCollections, list::list)),
            ],
        ),
        route(
            "/v1/organizations/{organization_id}/orbits/{orbit_id}/collections/{collection_id}",
            &[
                ("GET", Serve(Endpoint::GetCollection, get)),
                ("PATCH", Serve(Endpoint::UpdateCollection, update)),
                ("DELETE", Serve(Endpoint::DeleteCollection, delete)),
            ],
        ),
    ],
    headers: &[
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("x-xss-protection", "1; mode=block"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("content-security-policy", "frame-ancestors 'none';"),
    ],
};

const ORBIT_FORMAT: OrbitFormat = OrbitFormat {
    total: "total_artifacts",
    resources: Some,
    collections_tags: true,
};

/// The types that a request can create.
const TYPES: [CollectionType; 7] = [
    CollectionType::Model,
    CollectionType::Dataset,
    CollectionType::Experiment,
    CollectionType::ModelDataset,
    CollectionType::DatasetExperiment,
    CollectionType::ModelExperiment,
    CollectionType::Mixed,
];

/// The limits of requests in characters, and in tags. Stored rows may exceed them.
const MAX_NAME: usize = 100;
const MAX_DESCRIPTION: usize = 1000;
const MAX_TAG: usize = 64;
const MAX_TAGS: usize = 50;

fn validate_api_key(_: &mut Invocation<'_>) -> Outcome {
    Ok(OutgoingResponse::no_content())
}

fn list_orbits(invocation: &mut Invocation<'_>) -> Outcome {
    orbits::list(invocation, &ORBIT_FORMAT)
}

fn get_orbit(invocation: &mut Invocation<'_>) -> Outcome {
    orbits::get(invocation, &ORBIT_FORMAT)
}

/// Returns a collection with what its artifacts are tagged with.
fn get(invocation: &mut Invocation<'_>) -> Outcome {
    invocation.errors.check()?;
    invocation.check_rights(Action::Read)?;
    // Without the boundary, the orbit may belong to another organization.
    if invocation.behaviour != Behaviour::Unbounded {
        invocation.orbit()?;
    }
    let collection = invocation.collection(Reach::Orbit)?;
    Ok(OutgoingResponse::ok(&CollectionView::with_details(
        collection,
    )))
}

fn create(invocation: &mut Invocation<'_>) -> Outcome {
    let errors = &mut invocation.errors;
    let new = invocation.body.fields(errors).and_then(|fields| {
        // In the order in which the server reports errors.
        let description = fields.required("description", errors, description);
        let name = fields.required("name", errors, name);
        let collection_type = fields.required("type", errors, |errors, value, at| {
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
        description: fields.optional("description", errors, description),
        name: fields.optional("name", errors, non_empty_name),
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
        "Collection has artifacts and cant be deleted",
    )?;
    Ok(OutgoingResponse::no_content())
}

/// Returns where updates and deletes find a collection.
fn reach(behaviour: Behaviour) -> Reach {
    match behaviour {
        Behaviour::Measured | Behaviour::Documented => Reach::Orbit,
        Behaviour::Unbounded => Reach::Everywhere,
    }
}

fn description(errors: &mut ValidationErrors, value: &Json, at: Location) -> Option<String> {
    errors.short_string(value, at, MAX_DESCRIPTION)
}

fn name(errors: &mut ValidationErrors, value: &Json, at: Location) -> Option<String> {
    errors.short_string(value, at, MAX_NAME)
}

fn non_empty_name(errors: &mut ValidationErrors, value: &Json, at: Location) -> Option<String> {
    let name = name(errors, value, at.clone())?;
    if name.is_empty() {
        let message = "Value error, name must not be empty";
        errors.add("value_error", at, message, value.clone());
        errors.context([("error", Json::Object(Vec::new()))]);
        return None;
    }
    Some(name)
}

fn tags(errors: &mut ValidationErrors, value: &Json, at: Location) -> Option<Vec<String>> {
    if let Json::Array(items) = value
        && items.len() > MAX_TAGS
    {
        let found = items.len();
        let message =
            format!("List should have at most {MAX_TAGS} items after validation, not {found}");
        errors.add("too_long", at, &message, value.clone());
        errors.context([
            ("field_type", "List".into()),
            ("max_length", MAX_TAGS.into()),
            ("actual_length", found.into()),
        ]);
        return None;
    }
    errors.list(value, at, |errors, tag, at| {
        errors.short_string(tag, at, MAX_TAG)
    })
}
