//! A default that is not named is taken if exactly one exists. Children belong to their parents.

use std::time::Duration;

use dataforce::{Client, CollectionId, Defaults, OrbitId, OrganizationId};
use dataforce_emulator::{Collection, Emulator, Fault, Orbit, Organization};
use expect_test::expect;

use super::*;

fn scope(client: &Client) -> (Option<Uuid>, Option<Uuid>, Option<Uuid>) {
    (
        client.organization().map(Uuid::from),
        client.orbit().map(Uuid::from),
        client.collection().map(Uuid::from),
    )
}

/// Acme with these orbits.
fn acme(orbits: impl IntoIterator<Item = Orbit>) -> Organization {
    let orbits = orbits.into_iter();
    orbits.fold(Organization::new("Acme").id(ACME), Organization::orbit)
}

fn research(collections: impl IntoIterator<Item = Collection>) -> Orbit {
    let collections = collections.into_iter();
    collections.fold(Orbit::new("Research").id(RESEARCH), Orbit::collection)
}

fn images() -> Collection {
    Collection::new("Images").id(IMAGES)
}

#[tokio::test]
async fn the_only_one_of_each_is_taken() {
    let world = || Emulator::builder().organization(acme([research([images()])]));
    on_every_server(world, async |server| {
        let expected = (Some(ACME), Some(RESEARCH), Some(IMAGES));
        assert_eq!(scope(&server.client().connect().await?), expected);
        let mut client = server.client().build()?;
        client.setup_config(Defaults::new()).await?;
        assert_eq!(scope(&client), expected);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_several_collections_none_is_taken() {
    let texts = || Collection::new("Texts").id(TEXTS);
    let world = || Emulator::builder().organization(acme([research([images(), texts()])]));
    on_every_server(world, async |server| {
        let client = server.client().connect().await?;
        assert_eq!(scope(&client), (Some(ACME), Some(RESEARCH), None));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_several_orbits_none_is_taken() {
    let board = || Orbit::new("Board").id(BOARD);
    let world = || Emulator::builder().organization(acme([research([images()]), board()]));
    on_every_server(world, async |server| {
        let client = server.client().connect().await?;
        assert_eq!(scope(&client), (Some(ACME), None, None));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_several_organizations_none_is_taken() {
    let globex = || Organization::new("Globex").id(GLOBEX);
    let world = || {
        Emulator::builder()
            .organization(acme([research([images()])]))
            .organization(globex())
    };
    on_every_server(world, async |server| {
        let client = server.client().connect().await?;
        assert_eq!(scope(&client), (None, None, None));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn where_there_are_none_none_is_taken() {
    on_every_server(
        || Emulator::builder().organization(acme([])),
        async |server| {
            assert_eq!(
                scope(&server.client().connect().await?),
                (Some(ACME), None, None)
            );
            server.add_orbit(ACME, research([]));
            assert_eq!(
                scope(&server.client().connect().await?),
                (Some(ACME), Some(RESEARCH), None)
            );
            server.remove_organization(ACME);
            assert_eq!(scope(&server.client().connect().await?), (None, None, None));
            Ok(())
        },
    )
    .await;
}

#[tokio::test]
async fn below_a_named_parent_the_only_child_is_taken() {
    on_every_server(two_organizations, async |server| {
        let client = server.client().organization("Globex").connect().await?;
        assert_eq!(scope(&client), (Some(GLOBEX), Some(LAB), Some(PLANS)));
        let client = server
            .client()
            .organization(OrganizationId::from(ACME))
            .orbit("Board");
        assert_eq!(
            scope(&client.connect().await?),
            (Some(ACME), Some(BOARD), Some(SECRETS))
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn below_the_only_parent_a_child_can_be_named() {
    on_every_server(two_organizations, async |server| {
        server.remove_organization(GLOBEX);
        let client = server
            .client()
            .orbit("Research")
            .collection("Texts")
            .connect()
            .await?;
        assert_eq!(scope(&client), (Some(ACME), Some(RESEARCH), Some(TEXTS)));
        server.remove_orbit(BOARD);
        let client = server
            .client()
            .collection(CollectionId::from(IMAGES))
            .connect()
            .await?;
        assert_eq!(scope(&client), (Some(ACME), Some(RESEARCH), Some(IMAGES)));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_orbit_needs_an_organization() {
    let messages = on_every_server(two_organizations, async |server| {
        let by_name = server.client().orbit("Research");
        let by_id = server.client().orbit(OrbitId::from(RESEARCH));
        let mut told = Vec::new();
        for error in [
            by_name.connect().await.unwrap_err(),
            by_id.clone().connect().await.unwrap_err(),
            by_id.build().unwrap_err(),
        ] {
            assert!(error.is_configuration(), "{error}");
            told.push(error.to_string());
        }
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        a default orbit is named, but there is no default organization that it could belong to: name an organization too
        a default orbit is named, but there is no default organization that it could belong to: name an organization too
        a default orbit is named, but there is no default organization that it could belong to: name an organization too
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn a_collection_needs_an_orbit() {
    let messages = on_every_server(two_organizations, async |server| {
        let acme = server.client().organization(OrganizationId::from(ACME));
        let by_name = acme.clone().collection("Images");
        let by_id = acme.collection(CollectionId::from(IMAGES));
        // Without an organization there is no orbit either.
        let without_organization = server.client().collection("Images");
        let mut told = Vec::new();
        for error in [
            by_name.connect().await.unwrap_err(),
            by_id.clone().connect().await.unwrap_err(),
            by_id.build().unwrap_err(),
            without_organization.connect().await.unwrap_err(),
        ] {
            assert!(error.is_configuration(), "{error}");
            told.push(error.to_string());
        }
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        a default collection is named, but there is no default orbit that it could belong to: name an orbit too
        a default collection is named, but there is no default orbit that it could belong to: name an orbit too
        a default collection is named, but there is no default orbit that it could belong to: name an orbit too
        a default collection is named, but there is no default orbit that it could belong to: name an orbit too
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn a_child_of_another_parent_is_not_found() {
    on_every_server(two_organizations, async |server| {
        let acme = || server.client().organization("Acme");
        let acme_by_id = || server.client().organization(OrganizationId::from(ACME));
        for stranger in [
            acme().orbit("Lab"),
            acme().orbit(OrbitId::from(LAB)),
            acme_by_id().orbit("Lab"),
            acme_by_id().orbit(OrbitId::from(LAB)),
            acme().orbit("Research").collection("Secrets"),
            acme()
                .orbit("Research")
                .collection(CollectionId::from(SECRETS)),
            acme_by_id()
                .orbit(OrbitId::from(RESEARCH))
                .collection("Plans"),
            acme_by_id()
                .orbit(OrbitId::from(RESEARCH))
                .collection(CollectionId::from(PLANS)),
        ] {
            let error = stranger.connect().await.unwrap_err();
            assert!(error.is_not_found(), "{error}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn building_takes_ids_as_they_are_and_refuses_names() {
    let message = on_every_server(two_organizations, async |server| {
        let client = server
            .client()
            .organization(ACME.to_string())
            .orbit(OrbitId::from(RESEARCH))
            .collection(CollectionId::from(TEXTS))
            .build()?;
        assert_eq!(scope(&client), (Some(ACME), Some(RESEARCH), Some(TEXTS)));

        let error = server.client().organization("Acme").build().unwrap_err();
        assert!(error.is_configuration());
        assert!(server.arrived().is_empty());
        Ok(error.to_string())
    })
    .await;
    expect![[r#"the organization name "Acme" has to be looked up on the server, which `build` does not do: use `connect`, or give its id"#]].assert_eq(&message);
}

#[test]
fn setting_a_parent_clears_its_children() {
    let server = Server::run(two_organizations());
    let mut client = server
        .client()
        .organization(OrganizationId::from(ACME))
        .orbit(OrbitId::from(RESEARCH))
        .collection(CollectionId::from(TEXTS))
        .build()
        .unwrap();

    client.set_collection(CollectionId::from(IMAGES));
    assert_eq!(scope(&client), (Some(ACME), Some(RESEARCH), Some(IMAGES)));
    client.set_orbit(OrbitId::from(BOARD));
    assert_eq!(scope(&client), (Some(ACME), Some(BOARD), None));
    client.set_collection(CollectionId::from(SECRETS));
    client.set_organization(OrganizationId::from(GLOBEX));
    assert_eq!(scope(&client), (Some(GLOBEX), None, None));

    client.set_orbit(OrbitId::from(LAB));
    client.set_collection(CollectionId::from(PLANS));
    client.set_orbit(None);
    assert_eq!(scope(&client), (Some(GLOBEX), None, None));
    client.set_organization(None);
    assert_eq!(scope(&client), (None, None, None));
    assert!(server.arrived().is_empty());
}

#[test]
fn derived_handles_leave_the_original_as_it_is() {
    let server = Server::run(two_organizations());
    let client = server
        .client()
        .organization(OrganizationId::from(ACME))
        .orbit(OrbitId::from(RESEARCH))
        .collection(CollectionId::from(TEXTS))
        .build()
        .unwrap();
    let original = (Some(ACME), Some(RESEARCH), Some(TEXTS));

    let other = client.with_collection(CollectionId::from(IMAGES));
    assert_eq!(scope(&other), (Some(ACME), Some(RESEARCH), Some(IMAGES)));
    let other = client.with_orbit(OrbitId::from(BOARD));
    assert_eq!(scope(&other), (Some(ACME), Some(BOARD), None));
    let other = client.with_organization(OrganizationId::from(GLOBEX));
    assert_eq!(scope(&other), (Some(GLOBEX), None, None));
    let mut other = client.clone();
    other.set_collection(None);
    assert_eq!(scope(&other), (Some(ACME), Some(RESEARCH), None));

    assert_eq!(scope(&client), original);
}

#[tokio::test]
async fn a_derived_handle_works_in_its_own_orbit() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let board = client.with_orbit(OrbitId::from(BOARD));
        assert_eq!(board.collections().list().await?[0].name, "Secrets");
        assert_eq!(client.collections().list().await?.len(), 2);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_handle_keeps_the_defaults_that_it_was_made_with() {
    on_every_server(two_organizations, async |server| {
        let mut client = researcher(server).await?;
        let collections = client.collections();
        client.set_orbit(OrbitId::from(BOARD));
        assert_eq!(collections.list().await?.len(), 2);
        assert_eq!(client.collections().list().await?.len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn setup_config_replaces_all_defaults() {
    on_every_server(two_organizations, async |server| {
        let mut client = researcher(server).await?;
        client.set_collection(CollectionId::from(TEXTS));
        client
            .setup_config(Defaults::new().organization("Globex").orbit("Lab"))
            .await?;
        assert_eq!(scope(&client), (Some(GLOBEX), Some(LAB), Some(PLANS)));
        client.setup_config(Defaults::new()).await?;
        assert_eq!(scope(&client), (None, None, None));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn lookups_below_known_parents_are_under_way_together() {
    on_every_server(two_organizations, async |server| {
        // There is no response for an hour, so all requests that arrive were sent at once.
        server.inject(Fault::delay(Duration::from_secs(3600)).always());
        let connecting = server
            .client()
            .organization(OrganizationId::from(ACME))
            .orbit(OrbitId::from(RESEARCH))
            .collection("Images")
            .connect();
        let all_arrived = async {
            while server.arrived().len() < 3 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            _ = connecting => panic!("nothing was answered"),
            arrived = tokio::time::timeout(Duration::from_secs(20), all_arrived) => {
                assert!(arrived.is_ok(), "only {:?} arrived", server.arrived());
            }
        }
        let mut arrived = server.arrived();
        arrived.sort();
        assert_eq!(
            arrived,
            ["list_collections", "list_orbits", "list_organizations"]
        );
        Ok(())
    })
    .await;
}
