//! What the server does: requests of the generated clients, and others that they do not send.

use std::collections::BTreeSet;

use dataforce::{CollectionId, CollectionType, OrganizationRole};
use dataforce_emulator::ApiVersion;
use dataforce_tests::{root, spellings, type_property};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::{Collection, Content};
use crate::place::{NONE, NOWHERE_ELSE, TO_CHANGE, TO_LIST, at_a_place, at_a_place_of, skipped};

fn nobody() -> Uuid {
    Uuid::from_u128(0x0199c455_ffff_7000_8000_000000000000)
}

fn list(tags: &[&str]) -> Option<Vec<String>> {
    Some(tags.iter().map(|&tag| tag.to_owned()).collect())
}

fn status(error: dataforce_api::Error) -> Option<u16> {
    error.status().map(|status| status.as_u16())
}

#[tokio::test]
async fn the_organization_and_the_orbit_are_listed() {
    at_a_place(TO_LIST, async |place| {
        let (api, organization) = (place.api(), place.organization());
        assert!(api.organizations().await.unwrap().contains(&organization));

        let orbits = api.orbits(organization).await.unwrap();
        let listed = orbits
            .into_iter()
            .find(|it| it.id == place.orbit())
            .unwrap();
        assert_eq!(listed.organization_id, organization);

        let orbit = api.orbit(organization, place.orbit()).await.unwrap();
        assert_eq!(orbit, (listed, true));
    })
    .await;
}

#[tokio::test]
async fn a_collection_is_created_listed_updated_and_deleted() {
    at_a_place(TO_CHANGE, async |place| {
        let content = Content {
            name: place.named("Training Dataset"),
            description: "Dataset for model training".to_owned(),
            collection_type: CollectionType::Dataset,
            tags: list(&["ml", "training"]),
        };
        let created = place.try_create(&content).await.unwrap();
        assert_eq!(created.orbit_id, place.orbit());
        assert_eq!(created.name, content.name);
        assert_eq!(created.description, content.description);
        assert_eq!(created.collection_type, content.collection_type);
        assert_eq!(created.tags, content.tags);
        assert_eq!(created.updated_at, None);
        assert!(matches!(created.total, None | Some(0)));
        assert_eq!(Uuid::from(created.id).get_version_num(), 7);
        assert_eq!(place.listed(created.id).await, Some(created.clone()));

        let change = Content {
            name: place.named("Updated Dataset"),
            description: "Updated description".to_owned(),
            tags: list(&["ml", "updated"]),
            ..content
        };
        let updated = place.update(created.id, &change).await.unwrap();
        assert!(updated.updated_at.is_some());
        let expected = Collection {
            name: change.name,
            description: change.description,
            tags: change.tags,
            updated_at: updated.updated_at,
            ..created.clone()
        };
        assert_eq!(updated, expected);
        assert_eq!(place.listed(created.id).await, Some(updated));

        place.delete(created.id).await.unwrap();
        assert_eq!(place.listed(created.id).await, None);
        let again = place.delete(created.id).await;
        assert_eq!(status(again.unwrap_err()), Some(404));
    })
    .await;
}

#[tokio::test]
async fn names_need_not_be_unique() {
    at_a_place(TO_CHANGE, async |place| {
        let name = place.named("Twins");
        let first = place.create(&name).await;
        let second = place.create(&name).await;
        assert_ne!(first.id, second.id);
        assert_eq!(place.mine().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn parallel_creates_of_one_name_make_as_many_collections() {
    at_a_place(TO_CHANGE, async |place| {
        let name = place.named("Crowd");
        let created = join_all((0..10).map(|_| place.create(&name))).await;
        let ids: BTreeSet<_> = created.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), 10);
        let listed: BTreeSet<_> = place.mine().await.iter().map(|it| it.id).collect();
        assert_eq!(listed, ids);
    })
    .await;
}

#[tokio::test]
async fn every_name_is_kept_as_it_is() {
    at_a_place(TO_CHANGE, async |place| {
        for name in [
            String::new(),
            " ".to_owned(),
            "\n\t\r".to_owned(),
            "👩‍🚀🏳️‍🌈 emoji".to_owned(),
            "\u{202e}right to left\u{200f}".to_owned(),
            "e\u{301} and é".to_owned(),
            "\u{fffd}\u{ffff}\u{10ffff}".to_owned(),
            "\u{1}\u{7f}\u{85}".to_owned(),
            "'; DROP TABLE collections; --".to_owned(),
            "\"\\/".to_owned(),
            nobody().to_string(),
            "n".repeat(match place.version {
                ApiVersion::V1 => 100,
                _ => 100_000,
            }),
        ] {
            let created = place.create(&name).await;
            assert_eq!(created.name, name);
            let listed = place.listed(created.id).await.unwrap();
            assert_eq!(listed.name, name);
        }
    })
    .await;
}

#[tokio::test]
async fn descriptions_and_tags_have_no_limits() {
    at_a_place_of(ApiVersion::Legacy, async |place| {
        let content = Content {
            description: "é".repeat(500_000),
            tags: Some((0..2_000).map(|number| format!("tag {number}")).collect()),
            ..place.content(place.named("Huge"))
        };
        let created = place.try_create(&content).await.unwrap();
        let listed = place.listed(created.id).await.unwrap();
        assert!(
            listed.description == content.description,
            "the description has changed"
        );
        assert_eq!(listed.tags, content.tags);
    })
    .await;
}

#[tokio::test]
async fn texts_and_tags_have_limits_in_characters() {
    at_a_place_of(ApiVersion::V1, async |place| {
        let kept = place.content(place.named("Limits"));
        let longest = Content {
            description: "é".repeat(1000),
            tags: Some(vec!["é".repeat(64); 50]),
            ..kept.clone()
        };
        let created = place.try_create(&longest).await.unwrap();
        let listed = place.listed(created.id).await.unwrap();
        assert_eq!(listed.description, longest.description);
        assert_eq!(listed.tags, longest.tags);
        for beyond in [
            Content {
                name: "é".repeat(101),
                ..kept.clone()
            },
            Content {
                description: "é".repeat(1001),
                ..kept.clone()
            },
            Content {
                tags: Some(vec!["é".repeat(65)]),
                ..kept.clone()
            },
            Content {
                tags: Some(vec![String::new(); 51]),
                ..kept.clone()
            },
        ] {
            let refused = place.try_create(&beyond).await;
            assert_eq!(status(refused.unwrap_err()), Some(422));
            let refused = place.update(created.id, &beyond).await;
            assert_eq!(status(refused.unwrap_err()), Some(422));
        }
        assert_eq!(place.mine().await, [listed]);
    })
    .await;
}

#[tokio::test]
async fn no_tags_and_an_empty_list_are_different() {
    at_a_place(TO_CHANGE, async |place| {
        for (tags, expected) in [
            (None, None),
            (Some(Value::Null), None),
            (Some(json!([])), list(&[])),
            (Some(json!(["", "b", "b"])), list(&["", "b", "b"])),
        ] {
            let mut body = place.body(place.named("Tagged"));
            if let Some(tags) = tags {
                body["tags"] = tags;
            }
            let reply = place
                .send(Method::POST, &place.collections(), Some(&body.to_string()))
                .await;
            assert_eq!(reply.status, 200, "{reply:?}");
            let created = reply.json();
            assert_eq!(created["tags"], json!(expected));
            let id: CollectionId = created["id"].as_str().unwrap().parse().unwrap();
            assert_eq!(place.listed(id).await.unwrap().tags, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn an_update_without_tags_loses_them() {
    at_a_place(TO_CHANGE, async |place| {
        let created = place.create(place.named("Tagged")).await;
        let path = place.collection(created.id);
        let with = |tags: Value| json!({"name": created.name, "description": created.description, "tags": tags});
        let without = json!({"name": created.name, "description": created.description});
        for (body, expected) in [
            (with(json!(["a"])), list(&["a"])),
            (with(json!([])), list(&[])),
            (with(json!(null)), None),
            (with(json!(["b"])), list(&["b"])),
            (without, None),
        ] {
            let reply = place.send(Method::PATCH, &path, Some(&body.to_string())).await;
            assert_eq!(reply.status, 200, "{reply:?}");
            assert_eq!(place.listed(created.id).await.unwrap().tags, expected, "{body}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_update_without_name_or_description_crashes_and_changes_nothing() {
    at_a_place(TO_CHANGE, async |place| {
        let created = place.create(place.named("Kept")).await;
        for body in [
            json!({}),
            json!({"name": "New"}),
            json!({"description": "New"}),
            json!({"tags": ["new"]}),
            json!({"name": null, "description": "New"}),
            json!({"name": "New", "description": null}),
        ] {
            let path = place.collection(created.id);
            place
                .send(Method::PATCH, &path, Some(&body.to_string()))
                .await
                .assert_crashed();
            assert_eq!(
                place.listed(created.id).await.as_ref(),
                Some(&created),
                "{body}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_update_that_changes_nothing_leaves_the_time_of_change() {
    at_a_place(TO_CHANGE, async |place| {
        let created = place.create(place.named("Same")).await;
        let update = async |tags: Option<Vec<String>>| {
            let content = Content {
                tags,
                ..place.content(&created.name)
            };
            let updated = place.update(created.id, &content).await;
            updated.unwrap().updated_at
        };
        assert_eq!(update(None).await, None);
        let changed = update(list(&["new"])).await;
        assert!(changed.is_some());
        assert_eq!(update(list(&["new"])).await, changed);
        assert!(update(None).await > changed);
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_neither_type_nor_anything_unknown() {
    at_a_place(TO_CHANGE, async |place| {
        let created = place.create(place.named("Model")).await;
        let body = json!({
            "name": created.name,
            "description": created.description,
            type_property(place.version): "dataset",
            "orbit_id": nobody(),
            "total_models": 7,
            "total_artifacts": 7,
            "surprise": {},
        });
        let path = place.collection(created.id);
        let reply = place
            .send(Method::PATCH, &path, Some(&body.to_string()))
            .await;
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_eq!(place.listed(created.id).await, Some(created));
    })
    .await;
}

#[tokio::test]
async fn the_list_holds_everything_in_whatever_order() {
    at_a_place(TO_CHANGE, async |place| {
        let mut expected = BTreeSet::new();
        for number in 0..5 {
            expected.insert(
                place
                    .create(place.named(&format!("Number {number}")))
                    .await
                    .id,
            );
        }
        for id in expected.clone() {
            let content = Content {
                description: id.to_string(),
                ..place.content(place.named("Moved"))
            };
            place.update(id, &content).await.unwrap();
            let listed: BTreeSet<_> = place.mine().await.iter().map(|it| it.id).collect();
            assert_eq!(listed, expected);
        }
    })
    .await;
}

#[tokio::test]
async fn ids_in_paths_are_read_in_every_spelling() {
    at_a_place(TO_CHANGE, async |place| {
        let created = place.create(place.named("Spelled")).await;
        for number in 0..spellings(created.id).len() {
            let path = format!(
                "{}/organizations/{}/orbits/{}/collections/{}",
                root(place.version),
                spellings(place.organization())[number],
                spellings(place.orbit())[number],
                spellings(created.id)[number],
            );
            let body = json!({"name": place.named("Spelled"), "description": path}).to_string();
            let reply = place.send(Method::PATCH, &path, Some(&body)).await;
            assert_eq!(reply.status, 200, "{reply:?}");
            let listed = place.listed(created.id).await.unwrap();
            assert_eq!(listed.description, path);
        }
    })
    .await;
}

#[tokio::test]
async fn nul_crashes_the_server_and_creates_nothing() {
    at_a_place(TO_CHANGE, async |place| {
        let with = |field: &str, value: Value| {
            let mut body = place.body(place.named("Nul"));
            body[field] = value;
            body.to_string()
        };
        for body in [
            with("name", json!(place.named("a\0b"))),
            with("description", json!("\0")),
            with("tags", json!(["\0"])),
        ] {
            place
                .send(Method::POST, &place.collections(), Some(&body))
                .await
                .assert_crashed();
        }
        assert_eq!(place.mine().await, []);
    })
    .await;
}

#[tokio::test]
async fn after_a_crash_the_next_calls_work() {
    at_a_place(TO_CHANGE, async |place| {
        let crashing = place.content(place.named("a\0b"));
        for number in 1..=20 {
            let crash = place.try_create(&crashing).await;
            assert_eq!(status(crash.unwrap_err()), Some(500));
            // A create is never sent twice, so it has to arrive the first time.
            place.create(place.named("Next")).await;
            assert_eq!(place.mine().await.len(), number);
        }
    })
    .await;
}

#[tokio::test]
async fn who_has_no_key_is_refused_before_anything_is_looked_at() {
    at_a_place(NONE, async |place| {
        let root = root(place.version);
        let organizations = format!("{root}/users/me/organizations");
        let unknown = format!(
            "{root}/organizations/{}/orbits/{}/collections",
            nobody(),
            nobody()
        );
        for authorization in [
            "",
            "Bearer",
            "Bearer dfs_wrong",
            "Basic dfs_wrong",
            "dfs_wrong",
        ] {
            for path in [&place.collections(), &unknown, &organizations] {
                let reply = place.send_as(authorization, Method::GET, path, None).await;
                reply.assert_refused(401, "Not authenticated");
            }
        }
        // Only broken JSON is reported even to strangers.
        let reply = place.send_as("", Method::POST, &unknown, Some("{")).await;
        assert_eq!(reply.status, 422, "{reply:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_unknown_is_refused() {
    at_a_place(TO_CHANGE, async |place| {
        let root = root(place.version);
        let collections = format!(
            "{root}/organizations/{}/orbits/{}/collections",
            nobody(),
            place.orbit()
        );
        place
            .send(Method::GET, &collections, None)
            .await
            .assert_refused(403, "Not enough rights");
        let orbits = format!("{root}/organizations/{}/orbits", nobody());
        place
            .send(Method::GET, &orbits, None)
            .await
            .assert_refused(403, "Not enough rights");

        let orbit = place.path(&format!("/orbits/{}", nobody()));
        place
            .send(Method::GET, &orbit, None)
            .await
            .assert_refused(404, "Orbit not found");
        // Who has rights in single orbits only, is refused before the orbit is looked at.
        let organization = place.client.organizations().get(place.organization()).await;
        let (status, detail) = match organization.unwrap().unwrap().role {
            Some(OrganizationRole::Owner | OrganizationRole::Admin) => (404, "Orbit not found"),
            _ => (403, "Not enough rights"),
        };
        let collections = format!("{orbit}/collections");
        place
            .send(Method::GET, &collections, None)
            .await
            .assert_refused(status, detail);
        let body = place.body(place.named("New")).to_string();
        place
            .send(Method::POST, &collections, Some(&body))
            .await
            .assert_refused(status, detail);

        let collection = place.collection(nobody().into());
        place
            .send(Method::DELETE, &collection, None)
            .await
            .assert_refused(404, "Collection not found");
        // The body matters only to a collection that is there.
        let patched = place.send(Method::PATCH, &collection, Some("{}")).await;
        patched.assert_refused(404, "Collection not found");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_complained_of() {
    at_a_place(TO_CHANGE, async |place| {
        let type_property = type_property(place.version);
        let types = match place.version {
            ApiVersion::V1 => {
                "'model', 'dataset', 'experiment', 'model_dataset', 'dataset_experiment', \
                 'model_experiment' or 'mixed'"
            }
            _ => "'model' or 'dataset'",
        };
        let valid = place.body(place.named("New"));
        let post = async |change: &dyn Fn(&mut Value)| {
            let mut body = valid.clone();
            change(&mut body);
            place
                .send(Method::POST, &place.collections(), Some(&body.to_string()))
                .await
        };
        for field in ["name", "description", type_property] {
            let reply = post(&|body| drop(body.as_object_mut().unwrap().remove(field))).await;
            reply.assert_invalid("missing", json!(["body", field]));
        }
        for field in ["name", "description"] {
            for mistyped in [json!(null), json!(7), json!(["text"]), json!({})] {
                let reply = post(&|body| body[field] = mistyped.clone()).await;
                let complaint = reply.assert_invalid("string_type", json!(["body", field]));
                assert_eq!(complaint["input"], mistyped);
            }
        }
        for unknown in [json!("prompt"), json!("Model"), json!(null), json!(7)] {
            let reply = post(&|body| body[type_property] = unknown.clone()).await;
            let complaint = reply.assert_invalid("enum", json!(["body", type_property]));
            assert_eq!(complaint["input"], unknown);
            assert_eq!(complaint["ctx"]["expected"], types);
        }
        let reply = post(&|body| body["tags"] = json!("ml")).await;
        reply.assert_invalid("list_type", json!(["body", "tags"]));
        let reply = post(&|body| body["tags"] = json!(["ml", 7])).await;
        reply.assert_invalid("string_type", json!(["body", "tags", 1]));
        let reply = place
            .send(Method::POST, &place.collections(), Some("[]"))
            .await;
        assert_eq!(reply.status, 422, "{reply:?}");
        let reply = place.send(Method::POST, &place.collections(), None).await;
        reply.assert_invalid("missing", json!(["body"]));
        let reply = place
            .send(Method::POST, &place.collections(), Some("{\"name\": "))
            .await;
        assert_eq!(
            reply.json()["detail"][0]["type"],
            "json_invalid",
            "{reply:?}"
        );
        assert_eq!(place.mine().await, []);

        for malformed in ["x", "0199c455", "0199c455-21ec-7c74-8efe-41470e29bae"] {
            let path = format!("{}/{malformed}", place.collections());
            let reply = place.send(Method::DELETE, &path, None).await;
            let complaint = reply.assert_invalid("uuid_parsing", json!(["path", "collection_id"]));
            assert_eq!(complaint["input"], malformed);
        }
        let path = place.path("/orbits/x/collections");
        let reply = place.send(Method::GET, &path, None).await;
        reply.assert_invalid("uuid_parsing", json!(["path", "orbit_id"]));
        let reply = place
            .send(
                Method::GET,
                &format!("{}/organizations/x/orbits", root(place.version)),
                None,
            )
            .await;
        reply.assert_invalid("uuid_parsing", json!(["path", "organization_id"]));
    })
    .await;
}

#[tokio::test]
async fn one_collection_cannot_be_fetched() {
    at_a_place_of(ApiVersion::Legacy, async |place| {
        let created = place.create(place.named("Single")).await;
        let reply = place
            .send(Method::GET, &place.collection(created.id), None)
            .await;
        reply.assert_refused(405, "Method Not Allowed");
    })
    .await;
}

#[tokio::test]
async fn one_collection_is_fetched_with_its_details() {
    at_a_place_of(ApiVersion::V1, async |place| {
        let created = place.create(place.named("Single")).await;
        let details = place.client.v1();
        let (organization, orbit) = (place.organization(), place.orbit());
        let details = details
            .get_collection(&organization, &orbit, &created.id)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(details.id, created.id);
        assert_eq!(details.name, created.name);
        assert!(details.artifacts_tags.is_empty());
        assert!(details.artifacts_extra_values.is_empty());
        let reply = place
            .send(Method::GET, &place.collection(nobody().into()), None)
            .await;
        reply.assert_refused(404, "Collection not found");
    })
    .await;
}

#[tokio::test]
async fn a_slash_at_the_end_is_redirected_away() {
    at_a_place(NONE, async |place| {
        let path = format!("{}/", place.collections());
        let reply = place.send_as("", Method::GET, &path, None).await;
        assert_eq!(reply.status, 307, "{reply:?}");
    })
    .await;
}

#[tokio::test]
async fn updates_and_deletes_of_another_orbit() {
    at_a_place(TO_CHANGE, async |place| {
        let Some((there, elsewhere)) = place.elsewhere().await else {
            return skipped(NOWHERE_ELSE);
        };
        let content = Content {
            description: String::new(),
            ..place.content(place.named("Changed from another orbit"))
        };
        let updated = place.update(elsewhere.id, &content).await;
        match place.version {
            // Releases up to v0.2.0 obey like the legacy API.
            ApiVersion::V1 => {
                assert_eq!(status(updated.unwrap_err()), Some(404));
                let deleted = place.delete(elsewhere.id).await;
                assert_eq!(status(deleted.unwrap_err()), Some(404));
                let left = place.api().list(place.organization(), there).await.unwrap();
                assert!(left.contains(&elsewhere));
            }
            _ => {
                let updated = updated.unwrap();
                assert_eq!(updated.name, content.name);
                assert_eq!(updated.orbit_id, elsewhere.orbit_id);
                place.delete(elsewhere.id).await.unwrap();
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_collection_with_models_is_not_deleted() {
    at_a_place(TO_CHANGE, async |place| {
        let Some(emulator) = place.emulator() else {
            return skipped("models cannot be created through the operations of the contract");
        };
        let created = place.create(place.named("Models")).await;
        let mut stored = emulator.collection(created.id.into()).unwrap();
        stored.total_models = 1;
        emulator.add_collection(stored);
        let reply = place
            .send(Method::DELETE, &place.collection(created.id), None)
            .await;
        let content = match place.version {
            ApiVersion::V1 => "artifacts",
            _ => "models",
        };
        reply.assert_refused(
            409,
            &format!("Collection has {content} and cant be deleted"),
        );
        assert_eq!(place.listed(created.id).await.unwrap().total, Some(1));
    })
    .await;
}
