//! Before any request of its own, an operation checks that its defaults are set. The error says which
//! is missing, how to set it, and what there is to choose from.

use std::time::Duration;

use dataforce::{
    Client, Collection, CollectionId, CollectionType, Error, ErrorKind, OrbitId, OrganizationId,
};
use dataforce_emulator::{
    Collection as Stored, Emulator, Endpoint, Fault, Orbit, OrbitRole, Organization,
    OrganizationRole, User,
};
use expect_test::expect;

use super::*;

/// Every operation on collections, by name.
const OPERATIONS: [&str; 8] = [
    "list",
    "get",
    "get_default",
    "create",
    "update",
    "update_default",
    "delete",
    "delete_default",
];
/// Those that mean the default collection.
const OF_THE_DEFAULT: [&str; 3] = ["get_default", "update_default", "delete_default"];

/// Performs an operation that has to fail.
async fn perform(operation: &str, client: &Client) -> Error {
    let collections = client.collections();
    let none = |_: Option<Collection>| ();
    let one = |_: Collection| ();
    let outcome = match operation {
        "list" => collections.list().await.map(drop),
        "get" => collections.get("Images").await.map(none),
        "get_default" => collections.get_default().await.map(none),
        "create" => collections
            .create("New", CollectionType::Model)
            .send()
            .await
            .map(one),
        "update" => collections
            .update("Images")
            .name("New")
            .send()
            .await
            .map(one),
        "update_default" => collections
            .update_default()
            .name("New")
            .send()
            .await
            .map(one),
        "delete" => collections.delete("Images").await,
        "delete_default" => collections.delete_default().await,
        other => panic!("there is no operation {other}"),
    };
    outcome.expect_err(operation)
}

/// Checks that all these operations fail in the same way and send nothing but `listing`, and returns
/// the message.
async fn told_by_each(
    server: &Server,
    client: &Client,
    operations: &[&str],
    listing: &str,
) -> String {
    let before = server.collections();
    let mut told = Vec::new();
    for operation in operations {
        server.clear_requests();
        let error = perform(operation, client).await;
        assert_eq!(
            error.kind(),
            ErrorKind::Configuration,
            "{operation}: {error}"
        );
        assert_eq!(server.arrived(), [listing], "{operation}");
        told.push(error.to_string());
    }
    assert_eq!(server.collections(), before);
    told.dedup();
    lines(told)
}

#[tokio::test]
async fn an_organization_and_an_orbit_are_demanded() {
    let message = on_every_server(two_organizations, async |server| {
        let client = server.client().build()?;
        Ok(told_by_each(server, &client, &OPERATIONS, "list_organizations").await)
    })
    .await;
    expect![[r#"
        no default organization and no default orbit are set: name them on the builder and `connect`, or call `setup_config`, or `set_organization` and `set_orbit`; there are 2 organizations: "Acme" (0199c455-0003-7000-8000-000000000001), "Globex" (0199c455-0003-7000-8000-000000000002)
    "#]].assert_eq(&message);
}

#[tokio::test]
async fn an_orbit_is_demanded() {
    let message = on_every_server(two_organizations, async |server| {
        let client = server
            .client()
            .organization(OrganizationId::from(ACME))
            .build()?;
        Ok(told_by_each(server, &client, &OPERATIONS, "list_orbits").await)
    })
    .await;
    expect![[r#"
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; there are 2 orbits: "Research" (0199c455-0002-7000-8000-000000000001), "Board" (0199c455-0002-7000-8000-000000000002)
    "#]].assert_eq(&message);
}

#[tokio::test]
async fn an_organization_is_demanded() {
    let message = on_every_server(two_organizations, async |server| {
        let mut client = server.client().build()?;
        client.set_orbit(OrbitId::from(RESEARCH));
        Ok(told_by_each(server, &client, &OPERATIONS, "list_organizations").await)
    })
    .await;
    expect![[r#"
        no default organization is set: name it on the builder and `connect`, or call `setup_config`, or `set_organization`; there are 2 organizations: "Acme" (0199c455-0003-7000-8000-000000000001), "Globex" (0199c455-0003-7000-8000-000000000002)
    "#]].assert_eq(&message);
}

#[tokio::test]
async fn a_collection_is_demanded_where_the_default_is_meant() {
    let message = on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        Ok(told_by_each(server, &client, &OF_THE_DEFAULT, "list_collections").await)
    })
    .await;
    expect![[r#"
        no default collection is set: name it on the builder and `connect`, or call `setup_config`, or `set_collection`; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
    "#]].assert_eq(&message);
}

#[tokio::test]
async fn a_collection_is_no_substitute_for_an_orbit() {
    let message = on_every_server(two_organizations, async |server| {
        let mut client = server
            .client()
            .organization(OrganizationId::from(ACME))
            .build()?;
        client.set_collection(CollectionId::from(IMAGES));
        Ok(told_by_each(server, &client, &OPERATIONS, "list_orbits").await)
    })
    .await;
    expect![[r#"
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; there are 2 orbits: "Research" (0199c455-0002-7000-8000-000000000001), "Board" (0199c455-0002-7000-8000-000000000002)
    "#]].assert_eq(&message);
}

#[tokio::test]
async fn orbits_demand_an_organization() {
    let message = on_every_server(two_organizations, async |server| {
        let client = server.client().build()?;
        let mut told = Vec::new();
        for error in [
            client.orbits().list().await.unwrap_err(),
            client.orbits().get("Research").await.unwrap_err(),
            client
                .orbits()
                .get(OrbitId::from(RESEARCH))
                .await
                .unwrap_err(),
        ] {
            assert!(error.is_configuration(), "{error}");
            told.push(error.to_string());
        }
        assert_eq!(server.arrived(), ["list_organizations"; 3]);
        told.dedup();
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        no default organization is set: name it on the builder and `connect`, or call `setup_config`, or `set_organization`; there are 2 organizations: "Acme" (0199c455-0003-7000-8000-000000000001), "Globex" (0199c455-0003-7000-8000-000000000002)
    "#]].assert_eq(&message);
}

#[tokio::test]
async fn organizations_demand_nothing() {
    on_every_server(two_organizations, async |server| {
        let client = server.client().build()?;
        assert_eq!(client.organizations().list().await?.len(), 2);
        assert!(client.organizations().get("Acme").await?.is_some());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn where_there_is_nothing_to_choose_from_the_error_says_so() {
    let messages = on_every_server(Emulator::builder, async |server| {
        let mut told = Vec::new();
        let client = server.client().connect().await?;
        told.push(perform("get_default", &client).await);
        server.remove_orbit(server.orbit_id());
        let client = server.client().connect().await?;
        told.push(perform("list", &client).await);
        server.remove_organization(server.organization_id());
        let client = server.client().connect().await?;
        told.push(perform("list", &client).await);
        let told = lines(told);
        let id = server.organization_id().to_string();
        Ok(told.replace(&id, "ID"))
    })
    .await;
    expect![[r#"
        no default collection is set: name it on the builder and `connect`, or call `setup_config`, or `set_collection`; there are no collections
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; there are no orbits
        no default organization and no default orbit are set: name them on the builder and `connect`, or call `setup_config`, or `set_organization` and `set_orbit`; there are no organizations
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn long_lists_are_cut_and_the_rest_is_counted() {
    let name = |number: u128| format!("Number {number}");
    on_every_server(Emulator::builder, async |server| {
        for number in 1..=11 {
            let id = Uuid::from_u128(number);
            server.add_organization(Organization::new(name(number)).id(id));
            server.add_orbit(server.organization_id(), Orbit::new(name(number)));
            server.add_collection(Stored::new(name(number)));
        }
        let mut client = server.client().build()?;
        let error = perform("list", &client).await.to_string();
        assert!(error.contains("there are 12 organizations: "), "{error}");
        assert!(error.ends_with(" and 2 more"), "{error}");
        assert_eq!(
            error.matches("Number").count() + error.matches("Personal").count(),
            10,
            "{error}"
        );

        client.set_organization(server.organization());
        let error = perform("list", &client).await.to_string();
        assert!(error.contains("there are 12 orbits: "), "{error}");
        assert!(error.ends_with(" and 2 more"), "{error}");

        client.set_orbit(server.orbit());
        let error = perform("delete_default", &client).await.to_string();
        assert!(error.contains("there are 11 collections: "), "{error}");
        assert!(error.ends_with(" and 1 more"), "{error}");
        Ok(())
    })
    .await;
}

/// Returns the errors of operations that lack their defaults, while `trouble` keeps them from
/// listing what is available.
async fn told_in_trouble(expected: ErrorKind, trouble: impl Fn(&Server)) -> String {
    on_every_server(two_organizations, async |server| {
        let nothing_set = server.client().build()?;
        let acme = nothing_set.with_organization(OrganizationId::from(ACME));
        let research = acme.with_orbit(OrbitId::from(RESEARCH));
        trouble(server);
        let before = server.collections();
        let mut told = Vec::new();
        for (client, operations) in [
            (nothing_set, &OPERATIONS[..]),
            (acme, &OPERATIONS[..]),
            (research, &OF_THE_DEFAULT[..]),
        ] {
            for operation in operations {
                let error = perform(operation, &client).await;
                assert_eq!(error.kind(), expected, "{operation}: {error}");
                // Where a list breaks off depends on its form, which differs between the versions.
                let message = error
                    .to_string()
                    .replace("parsing a string", "parsing a list");
                told.push(message.replace(server.base_url(), "http://HOST"));
            }
        }
        assert_eq!(server.collections(), before);
        told.dedup();
        Ok(lines(told))
    })
    .await
}

#[tokio::test]
async fn a_server_that_is_away_does_not_hide_the_error() {
    let messages = told_in_trouble(ErrorKind::Configuration, |server| {
        server.refuse_connections()
    })
    .await;
    expect![[r#"
        no default organization and no default orbit are set: name them on the builder and `connect`, or call `setup_config`, or `set_organization` and `set_orbit`; the available organizations could not be listed (could not list the organizations: no connection to http://HOST could be made (Connection refused): check the base URL, including https:// or http://, and the network)
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; the available orbits could not be listed (could not list the orbits of organization 0199c455-0003-7000-8000-000000000001: no connection to http://HOST could be made (Connection refused): check the base URL, including https:// or http://, and the network)
        no default collection is set: name it on the builder and `connect`, or call `setup_config`, or `set_collection`; the available collections could not be listed (could not list the collections of orbit 0199c455-0002-7000-8000-000000000001: no connection to http://HOST could be made (Connection refused): check the base URL, including https:// or http://, and the network)
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn an_unknown_key_is_reported_before_missing_defaults() {
    let messages = told_in_trouble(ErrorKind::Unauthorized, |server| {
        server.revoke_key(server.api_key())
    })
    .await;
    expect![[r#"
        could not list the organizations: the server responded with 401 Unauthorized: Not authenticated: check the API key, which starts with dfs_ and comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY
        could not list the orbits of organization 0199c455-0003-7000-8000-000000000001: the server responded with 401 Unauthorized: Not authenticated: check the API key, which starts with dfs_ and comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY
        could not list the collections of orbit 0199c455-0002-7000-8000-000000000001: the server responded with 401 Unauthorized: Not authenticated: check the API key, which starts with dfs_ and comes from `api_key` or the environment variable LUML_API_KEY or DFS_API_KEY
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn a_crash_does_not_hide_the_error() {
    let crash = || {
        Fault::status(500)
            .body("Internal Server Error")
            .then_close()
    };
    let messages = told_in_trouble(ErrorKind::Configuration, |server| {
        server.inject(crash().always())
    })
    .await;
    expect![[r#"
        no default organization and no default orbit are set: name them on the builder and `connect`, or call `setup_config`, or `set_organization` and `set_orbit`; the available organizations could not be listed (could not list the organizations: the server responded with 500 Internal Server Error (from "uvicorn"))
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; the available orbits could not be listed (could not list the orbits of organization 0199c455-0003-7000-8000-000000000001: the server responded with 500 Internal Server Error (from "uvicorn"))
        no default collection is set: name it on the builder and `connect`, or call `setup_config`, or `set_collection`; the available collections could not be listed (could not list the collections of orbit 0199c455-0002-7000-8000-000000000001: the server responded with 500 Internal Server Error (from "uvicorn"))
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn an_unreadable_list_does_not_hide_the_error() {
    let messages = told_in_trouble(ErrorKind::Configuration, |server| {
        server.inject(Fault::malformed().always())
    })
    .await;
    expect![[r#"
        no default organization and no default orbit are set: name them on the builder and `connect`, or call `setup_config`, or `set_organization` and `set_orbit`; the available organizations could not be listed (could not list the organizations: the server responded with 200 OK, but its body is not what the contract promises: EOF while parsing a value: a proxy may have cut it off or garbled it: try again)
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; the available orbits could not be listed (could not list the orbits of organization 0199c455-0003-7000-8000-000000000001: the server responded with 200 OK, but its body is not what the contract promises: EOF while parsing an object: a proxy may have cut it off or garbled it: try again)
        no default collection is set: name it on the builder and `connect`, or call `setup_config`, or `set_collection`; the available collections could not be listed (could not list the collections of orbit 0199c455-0002-7000-8000-000000000001: the server responded with 200 OK, but its body is not what the contract promises: EOF while parsing a list: a proxy may have cut it off or garbled it: try again)
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn a_server_that_is_slow_does_not_hold_up_the_error() {
    let message = on_every_server(two_organizations, async |server| {
        let client = server
            .client()
            .attempt_timeout(Duration::from_millis(50))
            .build()?;
        server.inject(Fault::delay(Duration::from_secs(3600)).always());
        Ok(perform("list", &client).await.to_string())
    })
    .await;
    expect!["no default organization and no default orbit are set: name them on the builder and `connect`, or call `setup_config`, or `set_organization` and `set_orbit`; the available organizations could not be listed (could not list the organizations: no complete response arrived within 50.0ms, the time allowed by `attempt_timeout`)"].assert_eq(&message);
}

#[tokio::test]
async fn a_list_that_is_forbidden_does_not_hide_the_error() {
    // Jane is in Acme and in none of its orbits.
    let world = || {
        let acme = Organization::new("Acme")
            .id(ACME)
            .member("jane", OrganizationRole::Member);
        let research = Orbit::new("Research")
            .id(RESEARCH)
            .member("owner", OrbitRole::Admin);
        let globex = Organization::new("Globex")
            .id(GLOBEX)
            .member("owner", OrganizationRole::Owner);
        Emulator::builder()
            .user(User::new("jane").key("dfs_jane"))
            .user(User::new("owner").key("dfs_owner"))
            .organization(acme.orbit(research))
            .organization(globex)
    };
    let messages = on_every_server(world, async |server| {
        let client = server.client().build()?;
        let foreign = client.with_organization(OrganizationId::from(GLOBEX));
        let acme = client.with_organization(OrganizationId::from(ACME));
        let mut told = Vec::new();
        for error in [
            perform("list", &foreign).await,
            perform("get_default", &acme.with_orbit(OrbitId::from(RESEARCH))).await,
        ] {
            assert_eq!(error.kind(), ErrorKind::Configuration);
            told.push(error.to_string());
        }
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; the available orbits could not be listed (could not list the orbits of organization 0199c455-0003-7000-8000-000000000002: the server responded with 403 Forbidden: Not enough rights: the key's owner is not a member of the organization, or their role does not allow this)
        no default collection is set: name it on the builder and `connect`, or call `setup_config`, or `set_collection`; the available collections could not be listed (could not list the collections of orbit 0199c455-0002-7000-8000-000000000001: the server responded with 403 Forbidden: Not enough rights: the key's owner is not a member of the organization, or their role does not allow this)
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn lists_for_errors_are_asked_for_once() {
    on_every_server(two_organizations, async |server| {
        // This client repeats its requests, but not for a list that is merely helpful.
        let client = dataforce::Client::builder()
            .api_key(server.api_key())
            .base_url(server.base_url())
            .api_version(server.version())
            .build()?;
        server.inject(Fault::status(503).on(Endpoint::ListOrganizations).always());
        let error = perform("list", &client).await;
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(server.arrived(), ["list_organizations"]);
        Ok(())
    })
    .await;
}
