//! Two with one name is an error, always. Never "the first".

use dataforce::{Defaults, Error, OrganizationId};
use dataforce_emulator::{Collection, Orbit, Organization};
use expect_test::expect;

use super::*;

const TWIN: Uuid = Uuid::from_u128(0x0199c455_0001_7000_8000_00000000000a);

/// Checks that the error names exactly these and that nothing was changed.
#[track_caller]
fn assert_ambiguous(server: &Server, error: &Error, expected: [Uuid; 2]) {
    assert!(error.is_multiple_resources_found(), "{error}");
    let mut ids: Vec<_> = error.ids().collect();
    ids.sort();
    assert_eq!(ids, expected);
    for id in ids {
        assert!(error.to_string().contains(&id.to_string()), "{error}");
    }
    assert!(only_reads(&server.arrived()), "{:?}", server.arrived());
}

/// [`two_organizations`] with a second collection called Images in Research.
fn twins() -> EmulatorBuilder {
    two_organizations().collection(Collection::new("Images").id(TWIN))
}

#[tokio::test]
async fn get_refuses_to_choose() {
    on_every_server(twins, async |server| {
        let client = researcher(server).await?;
        let error = client.collections().get("Images").await.unwrap_err();
        assert_ambiguous(server, &error, [IMAGES, TWIN]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn update_refuses_to_choose() {
    on_every_server(twins, async |server| {
        let client = researcher(server).await?;
        let update = client.collections().update("Images").description("Which?");
        let error = update.send().await.unwrap_err();
        assert_ambiguous(server, &error, [IMAGES, TWIN]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn delete_refuses_to_choose() {
    on_every_server(twins, async |server| {
        let client = researcher(server).await?;
        let error = client.collections().delete("Images").await.unwrap_err();
        assert_ambiguous(server, &error, [IMAGES, TWIN]);
        assert_eq!(server.collections_in(RESEARCH).len(), 3);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_default_collection_does_not_decide_what_a_name_means() {
    on_every_server(twins, async |server| {
        let mut client = researcher(server).await?;
        client.set_collection(dataforce::CollectionId::from(IMAGES));
        let error = client.collections().get("Images").await.unwrap_err();
        assert_ambiguous(server, &error, [IMAGES, TWIN]);
        // Without a name the default is meant, which is one.
        assert_eq!(
            client.collections().get_default().await?.map(|it| it.id),
            Some(IMAGES.into())
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_id_means_one_of_them() {
    on_every_server(twins, async |server| {
        let client = researcher(server).await?;
        let twin = client
            .collections()
            .update(TWIN.to_string())
            .description("The second");
        assert_eq!(twin.send().await?.id, TWIN.into());
        client.collections().delete(IMAGES.to_string()).await?;
        // Now that there is one, its name suffices.
        assert_eq!(
            client.collections().get("Images").await?.map(|it| it.id),
            Some(TWIN.into())
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_default_collection_cannot_be_named_ambiguously() {
    on_every_server(twins, async |server| {
        let named = server
            .client()
            .organization("Acme")
            .orbit("Research")
            .collection("Images");
        let error = named.connect().await.unwrap_err();
        assert_ambiguous(server, &error, [IMAGES, TWIN]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_default_orbit_cannot_be_named_ambiguously() {
    on_every_server(two_organizations, async |server| {
        server.add_orbit(ACME, Orbit::new("Board").id(TWIN));
        let named = server.client().organization("Acme").orbit("Board");
        assert_ambiguous(server, &named.connect().await.unwrap_err(), [TWIN, BOARD]);

        let client = researcher(server).await?;
        assert_ambiguous(
            server,
            &client.orbits().get("Board").await.unwrap_err(),
            [TWIN, BOARD],
        );
        // In another organization there may be one of the same name.
        server.add_orbit(GLOBEX, Orbit::new("Research"));
        assert_eq!(
            client.orbits().get("Research").await?.map(|it| it.id),
            Some(RESEARCH.into())
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_default_organization_cannot_be_named_ambiguously() {
    on_every_server(two_organizations, async |server| {
        server.add_organization(Organization::new("Globex").id(TWIN));
        let error = server
            .client()
            .organization("Globex")
            .connect()
            .await
            .unwrap_err();
        assert_ambiguous(server, &error, [TWIN, GLOBEX]);

        let mut client = server.client().build()?;
        let error = client.organizations().get("Globex").await.unwrap_err();
        assert_ambiguous(server, &error, [TWIN, GLOBEX]);
        client.set_organization(OrganizationId::from(ACME));
        let setup = client.setup_config(Defaults::new().organization("Globex"));
        assert_ambiguous(server, &setup.await.unwrap_err(), [TWIN, GLOBEX]);
        assert_eq!(client.organization(), Some(ACME.into()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_message_lists_the_ids_and_counts_the_rest() {
    let message = on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for number in 0..12 {
            let id = Uuid::from_u128(number);
            server.add_collection(Collection::new("Copy").id(id));
        }
        let error = client.collections().get("Copy").await.unwrap_err();
        assert_eq!(error.ids().count(), 12);
        Ok(error.to_string())
    })
    .await;
    expect![[r#"the collection name "Copy" is ambiguous, because 12 collections have it: use one of the ids 00000000-0000-0000-0000-000000000000, 00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002, 00000000-0000-0000-0000-000000000003, 00000000-0000-0000-0000-000000000004, 00000000-0000-0000-0000-000000000005, 00000000-0000-0000-0000-000000000006, 00000000-0000-0000-0000-000000000007, 00000000-0000-0000-0000-000000000008, 00000000-0000-0000-0000-000000000009 and 2 more"#]].assert_eq(&message);
}
