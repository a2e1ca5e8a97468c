//! How a client is told where the server is and how to talk to it.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dataforce::{
    ApiVersion, Client, CollectionType, ErrorKind, OrbitId, OrganizationId, Result, RetryPolicy,
};
use dataforce_emulator::{Emulator, Fault, Seed};
use dataforce_tests::{Server, VERSIONS};
use httpmock::MockServer;
use serde_json::json;

/// Set in a process that this one has started.
const CHILD: &str = "DATAFORCE_TESTS_CHILD";

/// Runs `test`, the body of the test with this name, in a new process with these variables and
/// without the others that the client reads. In this process they cannot be set safely.
fn with_environment(name: &str, variables: &[(&str, &str)], test: impl FnOnce()) {
    if std::env::var_os(CHILD).is_some() {
        return test();
    }
    let name = format!("configuration::{name}");
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    for set in ["DFS", "LUML"] {
        for variable in ["API_KEY", "BASE_URL", "ORGANIZATION", "ORBIT", "COLLECTION"] {
            command.env_remove(format!("{set}_{variable}"));
        }
    }
    let output = command
        .args([&name, "--exact", "--nocapture"])
        .env(CHILD, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("1 passed"), "{name} was not run: {told}");
}

#[tokio::main(flavor = "current_thread")]
async fn organizations(client: Result<Client>) -> Result<usize> {
    Ok(client?.organizations().list().await?.len())
}

#[test]
fn key_and_address_come_from_the_environment() {
    let server = Server::run(Emulator::builder().key("dfs_from_the_environment"));
    let variables = [
        ("DFS_API_KEY", "dfs_from_the_environment"),
        ("DFS_BASE_URL", server.base_url()),
    ];
    with_environment(
        "key_and_address_come_from_the_environment",
        &variables,
        || {
            assert_eq!(organizations(Client::builder().build()).unwrap(), 1);
        },
    );
}

#[test]
fn what_is_said_counts_more_than_the_environment() {
    let variables = [("DFS_API_KEY", "dfs_wrong"), ("DFS_BASE_URL", "no address")];
    with_environment(
        "what_is_said_counts_more_than_the_environment",
        &variables,
        || {
            let server = Server::start();
            let client = Client::builder()
                .api_key(server.api_key())
                .base_url(server.base_url());
            assert_eq!(organizations(client.build()).unwrap(), 1);
        },
    );
}

#[test]
fn without_a_key_no_client_is_built() {
    let variables = [("DFS_API_KEY", ""), ("LUML_API_KEY", "")];
    with_environment("without_a_key_no_client_is_built", &variables, || {
        let error = Client::builder().build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("LUML_API_KEY"), "{error}");
        assert!(error.to_string().contains("api_key"), "{error}");
    });
}

#[test]
fn without_an_address_the_hosted_service_is_meant() {
    with_environment(
        "without_an_address_the_hosted_service_is_meant",
        &[],
        || {
            let client = Client::builder().api_key("dfs_your_key").build().unwrap();
            let debug = format!("{client:?}");
            assert!(debug.contains("\"https://api.luml.ai\""), "{debug}");
        },
    );
}

fn defaults(builder: dataforce::ClientBuilder) -> dataforce::ClientBuilder {
    builder
        .api_key("dfs_your_key")
        .organization(OrganizationId::from(Seed::ORGANIZATION_ID))
        .orbit(OrbitId::from(Seed::ORBIT_ID))
}

#[tokio::test]
async fn an_address_may_have_a_path_and_end_in_slashes() -> Result<()> {
    let server = MockServer::start();
    for (ending, prefix) in [
        ("", ""),
        ("/", ""),
        ("//", ""),
        ("/api", "/api"),
        ("/api/", "/api"),
        ("/a/b%20c/", "/a/b%20c"),
    ] {
        let path = format!(
            "{prefix}/organizations/{}/orbits/{}/collections",
            Seed::ORGANIZATION_ID,
            Seed::ORBIT_ID
        );
        let mut listing = server.mock(|when, then| {
            when.is_true(move |request| request.uri().path() == path);
            then.json_body(json!([]));
        });
        let url = server.base_url() + ending;
        defaults(Client::builder())
            .base_url(&url)
            .api_version(ApiVersion::Legacy)
            .build()?
            .collections()
            .list()
            .await?;
        listing.assert();
        listing.delete();
    }
    Ok(())
}

#[tokio::test]
async fn requests_say_who_sends_them() -> Result<()> {
    let server = Server::start();
    server.client().build()?.organizations().list().await?;
    let agent = server.requests()[0]
        .header("user-agent")
        .unwrap()
        .to_owned();
    assert!(agent.starts_with("dataforce"), "{agent}");
    server
        .client()
        .user_agent("my-program/1.0")
        .build()?
        .organizations()
        .list()
        .await?;
    assert_eq!(
        server.requests()[1].header("user-agent"),
        Some("my-program/1.0")
    );
    Ok(())
}

#[tokio::test]
async fn an_own_http_client_is_used() -> Result<()> {
    let server = Server::start();
    let own = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .user_agent("own/1.0")
        .build()
        .unwrap();
    let client = server.client().http_client(own).connect().await?;
    client.collections().list().await?;
    assert!(
        server
            .requests()
            .iter()
            .all(|it| it.header("user-agent") == Some("own/1.0"))
    );
    Ok(())
}

#[tokio::test]
async fn a_proxy_is_used() -> Result<()> {
    // A proxy for plain HTTP gets the whole URL as its path; this one responds to any.
    let proxy = MockServer::start();
    proxy.mock(|_, then| {
        then.json_body(json!([]));
    });
    let client = defaults(Client::builder())
        .base_url("http://dataforce.invalid")
        .api_version(ApiVersion::Legacy)
        .proxy(reqwest::Proxy::http(proxy.base_url()).unwrap())
        .build()?;
    assert_eq!(client.collections().list().await?, []);
    Ok(())
}

#[tokio::test]
async fn what_a_client_can_never_send_is_a_matter_of_its_configuration() -> Result<()> {
    for version in VERSIONS {
        let server = Server::run(Emulator::builder().api_version(version));
        let https_only = reqwest::Client::builder().https_only(true).no_proxy();
        let client = server
            .client()
            .retry(RetryPolicy::default())
            .organization(server.organization())
            .orbit(server.orbit())
            .http_client(https_only.build().unwrap())
            .build()?;
        let collections = client.collections();
        let create = collections.create("New", CollectionType::Model).send();
        let update = collections.update("Old").name("New").send();
        for error in [create.await.unwrap_err(), update.await.unwrap_err()] {
            let message = error.to_string();
            assert!(error.is_configuration(), "{error}");
            assert!(
                message.contains("the HTTP client cannot send requests"),
                "{error}"
            );
            assert!(!message.contains("attempts"), "{error}");
            assert!(!error.is_retryable() && !error.outcome_unknown(), "{error}");
        }
        assert_eq!(server.arrived(), Vec::<&str>::new());
    }
    Ok(())
}

#[tokio::test]
async fn a_deadline_ends_all_attempts() {
    let server = Server::start();
    server.inject(Fault::delay(Duration::from_secs(3600)).always());
    let client = Client::builder()
        .api_key(server.api_key())
        .base_url(server.base_url())
        .attempt_timeout(Duration::from_secs(3600))
        .deadline(Duration::from_millis(100))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.organizations().list().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(60));
}

/// Responds to every request with an empty list, and counts the connections.
fn counting_connections() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&connections);
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            counter.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let mut answers = connection.try_clone().unwrap();
                for line in BufReader::new(connection).lines().map_while(io::Result::ok) {
                    // The end of a head; there are no bodies.
                    if line.is_empty() {
                        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]";
                        answers.write_all(answer).unwrap();
                    }
                }
            });
        }
    });
    (url, connections)
}

#[tokio::test]
async fn clones_and_handles_share_their_connections() -> Result<()> {
    let (url, connections) = counting_connections();
    let client = defaults(Client::builder())
        .base_url(&url)
        .api_version(ApiVersion::Legacy)
        .build()?;
    client.collections().list().await?;
    client.clone().collections().list().await?;
    client
        .with_orbit(OrbitId::from(Seed::ORBIT_ID))
        .collections()
        .list()
        .await?;
    client.organizations().list().await?;
    client.legacy().list_organizations().await.unwrap();
    assert_eq!(connections.load(Ordering::SeqCst), 1);

    defaults(Client::builder())
        .base_url(&url)
        .api_version(ApiVersion::Legacy)
        .build()?
        .collections()
        .list()
        .await?;
    assert_eq!(connections.load(Ordering::SeqCst), 2);
    Ok(())
}
