//! Lookups by name on V1, whose server searches by a pattern.

use dataforce::{ApiVersion, ResourceRef};
use dataforce_emulator::Collection;

use crate::{arrived, emulator, orbit_client};

fn names() -> Vec<String> {
    let texts = [
        "",
        " ",
        "a b",
        "50%_off",
        "100%",
        "%",
        "_",
        "a_b",
        "\\",
        "back\\slash",
        "\\%",
        "\"quoted\"",
        "[brackets]",
        "null",
        "Größe",
        "Straße",
        "STRASSE",
        "👩‍🚀 emoji",
        "e\u{301} and é",
        "İstanbul",
        "\u{212a}elvin",
        "line\nbreak",
        "0199c455-21ee-74c6-b747-19a82f1a1e75",
    ];
    let mut names: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
    names.push("n".repeat(100));
    // Stored before there was a limit.
    names.push("n".repeat(101));
    names.push("ß".repeat(300));
    names.push(format!("{}%", "x".repeat(300)));
    names
}

#[tokio::test]
async fn every_stored_name_is_found_updated_and_deleted() {
    let builder = names()
        .into_iter()
        .fold(emulator(ApiVersion::V1), |builder, name| {
            builder.collection(Collection::new(name).description("before"))
        });
    let server = builder.start();
    let client = orbit_client(&server).build().unwrap();
    let collections = client.collections();
    for name in names() {
        let wanted = || ResourceRef::name(&name);
        let found = collections.get(wanted()).await.unwrap();
        assert_eq!(found.unwrap().name, name);
        // A name that the server would refuse today gets a new one in the same update.
        let is_valid = (1..=100).contains(&name.chars().count());
        if is_valid {
            let update = collections.update(wanted()).description("after");
            assert_eq!(update.send().await.unwrap().name, name);
        }
        collections.delete(wanted()).await.unwrap();
        assert_eq!(collections.get(wanted()).await.unwrap(), None, "{name:?}");
    }
    assert_eq!(server.collections(), []);
}

#[tokio::test]
async fn a_name_with_nul_is_not_found_without_asking() {
    let server = emulator(ApiVersion::V1).start();
    let client = orbit_client(&server)
        .api_version(ApiVersion::V1)
        .build()
        .unwrap();
    assert_eq!(client.collections().get("a\0b").await.unwrap(), None);
    assert_eq!(arrived(&server), Vec::<&str>::new());
}

#[tokio::test]
async fn several_of_one_name_are_an_error_across_a_page_border() {
    let builder = (0..150).fold(emulator(ApiVersion::V1), |builder, number| {
        let name = match number {
            7 | 120 => "twin".to_owned(),
            _ => format!("twin {number}"),
        };
        builder.collection(Collection::new(name))
    });
    let server = builder.start();
    let client = orbit_client(&server).build().unwrap();
    let stored = server.collections();
    let mut twins: Vec<_> = stored
        .iter()
        .filter(|one| one.name == "twin")
        .map(|one| one.id)
        .collect();
    twins.sort();
    let collections = client.collections();
    for error in [
        collections.get("twin").await.unwrap_err(),
        collections
            .update("twin")
            .name("x")
            .send()
            .await
            .unwrap_err(),
        collections.delete("twin").await.unwrap_err(),
    ] {
        assert!(error.is_multiple_resources_found(), "{error}");
        assert_eq!(error.ids().collect::<Vec<_>>(), twins);
    }
    assert_eq!(server.collections().len(), 150);
}
