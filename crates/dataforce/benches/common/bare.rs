//! The baseline: what a program does without this crate, with reqwest and a serde struct.

use std::hint::black_box;

use chrono::{DateTime, Utc};
use dataforce::ApiVersion;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{API_KEY, BlockingWay, Exchange, ORBIT, ORGANIZATION, Place, Way};

/// Checks status and syntax, without retries, deadlines or tolerance for a newer server.
#[derive(Clone)]
pub(crate) struct Bare {
    http: reqwest::Client,
    place: Place,
}

#[derive(Deserialize)]
struct Collection {
    id: Uuid,
    orbit_id: Uuid,
    name: String,
    description: String,
    #[serde(alias = "type")]
    collection_type: CollectionType,
    tags: Option<Vec<String>>,
    #[serde(alias = "total_artifacts")]
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

#[derive(Deserialize)]
struct Page {
    items: Vec<Collection>,
    cursor: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    id: Uuid,
    name: String,
}

#[derive(Serialize)]
struct CollectionCreate<'c> {
    name: &'c str,
    description: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_type: Option<CollectionType>,
    /// The same on V1.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    type_: Option<CollectionType>,
    tags: &'c [&'c str],
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> T {
    let response = request.bearer_auth(API_KEY).send().await.unwrap();
    let response = response.error_for_status().unwrap();
    response.json().await.unwrap()
}

impl Bare {
    fn url(&self, path: &str) -> String {
        let prefix = match self.place.version {
            ApiVersion::Legacy => "",
            _ => "/v1",
        };
        format!("{}{prefix}{path}", self.place.url)
    }

    fn collections(&self) -> String {
        let Place {
            organization,
            orbit,
            ..
        } = self.place;
        self.url(&format!(
            "/organizations/{organization}/orbits/{orbit}/collections"
        ))
    }

    async fn list(&self) -> Vec<Collection> {
        if self.place.version == ApiVersion::Legacy {
            return read(self.http.get(self.collections())).await;
        }
        let mut page = self.page(&[]).await;
        let mut all = page.items;
        while let Some(cursor) = page.cursor {
            page = self.page(&[("cursor", &cursor)]).await;
            all.append(&mut page.items);
        }
        all
    }

    /// A page of the list on V1, of the largest size, the oldest first.
    async fn page(&self, query: &[(&str, &str)]) -> Page {
        let request = self.http.get(self.collections()).query(&[
            ("limit", "100"),
            ("sort_by", "created_at"),
            ("order", "asc"),
        ]);
        read(request.query(query)).await
    }

    async fn get_by_id(&self, id: Uuid) -> Option<Collection> {
        if self.place.version == ApiVersion::Legacy {
            // The server has no operation that returns a single one.
            let all = self.list().await;
            return all.into_iter().find(|collection| collection.id == id);
        }
        let url = format!("{}/{id}", self.collections());
        Some(read(self.http.get(url)).await)
    }

    async fn get_by_name(&self, name: &str) -> Option<Collection> {
        let all = match self.place.version {
            ApiVersion::Legacy => self.list().await,
            _ => self.page(&[("search", name)]).await.items,
        };
        all.into_iter().find(|collection| collection.name == name)
    }
}

/// The same with reqwest's blocking client. A clone shares its connections.
#[derive(Clone)]
pub(crate) struct BareBlocking {
    http: reqwest::blocking::Client,
    url: String,
    collections: usize,
}

impl BlockingWay for BareBlocking {
    fn new(place: &Place) -> Self {
        Self {
            http: reqwest::blocking::Client::new(),
            url: Bare::new(place).collections(),
            collections: place.collections,
        }
    }

    fn list(&self) {
        let response = self.http.get(&self.url).bearer_auth(API_KEY).send();
        let response = response.unwrap().error_for_status().unwrap();
        let list: Vec<Collection> = response.json().unwrap();
        assert_eq!(black_box(list).len(), self.collections);
    }
}

impl Way for Bare {
    fn new(place: &Place) -> Self {
        Self {
            http: reqwest::Client::new(),
            place: place.clone(),
        }
    }

    async fn call(&self, exchange: Exchange) {
        let place = &self.place;
        match exchange {
            Exchange::List => assert_eq!(black_box(self.list().await).len(), place.collections),
            Exchange::GetById => assert!(black_box(self.get_by_id(place.id).await).is_some()),
            Exchange::GetByName => {
                assert!(black_box(self.get_by_name(&place.name).await).is_some());
            }
            Exchange::Create => {
                let is_legacy = place.version == ApiVersion::Legacy;
                let content = CollectionCreate {
                    name: "Training Dataset",
                    description: "Dataset for model training",
                    collection_type: is_legacy.then_some(CollectionType::Dataset),
                    type_: (!is_legacy).then_some(CollectionType::Dataset),
                    tags: &["ml", "training"],
                };
                let request = self.http.post(self.collections()).json(&content);
                black_box(read::<Collection>(request).await);
            }
            Exchange::Connect => {
                let new = Self::new(place);
                let url = new.url("/users/me/organizations");
                let organizations: Vec<Named> = read(new.http.get(url)).await;
                let organization = organizations.iter().find(|one| one.name == ORGANIZATION);
                let organization = organization.unwrap().id;
                let url = new.url(&format!("/organizations/{organization}/orbits"));
                let orbits: Vec<Named> = read(new.http.get(url)).await;
                assert!(orbits.iter().any(|orbit| orbit.name == ORBIT));
                assert!(black_box(new.get_by_id(place.id).await).is_some());
            }
            Exchange::First => {
                black_box(self.page(&[]).await.items.into_iter().next().unwrap());
            }
        }
    }
}
