//! The key never shows, and never goes to another origin.

use std::fmt::{Debug, Display};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dataforce::{CollectionType, Error, ErrorKind};
use dataforce_emulator::{Emulator, Endpoint, Fault, Moment};

use super::*;

const KEY: &str = "dfs_a1b2c3d4e5f6";

fn secret_world() -> EmulatorBuilder {
    two_organizations().key(KEY)
}

#[track_caller]
fn assert_secret(text: &str) {
    assert!(
        !text.contains(KEY) && !text.contains(&KEY["dfs_".len()..]),
        "{text}"
    );
}

#[track_caller]
fn assert_debug_is_secret(value: &impl Debug) {
    assert_secret(&format!("{value:?}"));
    assert_secret(&format!("{value:#?}"));
}

/// The error, its causes, and all that can be asked of it.
#[track_caller]
fn assert_error_is_secret(error: &Error) {
    assert_debug_is_secret(error);
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(link) = cause {
        assert_secret(&link.to_string());
        assert_secret(&format!("{link:?}"));
        cause = link.source();
    }
    assert_secret(error.url().unwrap_or_default());
    assert_secret(error.detail().unwrap_or_default());
    assert_secret(&String::from_utf8_lossy(error.body().unwrap_or_default()));
}

#[tokio::test]
async fn nothing_that_can_be_printed_shows_it() {
    on_every_server(secret_world, async |server| {
        let builder = server.client().organization("Acme").orbit("Research");
        assert_debug_is_secret(&builder);
        let client = builder.connect().await?;
        assert_debug_is_secret(&client);
        assert_debug_is_secret(&client.legacy());
        assert_debug_is_secret(&client.v1());
        assert_debug_is_secret(&client.collections());
        assert_debug_is_secret(&client.collections().create("New", CollectionType::Model));
        assert_debug_is_secret(&client.collections().update("Images").name("New"));
        assert_debug_is_secret(&client.orbits());
        assert_debug_is_secret(&client.organizations());
        assert_debug_is_secret(&dataforce_api::legacy::Client::builder().api_key(KEY));
        let blocking = server.blocking_client();
        assert_debug_is_secret(&blocking);
        assert_debug_is_secret(&blocking.build().unwrap());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_error_shows_it() {
    on_every_server(secret_world, async |server| {
        let client = researcher(server).await?;
        let list = |fault: Fault| {
            server.clear_faults();
            server.inject(fault.on(Endpoint::ListCollections).always());
            let collections = client.collections();
            async move { collections.list().await.unwrap_err() }
        };
        for status in [400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503] {
            assert_error_is_secret(&list(Fault::status(status)).await);
        }
        assert_error_is_secret(&list(Fault::reset(Moment::Before)).await);
        assert_error_is_secret(&list(Fault::close(Moment::During)).await);
        assert_error_is_secret(&list(Fault::malformed()).await);
        assert_error_is_secret(&list(Fault::empty()).await);
        assert_error_is_secret(&list(Fault::redirect("http://localhost:1/elsewhere")).await);

        let hurried = server.client().attempt_timeout(Duration::from_millis(20));
        server.clear_faults();
        server.inject(Fault::delay(Duration::from_secs(3600)).always());
        assert_error_is_secret(&hurried.connect().await.unwrap_err());
        server.clear_faults();
        server.refuse_connections();
        assert_error_is_secret(&client.collections().list().await.unwrap_err());
        Ok(())
    })
    .await;
}

#[test]
fn a_key_that_cannot_be_used_does_not_show_either() {
    for spoilt in [
        format!("{KEY}\n"),
        format!("{KEY} "),
        format!("{KEY}é"),
        format!("{KEY}\0"),
    ] {
        let error = dataforce::Client::builder()
            .api_key(spoilt)
            .build()
            .unwrap_err();
        assert!(error.is_configuration(), "{error}");
        assert_error_is_secret(&error);
    }
    // Nor one that ended up in the address.
    for url in [
        format!("http://{KEY}@localhost"),
        format!("http://user:{KEY}@localhost"),
    ] {
        let error = dataforce::Client::builder()
            .api_key(KEY)
            .base_url(url)
            .build()
            .unwrap_err();
        assert!(error.is_configuration(), "{error}");
        assert_error_is_secret(&error);
    }
}

/// What a program would log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_trace_shows_it() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    // With a second dispatcher, a callsite that another test's thread reaches first is not cached as
    // uninteresting to all.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());

    on_every_server(secret_world, async |server| {
        let client = researcher(server).await?;
        client.collections().list().await?;
        server.inject(Fault::status(503).on(Endpoint::ListCollections));
        client.collections().list().await.unwrap_err();
        server.inject(Fault::reset(Moment::Before).on(Endpoint::ListCollections));
        client.collections().list().await.unwrap_err();
        Ok(())
    })
    .await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("list_collections"),
        "nothing was traced: {log}"
    );
    assert_secret(&log);
}

#[tokio::test]
async fn a_redirect_to_another_origin_is_not_followed() {
    on_every_server(secret_world, async |server| {
        let elsewhere = Emulator::builder().key(KEY).start();
        let client = researcher(server).await?;
        for status in [301, 302, 303, 307, 308] {
            let redirect = Fault::status(status).header("location", elsewhere.base_url());
            server.inject(redirect.on(Endpoint::ListCollections));
            let error = client.collections().list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
            assert_eq!(error.status(), Some(status));
            assert!(error.to_string().contains(elsewhere.base_url()), "{error}");
        }
        // The same host under another name or port is another origin.
        let same_host = server.base_url().replace("127.0.0.1", "localhost");
        server.inject(Fault::redirect(&same_host).on(Endpoint::ListCollections));
        let error = client.collections().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        assert_eq!(error.status(), Some(307), "{error}");
        assert!(elsewhere.requests().is_empty());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_with_the_key() {
    on_every_server(secret_world, async |server| {
        let client = researcher(server).await?;
        client.collections().list().await?;
        let direct = server.requests().remove(0);
        let query = direct.query.map(|query| format!("?{query}"));
        let path = direct.path + &query.unwrap_or_default();
        server.clear_requests();
        server.inject(Fault::redirect(&path).on(Endpoint::ListCollections));
        assert_eq!(client.collections().list().await?.len(), 2);
        assert_eq!(server.arrived(), ["list_collections"; 2]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_own_http_client_that_follows_redirects_does_not_take_the_key_along() {
    let server = Server::run(secret_world());
    let elsewhere = Emulator::builder().key(KEY).start();
    let client = server
        .client()
        .http_client(
            reqwest::Client::builder()
                .no_proxy()
                .tls_certs_only([])
                .build()
                .unwrap(),
        )
        .build()
        .unwrap();
    let organizations = format!("{}/users/me/organizations", elsewhere.base_url());
    server.inject(Fault::redirect(&organizations));
    let error = client.organizations().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
    assert_error_is_secret(&error);
    let followed = elsewhere.requests();
    assert_eq!(followed.len(), 1);
    assert_eq!(followed[0].header("authorization"), None);
}

#[test]
fn printing_something_that_shows_it_would_be_noticed() {
    struct Leak;
    impl Display for Leak {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "Bearer {KEY}")
        }
    }
    std::panic::catch_unwind(|| assert_secret(&Leak.to_string())).unwrap_err();
}
