//! A client knows where each default comes from, and deletes none that nobody named.

use dataforce::{
    Client, CollectionId, DefaultSource, Defaults, ErrorKind, OrbitId, OrganizationId,
};

use super::*;

use DefaultSource::{Automatic, Builder, Set};

/// Acme with the orbit Research, which holds Images. There is exactly one of each.
fn one_of_each() -> EmulatorBuilder {
    let images = Collection::new("Images").id(IMAGES);
    let research = Orbit::new("Research").id(RESEARCH).collection(images);
    Emulator::builder().organization(Organization::new("Acme").id(ACME).orbit(research))
}

fn sources(client: &Client) -> [Option<DefaultSource>; 3] {
    [
        client.organization_source(),
        client.orbit_source(),
        client.collection_source(),
    ]
}

#[tokio::test]
async fn what_the_builder_names_comes_from_the_builder() {
    on_every_server(one_of_each, async |server| {
        let none = server.client().connect().await?;
        assert_eq!(sources(&none), [Some(Automatic); 3]);
        let one = server.client().organization("Acme").connect().await?;
        assert_eq!(
            sources(&one),
            [Some(Builder), Some(Automatic), Some(Automatic)]
        );
        let two = server
            .client()
            .organization(OrganizationId::from(ACME))
            .orbit("Research");
        let two = two.connect().await?;
        assert_eq!(
            sources(&two),
            [Some(Builder), Some(Builder), Some(Automatic)]
        );
        let below_the_only_one = server
            .client()
            .orbit(OrbitId::from(RESEARCH))
            .collection("Images");
        let below_the_only_one = below_the_only_one.connect().await?;
        assert_eq!(
            sources(&below_the_only_one),
            [Some(Automatic), Some(Builder), Some(Builder)]
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn without_a_request_what_the_builder_names_comes_from_the_builder() {
    on_every_server(one_of_each, async |server| {
        let unset = server.client().build()?;
        assert_eq!(sources(&unset), [None; 3]);
        let builder = server.client().organization(OrganizationId::from(ACME));
        let client = builder.orbit(OrbitId::from(RESEARCH)).build()?;
        assert_eq!(sources(&client), [Some(Builder), Some(Builder), None]);
        assert!(server.arrived().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_is_set_on_a_client_comes_from_there() {
    on_every_server(one_of_each, async |server| {
        let mut client = server.client().build()?;
        let defaults = Defaults::new()
            .organization("Acme")
            .orbit(OrbitId::from(RESEARCH));
        client.setup_config(defaults).await?;
        assert_eq!(sources(&client), [Some(Set), Some(Set), Some(Automatic)]);
        client.setup_config(Defaults::new()).await?;
        assert_eq!(sources(&client), [Some(Automatic); 3]);

        let collection = client.with_collection(CollectionId::from(IMAGES));
        assert_eq!(
            sources(&collection),
            [Some(Automatic), Some(Automatic), Some(Set)]
        );
        client.set_orbit(OrbitId::from(RESEARCH));
        assert_eq!(sources(&client), [Some(Automatic), Some(Set), None]);
        client.set_organization(OrganizationId::from(ACME));
        assert_eq!(sources(&client), [Some(Set), None, None]);
        client.set_organization(None);
        assert_eq!(sources(&client), [None; 3]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_failed_setup_keeps_the_sources() {
    on_every_server(one_of_each, async |server| {
        let mut client = server.client().connect().await?;
        let nowhere = Defaults::new().orbit("Nowhere");
        assert!(
            client
                .setup_config(nowhere)
                .await
                .unwrap_err()
                .is_not_found()
        );
        assert_eq!(sources(&client), [Some(Automatic); 3]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_collection_that_nobody_named_is_not_deleted_by_default() {
    on_every_server(one_of_each, async |server| {
        let client = server.client().connect().await?;
        server.clear_requests();
        // Clones and handles keep where the default comes from.
        for collections in [client.collections(), client.clone().collections().clone()] {
            let error = collections.delete_default().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert_eq!(error.operation(), None);
            let message = error.to_string();
            assert!(message.contains(&IMAGES.to_string()), "{message}");
            assert!(message.contains("`delete`"), "{message}");
        }
        assert!(server.arrived().is_empty());
        assert_eq!(server.collections().len(), 1);

        client
            .collections()
            .delete(CollectionId::from(IMAGES))
            .await?;
        assert!(server.collections().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn it_can_be_read_and_updated_by_default() {
    on_every_server(one_of_each, async |server| {
        let client = server.client().connect().await?;
        let found = client.collections().get_default().await?;
        assert_eq!(found.map(|found| Uuid::from(found.id)), Some(IMAGES));
        let update = client.collections().update_default().name("Pictures");
        assert_eq!(update.send().await?.name, "Pictures");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_that_was_named_is_deleted_by_default() {
    on_every_server(one_of_each, async |server| {
        let builder = server.client().collection("Images");
        builder
            .connect()
            .await?
            .collections()
            .delete_default()
            .await?;
        assert!(server.collections().is_empty());
        Ok(())
    })
    .await;
    on_every_server(one_of_each, async |server| {
        let client = server.client().connect().await?;
        // To choose what was chosen is to name it.
        let client = client.with_collection(client.collection());
        client.collections().delete_default().await?;
        assert!(server.collections().is_empty());
        Ok(())
    })
    .await;
}
