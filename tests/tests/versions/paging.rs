//! Lists that come in pages, from servers that change meanwhile or misbehave.

use std::sync::{Arc, OnceLock, Weak};

use dataforce::{ApiVersion, Client, CollectionId, ErrorKind, ResourceRef};
use dataforce_emulator::{Collection, Emulator, Endpoint, Fault};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{VERSIONS, emulator, orbit_client, served};

/// Starts an emulator of V1 with 250 collections, to which `change` happens after the first page.
fn changing_after_first_page(change: fn(&Emulator)) -> Arc<Emulator> {
    let handle = Arc::new(OnceLock::<Weak<Emulator>>::new());
    let observed = Arc::clone(&handle);
    let builder = emulator(ApiVersion::V1).collections(250);
    let started = builder.observe(move |exchange| {
        let is_first_page = exchange.endpoint() == Some(Endpoint::ListCollections)
            && !exchange
                .request
                .query
                .as_deref()
                .unwrap_or_default()
                .contains("cursor=");
        if let Some(emulator) = observed.get().and_then(Weak::upgrade)
            && is_first_page
        {
            change(&emulator);
        }
    });
    let emulator = Arc::new(started.start());
    handle.set(Arc::downgrade(&emulator)).unwrap();
    emulator
}

fn remove(emulator: &Emulator, numbers: &[usize]) {
    let stored = emulator.collections();
    for number in numbers {
        emulator.remove_collection(stored[number - 1].id);
    }
}

fn v1_client(emulator: &Emulator) -> Client {
    let client = orbit_client(emulator).api_version(ApiVersion::V1);
    client.build().unwrap()
}

async fn listed_names(emulator: &Emulator) -> Vec<String> {
    let listed = v1_client(emulator).collections().list().await.unwrap();
    listed.into_iter().map(|one| one.name).collect()
}

fn numbered(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    let numbers = numbers.into_iter();
    numbers
        .map(|number| format!("Collection {number}"))
        .collect()
}

#[tokio::test]
async fn nothing_is_lost_when_rows_are_deleted_between_pages() {
    // Among those that were sent already, the last of the page, and others that were not sent.
    let emulator = changing_after_first_page(|emulator| remove(emulator, &[1, 50, 100, 101, 200]));
    let expected = (1..=250).filter(|number| ![101, 200].contains(number));
    assert_eq!(listed_names(&emulator).await, numbered(expected));
}

#[tokio::test]
async fn nothing_is_lost_or_repeated_when_rows_are_added_between_pages() {
    let emulator = changing_after_first_page(|emulator| {
        let early = emulator.collections()[0].created_at - chrono::Duration::days(1);
        emulator.add_collection(Collection::new("Early").created_at(early));
        emulator.add_collection(Collection::new("Late"));
    });
    let mut expected = numbered(1..=250);
    expected.push("Late".to_owned());
    assert_eq!(listed_names(&emulator).await, expected);
}

#[tokio::test]
async fn a_lookup_finds_what_is_there_while_others_are_deleted() {
    let emulator = changing_after_first_page(|emulator| remove(emulator, &[3, 99, 100, 101]));
    let collections = v1_client(&emulator).collections();
    // The server finds all of them for this name.
    emulator.add_collection(Collection::new("Collection"));
    let found = collections.get("Collection").await.unwrap();
    assert_eq!(found.unwrap().name, "Collection");
    assert_eq!(emulator.collections().len(), 247);
}

/// Returns a collection as V1 sends it.
fn element(emulator: &Emulator, number: u32) -> Value {
    json!({
        "id": Uuid::from_u128(number.into()),
        "orbit_id": emulator.orbit_id(),
        "name": format!("Collection {number}"),
        "description": "",
        "type": "model",
        "tags": null,
        "total_artifacts": 0,
        "created_at": format!("2026-01-01T00:00:{number:02}Z"),
        "updated_at": null,
    })
}

/// Schedules a page.
fn send_page(emulator: &Emulator, numbers: &[u32], cursor: Option<&str>) {
    let items: Vec<_> = numbers.iter().map(|it| element(emulator, *it)).collect();
    let page = Fault::status(200).json(&json!({"items": items, "cursor": cursor}));
    emulator.inject(page.on(Endpoint::ListCollections));
}

#[tokio::test]
async fn a_cursor_that_starts_again_repeats_nothing() {
    let emulator = emulator(ApiVersion::V1).start();
    send_page(&emulator, &[1, 2], Some("one"));
    send_page(&emulator, &[1, 2, 3], Some("two"));
    send_page(&emulator, &[2, 4, 3], None);
    assert_eq!(listed_names(&emulator).await, numbered(1..=4));
}

/// A proxy that drops the query, for example, gets the newest first. What does not rise would be lost.
#[tokio::test]
async fn another_order_is_an_error_and_loses_nothing_in_silence() {
    for pages in [&[&[2, 1][..]][..], &[&[1, 2], &[4, 3]]] {
        let emulator = emulator(ApiVersion::V1).start();
        for (index, page) in pages.iter().enumerate() {
            let cursor = (index + 1 < pages.len()).then_some("next");
            send_page(&emulator, page, cursor);
        }
        let error = v1_client(&emulator).collections().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
        assert!(error.to_string().contains("another order"), "{error}");
    }
}

#[tokio::test]
async fn equal_times_are_told_apart_by_id() {
    let emulator = emulator(ApiVersion::V1).start();
    let mut items: Vec<_> = (1..=4).map(|it| element(&emulator, it)).collect();
    for item in &mut items {
        item["created_at"] = json!("2026-01-01T00:00:00Z");
    }
    for (page, cursor) in [(&items[..2], Some("next")), (&items[1..], None)] {
        emulator.inject(Fault::status(200).json(&json!({"items": page, "cursor": cursor})));
    }
    assert_eq!(listed_names(&emulator).await, numbered(1..=4));
}

#[tokio::test]
async fn a_page_without_anything_new_is_an_error_and_no_loop() {
    for second in [&[][..], &[1, 2], &[2]] {
        let emulator = emulator(ApiVersion::V1).start();
        let collections = v1_client(&emulator).collections();
        let send_pages = || {
            emulator.clear_requests();
            send_page(&emulator, &[1, 2], Some("same"));
            send_page(&emulator, second, Some("same"));
        };
        send_pages();
        let listing = collections.list().await.unwrap_err();
        send_pages();
        let lookup = collections.get("Collection").await.unwrap_err();
        send_pages();
        let mut stream = collections.query().stream();
        assert!(stream.try_next().await.unwrap().is_some());
        assert!(stream.try_next().await.unwrap().is_some());
        let streaming = stream.try_next().await.unwrap_err();
        assert!(stream.try_next().await.unwrap().is_none());
        for error in [listing, lookup, streaming] {
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
            assert!(error.to_string().contains("nothing new"), "{error}");
        }
        assert_eq!(emulator.requests().len(), 2);
    }
}

/// Returns the response that lists elements, of which those with the numbers are malformed.
fn list_with_malformed(
    emulator: &Emulator,
    version: ApiVersion,
    count: u32,
    malformed: &[u32],
) -> Fault {
    let items = (1..=count).map(|number| {
        let mut item = element(emulator, number % 60);
        item["id"] = json!(Uuid::from_u128(number.into()));
        let (minute, second) = (number / 60, number % 60);
        item["created_at"] = json!(format!("2026-01-01T00:{minute:02}:{second:02}Z"));
        item["name"] = json!(format!("Collection {number}"));
        if version == ApiVersion::Legacy {
            item["collection_type"] = item["type"].take();
            item["total_models"] = json!(0);
        }
        if malformed.contains(&number) {
            item["description"] = json!(7);
        }
        item
    });
    let items: Vec<_> = items.collect();
    let body = match version {
        ApiVersion::Legacy => json!(items),
        _ => json!({"items": items, "cursor": null}),
    };
    Fault::status(200)
        .json(&body)
        .on(Endpoint::ListCollections)
        .always()
}

#[tokio::test]
async fn a_malformed_element_fails_only_what_needs_it() {
    for version in VERSIONS {
        // Short and long lists are read differently.
        for count in [3, 100, 2000] {
            let emulator = emulator(version).start();
            emulator.inject(list_with_malformed(&emulator, version, count, &[2]));
            let client = orbit_client(&emulator).api_version(version);
            let collections = client.build().unwrap().collections();

            let error = collections.list().await.unwrap_err();
            let text = error.to_string();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
            assert!(
                text.contains("[1].description"),
                "{version}, {count}: {text}"
            );

            let found = collections.get("Collection 3").await.unwrap().unwrap();
            assert_eq!(found.id, CollectionId::from(Uuid::from_u128(3)));
            assert_eq!(collections.get("Absent").await.unwrap(), None);

            let wanted: ResourceRef<CollectionId> = ResourceRef::name("Collection 2");
            let error = collections.get(wanted).await.unwrap_err();
            let text = error.to_string();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
            assert!(text.contains("description"), "{version}, {count}: {text}");
        }
    }
}

#[tokio::test]
async fn a_lookup_skips_malformed_pages() {
    let emulator = emulator(ApiVersion::V1).start();
    let malformed = |number| {
        let mut item = element(&emulator, number);
        item["description"] = json!(7);
        item
    };
    let send = |items: Vec<Value>, cursor: Option<&str>| {
        let page = Fault::status(200).json(&json!({"items": items, "cursor": cursor}));
        emulator.inject(page.on(Endpoint::ListCollections));
    };
    let collections = v1_client(&emulator).collections();
    send((1..=50).map(malformed).collect(), Some("one"));
    send(vec![malformed(51)], Some("two"));
    send(vec![malformed(52), element(&emulator, 53)], None);
    let found = collections.get("Collection 53").await.unwrap();
    assert_eq!(found.unwrap().name, "Collection 53");

    // A cursor that starts again is noticed among them, too.
    for _ in 0..2 {
        send(vec![malformed(1), malformed(2)], Some("same"));
    }
    emulator.clear_requests();
    let error = collections.get("Collection 53").await.unwrap_err();
    assert!(error.to_string().contains("nothing new"), "{error}");
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test]
async fn a_change_of_the_version_between_pages_starts_over() {
    let legacy = |emulator: &Emulator| emulator.set_api_version(served(ApiVersion::Legacy));
    let emulator = changing_after_first_page(legacy);
    let collections = orbit_client(&emulator).build().unwrap().collections();
    let listed = collections.list().await.unwrap();
    let names: Vec<_> = listed.into_iter().map(|one| one.name).collect();
    assert_eq!(names, numbered(1..=250));

    let emulator = changing_after_first_page(legacy);
    let client = orbit_client(&emulator).build().unwrap();
    let found = client.collections().get("Collection 250").await.unwrap();
    assert!(found.is_some());

    // What a stream has returned cannot be taken back.
    let emulator = changing_after_first_page(legacy);
    let client = orbit_client(&emulator).build().unwrap();
    let mut stream = client.collections().query().stream();
    let mut names = Vec::new();
    let error = loop {
        match stream.try_next().await {
            Ok(one) => names.push(one.unwrap().name),
            Err(error) => break error,
        }
    };
    assert_eq!(names, numbered(1..=100));
    assert!(error.to_string().contains("no longer speaks"), "{error}");
    assert_eq!(client.api_version(), None);
    assert_eq!(client.collections().list().await.unwrap().len(), 250);
}
