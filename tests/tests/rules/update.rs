//! An update changes what is given, although the server replaces all.

use dataforce::{CollectionId, ErrorKind, UpdateCollection};
use dataforce_emulator::{Collection, CollectionType, Endpoint};
use serde_json::{Value, json};

use super::*;

type Tags = Option<Vec<String>>;

fn list(tags: &[&str]) -> Tags {
    Some(tags.iter().map(|&tag| tag.to_owned()).collect())
}

/// The bodies of the PATCH requests that arrived.
fn patches(server: &Server) -> Vec<Value> {
    let requests = server.requests().into_iter();
    requests
        .filter(|request| request.endpoint == Some(Endpoint::UpdateCollection))
        .map(|request| request.json())
        .collect()
}

#[tokio::test]
async fn tags_become_what_is_given_or_stay_what_they_were() {
    type Change = fn(UpdateCollection) -> UpdateCollection;
    type Outcome = fn(Tags) -> Tags;
    let changes: [(&str, Change, Outcome); 4] = [
        ("nothing", |update| update, |before| before),
        ("an empty list", |update| update.tags([]), |_| list(&[])),
        (
            "a list",
            |update| update.tags(["x", "y"]),
            |_| list(&["x", "y"]),
        ),
        ("null", UpdateCollection::clear_tags, |_| None),
    ];
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for before in [None, list(&[]), list(&["a", "b"])] {
            for (given, change, expected) in changes {
                let mut stored = Collection::new("Tagged")
                    .id(IMAGES)
                    .description("As it was");
                stored.tags = before.clone();
                server.add_collection(stored);

                let update = client.collections().update("Tagged").name("Renamed");
                let updated = change(update).send().await?;
                let expected = expected(before.clone());
                assert_eq!(updated.tags, expected, "{before:?}, given {given}");
                let stored = server.collection(IMAGES).unwrap();
                assert_eq!(stored.tags, expected, "{before:?}, given {given}");
                assert_eq!(stored.name, "Renamed");
                assert_eq!(stored.description, "As it was");
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_selection_of_fields_changes_exactly_those() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        for selection in 1..8 {
            let [name, description, tags] = [1, 2, 4].map(|bit| selection & bit != 0);
            let before = Collection::new("Name").id(IMAGES).description("Description").tags(["tag"]);
            server.add_collection(before.clone().of_type(CollectionType::Dataset).models(7));
            server.clear_requests();

            let mut expected = json!({"name": "Name", "description": "Description", "tags": ["tag"]});
            let mut update = client.collections().update(IMAGES.to_string());
            if name {
                update = update.name("New name");
                expected["name"] = "New name".into();
            }
            if description {
                update = update.description("New description");
                expected["description"] = "New description".into();
            }
            if tags {
                update = update.tags(["new"]);
                expected["tags"] = json!(["new"]);
            }
            let updated = update.send().await?;

            let version = server.api_version();
            assert_eq!(server.arrived(), [lookup_by_id(version), "update_collection"]);
            assert_eq!(patches(server), [expected.clone()]);
            let stored = server.collection(IMAGES).unwrap();
            let content =
                json!({"name": stored.name, "description": stored.description, "tags": stored.tags});
            assert_eq!(content, expected);
            assert_eq!(stored.collection_type, CollectionType::Dataset);
            assert_eq!(updated.name, stored.name);
            assert_eq!(updated.description, stored.description);
            assert_eq!(updated.tags, stored.tags);
            assert_eq!(updated.total_artifacts, Some(7));
            let total_models = (version == ApiVersion::Legacy).then_some(7);
            assert_eq!(updated.total_models, total_models);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_update_with_nothing_given_sends_nothing() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server)
            .await?
            .with_collection(CollectionId::from(IMAGES));
        let before = client.collections().get("Images").await?.unwrap();
        server.clear_requests();
        assert_eq!(client.collections().update("Images").send().await?, before);
        assert_eq!(
            client
                .collections()
                .update(IMAGES.to_string())
                .send()
                .await?,
            before
        );
        assert_eq!(client.collections().update_default().send().await?, before);
        let by_id = lookup_by_id(server.api_version());
        assert_eq!(server.arrived(), ["list_collections", by_id, by_id]);
        assert_eq!(server.collection(IMAGES).unwrap().updated_at, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_update_with_nothing_given_still_has_to_find_its_target() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        assert!(
            client
                .collections()
                .update("Sounds")
                .send()
                .await
                .unwrap_err()
                .is_not_found()
        );
        assert!(
            client
                .collections()
                .update_default()
                .send()
                .await
                .unwrap_err()
                .is_configuration()
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_empty_text_is_given_too() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let update = client.collections().update("Images").description("");
        let updated = update.send().await?;
        assert_eq!(updated.description, "");
        assert_eq!(updated.tags, list(&["a", "b"]));

        let renaming = client.collections().update("Images").name("").send().await;
        match server.api_version() {
            // The server rejects it, and the error says so.
            ApiVersion::V1 => {
                let error = renaming.unwrap_err();
                assert!(error.is_validation(), "{error}");
                assert!(error.to_string().contains("must not be empty"), "{error}");
            }
            _ => assert_eq!(renaming?.name, ""),
        }
        assert_eq!(
            patches(server),
            [
                json!({"name": "Images", "description": "", "tags": ["a", "b"]}),
                json!({"name": "", "description": "", "tags": ["a", "b"]}),
            ]
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn giving_what_is_already_there_is_sent_and_changes_nothing() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let updated = client
            .collections()
            .update("Images")
            .name("Images")
            .send()
            .await?;
        assert_eq!(updated.updated_at, None);
        assert_eq!(patches(server).len(), 1);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_last_word_on_a_field_counts() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let update = client
            .collections()
            .update("Images")
            .clear_tags()
            .tags(["x"]);
        assert_eq!(update.send().await?.tags, list(&["x"]));
        let update = client
            .collections()
            .update("Images")
            .tags(["y"])
            .clear_tags();
        assert_eq!(update.send().await?.tags, None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn tags_can_be_given_in_many_ways() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let borrowed = &["x", "y"];
        let owned = vec!["x".to_owned(), "y".to_owned()];
        let update = || client.collections().update("Images");
        for update in [
            update().tags(["x", "y"]),
            update().tags(borrowed),
            update().tags(vec!["x", "y"]),
            update().tags(&borrowed[..]),
            update().tags(&owned),
            update().tags(owned.as_slice()),
            update().tags(owned.clone()),
        ] {
            server.add_collection(Collection::new("Images").id(IMAGES));
            assert_eq!(update.send().await?.tags, list(&["x", "y"]));
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_the_server_cannot_store_is_refused_before_anything_is_sent() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let update = || client.collections().update("Images");
        for update in [
            update().name("a\0b"),
            update().description("\0"),
            update().tags(["fine", "not\0fine"]),
        ] {
            let error = update.send().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
            assert!(error.is_validation(), "{error}");
            assert!(error.to_string().contains("NUL"), "{error}");
        }
        assert!(server.arrived().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn creating_keeps_no_tags_apart_from_none() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let create = || {
            client
                .collections()
                .create("New", dataforce::CollectionType::Model)
        };
        for (create, expected) in [
            (create(), None),
            (create().tags([]), list(&[])),
            (create().tags(["x"]), list(&["x"])),
        ] {
            let created = create.send().await?;
            assert_eq!(created.tags, expected);
            assert_eq!(server.collection(created.id.into()).unwrap().tags, expected);
            assert_eq!(client.collections().get(created.id).await?, Some(created));
        }
        Ok(())
    })
    .await;
}
