//! The description of a server like the one behind the legacy contract, as FastAPI would write it.

use serde_json::Value;

use super::fastapi::Type::{Boolean, DateTime, Email, Integer, Mapping, Model, Text, Url, Uuid};
use super::fastapi::{App, Route, Type, list, optional};

/// Returns the description of the server.
pub(crate) fn describe() -> Value {
    let mut app = App::new();
    models(&mut app);
    let orbits = "/organizations/{organization_id}/orbits";
    let orbit = format!("{orbits}/{{orbit_id}}");
    let collections = format!("{orbit}/collections");
    let collection = format!("{collections}/{{collection_id}}");
    let responds = |response: Type| Route {
        response: Some(response),
        errors: true,
        ..Route::default()
    };

    let organizations = Route {
        response: Some(list(Model("OrganizationSwitcher"))),
        ..Route::default()
    };
    app.route(
        "get",
        "/users/me/organizations",
        "get_available_organizations",
        organizations,
    );
    app.route(
        "get",
        orbits,
        "get_organization_orbits",
        responds(list(Model("Orbit"))),
    );
    app.route(
        "get",
        &orbit,
        "get_orbit_details",
        responds(Model("OrbitDetails")),
    );
    app.route(
        "get",
        &collections,
        "get_orbit_collections",
        responds(list(Model("Collection"))),
    );
    let create = Route {
        body: Some(Model("CollectionCreateIn")),
        ..responds(Model("Collection"))
    };
    app.route("post", &collections, "create_collection", create);
    let update = Route {
        body: Some(Model("CollectionUpdateIn")),
        ..responds(Model("Collection"))
    };
    app.route("patch", &collection, "update_collection", update);
    app.route(
        "delete",
        &collection,
        "delete_collection",
        Route {
            errors: true,
            ..Route::default()
        },
    );
    // An operation that the contract does not cover.
    let invite = Route {
        body: Some(Model("Invite")),
        ..responds(Model("Invite"))
    };
    app.route(
        "post",
        "/organizations/{organization_id}/invitations",
        "create_invite",
        invite,
    );
    app.describe()
}

fn models(app: &mut App) {
    app.enumeration("CollectionType", &["model", "dataset"]);
    app.enumeration("OrgRole", &["owner", "admin", "member"]);
    app.enumeration("OrbitRole", &["admin", "member"]);
    app.model(
        "Invite",
        &[("email", Email, true), ("role", Model("OrgRole"), true)],
    );
    app.model(
        "OrganizationSwitcher",
        &[
            ("id", Uuid, true),
            ("name", Text, true),
            ("logo", optional(Url), false),
            ("created_at", DateTime, true),
            ("updated_at", optional(DateTime), false),
            ("role", optional(Model("OrgRole")), false),
            ("permissions", optional(Mapping), false),
        ],
    );
    let orbit = [
        ("id", Uuid, true),
        ("name", Text, true),
        ("organization_id", Uuid, true),
        ("bucket_secret_id", Uuid, true),
        ("total_members", optional(Integer), false),
        ("total_collections", optional(Integer), false),
        ("total_satellites", optional(Integer), false),
        ("total_model_artifacts", optional(Integer), false),
        ("role", optional(Model("OrbitRole")), false),
        ("created_at", DateTime, true),
        ("updated_at", optional(DateTime), false),
        ("permissions", optional(Mapping), false),
    ];
    app.model("Orbit", &orbit);
    let members = ("members", optional(list(Model("OrbitMember"))), false);
    app.model("OrbitDetails", &[&orbit[..], &[members]].concat());
    app.model(
        "OrbitMember",
        &[
            ("id", Uuid, true),
            ("orbit_id", Uuid, true),
            ("role", Model("OrbitRole"), true),
            ("user", Model("UserOut"), true),
            ("created_at", DateTime, true),
            ("updated_at", optional(DateTime), false),
        ],
    );
    let mut has_api_key = serde_json::json!({"type": "boolean"});
    has_api_key["default"] = false.into();
    app.model(
        "UserOut",
        &[
            ("id", Uuid, true),
            ("email", Email, true),
            ("full_name", optional(Text), false),
            ("disabled", optional(Boolean), false),
            ("photo", optional(Text), false),
            ("has_api_key", Type::Other(has_api_key), false),
        ],
    );
    app.model(
        "Collection",
        &[
            ("id", Uuid, true),
            ("orbit_id", Uuid, true),
            ("description", Text, true),
            ("name", Text, true),
            ("collection_type", Model("CollectionType"), true),
            ("tags", optional(list(Text)), false),
            ("total_models", Integer, true),
            ("created_at", DateTime, true),
            ("updated_at", optional(DateTime), false),
        ],
    );
    app.model(
        "CollectionCreateIn",
        &[
            ("description", Text, true),
            ("name", Text, true),
            ("collection_type", Model("CollectionType"), true),
            ("tags", optional(list(Text)), false),
        ],
    );
    app.model(
        "CollectionUpdateIn",
        &[
            ("description", optional(Text), false),
            ("name", optional(Text), false),
            ("tags", optional(list(Text)), false),
        ],
    );
}
