//! Tomorrow's server may say more than today's, which is not an error.

use dataforce::{
    Client, CollectionType, OrbitId, OrbitRole, OrganizationId, OrganizationRole, RetryPolicy,
};
use dataforce_emulator as emulated;
use dataforce_httpmock::legacy::MockServerExt;
use httpmock::MockServer;
use serde_json::{Value, json};

use super::*;

fn mocked(server: &MockServer) -> Result<Client> {
    Client::builder()
        .api_key("dfs_test")
        .base_url(server.base_url())
        .api_version(dataforce::ApiVersion::Legacy)
        .organization(OrganizationId::from(ACME))
        .orbit(OrbitId::from(RESEARCH))
        .retry(RetryPolicy::none())
        .build()
}

/// The least that a collection consists of.
fn bare_collection() -> Value {
    json!({
        "id": IMAGES,
        "orbit_id": RESEARCH,
        "name": "Images",
        "description": "",
        "collection_type": "model",
        "created_at": "2025-01-15T10:30:00Z",
    })
}

fn bare_orbit() -> Value {
    json!({
        "id": RESEARCH,
        "organization_id": ACME,
        "name": "Research",
        "bucket_secret_id": Uuid::nil(),
        "created_at": "2025-01-15T10:30:00Z",
    })
}

fn bare_organization() -> Value {
    json!({"id": ACME, "name": "Acme", "created_at": "2025-01-15T10:30:00Z"})
}

/// The same with values of all kinds that nobody knows yet.
fn with_news(mut object: Value) -> Value {
    object["archived"] = json!(false);
    object["null"] = json!(null);
    object["cost"] = json!(1e300);
    object["count"] = json!(u64::MAX);
    object["labels"] = json!([{"id": 7, "name": ["Images"]}, []]);
    object["parent"] = json!({"id": PLANS, "name": "Images", "tags": {"deep": [[[null]]]}});
    object
}

#[tokio::test]
async fn unknown_properties_are_ignored() -> Result<()> {
    let server = MockServer::start();
    server.list_organizations(|_, then| {
        then.into_inner()
            .json_body(json!([with_news(bare_organization())]));
    });
    server.list_orbits(|_, then| {
        then.into_inner()
            .json_body(json!([with_news(bare_orbit())]));
    });
    server.get_orbit(|_, then| {
        then.into_inner().json_body(with_news(bare_orbit()));
    });
    server.list_collections(|_, then| {
        then.into_inner()
            .json_body(json!([with_news(bare_collection())]));
    });
    server.create_collection(|_, then| {
        then.into_inner().json_body(with_news(bare_collection()));
    });
    server.update_collection(|_, then| {
        then.into_inner().json_body(with_news(bare_collection()));
    });
    let client = mocked(&server)?;
    assert_eq!(client.organizations().list().await?[0].name, "Acme");
    assert!(client.organizations().get("Acme").await?.is_some());
    assert_eq!(client.orbits().list().await?[0].name, "Research");
    assert!(client.orbits().get("Research").await?.is_some());
    assert!(
        client
            .orbits()
            .get(OrbitId::from(RESEARCH))
            .await?
            .is_some()
    );
    assert_eq!(client.collections().list().await?[0].name, "Images");
    assert!(client.collections().get("Images").await?.is_some());
    assert!(
        client
            .collections()
            .get(IMAGES.to_string())
            .await?
            .is_some()
    );
    let create = client.collections().create("Images", CollectionType::Model);
    assert_eq!(create.send().await?.name, "Images");
    let update = client.collections().update("Images").name("Images");
    assert_eq!(update.send().await?.name, "Images");
    Ok(())
}

#[tokio::test]
async fn properties_that_may_be_missing_may_also_be_null() -> Result<()> {
    let nulls = |mut object: Value, properties: &[&str]| {
        for property in properties {
            object[property] = Value::Null;
        }
        object
    };
    let organizations = [
        bare_organization(),
        nulls(
            bare_organization(),
            &["logo", "updated_at", "role", "permissions"],
        ),
    ];
    let orbits = [
        bare_orbit(),
        nulls(
            bare_orbit(),
            &[
                "total_members",
                "total_collections",
                "total_satellites",
                "total_artifacts",
                "role",
                "permissions",
                "updated_at",
            ],
        ),
    ];
    let collections = [
        bare_collection(),
        nulls(bare_collection(), &["tags", "total_models", "updated_at"]),
    ];
    let server = MockServer::start();
    server.list_organizations(|_, then| {
        then.into_inner().json_body(json!(organizations));
    });
    server.list_orbits(|_, then| {
        then.into_inner().json_body(json!(orbits));
    });
    server.list_collections(|_, then| {
        then.into_inner().json_body(json!(collections));
    });
    let client = mocked(&server)?;
    for organization in client.organizations().list().await? {
        assert_eq!(organization.logo, None);
        assert_eq!(organization.role, None);
        assert_eq!(organization.permissions, None);
        assert_eq!(organization.updated_at, None);
    }
    for orbit in client.orbits().list().await? {
        assert_eq!(orbit.total_members, None);
        assert_eq!(orbit.total_collections, None);
        assert_eq!(orbit.total_satellites, None);
        assert_eq!(orbit.total_artifacts, None);
        assert_eq!(orbit.role, None);
        assert_eq!(orbit.permissions, None);
        assert_eq!(orbit.updated_at, None);
    }
    for collection in client.collections().list().await? {
        assert_eq!(collection.tags, None);
        assert_eq!(collection.total_models, None);
        assert_eq!(collection.updated_at, None);
    }
    Ok(())
}

#[tokio::test]
async fn unknown_enum_values_are_kept_and_can_be_printed() -> Result<()> {
    let server = MockServer::start();
    let with = |mut object: Value, property: &str, value: &str| {
        object[property] = value.into();
        object
    };
    server.list_organizations(|_, then| {
        then.into_inner()
            .json_body(json!([with(bare_organization(), "role", "auditor")]));
    });
    server.list_orbits(|_, then| {
        then.into_inner()
            .json_body(json!([with(bare_orbit(), "role", "guest")]));
    });
    server.list_collections(|_, then| {
        then.into_inner().json_body(json!([with(
            bare_collection(),
            "collection_type",
            "prompt"
        )]));
    });
    let client = mocked(&server)?;

    let role = client.organizations().list().await?.remove(0).role.unwrap();
    assert!(matches!(role, OrganizationRole::Unknown(_)));
    assert_eq!(role.to_string(), "auditor");
    let role = client.orbits().list().await?.remove(0).role.unwrap();
    assert!(matches!(role, OrbitRole::Unknown(_)));
    assert_eq!(role.to_string(), "guest");
    let collection = client.collections().list().await?.remove(0);
    assert!(matches!(
        collection.collection_type,
        CollectionType::Unknown(_)
    ));
    assert_eq!(collection.collection_type.to_string(), "prompt");
    // A program that stores what it read gets back the same.
    let stored = serde_json::to_value(&collection).unwrap();
    assert_eq!(stored["collection_type"], "prompt");
    let restored: dataforce::Collection = serde_json::from_value(stored).unwrap();
    assert_eq!(restored, collection);
    Ok(())
}

#[tokio::test]
async fn a_collection_of_an_unknown_type_can_be_found_updated_and_deleted() {
    on_every_server(two_organizations, async |server| {
        let prompt = emulated::CollectionType::Other("prompt".to_owned());
        let id = server.add_collection(emulated::Collection::new("Prompts").of_type(prompt));
        let client = researcher(server).await?;
        let found = client.collections().get("Prompts").await?.unwrap();
        assert_eq!(found.collection_type, CollectionType::from("prompt"));
        let updated = client
            .collections()
            .update("Prompts")
            .tags(["new"])
            .send()
            .await?;
        assert_eq!(updated.collection_type, CollectionType::from("prompt"));
        client.collections().delete("Prompts").await?;
        assert_eq!(server.collection(id), None);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_type_that_the_client_does_not_know_is_sent_as_it_is() {
    on_every_server(two_organizations, async |server| {
        let client = researcher(server).await?;
        let create = client
            .collections()
            .create("Prompts", CollectionType::from("prompt"));
        // This server does not know it either.
        let error = create.send().await.unwrap_err();
        assert_eq!(error.status(), Some(422));
        let sent = server.requests()[0].json();
        assert_eq!(sent[type_property(server.api_version())], "prompt");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_timestamp_that_occurs_is_read() -> Result<()> {
    let server = MockServer::start();
    // In the order of `list`, which sorts by them.
    let times = [
        "0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999999Z",
        "2025-01-15T10:30:00Z",
        "2025-01-15T10:30:00.000001Z",
        "2025-01-15T10:30:00.123456Z",
        "9999-12-31T23:59:59.999999Z",
    ];
    let collections: Vec<_> = times
        .iter()
        .map(|time| {
            let mut collection = bare_collection();
            collection["created_at"] = json!(time);
            collection["updated_at"] = json!(time);
            collection
        })
        .collect();
    server.list_collections(|_, then| {
        then.into_inner().json_body(json!(collections));
    });
    let listed = mocked(&server)?.collections().list().await?;
    assert_eq!(listed.len(), times.len());
    for (collection, time) in listed.iter().zip(times) {
        let expected = chrono::DateTime::parse_from_rfc3339(time).unwrap();
        assert_eq!(collection.created_at, expected);
        assert_eq!(collection.updated_at.unwrap(), expected);
    }
    Ok(())
}

#[tokio::test]
async fn numbers_may_be_large() -> Result<()> {
    let server = MockServer::start();
    let mut collection = bare_collection();
    collection["total_models"] = json!(i64::MAX);
    server.list_collections(|_, then| {
        then.into_inner().json_body(json!([collection]));
    });
    let collections = mocked(&server)?.collections().list().await?;
    assert_eq!(collections[0].total_models, Some(i64::MAX));
    Ok(())
}

#[tokio::test]
async fn headers_of_a_gateway_do_not_matter() -> Result<()> {
    let server = MockServer::start();
    server.list_collections(|_, then| {
        then.into_inner()
            .header(
                "content-type",
                "application/vnd.dataforce+json; charset=utf-8",
            )
            .header("x-request-id", "7")
            .header("etag", "\"1\"")
            .header("deprecation", "true")
            .body(json!([bare_collection()]).to_string());
    });
    assert_eq!(mocked(&server)?.collections().list().await?.len(), 1);
    Ok(())
}
