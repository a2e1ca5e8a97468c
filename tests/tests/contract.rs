//! The emulator responds to every request as the contract of its version says, and everything that a
//! contract declares is exercised. All other tests check the contract as well, see
//! `dataforce_tests::Server`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dataforce_emulator::{
    ApiVersion, Behaviour, Collection, Emulator, Endpoint, Exchange, Fault, Orbit, OrbitRole,
    Organization, OrganizationRole, Seed, User,
};
use dataforce_tests::{Contract, Coverage, Server, VERSIONS, root, spellings, type_property};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

const OWNER: &str = "dfs_owner";
/// A plain member of the organization, and of its orbit.
const MEMBER: &str = "dfs_member";
/// A user without any organization.
const STRANGER: &str = "dfs_stranger";
/// A key of another kind, which V1 refuses.
const SATELLITE: &str = "dfssat_key";
const UNKNOWN: Uuid = Uuid::from_u128(0x0199c455_ffff_7000_8000_000000000000);
/// A collection that holds models.
const FULL: Uuid = Uuid::from_u128(0x0199c455_ffff_7000_8000_000000000001);

fn registry(version: ApiVersion) -> Server {
    let orbit = Orbit::new("Orbit")
        .id(Seed::ORBIT_ID)
        .member("owner", OrbitRole::Admin)
        .member("member", OrbitRole::Member)
        .collection(Collection::example())
        .collection(Collection::new("Full").id(FULL).models(3));
    let organization = Organization::new("Organization")
        .id(Seed::ORGANIZATION_ID)
        .member("owner", OrganizationRole::Owner)
        .member("member", OrganizationRole::Member)
        .orbit(orbit);
    let users = [
        ("owner", OWNER),
        ("member", MEMBER),
        ("stranger", STRANGER),
        ("satellite", SATELLITE),
    ];
    let builder = users.into_iter().fold(
        Emulator::builder().api_version(version),
        |builder, (name, key)| builder.user(User::new(name).key(key)),
    );
    Server::run(builder.organization(organization))
}

/// A request as it is sent.
#[derive(Clone, Debug)]
struct Ask {
    method: Method,
    path: String,
    key: Option<&'static str>,
    content_type: Option<&'static str>,
    body: Vec<u8>,
}

impl Ask {
    /// A request that succeeds.
    fn operation(version: ApiVersion, operation: Endpoint) -> Self {
        let root = root(version);
        let organization = format!("{root}/organizations/{}", Seed::ORGANIZATION_ID);
        let orbit = format!("{organization}/orbits/{}", Seed::ORBIT_ID);
        let collection = format!("{orbit}/collections/{}", Seed::COLLECTION_ID);
        let (method, path) = match operation {
            Endpoint::ValidateApiKey => (Method::GET, format!("{root}/auth/api-keys/validate")),
            Endpoint::ListOrganizations => (Method::GET, format!("{root}/users/me/organizations")),
            Endpoint::ListOrbits => (Method::GET, format!("{organization}/orbits")),
            Endpoint::GetOrbit => (Method::GET, orbit),
            Endpoint::ListCollections => (Method::GET, format!("{orbit}/collections")),
            Endpoint::CreateCollection => (Method::POST, format!("{orbit}/collections")),
            Endpoint::GetCollection => (Method::GET, collection),
            Endpoint::UpdateCollection => (Method::PATCH, collection),
            Endpoint::DeleteCollection => (Method::DELETE, collection),
            other => panic!("{other} has no request"),
        };
        let ask = Self {
            method,
            path,
            key: Some(OWNER),
            content_type: None,
            body: Vec::new(),
        };
        match operation {
            Endpoint::CreateCollection => ask.json(&json!({
                "name": "New", "description": "", type_property(version): "dataset", "tags": ["ml"],
            })),
            Endpoint::UpdateCollection => {
                ask.json(&json!({"name": "New", "description": "", "tags": null}))
            }
            _ => ask,
        }
    }

    fn json(self, body: &Value) -> Self {
        self.bytes(body.to_string())
    }

    fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.content_type = Some("application/json");
        self.body = body.into();
        self
    }

    fn key(mut self, key: impl Into<Option<&'static str>>) -> Self {
        self.key = key.into();
        self
    }

    fn with(mut self, id: Uuid, other: impl ToString) -> Self {
        self.path = self.path.replace(&id.to_string(), &other.to_string());
        self
    }

    /// Sends the request over a connection of its own, and returns the status.
    async fn send(&self, http: &reqwest::Client, server: &Server) -> StatusCode {
        let url = format!("{}{}", server.base_url(), self.path);
        let mut request = http
            .request(self.method.clone(), url)
            .body(self.body.clone());
        if let Some(key) = self.key {
            request = request.bearer_auth(key);
        }
        if let Some(content_type) = self.content_type {
            request = request.header("content-type", content_type);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        response.bytes().await.unwrap();
        status
    }
}

fn http() -> reqwest::Client {
    let builder = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .pool_max_idle_per_host(0);
    builder
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// Returns a request that gets this status.
fn provoke(server: &Server, operation: Endpoint, status: u16) -> Ask {
    use Endpoint::*;
    let version = server.api_version();
    let ask = Ask::operation(version, operation);
    match (operation, status) {
        (_, 200 | 204) => ask,
        (_, 401) => ask.key(None),
        (DeleteCollection, 403) => ask.key(MEMBER),
        (ListOrganizations | ValidateApiKey, 403) => ask.key(SATELLITE),
        (_, 403) => ask.key(STRANGER),
        (GetCollection | UpdateCollection | DeleteCollection, 404) => {
            ask.with(Seed::COLLECTION_ID, UNKNOWN)
        }
        (_, 404) => ask.with(Seed::ORBIT_ID, UNKNOWN),
        (_, 409) => ask.with(Seed::COLLECTION_ID, FULL),
        (CreateCollection, 422) => ask.json(&json!({"name": 7, type_property(version): "prompt"})),
        (_, 422) => ask.with(Seed::ORGANIZATION_ID, "x"),
        (_, 400) => ask.bytes(b"{\"name\": \"\xff\"}"),
        (CreateCollection, 500) => ask.json(&json!({
            "name": "\0", "description": "", type_property(version): "model",
        })),
        (UpdateCollection, 500) => ask.json(&json!({"name": "New"})),
        (_, 500) => {
            let crash = Fault::status(500).header("content-type", "text/plain; charset=utf-8");
            server.inject(crash.body("Internal Server Error").on(operation));
            ask
        }
        (_, 502..=504) => {
            server.inject(
                Fault::status(status)
                    .html("<html>Bad Gateway</html>")
                    .on(operation),
            );
            ask
        }
        _ => panic!("nobody knows how to provoke {status} of {operation}"),
    }
}

#[tokio::test]
async fn everything_that_a_contract_declares_is_exercised() {
    for version in VERSIONS {
        let http = http();
        let contract = Contract::of(version);
        let mut coverage = Coverage::of(contract);
        for declared in contract.declared() {
            let server = registry(version);
            let operation = declared.operation.parse().unwrap();
            let ask = provoke(&server, operation, declared.status);
            let status = ask.send(&http, &server).await;
            assert_eq!(status.as_u16(), declared.status, "{ask:?}");
            for exchange in server.exchanges() {
                // Responses with an injected fault as well, which are those of a gateway.
                contract
                    .check_response(&exchange)
                    .unwrap_or_else(|fault| panic!("{version}: {fault}"));
                coverage.note(&exchange);
            }
        }
        let report = coverage.report();
        let file = format!("contract-coverage-{version}.txt");
        std::fs::write(
            std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(file),
            &report,
        )
        .unwrap();
        assert!(coverage.missing().is_empty(), "{version}: {report}");
    }
}

#[test]
fn what_is_not_exercised_is_reported() {
    for version in VERSIONS {
        let coverage = Coverage::of(Contract::of(version));
        let missing = coverage.missing();
        assert!(missing.contains(&"delete_collection 409".to_owned()));
        assert!(missing.contains(&"Collection.tags".to_owned()));
        assert!(missing.contains(&"ValidationIssue.ctx".to_owned()));
        assert!(coverage.report().contains("not exercised: list_orbits 403"));
    }
    let missing = Coverage::of(Contract::of(ApiVersion::V1)).missing();
    assert!(missing.contains(&"get_collection 404".to_owned()));
}

fn id(known: Uuid) -> impl Strategy<Value = String> {
    prop_oneof![
        12 => proptest::sample::select(spellings(known).to_vec()),
        2 => Just(UNKNOWN.to_string()),
        1 => "[0-9a-fA-F-]{1,40}",
        1 => "(urn:uuid:|URN:UUID:|\\{)?[0-9a-zA-Z{}:-]{1,36}",
    ]
}

fn path(version: ApiVersion) -> impl Strategy<Value = String> {
    let collection = prop_oneof![Just(Seed::COLLECTION_ID), Just(FULL)].prop_flat_map(id);
    let ids = (id(Seed::ORGANIZATION_ID), id(Seed::ORBIT_ID), collection);
    (0..5usize, ids, query(version)).prop_map(move |(depth, ids, query)| {
        let (organization, orbit, collection) = ids;
        let path = match depth {
            0 => "/users/me/organizations".to_owned(),
            1 => format!("/organizations/{organization}/orbits"),
            2 => format!("/organizations/{organization}/orbits/{orbit}"),
            3 => format!("/organizations/{organization}/orbits/{orbit}/collections"),
            _ => format!("/organizations/{organization}/orbits/{orbit}/collections/{collection}"),
        };
        format!("{}{path}{query}", root(version))
    })
}

/// The parameters of the list of V1, right and wrong ones.
fn query(version: ApiVersion) -> BoxedStrategy<String> {
    if version == ApiVersion::Legacy {
        return Just(String::new()).boxed();
    }
    let parameter = prop_oneof![
        "limit=(-1|0|1|2|100|101|x)",
        "sort_by=(created_at|name|type|description|total_artifacts|x)",
        "order=(asc|desc|x)",
        "search=(a|%25|_|%5C|%00|%C3%A9)?",
        "types=(model|dataset|model_dataset|x)",
        "cursor=[A-Za-z0-9_=-]{0,20}",
        "[a-z]{1,5}=[a-z]{0,5}",
    ];
    proptest::collection::vec(parameter, 0..3)
        .prop_map(|parameters| match &parameters[..] {
            [] => String::new(),
            _ => format!("?{}", parameters.join("&")),
        })
        .boxed()
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("model")),
        Just(json!("\0")),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Bodies that are valid except for one property, any JSON, and text that only looks like it.
fn body(version: ApiVersion) -> impl Strategy<Value = Vec<u8>> {
    let property = prop_oneof![
        "name",
        "description",
        Just(type_property(version).to_owned()),
        "tags",
        "[a-z]{1,5}"
    ];
    let nearly =
        (property, proptest::option::of(json_value())).prop_map(move |(property, value)| {
            let mut body = json!({
                "name": "a", "description": "", type_property(version): "model", "tags": [""],
            });
            match value {
                Some(value) => body[property] = value,
                None => drop(body.as_object_mut().and_then(|body| body.remove(&property))),
            }
            body
        });
    prop_oneof![
        6 => nearly.prop_map(|body| body.to_string().into_bytes()),
        2 => json_value().prop_map(|body| body.to_string().into_bytes()),
        1 => r#"\{"name": ?"(\\ud800|\\u0000|\\x|[a-z]){0,3}"?[,}]?"#.prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..30),
    ]
}

fn ask(version: ApiVersion) -> impl Strategy<Value = Ask> {
    let method = proptest::sample::select(vec![
        Method::GET,
        Method::POST,
        Method::PATCH,
        Method::DELETE,
    ]);
    // The contract of the legacy API knows no keys of another kind.
    let other_kind = match version {
        ApiVersion::V1 => SATELLITE,
        _ => STRANGER,
    };
    let key = prop_oneof![
        8 => Just(Some(OWNER)),
        2 => Just(Some(MEMBER)),
        1 => Just(Some(STRANGER)),
        1 => Just(Some("dfs_wrong")),
        1 => Just(Some(other_kind)),
        1 => Just(None),
    ];
    let content_type = prop_oneof![
        6 => Just(Some("application/json")),
        1 => Just(Some("application/merge-patch+json")),
        1 => Just(Some("text/plain")),
        1 => Just(None),
    ];
    (method, path(version), key, content_type, body(version)).prop_map(
        |(method, path, key, content_type, body)| Ask {
            method,
            path,
            key,
            content_type,
            body,
        },
    )
}

fn the_exchange(server: &Server) -> Exchange {
    server.exchanges().pop().unwrap()
}

#[test]
fn no_request_makes_the_emulator_break_the_contract() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    for version in VERSIONS {
        let (http, server) = (http(), registry(version));
        let beginning = server.export();
        let behaviour = prop_oneof![
            Just(Behaviour::Measured),
            Just(Behaviour::Documented),
            Just(Behaviour::Unbounded)
        ];
        let config = Config {
            cases: 400,
            failure_persistence: None,
            ..Config::default()
        };
        let outcome =
            TestRunner::new(config).run(&(behaviour, ask(version)), |(behaviour, ask)| {
                server.import(beginning.clone());
                server.set_behaviour(behaviour);
                server.clear_requests();
                runtime.block_on(ask.send(&http, &server));
                let checked = Contract::of(version).check_response(&the_exchange(&server));
                prop_assert!(checked.is_ok(), "{}", checked.unwrap_err());
                Ok(())
            });
        if let Err(failure) = outcome {
            panic!("{version}: {failure}");
        }
    }
}

/// The exchange of a successful operation.
async fn success(version: ApiVersion, operation: Endpoint) -> Exchange {
    let server = registry(version);
    Ask::operation(version, operation)
        .send(&http(), &server)
        .await;
    the_exchange(&server)
}

/// The same with another body.
fn answering(exchange: &Exchange, change: impl Fn(&mut Value)) -> Exchange {
    let mut exchange = exchange.clone();
    let response = exchange.response.as_mut().unwrap();
    let mut body = serde_json::from_slice(response.body.as_ref().unwrap()).unwrap();
    change(&mut body);
    response.body = Some(body.to_string().into());
    exchange
}

#[tokio::test]
async fn a_response_that_breaks_the_contract_is_noticed() {
    let contract = Contract::of(ApiVersion::Legacy);
    let listed = success(ApiVersion::Legacy, Endpoint::ListCollections).await;
    assert_eq!(contract.check_response(&listed), Ok(()));

    let broken = |exchange: &Exchange| contract.check_response(exchange).unwrap_err().to_string();
    let mut teapot = listed.clone();
    teapot.response.as_mut().unwrap().status = StatusCode::IM_A_TEAPOT;
    assert!(broken(&teapot).contains("not declared"));
    let mut page = listed.clone();
    let headers = &mut page.response.as_mut().unwrap().headers;
    headers.insert("content-type", "text/html".parse().unwrap());
    assert!(broken(&page).contains("text/html"));
    let mut garbage = listed.clone();
    garbage.response.as_mut().unwrap().body = Some("[".into());
    assert!(broken(&garbage).contains("no JSON"));

    let changes: [fn(&mut Value); 9] = [
        |body| *body = json!({}),
        |body| body[0] = json!(null),
        |body| drop(body[0].as_object_mut().unwrap().remove("name")),
        |body| body[0]["name"] = json!(null),
        |body| body[0]["tags"] = json!([7]),
        |body| body[0]["id"] = json!("no id"),
        |body| body[0]["created_at"] = json!("yesterday"),
        |body| body[0]["total_models"] = json!("3"),
        |body| body[0]["surprise"] = json!(true),
    ];
    for change in changes {
        broken(&answering(&listed, change));
    }
    // What may be null or missing is no violation.
    let changes: [fn(&mut Value); 4] = [
        |body| body[0]["tags"] = json!(null),
        |body| body[0]["updated_at"] = json!(null),
        |body| drop(body[0].as_object_mut().unwrap().remove("tags")),
        |body| body[0]["collection_type"] = json!("prompt"),
    ];
    for change in changes {
        assert_eq!(contract.check_response(&answering(&listed, change)), Ok(()));
    }

    let organizations = success(ApiVersion::Legacy, Endpoint::ListOrganizations).await;
    for property in ["role", "permissions", "logo"] {
        let nothing = answering(&organizations, |body| body[0][property] = json!(null));
        assert_eq!(contract.check_response(&nothing), Ok(()), "{property}");
        broken(&answering(&organizations, |body| {
            body[0][property] = json!(7)
        }));
    }
    let mut deleted = success(ApiVersion::Legacy, Endpoint::DeleteCollection).await;
    assert_eq!(contract.check_response(&deleted), Ok(()));
    deleted.response.as_mut().unwrap().body = Some("{}".into());
    assert!(broken(&deleted).contains("no body is declared"));
}

#[tokio::test]
async fn a_request_that_breaks_the_contract_is_noticed() {
    let contract = Contract::of(ApiVersion::Legacy);
    let created = success(ApiVersion::Legacy, Endpoint::CreateCollection).await;
    assert_eq!(contract.check_request(&created), Ok(()));
    let asking = |change: fn(&mut Value)| {
        let mut exchange = created.clone();
        let mut body = exchange.request.json();
        change(&mut body);
        exchange.request.body = body.to_string().into();
        contract.check_request(&exchange)
    };
    assert_eq!(asking(|body| body["tags"] = json!(null)), Ok(()));
    asking(|body| body["name"] = json!(null)).unwrap_err();
    asking(|body| body["surprise"] = json!(7)).unwrap_err();
    asking(|body| drop(body.as_object_mut().unwrap().remove("description"))).unwrap_err();

    let mut listed = success(ApiVersion::Legacy, Endpoint::ListCollections).await;
    assert_eq!(contract.check_request(&listed), Ok(()));
    listed.request.query = Some("limit=7".to_owned());
    contract.check_request(&listed).unwrap_err();
}

#[tokio::test]
async fn a_query_of_v1_that_breaks_the_contract_is_noticed() {
    let contract = Contract::of(ApiVersion::V1);
    let mut listed = success(ApiVersion::V1, Endpoint::ListCollections).await;
    assert_eq!(contract.check_response(&listed), Ok(()));
    let mut asking = |query: &str| {
        listed.request.query = Some(query.to_owned());
        contract.check_request(&listed)
    };
    assert_eq!(
        asking("limit=7&order=asc&search=7%25&types=model&types=mixed"),
        Ok(())
    );
    asking("limit=seven").unwrap_err();
    asking("tags=ml").unwrap_err();
}

#[tokio::test]
async fn a_violation_fails_the_test_that_provoked_it() {
    let server = registry(ApiVersion::Legacy);
    let mut ask = Ask::operation(ApiVersion::Legacy, Endpoint::ListOrganizations);
    ask.path.push_str("?limit=7");
    let ours = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .user_agent("dataforce/0.1.0")
        .build()
        .unwrap();
    ask.send(&ours, &server).await;
    let failure = catch_unwind(AssertUnwindSafe(|| drop(server))).unwrap_err();
    let message = failure.downcast_ref::<String>().unwrap();
    assert!(
        message.contains("the request of list_organizations"),
        "{message}"
    );
}
