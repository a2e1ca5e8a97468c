//! What the facade makes of the server.

use std::collections::BTreeSet;

use dataforce::{
    Client, Collection, CollectionType, ErrorKind, OrbitId, ResourceRef, Result, UpdateCollection,
};
use dataforce_emulator::ApiVersion;
use dataforce_tests::spellings;
use futures_util::future::join_all;
use uuid::Uuid;

use crate::place::{NONE, NOWHERE_ELSE, Place, Rights, TO_CHANGE, TO_LIST, at_a_place, skipped};

type Tags = Option<Vec<String>>;

fn list(tags: &[&str]) -> Tags {
    Some(tags.iter().map(|&tag| tag.to_owned()).collect())
}

/// Creates a collection of this test with this name.
async fn create(place: &Place, name: impl Into<String>) -> Collection {
    let create = place
        .client
        .collections()
        .create(name, CollectionType::Model);
    create.description(place.mark()).send().await.unwrap()
}

/// A name of this test that is as long as the server allows, or very long if it allows any.
fn longest_name(place: &Place) -> String {
    let name = place.named("");
    let longest = match place.version {
        ApiVersion::V1 => 100,
        _ => 100_000,
    };
    "n".repeat(longest - name.chars().count()) + &name
}

/// Runs a test that may end early with an error.
async fn at_a_place_with_errors(needed: Rights, test: impl AsyncFn(&Place) -> Result<()>) {
    at_a_place(needed, async |place| {
        if let Err(error) = test(place).await {
            panic!("{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn organization_and_orbit_are_found_by_id_and_by_name() {
    at_a_place_with_errors(NONE, async |place| {
        let client = &place.client;
        let id = client.organization().unwrap();
        let organization = client.organizations().get(id).await?.unwrap();
        assert_eq!(organization.id, id);
        let organizations = client.organizations().list().await?;
        assert!(organizations.contains(&organization));
        if organizations
            .iter()
            .filter(|it| it.name == organization.name)
            .count()
            == 1
        {
            let named = ResourceRef::name(&organization.name);
            assert_eq!(client.organizations().get(named).await?, Some(organization));
        }

        let id = client.orbit().unwrap();
        let orbit = client.orbits().get(id).await?.unwrap();
        assert_eq!(orbit.id, id);
        let orbits = client.orbits().list().await?;
        if orbits.iter().filter(|it| it.name == orbit.name).count() == 1 {
            let found = client.orbits().get(ResourceRef::name(&orbit.name)).await?;
            assert_eq!(found.map(|it| it.id), Some(id));
        }
        assert_eq!(client.orbits().get(OrbitId::from(Uuid::nil())).await?, None);
        assert_eq!(client.orbits().get(place.named("No orbit")).await?, None);
        assert_eq!(
            client
                .organizations()
                .get(place.named("No organization"))
                .await?,
            None
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_documented_examples_work_by_name_and_by_id() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        let name = place.named("Training Dataset");
        let created = collections
            .create(&name, CollectionType::Dataset)
            .description("Dataset for model training")
            .tags(["ml", "training"])
            .send()
            .await?;
        assert_eq!(created.name, name);
        assert_eq!(created.description, "Dataset for model training");
        assert_eq!(created.collection_type, CollectionType::Dataset);
        assert_eq!(created.tags, list(&["ml", "training"]));
        assert_eq!(Some(created.orbit_id), place.client.orbit());
        assert_eq!(created.updated_at, None);

        assert_eq!(collections.get(&name).await?, Some(created.clone()));
        assert_eq!(collections.get(created.id).await?, Some(created.clone()));
        assert_eq!(
            collections.get(created.id.to_string()).await?,
            Some(created.clone())
        );
        assert!(collections.list().await?.contains(&created));

        let updated_name = place.named("Updated Dataset");
        let update = collections
            .update(created.id)
            .name(&updated_name)
            .tags(["ml", "updated"]);
        let updated = update.send().await?;
        assert_eq!(updated.name, updated_name);
        assert_eq!(updated.description, "Dataset for model training");
        assert_eq!(updated.tags, list(&["ml", "updated"]));
        assert!(updated.updated_at.is_some());
        assert_eq!(collections.get(&name).await?, None);

        collections.delete(&updated_name).await?;
        assert_eq!(collections.get(created.id).await?, None);
        assert!(
            collections
                .delete(created.id)
                .await
                .unwrap_err()
                .is_not_found()
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_documented_examples_work_on_the_default_collection() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let mut client = place.client.clone();
        let created = create(place, place.named("Default")).await;
        client.set_collection(created.id);
        assert_eq!(
            client.collections().get_default().await?,
            Some(created.clone())
        );
        let update = client
            .collections()
            .update_default()
            .name(place.named("Updated Dataset"));
        let updated = update.description("Updated description").send().await?;
        assert_eq!(updated.id, created.id);
        assert_eq!(updated.description, "Updated description");
        client.collections().delete_default().await?;
        assert_eq!(client.collections().get_default().await?, None);
        assert!(
            client
                .collections()
                .delete_default()
                .await
                .unwrap_err()
                .is_not_found()
        );
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn operations_without_their_defaults_ask_for_nothing_but_a_list() {
    at_a_place_with_errors(TO_LIST, async |place| {
        let before = place.mine().await;
        let nowhere = place.client.with_organization(None);
        let create = nowhere
            .collections()
            .create(place.named("New"), CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let organization = place.client.organization().unwrap().to_string();
        assert!(
            error.to_string().contains(&organization) || error.ids().count() > 10,
            "{error}"
        );

        let no_collection = place.client.with_collection(None);
        let error = no_collection
            .collections()
            .delete_default()
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(place.mine().await, before);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn of_two_with_one_name_none_is_chosen() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        let name = place.named("Twins");
        let twins = [create(place, &name).await, create(place, &name).await];
        let ids = BTreeSet::from(twins.clone().map(|twin| Uuid::from(twin.id)));
        for error in [
            collections.get(&name).await.unwrap_err(),
            collections
                .update(&name)
                .description("Which?")
                .send()
                .await
                .unwrap_err(),
            collections.delete(&name).await.unwrap_err(),
        ] {
            assert!(error.is_multiple_resources_found(), "{error}");
            assert_eq!(error.ids().collect::<BTreeSet<_>>(), ids);
        }
        assert_eq!(place.mine().await.len(), 2);

        collections.delete(twins[0].id).await?;
        assert_eq!(collections.get(&name).await?.as_ref(), Some(&twins[1]));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_spelling_of_an_id_is_an_id() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        let created = create(place, place.named("Spelled")).await;
        for spelling in spellings(created.id) {
            assert_eq!(
                collections.get(&spelling).await?.map(|it| it.id),
                Some(created.id)
            );
            let update = collections.update(&spelling).tags([spelling.as_str()]);
            assert_eq!(update.send().await?.id, created.id);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_name_that_reads_as_an_id_has_to_be_called_a_name() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        let name = Uuid::now_v7().to_string();
        let created = create(place, &name).await;
        assert_eq!(collections.get(&name).await?, None);
        let error = collections.delete(&name).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(
            collections.get(ResourceRef::name(&name)).await?,
            Some(created)
        );
        collections.delete(ResourceRef::name(&name)).await?;
        assert_eq!(place.mine().await, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_name_can_be_used() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        for name in [
            place.named(" blanks around "),
            place.named("line\nbreak"),
            place.named("👩‍🚀🏳️‍🌈"),
            place.named("\u{202e}right to left"),
            place.named("e\u{301} and é"),
            place.named("../..?a=b#c%2F"),
            place.named("\"\\'"),
            longest_name(place),
        ] {
            let created = create(place, &name).await;
            assert_eq!(collections.get(&name).await?.as_ref(), Some(&created));
            let updated = collections.update(&name).tags(["found"]).send().await?;
            assert_eq!(updated.id, created.id);
            assert!(updated.name == name, "the name has changed");
            collections.delete(&name).await?;
            assert_eq!(collections.get(created.id).await?, None);
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_empty_name_is_a_name() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let created = create(place, "").await;
        match place.client.collections().get("").await {
            Ok(found) => assert_eq!(found, Some(created)),
            // Somebody else may have had the same idea.
            Err(error) => {
                assert!(error.is_multiple_resources_found(), "{error}");
                assert!(
                    error.ids().any(|id| id == Uuid::from(created.id)),
                    "{error}"
                );
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_only_what_is_given() {
    type Change = fn(UpdateCollection) -> UpdateCollection;
    type Outcome = fn(Tags) -> Tags;
    let changes: [(Change, Outcome); 4] = [
        (|update| update, |before| before),
        (|update| update.tags([]), |_| list(&[])),
        (|update| update.tags(["x", "y"]), |_| list(&["x", "y"])),
        (UpdateCollection::clear_tags, |_| None),
    ];
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        for before in [None, list(&[]), list(&["a", "b"])] {
            for (change, outcome) in changes {
                let create = collections.create(place.named("Tagged"), CollectionType::Dataset);
                let create = match &before {
                    Some(tags) => create.tags(tags),
                    None => create,
                };
                let created = create.description("As it was").send().await?;
                let renamed = place.named("Renamed");
                let update = collections.update(created.id).name(&renamed);
                let updated = change(update).send().await?;
                let expected = outcome(before.clone());
                assert_eq!(updated.tags, expected, "{before:?}");
                let found = collections.get(created.id).await?.unwrap();
                assert_eq!(found, updated);
                assert_eq!(found.name, renamed);
                assert_eq!(found.description, "As it was");
                assert_eq!(found.collection_type, CollectionType::Dataset);
            }
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_update_with_nothing_given_changes_nothing() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let created = create(place, place.named("Same")).await;
        let collections = place.client.collections();
        assert_eq!(collections.update(created.id).send().await?, created);
        assert_eq!(collections.get(created.id).await?, Some(created));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_stored_is_refused_and_creates_nothing() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        let new = |name: &str| collections.create(place.named(name), CollectionType::Model);
        for create in [
            new("a\0b"),
            new("New").description("\0"),
            new("New").tags(["\0"]),
        ] {
            assert_eq!(
                create.send().await.unwrap_err().kind(),
                ErrorKind::InvalidInput
            );
        }
        assert_eq!(place.mine().await, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn after_a_crash_every_operation_works() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let collections = place.client.collections();
        let crashing = place.content(place.named("a\0b"));
        let crash = async || assert!(place.try_create(&crashing).await.is_err());
        for _ in 0..5 {
            crash().await;
            let created = create(place, place.named("Survivor")).await;
            crash().await;
            assert!(collections.list().await?.contains(&created));
            crash().await;
            assert_eq!(
                collections
                    .update(created.id)
                    .tags(["x"])
                    .send()
                    .await?
                    .tags,
                list(&["x"])
            );
            crash().await;
            collections.delete(created.id).await?;
        }
        assert_eq!(place.mine().await, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_collection_of_another_orbit_is_not_found() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let Some((orbit, elsewhere)) = place.elsewhere().await else {
            skipped(NOWHERE_ELSE);
            return Ok(());
        };
        let collections = place.client.collections();
        let id = elsewhere.id;
        assert_eq!(collections.get(id).await?, None);
        assert_eq!(collections.get(&elsewhere.name).await?, None);
        let update = collections.update(id).name(place.named("Mine"));
        assert!(update.send().await.unwrap_err().is_not_found());
        assert!(collections.delete(id).await.unwrap_err().is_not_found());

        let there = place.client.with_orbit(orbit);
        let found = there.collections().get(id).await?.unwrap();
        assert_eq!(found.name, elsewhere.name);
        assert_eq!(found.updated_at, None);
        there.collections().delete(id).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn clones_of_a_client_work_side_by_side() {
    at_a_place_with_errors(TO_CHANGE, async |place| {
        let work = |number: usize| {
            let client: Client = place.client.clone();
            let name = place.named(&format!("Worker {number}"));
            async move {
                let collections = client.collections();
                let created = collections
                    .create(&name, CollectionType::Model)
                    .send()
                    .await?;
                let updated = collections.update(&name).description("Done").send().await?;
                assert_eq!(updated.id, created.id);
                collections.delete(&name).await
            }
        };
        for outcome in join_all((0..8).map(work)).await {
            outcome?;
        }
        assert_eq!(place.mine().await, []);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_blocking_client_does_the_same() {
    at_a_place(TO_CHANGE, async |place| {
        let builder = place.blocking_client();
        let name = place.named("Blocking");
        let work = move || -> Result<()> {
            let client = builder.build()?;
            let collections = client.collections();
            let created = collections
                .create(&name, CollectionType::Model)
                .tags(["a"])
                .send()?;
            assert_eq!(collections.get(&name)?.as_ref(), Some(&created));
            let updated = collections
                .update(created.id)
                .description("Updated")
                .send()?;
            assert_eq!(updated.tags, list(&["a"]));
            assert!(collections.list()?.contains(&updated));
            collections.delete(&name)?;
            assert_eq!(collections.get(created.id)?, None);
            Ok(())
        };
        tokio::task::spawn_blocking(work).await.unwrap().unwrap();
    })
    .await;
}
