//! What is not there is `None` to `get`, and an error with what is there instead to everybody else.

use dataforce::{Defaults, OrbitId, OrganizationId};
use dataforce_emulator::{Collection, Endpoint, Fault};
use expect_test::expect;

use super::*;

const NOWHERE: &str = "0199c455-ffff-7000-8000-000000000000";

#[tokio::test]
async fn get_answers_none() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for nothing in [NOWHERE, "Sounds"] {
            assert_eq!(client.collections().get(nothing).await?, None);
            assert_eq!(client.orbits().get(nothing).await?, None);
            assert_eq!(client.organizations().get(nothing).await?, None);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn get_default_answers_none_once_the_collection_is_gone() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server)
            .await?
            .with_collection(dataforce::CollectionId::from(IMAGES));
        server.remove_collection(IMAGES);
        assert_eq!(client.collections().get_default().await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn update_says_what_is_missing_and_what_is_there() {
    let messages = on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let mut told = Vec::new();
        for lost in ["Sounds", NOWHERE] {
            let update = client.collections().update(lost).name("New");
            let error = update.send().await.unwrap_err();
            assert!(error.is_not_found());
            told.push(error.to_string());
        }
        assert!(only_reads(&server.arrived()), "{:?}", server.arrived());
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        no collection has the name "Sounds" in orbit 0199c455-0002-7000-8000-000000000001; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
        no collection has the id 0199c455-ffff-7000-8000-000000000000 in orbit 0199c455-0002-7000-8000-000000000001; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn delete_says_what_is_missing_and_what_is_there() {
    let messages = on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let mut told = Vec::new();
        for lost in ["Sounds", NOWHERE] {
            let error = client.collections().delete(lost).await.unwrap_err();
            assert!(error.is_not_found());
            told.push(error.to_string());
        }
        assert!(only_reads(&server.arrived()), "{:?}", server.arrived());
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        no collection has the name "Sounds" in orbit 0199c455-0002-7000-8000-000000000001; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
        no collection has the id 0199c455-ffff-7000-8000-000000000000 in orbit 0199c455-0002-7000-8000-000000000001; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn connect_says_which_default_is_missing_and_what_is_there() {
    let messages = on_every_server(two_organizations, async |server| {
        let acme = || server.client().organization("Acme");
        let mut told = Vec::new();
        for lost in [
            server.client().organization("Initech"),
            server.client().organization(NOWHERE),
            acme().orbit("Lab"),
            acme().orbit(NOWHERE),
            acme().orbit("Research").collection("Sounds"),
            acme().orbit("Research").collection(NOWHERE),
        ] {
            let error = lost.connect().await.unwrap_err();
            assert!(error.is_not_found());
            told.push(error.to_string());
        }
        Ok(lines(told))
    })
    .await;
    expect![[r#"
        no organization has the name "Initech"; there are 2 organizations: "Acme" (0199c455-0003-7000-8000-000000000001), "Globex" (0199c455-0003-7000-8000-000000000002)
        no organization has the id 0199c455-ffff-7000-8000-000000000000; there are 2 organizations: "Acme" (0199c455-0003-7000-8000-000000000001), "Globex" (0199c455-0003-7000-8000-000000000002)
        no orbit has the name "Lab" in organization 0199c455-0003-7000-8000-000000000001; there are 2 orbits: "Research" (0199c455-0002-7000-8000-000000000001), "Board" (0199c455-0002-7000-8000-000000000002)
        no orbit has the id 0199c455-ffff-7000-8000-000000000000 in organization 0199c455-0003-7000-8000-000000000001; there are 2 orbits: "Research" (0199c455-0002-7000-8000-000000000001), "Board" (0199c455-0002-7000-8000-000000000002)
        no collection has the name "Sounds" in orbit 0199c455-0002-7000-8000-000000000001; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
        no collection has the id 0199c455-ffff-7000-8000-000000000000 in orbit 0199c455-0002-7000-8000-000000000001; there are 2 collections: "Images" (0199c455-0001-7000-8000-000000000001), "Texts" (0199c455-0001-7000-8000-000000000002)
    "#]].assert_eq(&messages);
}

#[tokio::test]
async fn connect_says_what_is_missing_where_all_is_looked_up_at_once() {
    let organization = |id| OrganizationId::from(id);
    on_every_server(two_organizations, async |server| {
        // The organization is unknown: what was looked up below it failed too, which is not the news.
        let lost = server
            .client()
            .organization(organization(Uuid::nil()))
            .orbit(OrbitId::from(RESEARCH));
        let error = lost.connect().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert!(
            error.to_string().starts_with("no organization has the id"),
            "{error}"
        );

        // The orbit is unknown: so is each collection in it.
        let lost = server
            .client()
            .organization(organization(ACME))
            .orbit(OrbitId::from(Uuid::nil()))
            .collection("Images");
        let error = lost.connect().await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert!(
            error.to_string().starts_with("no orbit has the id"),
            "{error}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn setup_config_that_fails_changes_nothing() {
    on_every_server(two_organizations, async |server| {
        let mut client = researcher(server).await?;
        for lost in [
            Defaults::new().organization("Initech"),
            Defaults::new().organization("Globex").orbit("Research"),
            Defaults::new()
                .organization("Globex")
                .orbit("Lab")
                .collection("Images"),
        ] {
            let error = client.setup_config(lost).await.unwrap_err();
            assert!(error.is_not_found(), "{error}");
            assert_eq!(client.organization(), Some(ACME.into()));
            assert_eq!(client.orbit(), Some(RESEARCH.into()));
            assert_eq!(client.collection(), None);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn long_lists_are_cut_and_the_rest_is_counted() {
    let message = on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        server.remove_collection(IMAGES);
        server.remove_collection(TEXTS);
        for number in 1..=12 {
            let collection = Collection::new(format!("Collection {number}"));
            server.add_collection(collection.id(Uuid::from_u128(number)));
        }
        let error = client.collections().delete("Sounds").await.unwrap_err();
        assert_eq!(error.ids().count(), 12);
        Ok(error.to_string())
    })
    .await;
    expect![[r#"no collection has the name "Sounds" in orbit 0199c455-0002-7000-8000-000000000001; there are 12 collections: "Collection 1" (00000000-0000-0000-0000-000000000001), "Collection 2" (00000000-0000-0000-0000-000000000002), "Collection 3" (00000000-0000-0000-0000-000000000003), "Collection 4" (00000000-0000-0000-0000-000000000004), "Collection 5" (00000000-0000-0000-0000-000000000005), "Collection 6" (00000000-0000-0000-0000-000000000006), "Collection 7" (00000000-0000-0000-0000-000000000007), "Collection 8" (00000000-0000-0000-0000-000000000008), "Collection 9" (00000000-0000-0000-0000-000000000009), "Collection 10" (00000000-0000-0000-0000-00000000000a) and 2 more"#]].assert_eq(&message);
}

#[tokio::test]
async fn long_names_are_cut() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        server.add_collection(Collection::new("🦀".repeat(100_000)));
        let error = client
            .collections()
            .delete("x".repeat(100_000))
            .await
            .unwrap_err();
        assert!(error.is_not_found());
        assert!(error.to_string().chars().count() < 600, "{error}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_empty_orbit_is_said_to_be_empty() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        server.remove_collection(IMAGES);
        server.remove_collection(TEXTS);
        let error = client.collections().delete("Images").await.unwrap_err();
        assert!(
            error.to_string().ends_with("there are no collections"),
            "{error}"
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_list_that_cannot_be_had_does_not_hide_what_is_missing() {
    let message = on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let fault = Fault::status(503).on(Endpoint::ListCollections);
        server.inject(fault.after(1));
        let error = client.collections().delete("Sounds").await.unwrap_err();
        assert!(error.is_not_found());
        Ok(error.to_string())
    })
    .await;
    expect![[r#"no collection has the name "Sounds" in orbit 0199c455-0002-7000-8000-000000000001; the available collections could not be listed (could not list the collections of orbit 0199c455-0002-7000-8000-000000000001: the server responded with 503 Service Unavailable (from "uvicorn"))"#]].assert_eq(&message);
}
