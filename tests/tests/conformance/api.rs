//! The generated clients of all versions, in one form.

use dataforce::{Client, CollectionId, CollectionType, OrbitId, OrganizationId, RetryPolicy};
use dataforce_api::{BucketSecretId, CollectionSortBy, Error, SortOrder, legacy, v1};
use dataforce_emulator::ApiVersion;

type Time = chrono::DateTime<chrono::Utc>;

#[derive(Clone, Debug)]
pub(crate) enum Api {
    Legacy(legacy::Client),
    V1(v1::Client),
}

/// A collection as the server returns it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Collection {
    pub(crate) id: CollectionId,
    pub(crate) orbit_id: OrbitId,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) collection_type: CollectionType,
    pub(crate) tags: Option<Vec<String>>,
    /// The number of models, on V1 of artifacts.
    pub(crate) total: Option<i64>,
    pub(crate) created_at: Time,
    pub(crate) updated_at: Option<Time>,
}

/// What the list and the details of an orbit have in common.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Orbit {
    pub(crate) id: OrbitId,
    pub(crate) organization_id: OrganizationId,
    pub(crate) name: String,
    pub(crate) bucket_secret_id: BucketSecretId,
}

/// What a client writes: the type is that of a new collection.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) collection_type: CollectionType,
    pub(crate) tags: Option<Vec<String>>,
}

macro_rules! from_generated {
    ($version:ident, $collection_type:ident, $total:ident) => {
        impl From<$version::types::Collection> for Collection {
            fn from(it: $version::types::Collection) -> Self {
                Self {
                    id: it.id,
                    orbit_id: it.orbit_id,
                    name: it.name,
                    description: it.description,
                    collection_type: it.$collection_type,
                    tags: it.tags,
                    total: it.$total,
                    created_at: it.created_at,
                    updated_at: it.updated_at,
                }
            }
        }

        impl From<&Content> for $version::types::CollectionCreate {
            fn from(it: &Content) -> Self {
                Self {
                    name: it.name.clone(),
                    description: it.description.clone(),
                    $collection_type: it.collection_type.clone(),
                    tags: it.tags.clone(),
                }
            }
        }

        impl From<&Content> for $version::types::CollectionUpdate {
            fn from(it: &Content) -> Self {
                Self {
                    name: it.name.clone(),
                    description: it.description.clone(),
                    tags: it.tags.clone(),
                }
            }
        }
    };
}
from_generated!(legacy, collection_type, total_models);
from_generated!(v1, type_, total_artifacts);

/// Evaluates `$body` with the client of whichever version it is.
macro_rules! with_client {
    ($api:expr, $client:ident => $body:expr) => {
        match $api {
            Api::Legacy($client) => $body,
            Api::V1($client) => $body,
        }
    };
}

impl Api {
    pub(crate) fn of(client: &Client, version: ApiVersion) -> Self {
        match version {
            ApiVersion::V1 => Self::V1(client.v1()),
            _ => Self::Legacy(client.legacy()),
        }
    }

    /// The same client, which sends each request once.
    pub(crate) fn once(self) -> Self {
        match self {
            Self::Legacy(client) => Self::Legacy(client.with_retry(RetryPolicy::none())),
            Self::V1(client) => Self::V1(client.with_retry(RetryPolicy::none())),
        }
    }

    pub(crate) async fn organizations(&self) -> Result<Vec<OrganizationId>, Error> {
        with_client!(self, client => {
            let list = client.list_organizations().await?.into_inner();
            Ok(list.into_iter().map(|it| it.id).collect())
        })
    }

    pub(crate) async fn orbits(&self, organization: OrganizationId) -> Result<Vec<Orbit>, Error> {
        with_client!(self, client => {
            let list = client.list_orbits(&organization).await?.into_inner();
            let orbits = list.into_iter().map(|it| Orbit {
                id: it.id,
                organization_id: it.organization_id,
                name: it.name,
                bucket_secret_id: it.bucket_secret_id,
            });
            Ok(orbits.collect())
        })
    }

    /// Returns an orbit, and whether its members are listed.
    pub(crate) async fn orbit(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<(Orbit, bool), Error> {
        with_client!(self, client => {
            let it = client.get_orbit(&organization, &orbit).await?.into_inner();
            let orbit = Orbit {
                id: it.id,
                organization_id: it.organization_id,
                name: it.name,
                bucket_secret_id: it.bucket_secret_id,
            };
            Ok((orbit, it.members.is_some()))
        })
    }

    /// Returns all collections, on V1 page by page.
    pub(crate) async fn list(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
    ) -> Result<Vec<Collection>, Error> {
        let client = match self {
            Self::Legacy(client) => {
                let list = client.list_collections(&organization, &orbit).await?;
                return Ok(list
                    .into_inner()
                    .into_iter()
                    .map(Collection::from)
                    .collect());
            }
            Self::V1(client) => client,
        };
        let (order, by) = (Some(&SortOrder::Asc), Some(&CollectionSortBy::CreatedAt));
        let mut all = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let page = client
                .list_collections(
                    &organization,
                    &orbit,
                    cursor.as_deref(),
                    Some(100),
                    order,
                    None,
                    by,
                    None,
                )
                .await?
                .into_inner();
            all.extend(page.items.into_iter().map(Collection::from));
            cursor = page.cursor;
            if cursor.is_none() {
                return Ok(all);
            }
        }
    }

    pub(crate) async fn create(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        content: &Content,
    ) -> Result<Collection, Error> {
        with_client!(self, client => {
            let body = content.into();
            let response = client.create_collection(&organization, &orbit, &body).await?;
            assert_eq!(response.status(), 200);
            Ok(response.into_inner().into())
        })
    }

    pub(crate) async fn update(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        id: CollectionId,
        content: &Content,
    ) -> Result<Collection, Error> {
        with_client!(self, client => {
            let body = content.into();
            let response = client.update_collection(&organization, &orbit, &id, &body).await?;
            assert_eq!(response.status(), 200);
            Ok(response.into_inner().into())
        })
    }

    pub(crate) async fn delete(
        &self,
        organization: OrganizationId,
        orbit: OrbitId,
        id: CollectionId,
    ) -> Result<(), Error> {
        with_client!(self, client => {
            let response = client.delete_collection(&organization, &orbit, &id).await?;
            assert_eq!(response.status(), 204);
            Ok(())
        })
    }
}
