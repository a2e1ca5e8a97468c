// Written by `cargo xtask regen` from tests/tests/seed_document.rs. Do not edit.

//! The examples and promises of `seed_document.rs`, with the blocking client.

use dataforce::blocking::Client;
use dataforce::{ApiVersion, CollectionId, CollectionType, Defaults, Error, ErrorKind, Result};
use dataforce_emulator as emulated;
use dataforce_emulator::Seed;
use dataforce_httpmock::legacy::MockServerExt;
use dataforce_tests::Server;
use httpmock::{MockServer, Then, When};
use serde_json::{Value, json};

use super::VERSION;

const ORGANIZATION: &str = "0199c455-21ec-7c74-8efe-41470e29bae5";
const ORBIT: &str = "0199c455-21ed-7aba-9fe5-5231611220de";
const COLLECTION: &str = "0199c455-21ee-74c6-b747-19a82f1a1e75";
const COLLECTIONS: &str = "/organizations/0199c455-21ec-7c74-8efe-41470e29bae5/orbits/0199c455-21ed-7aba-9fe5-5231611220de/collections";

fn builder() -> emulated::EmulatorBuilder {
    emulated::Emulator::builder().api_version(VERSION)
}

/// A server with `My Collection` in `Default Orbit` of `My Personal Organization`, with the ids of
/// the document.
fn server() -> Server {
    Server::run(builder().collection(emulated::Collection::example()))
}

/// A collection of another orbit, which must be neither seen nor touched.
fn elsewhere(server: &Server) -> emulated::Collection {
    let orbit = server.add_orbit(server.organization_id(), emulated::Orbit::new("Elsewhere"));
    let id = server.add_collection_to(orbit, emulated::Collection::new("My Collection"));
    server.collection(id).unwrap()
}

/// A client of a mocked server, with the ids of the document as defaults.
fn mocked(server: &MockServer) -> Result<Client> {
    Client::builder()
        .api_key("dfs_your_key")
        .base_url(server.base_url())
        .api_version(ApiVersion::Legacy)
        .organization(ORGANIZATION)
        .orbit(ORBIT)
        .build()
}

/// What each request carries, and what none does.
fn authorized(when: When) -> When {
    when.header("authorization", "Bearer dfs_your_key")
        .header_missing("api-version")
        .query_param_count(".*", ".*", 0)
}

fn without_body(when: When) -> When {
    when.header_missing("content-type")
        .is_true(|request| request.body_ref().is_empty())
}

fn with_body(body: Value) -> impl FnOnce(When) -> When {
    move |when| {
        when.header("content-type", "application/json")
            .json_body(body)
    }
}

fn answers_the_example(then: Then) {
    then.status(200).json_body(json!([example()]));
}

/// The example response of the document, in JSON. It lacks `total_models`.
fn example() -> Value {
    json!({
        "id": COLLECTION,
        "name": "My Collection",
        "description": "Dataset for ML models",
        "collection_type": "model",
        "orbit_id": ORBIT,
        "tags": ["ml", "training"],
        "created_at": "2025-01-15T10:30:00.123456Z",
        "updated_at": null,
    })
}

/// The example response of the document, field by field.
fn assert_is_the_example(collection: &dataforce::Collection) {
    assert_eq!(collection.id.to_string(), COLLECTION);
    assert_eq!(collection.name, "My Collection");
    assert_eq!(collection.description, "Dataset for ML models");
    assert_eq!(collection.collection_type, CollectionType::Model);
    assert_eq!(collection.orbit_id.to_string(), ORBIT);
    assert_eq!(
        collection.tags,
        Some(vec!["ml".to_owned(), "training".to_owned()])
    );
    assert_eq!(
        collection.created_at.to_rfc3339(),
        "2025-01-15T10:30:00.123456+00:00"
    );
    assert_eq!(collection.updated_at, None);
}

fn assert_unset(error: &Error, what: &str) {
    assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    assert!(error.to_string().contains(what), "{error}");
}

/// `DataForceClient(api_key=…)`, `AsyncDataForceClient(api_key=…)`, `setup_config(…)`, `dfs.collection = …`
mod client {
    use super::*;

    #[test]
    fn a_key_is_enough_where_there_is_one_of_everything() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        assert_eq!(dfs.organization(), Some(server.organization()));
        assert_eq!(dfs.orbit(), Some(server.orbit()));
        assert_eq!(dfs.collection(), Some(Seed::COLLECTION_ID.into()));
        Ok(())
    }

    #[test]
    fn ids_choose_the_defaults() -> Result<()> {
        let server = server();
        server.add_organization(emulated::Organization::new("Another"));
        elsewhere(&server);
        let dfs = server
            .blocking_client()
            .organization(ORGANIZATION)
            .orbit(ORBIT)
            .connect()?;
        assert_eq!(dfs.organization(), Some(server.organization()));
        assert_eq!(dfs.orbit(), Some(server.orbit()));
        Ok(())
    }

    #[test]
    fn building_one_sends_nothing() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().build()?;
        assert_eq!(dfs.organization(), None);
        assert!(server.arrived().is_empty());
        Ok(())
    }

    #[test]
    fn setup_config_sets_the_defaults_afterwards() -> Result<()> {
        let server = server();
        let mut dfs = server.blocking_client().build()?;
        dfs.setup_config(Defaults::new().organization(ORGANIZATION).orbit(ORBIT))?;
        assert_eq!(dfs.organization(), Some(server.organization()));
        assert_eq!(dfs.orbit(), Some(server.orbit()));
        Ok(())
    }

    #[test]
    fn the_default_collection_can_be_set() -> Result<()> {
        let server = server();
        let mut dfs = server.blocking_client().connect()?;
        let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e56".parse().unwrap();
        dfs.set_collection(id);
        assert_eq!(dfs.collection(), Some(id));
        Ok(())
    }
}

/// `get(collection_value: str | None = None) -> Collection | None`
mod get {
    use super::*;

    #[test]
    fn finds_a_collection_by_name() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        let collection_by_name = dfs.collections().get("My Collection")?;
        assert_is_the_example(&collection_by_name.unwrap());
        Ok(())
    }

    #[test]
    fn finds_a_collection_by_id() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        let collection_by_id = dfs
            .collections()
            .get("0199c455-21ee-74c6-b747-19a82f1a1e75")?;
        assert_is_the_example(&collection_by_id.unwrap());
        Ok(())
    }

    #[test]
    fn reads_the_example_response() -> Result<()> {
        let server = MockServer::start();
        server.list_collections(|_, then| answers_the_example(then.into_inner()));
        let collection = mocked(&server)?
            .collections()
            .get("My Collection")?
            .unwrap();
        assert_is_the_example(&collection);
        assert_eq!(collection.total_models, None);
        Ok(())
    }

    #[test]
    fn looks_in_the_default_orbit_only() -> Result<()> {
        let server = server();
        let other = elsewhere(&server);
        let dfs = server.blocking_client().orbit("Default Orbit").connect()?;
        assert_eq!(dfs.collections().get(other.id.to_string())?, None);
        // The one of the same name elsewhere does not make the name ambiguous.
        let found = dfs.collections().get("My Collection")?;
        assert_eq!(found.map(|it| it.id), Some(Seed::COLLECTION_ID.into()));
        Ok(())
    }

    #[test]
    fn compares_names_with_case() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        assert_eq!(dfs.collections().get("my collection")?, None);
        assert_eq!(dfs.collections().get("MY COLLECTION")?, None);
        Ok(())
    }

    #[test]
    fn compares_names_exactly() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        for almost in [
            "",
            "My",
            "Collection",
            " My Collection",
            "My Collection ",
            "My  Collection",
            "My%",
        ] {
            assert_eq!(dfs.collections().get(almost)?, None, "{almost:?}");
        }
        Ok(())
    }

    #[test]
    fn answers_none_for_an_unknown_name() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        assert_eq!(dfs.collections().get("Your Collection")?, None);
        Ok(())
    }

    #[test]
    fn answers_none_for_an_unknown_id() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        assert_eq!(
            dfs.collections()
                .get("0199c455-21ee-74c6-b747-19a82f1a1e56")?,
            None
        );
        Ok(())
    }

    #[test]
    fn refuses_to_choose_among_several_of_that_name() -> Result<()> {
        let server = server();
        let twin = server.add_collection(emulated::Collection::new("My Collection"));
        let dfs = server.blocking_client().connect()?;
        let error = dfs.collections().get("My Collection").unwrap_err();
        assert!(error.is_multiple_resources_found(), "{error}");
        let mut ids: Vec<_> = error.ids().collect();
        ids.sort();
        let mut expected = [Seed::COLLECTION_ID, twin];
        expected.sort();
        assert_eq!(ids, expected);
        for id in ids {
            assert!(error.to_string().contains(&id.to_string()), "{error}");
        }
        Ok(())
    }

    #[test]
    fn refuses_to_choose_among_several_of_that_id() -> Result<()> {
        let server = MockServer::start();
        server.list_collections(|_, then| {
            then.into_inner()
                .status(200)
                .json_body(json!([example(), example()]));
        });
        let error = mocked(&server)?.collections().get(COLLECTION).unwrap_err();
        assert!(error.is_multiple_resources_found(), "{error}");
        Ok(())
    }

    #[test]
    fn means_the_default_collection_where_none_is_given() -> Result<()> {
        let server = server();
        server.add_collection(emulated::Collection::new("Another"));
        let mut dfs = server.blocking_client().connect()?;
        dfs.set_collection(CollectionId::from(Seed::COLLECTION_ID));
        assert_is_the_example(&dfs.collections().get_default()?.unwrap());
        Ok(())
    }

    #[test]
    fn demands_a_collection_where_there_is_no_default() -> Result<()> {
        let server = server();
        server.add_collection(emulated::Collection::new("Another"));
        let dfs = server.blocking_client().connect()?;
        let error = dfs.collections().get_default().unwrap_err();
        assert_unset(&error, "no default collection is set");
        Ok(())
    }

    #[test]
    fn demands_an_organization_and_an_orbit() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().build()?;
        let error = dfs.collections().get("My Collection").unwrap_err();
        assert_unset(
            &error,
            "no default organization and no default orbit are set",
        );
        Ok(())
    }

    #[test]
    fn sends_one_request_for_the_list() -> Result<()> {
        let server = MockServer::start();
        let listing = server.list_collections(|when, then| {
            when.into_inner()
                .path(COLLECTIONS)
                .and(authorized)
                .and(without_body);
            answers_the_example(then.into_inner());
        });
        mocked(&server)?.collections().get("My Collection")?;
        listing.assert();
        mocked(&server)?.collections().get(COLLECTION)?;
        listing.assert_calls(2);
        Ok(())
    }
}

/// `list() -> list[Collection]`
mod list {
    use super::*;

    #[test]
    fn answers_all_collections_of_the_default_orbit() -> Result<()> {
        let server = server();
        server.add_collection(emulated::Collection::new("Another"));
        let dfs = server.blocking_client().connect()?;
        let collections = dfs.collections().list()?;
        let mut names: Vec<_> = collections.iter().map(|it| it.name.as_str()).collect();
        names.sort();
        assert_eq!(names, ["Another", "My Collection"]);
        assert_is_the_example(
            collections
                .iter()
                .find(|it| it.name == "My Collection")
                .unwrap(),
        );
        Ok(())
    }

    #[test]
    fn answers_nothing_of_other_orbits() -> Result<()> {
        let server = server();
        elsewhere(&server);
        let dfs = server.blocking_client().orbit(ORBIT).connect()?;
        let collections = dfs.collections().list()?;
        assert_eq!(collections.len(), 1);
        assert_is_the_example(&collections[0]);
        Ok(())
    }

    #[test]
    fn answers_an_empty_list_for_an_empty_orbit() -> Result<()> {
        let server = Server::run(builder());
        let dfs = server.blocking_client().connect()?;
        assert_eq!(dfs.collections().list()?, []);
        Ok(())
    }

    #[test]
    fn reads_the_example_response() -> Result<()> {
        let server = MockServer::start();
        server.list_collections(|_, then| answers_the_example(then.into_inner()));
        let collections = mocked(&server)?.collections().list()?;
        assert_eq!(collections.len(), 1);
        assert_is_the_example(&collections[0]);
        Ok(())
    }

    #[test]
    fn demands_an_organization_and_an_orbit() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().build()?;
        let error = dfs.collections().list().unwrap_err();
        assert_unset(
            &error,
            "no default organization and no default orbit are set",
        );
        Ok(())
    }

    #[test]
    fn sends_one_request() -> Result<()> {
        let server = MockServer::start();
        let listing = server.list_collections(|when, then| {
            when.into_inner()
                .path(COLLECTIONS)
                .and(authorized)
                .and(without_body);
            answers_the_example(then.into_inner());
        });
        mocked(&server)?.collections().list()?;
        listing.assert();
        Ok(())
    }
}

/// `create(description: str, name: str, collection_type: CollectionType, tags: list[str] | None = None) -> Collection`
mod create {
    use super::*;

    #[test]
    fn creates_a_collection_in_the_default_orbit() -> Result<()> {
        let server = Server::run(builder());
        let dfs = server.blocking_client().connect()?;
        let collection = dfs
            .collections()
            .create("Training Dataset", CollectionType::Dataset)
            .description("Dataset for model training")
            .tags(["ml", "training"])
            .send()?;

        let stored = server.collection(collection.id.into()).unwrap();
        assert_eq!(stored.name, "Training Dataset");
        assert_eq!(stored.description, "Dataset for model training");
        assert_eq!(stored.collection_type, emulated::CollectionType::Dataset);
        assert_eq!(
            stored.tags,
            Some(vec!["ml".to_owned(), "training".to_owned()])
        );
        assert_eq!(stored.orbit_id, server.orbit_id());
        assert_eq!(server.collections().len(), 1);
        Ok(())
    }

    #[test]
    fn answers_the_created_collection() -> Result<()> {
        let server = Server::run(builder());
        let dfs = server.blocking_client().connect()?;
        let collection = dfs
            .collections()
            .create("Training Dataset", CollectionType::Dataset)
            .description("Dataset for model training")
            .tags(["ml", "training"])
            .send()?;
        assert_eq!(collection.name, "Training Dataset");
        assert_eq!(collection.description, "Dataset for model training");
        assert_eq!(collection.collection_type, CollectionType::Dataset);
        assert_eq!(collection.orbit_id, server.orbit());
        assert_eq!(
            collection.tags,
            Some(vec!["ml".to_owned(), "training".to_owned()])
        );
        assert_eq!(collection.updated_at, None);
        assert_eq!(dfs.collections().get(collection.id)?, Some(collection));
        Ok(())
    }

    #[test]
    fn knows_the_types_model_and_dataset() -> Result<()> {
        let server = Server::run(builder());
        let dfs = server.blocking_client().connect()?;
        for collection_type in [CollectionType::Model, CollectionType::Dataset] {
            let created = dfs
                .collections()
                .create("Typed", collection_type.clone())
                .send()?;
            assert_eq!(created.collection_type, collection_type);
        }
        Ok(())
    }

    #[test]
    fn needs_no_tags() -> Result<()> {
        let server = Server::run(builder());
        let dfs = server.blocking_client().connect()?;
        let collection = dfs
            .collections()
            .create("Training Dataset", CollectionType::Dataset)
            .description("Dataset for model training")
            .send()?;
        assert_eq!(collection.tags, None);
        assert_eq!(server.collection(collection.id.into()).unwrap().tags, None);
        Ok(())
    }

    #[test]
    fn demands_an_organization_and_an_orbit() -> Result<()> {
        let server = Server::run(builder());
        let dfs = server.blocking_client().build()?;
        let new = dfs
            .collections()
            .create("Training Dataset", CollectionType::Dataset);
        let error = new.send().unwrap_err();
        assert_unset(
            &error,
            "no default organization and no default orbit are set",
        );
        assert!(server.collections().is_empty());
        Ok(())
    }

    #[test]
    fn sends_one_request_with_the_fields() -> Result<()> {
        let server = MockServer::start();
        let creation = server.create_collection(|when, then| {
            when.into_inner()
                .path(COLLECTIONS)
                .and(authorized)
                .and(with_body(json!({
                    "description": "Dataset for model training",
                    "name": "Training Dataset",
                    "collection_type": "dataset",
                    "tags": ["ml", "training"],
                })));
            then.into_inner().status(200).json_body(example());
        });
        let collection = mocked(&server)?
            .collections()
            .create("Training Dataset", CollectionType::Dataset)
            .description("Dataset for model training")
            .tags(["ml", "training"])
            .send()?;
        creation.assert();
        assert_is_the_example(&collection);
        Ok(())
    }
}

/// `update(name=None, description=None, tags=None, *, collection_id: str | None = None) -> Collection`
mod update {
    use super::*;

    #[test]
    fn updates_a_collection_by_id() -> Result<()> {
        let server = server();
        let mut dfs = server.blocking_client().build()?;
        dfs.setup_config(
            Defaults::new()
                .organization("0199c455-21ec-7c74-8efe-41470e29bae5")
                .orbit("0199c455-21ed-7aba-9fe5-5231611220de"),
        )?;
        let collection = dfs
            .collections()
            .update("0199c455-21ee-74c6-b747-19a82f1a1e75")
            .name("Updated Dataset")
            .tags(["ml", "updated"])
            .send()?;
        assert_eq!(collection.name, "Updated Dataset");
        assert_eq!(
            collection.tags,
            Some(vec!["ml".to_owned(), "updated".to_owned()])
        );

        let stored = server.collection(Seed::COLLECTION_ID).unwrap();
        assert_eq!(stored.name, "Updated Dataset");
        assert_eq!(
            stored.tags,
            Some(vec!["ml".to_owned(), "updated".to_owned()])
        );
        assert_eq!(stored.description, "Dataset for ML models");
        Ok(())
    }

    #[test]
    fn updates_the_default_collection_where_none_is_given() -> Result<()> {
        let server = server();
        let mut dfs = server
            .blocking_client()
            .organization(ORGANIZATION)
            .orbit(ORBIT)
            .connect()?;
        let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e75".parse().unwrap();
        dfs.set_collection(id);
        let collection = dfs
            .collections()
            .update_default()
            .name("Updated Dataset")
            .description("Updated description")
            .send()?;
        assert_eq!(collection.name, "Updated Dataset");
        assert_eq!(collection.description, "Updated description");

        let stored = server.collection(Seed::COLLECTION_ID).unwrap();
        assert_eq!(stored.name, "Updated Dataset");
        assert_eq!(stored.description, "Updated description");
        assert_eq!(
            stored.tags,
            Some(vec!["ml".to_owned(), "training".to_owned()])
        );
        Ok(())
    }

    #[test]
    fn changes_only_what_is_given() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        let before = dfs.collections().get(COLLECTION)?.unwrap();

        let renamed = dfs.collections().update(COLLECTION).name("Name").send()?;
        let mut expected = before.clone();
        expected.name = "Name".to_owned();
        expected.updated_at = renamed.updated_at;
        assert_eq!(renamed, expected);

        let described = dfs
            .collections()
            .update(COLLECTION)
            .description("Text")
            .send()?;
        expected.description = "Text".to_owned();
        expected.updated_at = described.updated_at;
        assert_eq!(described, expected);

        let tagged = dfs.collections().update(COLLECTION).tags(["tag"]).send()?;
        expected.tags = Some(vec!["tag".to_owned()]);
        expected.updated_at = tagged.updated_at;
        assert_eq!(tagged, expected);

        assert_eq!(dfs.collections().get(COLLECTION)?, Some(expected));
        Ok(())
    }

    #[test]
    fn answers_the_updated_collection() -> Result<()> {
        let example = emulated::Collection::example().models(43);
        let server = Server::run(builder().collection(example));
        let dfs = server.blocking_client().connect()?;
        let collection = dfs
            .collections()
            .update(COLLECTION)
            .name("Updated Dataset")
            .description("Updated description")
            .tags(["ml", "updated"])
            .send()?;
        assert_eq!(collection.id.to_string(), COLLECTION);
        assert_eq!(collection.orbit_id.to_string(), ORBIT);
        assert_eq!(collection.description, "Updated description");
        assert_eq!(collection.name, "Updated Dataset");
        assert_eq!(collection.collection_type, CollectionType::Model);
        assert_eq!(
            collection.tags,
            Some(vec!["ml".to_owned(), "updated".to_owned()])
        );
        assert_eq!(collection.total_artifacts, Some(43));
        assert_eq!(
            collection.created_at.to_rfc3339(),
            "2025-01-15T10:30:00.123456+00:00"
        );
        assert!(collection.updated_at > Some(collection.created_at));
        Ok(())
    }

    #[test]
    fn demands_a_collection_where_there_is_no_default() -> Result<()> {
        let server = server();
        server.add_collection(emulated::Collection::new("Another"));
        let dfs = server.blocking_client().connect()?;
        let error = dfs
            .collections()
            .update_default()
            .name("New")
            .send()
            .unwrap_err();
        assert_unset(&error, "no default collection is set");
        Ok(())
    }

    #[test]
    fn demands_an_organization_and_an_orbit() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().build()?;
        let error = dfs
            .collections()
            .update(COLLECTION)
            .name("New")
            .send()
            .unwrap_err();
        assert_unset(
            &error,
            "no default organization and no default orbit are set",
        );
        Ok(())
    }

    #[test]
    fn sends_one_request_with_all_three_fields() -> Result<()> {
        let server = MockServer::start();
        let listing = server.list_collections(|when, then| {
            when.into_inner()
                .path(COLLECTIONS)
                .and(authorized)
                .and(without_body);
            answers_the_example(then.into_inner());
        });
        let change = server.update_collection(|when, then| {
            when.into_inner()
                .path(format!("{COLLECTIONS}/{COLLECTION}"))
                .and(authorized)
                .and(with_body(json!({
                    "name": "Updated Dataset",
                    "description": "Dataset for ML models",
                    "tags": ["ml", "updated"],
                })));
            then.into_inner().status(200).json_body(example());
        });
        mocked(&server)?
            .collections()
            .update(COLLECTION)
            .name("Updated Dataset")
            .tags(["ml", "updated"])
            .send()?;
        listing.assert();
        change.assert();
        Ok(())
    }
}

/// `delete(collection_id: str | None = None) -> None`
mod delete {
    use super::*;

    #[test]
    fn deletes_a_collection_by_id() -> Result<()> {
        let server = server();
        let kept = server.add_collection(emulated::Collection::new("Kept"));
        let mut dfs = server.blocking_client().build()?;
        dfs.setup_config(
            Defaults::new()
                .organization("0199c455-21ec-7c74-8efe-41470e29bae5")
                .orbit("0199c455-21ed-7aba-9fe5-5231611220de"),
        )?;
        // Delete specific collection by ID
        dfs.collections()
            .delete("0199c455-21ee-74c6-b747-19a82f1a1e75")?;
        let left: Vec<_> = server.collections().iter().map(|it| it.id).collect();
        assert_eq!(left, [kept]);
        Ok(())
    }

    #[test]
    fn deletes_the_default_collection_where_none_is_given() -> Result<()> {
        let server = server();
        let id: CollectionId = "0199c455-21ee-74c6-b747-19a82f1a1e56".parse().unwrap();
        server.add_collection(emulated::Collection::new("Default").id(id.into()));
        let mut dfs = server
            .blocking_client()
            .organization(ORGANIZATION)
            .orbit(ORBIT)
            .connect()?;
        // Set default collection
        dfs.set_collection(id);
        // Delete default collection
        dfs.collections().delete_default()?;
        let left: Vec<_> = server.collections().iter().map(|it| it.id).collect();
        assert_eq!(left, [Seed::COLLECTION_ID]);
        Ok(())
    }

    #[test]
    fn removes_the_collection_for_good() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().connect()?;
        let () = dfs.collections().delete(COLLECTION)?;
        assert_eq!(dfs.collections().get(COLLECTION)?, None);
        assert_eq!(dfs.collections().list()?, []);
        let error = dfs.collections().delete(COLLECTION).unwrap_err();
        assert!(error.is_not_found(), "{error}");
        Ok(())
    }

    #[test]
    fn says_that_the_server_keeps_a_collection_with_models() -> Result<()> {
        let example = emulated::Collection::example().models(43);
        let server = Server::run(builder().collection(example));
        let dfs = server.blocking_client().connect()?;
        let error = dfs.collections().delete(COLLECTION).unwrap_err();
        assert!(error.is_conflict(), "{error}");
        assert!(server.collection(Seed::COLLECTION_ID).is_some());
        Ok(())
    }

    #[test]
    fn demands_a_collection_where_there_is_no_default() -> Result<()> {
        let server = server();
        server.add_collection(emulated::Collection::new("Another"));
        let dfs = server.blocking_client().connect()?;
        let error = dfs.collections().delete_default().unwrap_err();
        assert_unset(&error, "no default collection is set");
        assert_eq!(server.collections().len(), 2);
        Ok(())
    }

    #[test]
    fn demands_an_organization_and_an_orbit() -> Result<()> {
        let server = server();
        let dfs = server.blocking_client().build()?;
        let error = dfs.collections().delete(COLLECTION).unwrap_err();
        assert_unset(
            &error,
            "no default organization and no default orbit are set",
        );
        assert_eq!(server.collections().len(), 1);
        Ok(())
    }

    #[test]
    fn sends_one_request_without_body() -> Result<()> {
        let server = MockServer::start();
        let listing = server.list_collections(|when, then| {
            when.into_inner()
                .path(COLLECTIONS)
                .and(authorized)
                .and(without_body);
            answers_the_example(then.into_inner());
        });
        let deletion = server.delete_collection(|when, then| {
            when.into_inner()
                .path(format!("{COLLECTIONS}/{COLLECTION}"))
                .and(authorized)
                .and(without_body);
            then.into_inner()
                .status(204)
                .header("content-type", "application/json");
        });
        mocked(&server)?.collections().delete(COLLECTION)?;
        listing.assert();
        deletion.assert();
        Ok(())
    }
}
