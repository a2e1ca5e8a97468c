//! A text that reads as a UUID is an id, any other an exact name.

use dataforce::{CollectionId, ResourceRef, Result};
use dataforce_emulator::{Collection, Orbit, Organization};
use dataforce_tests::spellings;
use httpmock::MockServer;
use serde_json::json;

use super::*;

#[tokio::test]
async fn every_spelling_of_an_id_finds_a_collection() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for spelling in spellings(IMAGES) {
            let found = client.collections().get(spelling.as_str()).await?;
            assert_eq!(
                found.map(|it| it.name),
                Some("Images".to_owned()),
                "{spelling}"
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_spelling_of_an_id_names_what_to_update() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for spelling in spellings(IMAGES) {
            let update = client
                .collections()
                .update(spelling.as_str())
                .description(&spelling);
            assert_eq!(update.send().await?.description, spelling);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_spelling_of_an_id_names_what_to_delete() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for spelling in spellings(IMAGES) {
            server.add_collection(Collection::new("Images").id(IMAGES));
            client.collections().delete(spelling.as_str()).await?;
            assert_eq!(server.collection(IMAGES), None, "{spelling}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_spelling_of_an_id_names_a_default() {
    on_every_server(two_organizations, async |server| {
        for i in 0..spellings(ACME).len() {
            let client = server
                .client()
                .organization(spellings(ACME)[i].as_str())
                .orbit(spellings(RESEARCH)[i].as_str())
                .collection(spellings(TEXTS)[i].as_str())
                .connect()
                .await?;
            assert_eq!(client.organization(), Some(ACME.into()));
            assert_eq!(client.orbit(), Some(RESEARCH.into()));
            assert_eq!(client.collection(), Some(TEXTS.into()));
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_spelling_of_an_id_finds_an_organization_and_an_orbit() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for spelling in spellings(GLOBEX) {
            let found = client.organizations().get(spelling.as_str()).await?;
            assert_eq!(
                found.map(|it| it.name),
                Some("Globex".to_owned()),
                "{spelling}"
            );
        }
        for spelling in spellings(BOARD) {
            let found = client.orbits().get(spelling.as_str()).await?;
            assert_eq!(
                found.map(|it| it.name),
                Some("Board".to_owned()),
                "{spelling}"
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn everything_is_found_by_name_as_well() {
    on_every_server(two_organizations, async |server| {
        let client = server
            .client()
            .organization("Acme")
            .orbit("Research")
            .collection("Texts")
            .connect()
            .await?;
        assert_eq!(client.organization(), Some(ACME.into()));
        assert_eq!(client.orbit(), Some(RESEARCH.into()));
        assert_eq!(client.collection(), Some(TEXTS.into()));

        let organization = client.organizations().get("Globex").await?;
        assert_eq!(organization.map(|it| it.id), Some(GLOBEX.into()));
        let orbit = client.orbits().get("Board").await?;
        assert_eq!(orbit.map(|it| it.id), Some(BOARD.into()));

        let renamed = client
            .collections()
            .update("Texts")
            .name("Words")
            .send()
            .await?;
        assert_eq!(renamed.id, TEXTS.into());
        client.collections().delete("Words").await?;
        assert_eq!(server.collection(TEXTS), None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn names_are_compared_with_case_and_in_full() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for almost in [
            "images", "IMAGES", "Image", "Images ", " Images", "Images\n", "Ｉmages", "",
        ] {
            assert_eq!(client.collections().get(almost).await?, None, "{almost:?}");
            assert_eq!(
                client
                    .organizations()
                    .get(almost.replace("mages", "cme"))
                    .await?,
                None
            );
            assert_eq!(
                client
                    .orbits()
                    .get(almost.replace("Images", "board"))
                    .await?,
                None
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn any_text_is_a_name() {
    let names = [
        "",
        " ",
        "\n",
        "null",
        "../..",
        "a/b?c=d#e&f%20",
        "\"quoted\" \\ 'text'",
        "Ångström",
        "A\u{30a}ngstro\u{308}m",
        "👩‍🚀 emoji",
        "\u{202e}right to left",
        "0199c455-0001-7000-8000-000000000001 ",
        "0199c455-0001-7000-8000",
    ];
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for name in names {
            let created = server.add_collection(Collection::new(name));
            let found = client.collections().get(name).await?;
            assert_eq!(found.map(|it| it.id), Some(created.into()), "{name:?}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_name_may_read_as_an_id() {
    let text = "0199c455-0001-7000-8000-00000000abcd";
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let id = server.add_collection(Collection::new(text));

        assert_eq!(client.collections().get(text).await?, None);
        let found = client.collections().get(ResourceRef::name(text)).await?;
        assert_eq!(found.map(|it| it.id), Some(id.into()));

        // Whoever means the name by its text is told how to say so.
        let error = client.collections().delete(text).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert!(error.to_string().contains("ResourceRef::name"), "{error}");

        let update = client.collections().update(ResourceRef::name(text));
        assert_eq!(update.description("found").send().await?.id, id.into());
        client.collections().delete(ResourceRef::name(text)).await?;
        assert_eq!(server.collection(id), None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_id_wins_over_a_name_that_reads_the_same() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let text = IMAGES.to_string();
        let named = server.add_collection(Collection::new(&text));

        let by_id = client.collections().get(text.as_str()).await?;
        assert_eq!(by_id.map(|it| it.id), Some(IMAGES.into()));
        let by_name = client.collections().get(ResourceRef::name(&text)).await?;
        assert_eq!(by_name.map(|it| it.id), Some(named.into()));

        client.collections().delete(text.as_str()).await?;
        assert_eq!(server.collection(IMAGES), None);
        assert!(server.collection(named).is_some());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn organizations_and_orbits_may_be_called_like_ids_too() {
    let text = "0199c455-0001-7000-8000-00000000abcd";
    on_every_server(two_organizations, async |server| {
        let organization = server.add_organization(Organization::new(text).orbit(Orbit::new(text)));
        let client = server
            .client()
            .organization(ResourceRef::name(text))
            .orbit(ResourceRef::name(text))
            .connect()
            .await?;
        assert_eq!(client.organization(), Some(organization.into()));
        let orbit = client.orbits().get(ResourceRef::name(text)).await?;
        assert_eq!(orbit.map(|it| it.id), client.orbit());
        assert!(
            server
                .client()
                .organization(text)
                .connect()
                .await
                .unwrap_err()
                .is_not_found()
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn ids_are_compared_as_ids_however_the_server_writes_them() -> Result<()> {
    for spelling in spellings(IMAGES) {
        let server = MockServer::start();
        server.mock(|_, then| {
            then.json_body(json!([{
                "id": spelling,
                "orbit_id": RESEARCH,
                "name": "Images",
                "description": "",
                "collection_type": "model",
                "created_at": "2025-01-15T10:30:00Z",
            }]));
        });
        let client = dataforce::Client::builder()
            .api_key("dfs_test")
            .base_url(server.base_url())
            .api_version(dataforce::ApiVersion::Legacy)
            .organization(dataforce::OrganizationId::from(ACME))
            .orbit(dataforce::OrbitId::from(RESEARCH))
            .build()?;
        let found = client.collections().get(CollectionId::from(IMAGES)).await?;
        assert_eq!(found.map(|it| it.id), Some(IMAGES.into()), "{spelling}");
    }
    Ok(())
}
