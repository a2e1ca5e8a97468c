//! The baseline: what a program does without this crate, with reqwest and a serde struct.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;
use uuid::Uuid;

use super::{API_KEY, ORBIT, ORGANIZATION, Server, Way};

/// Checks status and syntax, without retries, deadlines or tolerance for a newer server.
pub(crate) struct Bare {
    http: reqwest::Client,
    base: String,
    organization: Uuid,
    orbit: Uuid,
    runtime: Runtime,
}

#[expect(dead_code, reason = "an application would read them")]
#[derive(Deserialize)]
struct Collection {
    id: Uuid,
    orbit_id: Uuid,
    name: String,
    description: String,
    collection_type: CollectionType,
    tags: Option<Vec<String>>,
    total_models: Option<i64>,
    created_at: DateTime<Utc>,
    updated_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum CollectionType {
    Model,
    Dataset,
}

#[derive(Serialize)]
struct CollectionCreate<'c> {
    name: &'c str,
    description: &'c str,
    collection_type: CollectionType,
    tags: &'c [&'c str],
}

impl Bare {
    fn collections(&self) -> String {
        format!(
            "{}/organizations/{}/orbits/{}/collections",
            self.base, self.organization, self.orbit
        )
    }

    async fn list(&self) -> reqwest::Result<Vec<Collection>> {
        self.http
            .get(self.collections())
            .bearer_auth(API_KEY)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }

    async fn get(&self, id_or_name: &str) -> reqwest::Result<Option<Collection>> {
        // The server has no operation that returns a single one.
        let all = self.list().await?;
        let found = match Uuid::try_parse(id_or_name) {
            Ok(id) => all.into_iter().find(|collection| collection.id == id),
            Err(_) => all
                .into_iter()
                .find(|collection| collection.name == id_or_name),
        };
        Ok(found)
    }

    async fn create(&self, content: &CollectionCreate<'_>) -> reqwest::Result<Collection> {
        self.http
            .post(self.collections())
            .bearer_auth(API_KEY)
            .json(content)
            .send()
            .await?
            .error_for_status()?
            .json()
            .await
    }
}

impl Way for Bare {
    fn new(server: &Server) -> Self {
        Self {
            http: reqwest::Client::new(),
            base: server.url().to_owned(),
            organization: ORGANIZATION.parse().unwrap(),
            orbit: ORBIT.parse().unwrap(),
            runtime: super::runtime(),
        }
    }

    fn list(&self) -> usize {
        black_box(self.runtime.block_on(self.list()).unwrap()).len()
    }

    fn get(&self, id_or_name: &str) -> bool {
        black_box(self.runtime.block_on(self.get(id_or_name)).unwrap()).is_some()
    }

    fn create(&self) {
        let content = CollectionCreate {
            name: "Training Dataset",
            description: "Dataset for model training",
            collection_type: CollectionType::Dataset,
            tags: &["ml", "training"],
        };
        black_box(self.runtime.block_on(self.create(&content)).unwrap());
    }
}
