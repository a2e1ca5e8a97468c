//! Where the tests run, and how they leave it.

use std::io::Write;
use std::panic::{AssertUnwindSafe, resume_unwind};

use dataforce::{Client, CollectionId, CollectionType, Error, Orbit, OrbitId, OrganizationId};
use dataforce_emulator::{self as emulated, ApiVersion, Emulator};
use dataforce_tests::{Server, VERSIONS, root, type_property};
use futures_util::FutureExt;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use uuid::Uuid;

use crate::api::{Api, Collection, Content};

/// The variables that say where the live server is. All or none are set.
pub(crate) const VARIABLES: [&str; 4] = [
    "DATAFORCE_LIVE_BASE_URL",
    "DATAFORCE_LIVE_API_KEY",
    "DATAFORCE_LIVE_ORGANIZATION",
    "DATAFORCE_LIVE_ORBIT",
];

/// A server with an orbit in which a test may create collections.
///
/// Everything that a test creates carries its mark in name or description. By the mark it is deleted
/// after the test, and told from what others have in the orbit.
pub(crate) struct Place {
    /// The version of the API that the server speaks.
    pub(crate) version: ApiVersion,
    /// A client whose defaults are the organization and the orbit.
    pub(crate) client: Client,
    /// What the owner of the key may do with the collections of the orbit.
    allowed: Vec<String>,
    base_url: String,
    api_key: String,
    mark: String,
    /// `None` if the server is a live one.
    emulator: Option<Server>,
}

/// What the owner of the key has to be allowed to do with the collections of the orbit, in the words
/// of the server.
pub(crate) type Rights = &'static [&'static str];

/// Of tests that send requests to create collections. They need the right to delete even if nothing
/// is to be created: a server that does wrong creates it.
pub(crate) const TO_CHANGE: Rights = &["list", "read", "create", "update", "delete"];
pub(crate) const TO_LIST: Rights = &["list"];
pub(crate) const NONE: Rights = &[];

/// Runs a test that applies to every version, on the live server if the environment names one, and
/// otherwise on an emulator of each version. Deletes what the test created, even if it fails.
///
/// Where the key does not allow what the test needs, nothing is run.
pub(crate) async fn at_a_place(needed: Rights, test: impl AsyncFn(&Place)) {
    for place in Place::open(needed).await {
        place.host(&test).await;
        place.assert_bystanders_are_untouched();
    }
}

/// Runs a test that changes something and applies to one version, otherwise like [`at_a_place`].
pub(crate) async fn at_a_place_of(version: ApiVersion, test: impl AsyncFn(&Place)) {
    at_a_place(TO_CHANGE, async |place| {
        if place.version == version {
            test(place).await;
        } else if place.emulator.is_none() {
            skipped(&format!(
                "it applies to {version} and the server is another"
            ));
        }
    })
    .await;
}

/// Why a test is skipped that needs [`Place::elsewhere`].
pub(crate) const NOWHERE_ELSE: &str = "it needs a second orbit where the key allows the same";

/// Prints what is left out, past the capturing of output.
pub(crate) fn skipped(reason: &str) {
    // The name of the thread is that of the test.
    let thread = std::thread::current();
    let what = thread.name().unwrap_or("a test");
    let _ = writeln!(std::io::stderr(), "skipped: {what}, since {reason}");
}

impl Place {
    /// Returns the live server if the environment names one and the key allows what is needed there,
    /// otherwise an emulator of each version.
    pub(crate) async fn open(needed: Rights) -> Vec<Self> {
        let mut places = Self::all().await;
        places.retain(|place| place.allows(needed));
        places
    }

    async fn all() -> Vec<Self> {
        let values = VARIABLES.map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
        match values {
            [None, None, None, None] => {
                let mut places = Vec::new();
                for version in VERSIONS {
                    places.push(Self::emulated(version).await);
                }
                places
            }
            [
                Some(base_url),
                Some(api_key),
                Some(organization),
                Some(orbit),
            ] => vec![Self::at(&base_url, &api_key, &organization, &orbit).await],
            _ => panic!("either all of {VARIABLES:?} are set, or none"),
        }
    }

    async fn emulated(version: ApiVersion) -> Self {
        let other = emulated::Orbit::new("Another Orbit").collection(bystander());
        let server = Server::run(
            Emulator::builder()
                .api_version(version)
                .collection(bystander()),
        );
        server.add_orbit(server.organization_id(), other);
        let [organization, orbit] =
            [server.organization_id(), server.orbit_id()].map(|id| id.to_string());
        let place = Self::at(server.base_url(), server.api_key(), &organization, &orbit).await;
        assert_eq!(place.version, version);
        Self {
            emulator: Some(server),
            ..place
        }
    }

    async fn at(base_url: &str, api_key: &str, organization: &str, orbit: &str) -> Self {
        let client = Client::builder().api_key(api_key).base_url(base_url);
        let client = client.organization(organization).connect().await;
        let mut client = client.unwrap_or_else(|error| unusable(&error));
        // Not by `connect`, which looks at the collections: those the key need not show.
        let found = client
            .orbits()
            .get(orbit)
            .await
            .unwrap_or_else(|error| unusable(&error));
        let found = found.unwrap_or_else(|| panic!("there is no orbit {orbit:?}"));
        client.set_orbit(found.id);
        let version = client.detect_api_version().await;
        let version = match version.unwrap_or_else(|error| unusable(&error)) {
            dataforce::ApiVersion::V1 => ApiVersion::V1,
            _ => ApiVersion::Legacy,
        };
        Self {
            version,
            allowed: collection_rights(&found),
            client,
            // Paths are appended to it that begin with the version.
            base_url: base_url
                .trim_end_matches('/')
                .trim_end_matches("/v1")
                .to_owned(),
            api_key: api_key.to_owned(),
            mark: mark(),
            emulator: None,
        }
    }

    /// Whether the key allows this. If it does not, prints what would have to be allowed.
    fn allows(&self, needed: Rights) -> bool {
        let lacking = lacking(&self.allowed, needed);
        if lacking.is_empty() {
            return true;
        }
        skipped(&format!(
            "it needs the key of somebody who may {} collections of the orbit, and this one may not {}",
            needed.join(", "),
            lacking.join(", "),
        ));
        false
    }

    /// Runs a test and cleans up after it.
    pub(crate) async fn host(&self, test: impl AsyncFn(&Self)) {
        let outcome = AssertUnwindSafe(test(self)).catch_unwind().await;
        let left = AssertUnwindSafe(self.clean_up()).catch_unwind().await;
        if let Err(failure) = outcome {
            // The failure of the test is the news, whatever became of cleaning up.
            resume_unwind(failure);
        }
        match left {
            Ok(left) => assert!(left.is_empty(), "these could not be deleted: {left:?}"),
            Err(failure) => resume_unwind(failure),
        }
    }

    /// The same client without `async`, to be built off the runtime.
    pub(crate) fn blocking_client(&self) -> dataforce::blocking::ClientBuilder {
        dataforce::blocking::Client::builder()
            .api_key(&self.api_key)
            .base_url(&self.base_url)
            .organization(self.client.organization().expect("connected"))
            .orbit(self.client.orbit().expect("connected"))
    }

    /// The emulator, for what only it can do.
    pub(crate) fn emulator(&self) -> Option<&Server> {
        self.emulator.as_ref()
    }

    /// What everything that this test creates carries in its name or description.
    pub(crate) fn mark(&self) -> &str {
        &self.mark
    }

    /// A name that nobody else uses.
    pub(crate) fn named(&self, name: &str) -> String {
        format!("{name} of {}", self.mark)
    }

    pub(crate) fn organization(&self) -> OrganizationId {
        self.client.organization().expect("connected")
    }

    pub(crate) fn orbit(&self) -> OrbitId {
        self.client.orbit().expect("connected")
    }

    /// The generated client of the version. It sends each request once.
    pub(crate) fn api(&self) -> Api {
        self.repeating_api().once()
    }

    /// The generated client of the version, for what is not tested.
    fn repeating_api(&self) -> Api {
        Api::of(&self.client, self.version)
    }

    /// The content of a collection of this test with this name.
    pub(crate) fn content(&self, name: impl Into<String>) -> Content {
        Content {
            name: name.into(),
            description: self.mark.clone(),
            collection_type: CollectionType::Model,
            tags: None,
        }
    }

    /// The same as the body of a request that creates the collection.
    pub(crate) fn body(&self, name: impl Into<String>) -> Value {
        serde_json::json!({
            "name": name.into(),
            "description": self.mark,
            type_property(self.version): "model",
        })
    }

    /// Creates a collection of this test with this name.
    pub(crate) async fn create(&self, name: impl Into<String>) -> Collection {
        self.try_create(&self.content(name)).await.unwrap()
    }

    pub(crate) async fn try_create(
        &self,
        content: &Content,
    ) -> Result<Collection, dataforce_api::Error> {
        let (organization, orbit) = (self.organization(), self.orbit());
        self.api().create(organization, orbit, content).await
    }

    pub(crate) async fn update(
        &self,
        id: CollectionId,
        content: &Content,
    ) -> Result<Collection, dataforce_api::Error> {
        let (organization, orbit) = (self.organization(), self.orbit());
        self.api().update(organization, orbit, id, content).await
    }

    pub(crate) async fn delete(&self, id: CollectionId) -> Result<(), dataforce_api::Error> {
        let (organization, orbit) = (self.organization(), self.orbit());
        self.api().delete(organization, orbit, id).await
    }

    /// The collections of this test in its orbit, as the list has them.
    pub(crate) async fn mine(&self) -> Vec<Collection> {
        self.mine_in(self.orbit()).await.unwrap()
    }

    async fn mine_in(&self, orbit: OrbitId) -> Result<Vec<Collection>, String> {
        let list = self.repeating_api().list(self.organization(), orbit).await;
        let mut list = list.map_err(|error| error.to_string())?;
        list.retain(|it| {
            [&it.name, &it.description]
                .iter()
                .any(|text| text.contains(&self.mark))
        });
        Ok(list)
    }

    /// The collection as the list has it now.
    pub(crate) async fn listed(&self, id: CollectionId) -> Option<Collection> {
        let list = self.api().list(self.organization(), self.orbit()).await;
        list.unwrap().into_iter().find(|it| it.id == id)
    }

    /// Another orbit of the organization, and a collection of this test in it. Returns `None` if the
    /// key allows it in no other orbit.
    pub(crate) async fn elsewhere(&self) -> Option<(OrbitId, Collection)> {
        let orbits = self.other_orbits().await;
        let orbit = orbits
            .iter()
            .find(|orbit| lacking(&collection_rights(orbit), TO_CHANGE).is_empty())?;
        let content = self.content(self.named("Elsewhere"));
        let api = self.api();
        let created = api.create(self.organization(), orbit.id, &content).await;
        Some((orbit.id, created.unwrap()))
    }

    async fn other_orbits(&self) -> Vec<Orbit> {
        let mut orbits = self.client.orbits().list().await.unwrap_or_default();
        orbits.retain(|orbit| Some(orbit.id) != self.client.orbit());
        orbits
    }

    /// A path below the organization.
    pub(crate) fn path(&self, below: &str) -> String {
        format!(
            "{}/organizations/{}{below}",
            root(self.version),
            self.organization()
        )
    }

    /// The path of the collections in the orbit.
    pub(crate) fn collections(&self) -> String {
        self.path(&format!("/orbits/{}/collections", self.orbit()))
    }

    /// The path of a collection in the orbit.
    pub(crate) fn collection(&self, id: CollectionId) -> String {
        format!("{}/{id}", self.collections())
    }

    /// Sends a request that the client would not send, with the key.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&str>) -> Reply {
        self.send_as(&format!("Bearer {}", self.api_key), method, path, body)
            .await
    }

    /// Sends a request with another `Authorization`.
    pub(crate) async fn send_as(
        &self,
        authorization: &str,
        method: Method,
        path: &str,
        body: Option<&str>,
    ) -> Reply {
        // A connection of its own, so that it is never one that the server has closed.
        let mut client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        if self.base_url.starts_with("http://127.0.0.1:") {
            // It is on this machine, whatever the environment says of proxies and certificates.
            client = client.no_proxy().tls_certs_only([]);
        }
        let mut request = client
            .build()
            .unwrap()
            .request(method, format!("{}{path}", self.base_url))
            .header("authorization", authorization);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/json")
                .body(body.to_owned());
        }
        let response = request.send().await.unwrap();
        Reply {
            status: response.status(),
            content_type: response
                .headers()
                .get("content-type")
                .map(|it| it.to_str().unwrap().to_owned())
                .unwrap_or_default(),
            body: response.text().await.unwrap(),
        }
    }

    /// Deletes what the test created, and returns what could not be deleted.
    async fn clean_up(&self) -> Vec<String> {
        if !lacking(&self.allowed, TO_CHANGE).is_empty() {
            // Then nothing was created.
            return Vec::new();
        }
        let mut orbits = vec![self.orbit()];
        for orbit in self.other_orbits().await {
            orbits.push(orbit.id);
        }
        let mut left = Vec::new();
        for orbit in orbits {
            match self.mine_in(orbit).await {
                Err(_) if orbit != self.orbit() => {}
                Err(failure) => left.push(failure),
                Ok(mine) => {
                    for collection in mine {
                        left.extend(self.remove(orbit, &collection).await.err());
                    }
                }
            }
        }
        left
    }

    async fn remove(&self, orbit: OrbitId, collection: &Collection) -> Result<(), String> {
        let deletion = self
            .repeating_api()
            .delete(self.organization(), orbit, collection.id)
            .await;
        match deletion {
            Ok(()) => Ok(()),
            Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => Ok(()),
            Err(error) => match &self.emulator {
                // Unlike the API, it can remove a collection with models.
                Some(emulator) if error.status() == Some(StatusCode::CONFLICT) => {
                    emulator.remove_collection(collection.id.into());
                    Ok(())
                }
                _ => Err(format!("{}: {error}", collection.id)),
            },
        }
    }

    /// What is in the emulator besides belongs to somebody else.
    pub(crate) fn assert_bystanders_are_untouched(&self) {
        if let Some(emulator) = &self.emulator {
            let left = emulator.collections();
            assert_eq!(left.len(), 2, "{left:?}");
            for collection in left {
                assert_eq!(collection.name, "Bystander");
                assert_eq!(collection.tags, Some(vec!["untouched".to_owned()]));
                assert_eq!(collection.updated_at, None);
            }
        }
    }
}

fn unusable(error: &Error) -> ! {
    panic!("the server cannot be used: {error}")
}

/// Returns what the owner of the key may do with the collections of an orbit.
fn collection_rights(orbit: &Orbit) -> Vec<String> {
    let permissions = orbit.permissions.as_ref();
    let rights = permissions.and_then(|permissions| permissions.get("collection"));
    rights.cloned().unwrap_or_default()
}

fn lacking(allowed: &[String], needed: Rights) -> Vec<&'static str> {
    let is_lacking = |right: &&str| !allowed.iter().any(|it| it == right);
    needed.iter().copied().filter(is_lacking).collect()
}

fn mark() -> String {
    format!("dataforce-conformance {}", Uuid::now_v7())
}

fn bystander() -> emulated::Collection {
    emulated::Collection::new("Bystander").tags(["untouched"])
}

/// A response as it was received.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Checks that this is a refusal with a sentence.
    #[track_caller]
    pub(crate) fn assert_refused(&self, status: u16, detail: &str) {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        assert_eq!(self.json()["detail"], detail);
    }

    /// Checks that this is a 422 with one issue at this location, and returns the issue.
    #[track_caller]
    pub(crate) fn assert_invalid(&self, kind: &str, place: Value) -> Value {
        assert_eq!(self.status.as_u16(), 422, "{self:?}");
        let complaints = self.json()["detail"].take();
        let complaints = complaints.as_array().unwrap_or_else(|| panic!("{self:?}"));
        assert_eq!(complaints.len(), 1, "{self:?}");
        assert_eq!(complaints[0]["type"], kind, "{self:?}");
        assert_eq!(complaints[0]["loc"], place, "{self:?}");
        assert!(complaints[0]["msg"].is_string(), "{self:?}");
        complaints[0].clone()
    }

    /// Checks that this is a crash.
    #[track_caller]
    pub(crate) fn assert_crashed(&self) {
        assert_eq!(self.status.as_u16(), 500, "{self:?}");
        assert!(self.content_type.starts_with("text/plain"), "{self:?}");
        assert_eq!(self.body, "Internal Server Error");
    }
}
