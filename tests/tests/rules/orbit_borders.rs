//! Nothing outside the default orbit is touched, even where the server would obey.

use dataforce::{CollectionId, OrbitId};
use dataforce_api::legacy::types;
use dataforce_emulator::Endpoint;

use super::*;

/// Another orbit of the same organization, and an orbit of another organization.
const STRANGERS: [Uuid; 2] = [SECRETS, PLANS];

#[tokio::test]
async fn get_does_not_see_other_orbits() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for stranger in STRANGERS {
            assert_eq!(client.collections().get(stranger.to_string()).await?, None);
        }
        assert_eq!(client.collections().get("Secrets").await?, None);
        assert_eq!(client.collections().get("Plans").await?, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn update_changes_nothing_in_other_orbits() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let before = server.export();
        for stranger in STRANGERS {
            let update = client
                .collections()
                .update(CollectionId::from(stranger))
                .name("Mine");
            let error = update.send().await.unwrap_err();
            assert!(error.is_not_found(), "{error}");
            assert!(
                error.to_string().contains(&format!("in orbit {RESEARCH}")),
                "{error}"
            );
        }
        assert!(!server.arrived().contains(&"update_collection"));
        assert_eq!(server.export(), before);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn delete_removes_nothing_from_other_orbits() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let before = server.export();
        for stranger in STRANGERS {
            let error = client
                .collections()
                .delete(CollectionId::from(stranger))
                .await
                .unwrap_err();
            assert!(error.is_not_found(), "{error}");
        }
        assert!(!server.arrived().contains(&"delete_collection"));
        assert_eq!(server.export(), before);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_default_collection_of_another_orbit_is_not_found() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let before = server.export();
        for stranger in STRANGERS {
            let client = client.with_collection(CollectionId::from(stranger));
            assert_eq!(client.collections().get_default().await?, None);
            let update = client.collections().update_default().name("Mine");
            assert!(update.send().await.unwrap_err().is_not_found());
            assert!(
                client
                    .collections()
                    .delete_default()
                    .await
                    .unwrap_err()
                    .is_not_found()
            );
        }
        assert!(only_reads(&server.arrived()), "{:?}", server.arrived());
        assert_eq!(server.export(), before);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_collection_object_of_another_orbit_is_not_found_either() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let board = client.with_orbit(OrbitId::from(BOARD));
        let secrets = board.collections().get("Secrets").await?.unwrap();
        assert!(
            client
                .collections()
                .delete(&secrets)
                .await
                .unwrap_err()
                .is_not_found()
        );
        board.collections().delete(&secrets).await?;
        assert_eq!(server.collection(SECRETS), None);
        Ok(())
    })
    .await;
}

/// The tests above show something only because the servers themselves obey.
#[tokio::test]
async fn the_server_as_it_is_would_have_obeyed() {
    let server = Server::run(two_organizations());
    let client = researcher(&server).await.unwrap();
    let (organization, orbit) = (
        types::OrganizationId::from(ACME),
        types::OrbitId::from(RESEARCH),
    );
    let body: types::CollectionUpdate = serde_json::from_value(serde_json::json!({
        "name": "Mine",
        "description": "",
        "tags": null,
    }))
    .unwrap();
    for stranger in STRANGERS {
        let id = types::CollectionId::from(stranger);
        client
            .legacy()
            .update_collection(&organization, &orbit, &id, &body)
            .await
            .unwrap();
        assert_eq!(server.collection(stranger).unwrap().name, "Mine");
        client
            .legacy()
            .delete_collection(&organization, &orbit, &id)
            .await
            .unwrap();
        assert_eq!(server.collection(stranger), None);
    }
    let requests = server.requests();
    let deletions = requests
        .iter()
        .filter(|it| it.endpoint == Some(Endpoint::DeleteCollection));
    assert_eq!(deletions.count(), STRANGERS.len());
}

/// The same for the releases of V1 that do not check the orbit of an update.
#[tokio::test]
async fn a_server_of_v1_without_borders_would_have_obeyed() {
    let builder = two_organizations().api_version(ApiVersion::V1);
    let server = Server::run(builder.behaviour(Behaviour::Unbounded));
    let client = researcher(&server).await.unwrap().v1();
    let (organization, orbit) = (ACME.into(), RESEARCH.into());
    let body = dataforce_api::v1::types::CollectionUpdate {
        name: "Mine".to_owned(),
        description: String::new(),
        tags: None,
    };
    for stranger in STRANGERS {
        let id = CollectionId::from(stranger);
        let update = client.update_collection(&organization, &orbit, &id, &body);
        update.await.unwrap();
        assert_eq!(server.collection(stranger).unwrap().name, "Mine");
        let deletion = client.delete_collection(&organization, &orbit, &id);
        deletion.await.unwrap();
        assert_eq!(server.collection(stranger), None);
    }
}
