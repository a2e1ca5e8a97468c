//! The clients of this crate.

use std::hint::black_box;

use dataforce::{CollectionId, CollectionType, OrbitId, OrganizationId};
use futures_util::StreamExt;

use super::{API_KEY, BlockingWay, Exchange, ORBIT, ORGANIZATION, Place, Way};

/// The async facade.
#[derive(Clone)]
pub(crate) struct Async {
    pub(crate) client: dataforce::Client,
    place: Place,
}

impl Way for Async {
    fn new(place: &Place) -> Self {
        let client = dataforce::Client::builder()
            .api_key(API_KEY)
            .base_url(&place.url)
            .api_version(place.version)
            .organization(OrganizationId::from(place.organization))
            .orbit(OrbitId::from(place.orbit))
            .build()
            .unwrap();
        Self {
            client,
            place: place.clone(),
        }
    }

    async fn call(&self, exchange: Exchange) {
        let place = &self.place;
        let collections = self.client.collections();
        match exchange {
            Exchange::List => {
                let list = collections.list().await.unwrap();
                assert_eq!(black_box(list).len(), place.collections);
            }
            Exchange::GetById => {
                let found = collections.get(CollectionId::from(place.id)).await.unwrap();
                assert!(black_box(found).is_some());
            }
            Exchange::GetByName => {
                let found = collections.get(place.name.as_str()).await.unwrap();
                assert!(black_box(found).is_some());
            }
            Exchange::Create => {
                let create = collections
                    .create("Training Dataset", CollectionType::Dataset)
                    .description("Dataset for model training")
                    .tags(["ml", "training"]);
                black_box(create.send().await.unwrap());
            }
            Exchange::Connect => {
                // The version is detected, as it is by default.
                let connect = dataforce::Client::builder()
                    .api_key(API_KEY)
                    .base_url(&place.url)
                    .organization(ORGANIZATION)
                    .orbit(ORBIT)
                    .collection(CollectionId::from(place.id))
                    .connect();
                black_box(connect.await.unwrap());
            }
            Exchange::First => {
                let mut stream = collections.query().stream();
                black_box(stream.next().await.unwrap().unwrap());
            }
        }
    }
}

/// The blocking facade.
#[derive(Clone)]
pub(crate) struct Blocking(dataforce::blocking::Client, Place);

impl BlockingWay for Blocking {
    fn new(place: &Place) -> Self {
        let client = dataforce::blocking::Client::builder()
            .api_key(API_KEY)
            .base_url(&place.url)
            .api_version(place.version)
            .organization(OrganizationId::from(place.organization))
            .orbit(OrbitId::from(place.orbit))
            .build()
            .unwrap();
        Self(client, place.clone())
    }

    fn list(&self) {
        let list = self.0.collections().list().unwrap();
        assert_eq!(black_box(list).len(), self.1.collections);
    }
}
