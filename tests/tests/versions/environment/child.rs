//! Builds a client in a process of its own, whose environment is that of a test.

use std::process::Command;

use dataforce::{Client, ClientBuilder, Error};
use serde_json::{Value, json};

/// Holds the settings of the builder, as JSON, in a process that a test has started.
const SETTINGS: &str = "DATAFORCE_TESTS_BUILDER";

/// Precedes the result in the output of such a process.
const RESULT: &str = "the client: ";

/// Builds a client with these settings in an environment of these variables alone. If its server is
/// on this machine, also connects it.
pub(super) fn client_of(settings: &Value, variables: &[(&str, &str)]) -> Value {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "environment::child::a_client_of_the_environment",
            "--exact",
            "--nocapture",
        ])
        .env_clear()
        .env(SETTINGS, settings.to_string())
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}{errors}");
    let result = text
        .split_once(RESULT)
        .and_then(|(_, rest)| rest.lines().next());
    let result = result.unwrap_or_else(|| panic!("no result: {text}{errors}"));
    serde_json::from_str(result).unwrap()
}

/// Does nothing unless [`client_of`] has started this process.
#[tokio::test]
async fn a_client_of_the_environment() {
    let Ok(settings) = std::env::var(SETTINGS) else {
        return;
    };
    let settings: Value = serde_json::from_str(&settings).unwrap();
    let result = match connect(&settings).await {
        Ok(client) => client,
        Err(error) => json!({"error": error.to_string(), "kind": format!("{:?}", error.kind())}),
    };
    println!("\n{RESULT}{result}");
}

async fn connect(settings: &Value) -> Result<Value, Error> {
    let mut client = builder(settings).build();
    let is_local = |client: &Client| format!("{client:?}").contains("http://127.0.0.1");
    if client.as_ref().is_ok_and(is_local) {
        let defaults = &settings["defaults"];
        let mut builder = builder(settings);
        if let Some(organization) = defaults["organization"].as_str() {
            builder = builder.organization(organization);
        }
        if let Some(orbit) = defaults["orbit"].as_str() {
            builder = builder.orbit(orbit);
        }
        if let Some(collection) = defaults["collection"].as_str() {
            builder = builder.collection(collection);
        }
        client = builder.connect().await;
    }
    let client = client?;
    Ok(json!({
        "shown": format!("{client:?}"),
        "organization": client.organization().map(|id| id.to_string()),
        "orbit": client.orbit().map(|id| id.to_string()),
        "collection": client.collection().map(|id| id.to_string()),
        "sources": [
            format!("{:?}", client.organization_source()),
            format!("{:?}", client.orbit_source()),
            format!("{:?}", client.collection_source()),
        ],
    }))
}

fn builder(settings: &Value) -> ClientBuilder {
    let mut builder = Client::builder();
    if let Some(key) = settings["key"].as_str() {
        builder = builder.api_key(key);
    }
    if let Some(url) = settings["base_url"].as_str() {
        builder = builder.base_url(url);
    }
    builder
}
