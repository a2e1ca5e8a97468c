//! Collections are found by their exact name, whatever characters it holds.

use dataforce::{ApiVersion, CollectionId, ErrorKind, ResourceRef};
use dataforce_emulator::{Collection, Emulator};
use proptest::prelude::*;

use crate::{VERSIONS, emulator, orbit_client};

/// Returns names with characters that mean something to some layer between here and the database.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "",
        " ",
        "  two  ",
        "%",
        "_",
        "\\",
        "%_\\",
        "100%",
        "50%_off",
        "a\\b",
        "\\%",
        "%%",
        "__",
        "'",
        "\"quoted\"",
        "[a-z]",
        "(a|b)*",
        "a+b&c=d#e?f/g;h",
        "ß",
        "SS",
        "ss",
        "ẞ",
        "İ",
        "i",
        "I",
        "🎉",
        "👩‍👩‍👧",
        "é",
        "e\u{301}",
        "Größe 🎉 100%",
        "\t",
        "\n",
        "\u{1}",
        "\u{202e}",
        "null",
        "My Collection",
        "my collection",
    ]
    .map(str::to_owned)
    .into();
    names.push("ß".repeat(100));
    // Longer than a request may be, as rows from before the limit are.
    names.push("ß".repeat(101));
    names.push(format!("{}a", "x".repeat(200)));
    names.push(format!("{}b", "x".repeat(200)));
    names.push(format!("{}%{}", "y".repeat(150), "z".repeat(150)));
    names
}

fn holding<'n>(version: ApiVersion, names: impl IntoIterator<Item = &'n String>) -> Emulator {
    let names = names.into_iter();
    let collections = names.map(|name| Collection::new(name.as_str()));
    collections
        .fold(emulator(version), |emulator, one| emulator.collection(one))
        .start()
}

fn named(name: &str) -> ResourceRef<CollectionId> {
    ResourceRef::name(name)
}

#[tokio::test]
async fn every_name_is_found_among_all_others() {
    let names = names();
    for version in VERSIONS {
        let emulator = holding(version, &names);
        let collections = orbit_client(&emulator).build().unwrap().collections();
        for stored in emulator.collections() {
            let found = collections.get(named(&stored.name)).await.unwrap();
            let found = found.unwrap_or_else(|| panic!("{:?} is lost on {version}", stored.name));
            assert_eq!(found.id, CollectionId::from(stored.id), "{:?}", stored.name);
            assert_eq!(found.name, stored.name);
        }
    }
}

#[tokio::test]
async fn a_pattern_or_another_spelling_finds_nothing() {
    for version in VERSIONS {
        let emulator = holding(version, &["Größe".to_owned(), "100 percent".to_owned()]);
        let collections = orbit_client(&emulator).build().unwrap().collections();
        for name in [
            "größe",
            "GRÖSSE",
            "Gr%",
            "Gr__e",
            "%",
            "100",
            "100 percent ",
            "",
        ] {
            let found = collections.get(named(name)).await.unwrap();
            assert_eq!(found, None, "{name:?} on {version}");
        }
    }
}

#[tokio::test]
async fn a_name_with_nul_is_not_asked_for_on_v1() {
    let emulator = emulator(ApiVersion::V1).collections(2).start();
    let client = orbit_client(&emulator).api_version(ApiVersion::V1);
    let collections = client.build().unwrap().collections();
    for name in ["\0", "Collection\0 1", "Collection 1\0"] {
        assert_eq!(collections.get(named(name)).await.unwrap(), None);
        assert_eq!(collections.details(named(name)).await.unwrap(), None);
    }
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn every_name_can_be_changed_and_deleted() {
    let names = names();
    for version in VERSIONS {
        let emulator = holding(version, &names);
        let collections = orbit_client(&emulator).build().unwrap().collections();
        for (number, stored) in emulator.collections().into_iter().enumerate() {
            let new = format!("new name {number}");
            let update = collections.update(named(&stored.name)).name(&new);
            let updated = update.send().await.unwrap();
            assert_eq!(
                updated.id,
                CollectionId::from(stored.id),
                "{:?}",
                stored.name
            );
            collections.delete(named(&new)).await.unwrap();
        }
        assert!(emulator.collections().is_empty());

        let emulator = holding(version, &names);
        let collections = orbit_client(&emulator).build().unwrap().collections();
        for (deleted, name) in names.iter().enumerate() {
            collections.delete(named(name)).await.unwrap();
            assert_eq!(emulator.collections().len(), names.len() - deleted - 1);
        }
    }
}

#[tokio::test]
async fn several_of_one_name_are_all_reported_across_pages() {
    for version in VERSIONS {
        for name in ["Twin", "%"] {
            let mut builder = emulator(version);
            let mut expected = Vec::new();
            for number in 0..250 {
                // On both sides of the borders of pages.
                let is_twin = [0, 99, 100, 199, 200, 249].contains(&number);
                let text = if is_twin {
                    name.to_owned()
                } else {
                    format!("Twin {number}")
                };
                let one = Collection::new(text);
                if is_twin {
                    expected.push(one.id);
                }
                builder = builder.collection(one);
            }
            let emulator = builder.start();
            let collections = orbit_client(&emulator).build().unwrap().collections();
            for error in [
                collections.get(name).await.unwrap_err(),
                collections.details(name).await.unwrap_err(),
                collections
                    .update(name)
                    .description("New")
                    .send()
                    .await
                    .unwrap_err(),
                collections.delete(name).await.unwrap_err(),
            ] {
                assert_eq!(error.kind(), ErrorKind::MultipleResourcesFound);
                let mut ids: Vec<_> = error.ids().collect();
                ids.sort();
                assert_eq!(ids, expected, "{version}");
            }
            assert_eq!(emulator.collections().len(), 250);
        }
    }
}

#[tokio::test]
async fn an_update_says_that_the_server_refuses_the_present_name() {
    for name in [String::new(), "x".repeat(101)] {
        let emulator = holding(ApiVersion::V1, [&name]);
        let collections = orbit_client(&emulator).build().unwrap().collections();
        let update = || collections.update(named(&name)).description("New");
        let error = update().send().await.unwrap_err();
        assert!(error.is_validation(), "{error}");
        let text = error.to_string();
        assert!(
            text.contains("the server rejects the current name"),
            "{text}"
        );
        assert_eq!(emulator.collections()[0].description, "");

        let error = update().name("").send().await.unwrap_err().to_string();
        assert!(!error.contains("present name"), "{error}");
        assert_eq!(update().name("New").send().await.unwrap().name, "New");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 32,
        failure_persistence: None,
        ..Default::default()
    })]

    /// The alphabet is small, so that names resemble each other.
    #[test]
    fn no_exact_match_is_lost(
        names in prop::collection::btree_set("[aAß%_\\\\ '🎉]{0,6}|\\PC{0,120}", 1..20),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let emulator = holding(ApiVersion::V1, &names);
            let client = orbit_client(&emulator).api_version(ApiVersion::V1);
            let collections = client.build().unwrap().collections();
            for name in &names {
                let found = collections.get(named(name)).await.unwrap();
                assert_eq!(found.map(|found| found.name).as_ref(), Some(name));
                let absent = format!("{name}!");
                let found = collections.get(named(&absent)).await.unwrap();
                assert_eq!(found.is_some(), names.contains(&absent));
            }
        });
    }
}
