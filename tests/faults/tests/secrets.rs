//! The key is shown nowhere. A program of its own, since it listens to everything that the process says.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use dataforce::{Client, ClientBuilder, CollectionType, Error, RetryPolicy};
use dataforce_emulator::{Collection, Emulator, Fault, Moment};
use dataforce_fault_tests::{ORGANIZATION, RawServer, Then, Version, on_both_versions};
use tracing_subscriber::fmt::format::FmtSpan;

on_both_versions!(
    #[tokio::test]
    nobody_ever_says_the_key,
    a_server_that_sends_the_key_back_does_not_make_it_shown,
);

/// Parts of it count as well: a key that is cut is shown all the same.
const KEY: &str = "dfs_QxVnt7Kp2wLz-0f93bA_c41d";
const PARTS: &[&str] = &["QxVnt7Kp2wLz", "0f93bA_c41d"];

/// Everything that was said in this process, in any way.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<String>>);

impl Heard {
    /// Listens to `tracing` and `log` on all levels, and to panics.
    fn everything() -> Self {
        static EVERYTHING: OnceLock<Heard> = OnceLock::new();
        let start = || {
            let heard = Heard::default();
            let writer = heard.clone();
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(FmtSpan::FULL)
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .init();
            let panics = heard.clone();
            std::panic::set_hook(Box::new(move |panic| panics.note(panic.to_string())));
            heard
        };
        EVERYTHING.get_or_init(start).clone()
    }

    fn note(&self, text: impl AsRef<str>) {
        let mut heard = self.0.lock().unwrap();
        heard.push_str(text.as_ref());
        heard.push('\n');
    }

    fn note_debug(&self, thing: &impl Debug) {
        self.note(format!("{thing:?}\n{thing:#?}"));
    }

    /// All words of an error, of its causes, and of a panic because of it.
    fn note_error(&self, error: impl StdError + 'static) {
        let mut link: Option<&dyn StdError> = Some(&error);
        while let Some(cause) = link {
            self.note(format!("{cause}\n{cause:?}\n{cause:#?}"));
            link = cause.source();
        }
        let failing = AssertUnwindSafe(|| panic!("{:?}", error));
        catch_unwind(failing).unwrap_err();
    }

    fn all(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl io::Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap()
            .push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[track_caller]
fn assert_without_key(text: &str) {
    for part in PARTS {
        if let Some(place) = text.find(part) {
            let start = (0..=place.saturating_sub(200))
                .rev()
                .find(|start| text.is_char_boundary(*start))
                .unwrap();
            panic!("the key is shown: {}", &text[start..place + part.len()]);
        }
    }
}

/// A builder for the transport alone.
fn transport() -> dataforce_api::ClientBuilder<dataforce_api::Transport> {
    dataforce_api::ClientBuilder::new()
        .api_key(KEY)
        .base_url("https://registry.example.com")
}

fn builder(emulator: &Emulator) -> ClientBuilder {
    Version::client_of(emulator)
        .api_key(KEY)
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .attempt_timeout(Duration::from_millis(500))
        .deadline(Duration::from_secs(1))
        .max_response_bytes(1 << 16)
}

/// Calls everything that there is, and notes the errors.
async fn call_everything(client: &Client, heard: &Heard) {
    let collections = client.collections();
    let create = collections.create("new", CollectionType::Model);
    let update = collections.update("target").name("target");
    heard.note_debug(&create);
    heard.note_debug(&update);
    let outcomes: [Result<(), Error>; 7] = [
        collections.list().await.map(|it| heard.note_debug(&it)),
        collections
            .get("target")
            .await
            .map(|it| heard.note_debug(&it)),
        create.send().await.map(drop),
        update.send().await.map(drop),
        collections.delete("new").await,
        client
            .organizations()
            .list()
            .await
            .map(|it| heard.note_debug(&it)),
        client
            .orbits()
            .get("Default Orbit")
            .await
            .map(|it| heard.note_debug(&it)),
    ];
    for error in outcomes.into_iter().filter_map(Result::err) {
        heard.note_error(error);
    }
    heard.note_debug(client);
    let organization = client.organization().unwrap();
    for error in generated(client, organization).await {
        heard.note_error(error);
    }
}

/// Calls the generated clients of both versions, one of which the server does not know.
async fn generated(
    client: &Client,
    organization: dataforce::OrganizationId,
) -> impl Iterator<Item = dataforce_api::Error> {
    let (legacy, v1) = (client.legacy(), client.v1());
    let outcomes = [
        legacy.list_organizations().await.map(drop),
        v1.list_organizations().await.map(drop),
        legacy.list_orbits(&organization).await.map(drop),
        v1.list_orbits(&organization).await.map(drop),
    ];
    outcomes.into_iter().filter_map(Result::err)
}

async fn nobody_ever_says_the_key(version: Version) {
    let heard = Heard::everything();
    let emulator = version
        .emulator()
        .key(KEY)
        .collection(Collection::new("target"))
        .start();
    heard.note_debug(&builder(&emulator));
    let client = builder(&emulator).build().unwrap();
    heard.note_debug(&client);
    heard.note_debug(&client.collections());
    heard.note_debug(&(client.legacy(), client.v1()));
    heard.note_debug(&transport().build().unwrap());

    call_everything(&client, &heard).await;
    for fault in [
        Fault::reset(Moment::Before),
        Fault::reset(Moment::During),
        Fault::reset(Moment::After),
        Fault::close(Moment::After),
        Fault::delay(Duration::from_secs(3600)),
        Fault::slow_body(Duration::from_secs(3600)),
        Fault::truncated(),
        Fault::malformed(),
        Fault::endless(),
        Fault::empty(),
        Fault::no_content(),
        Fault::content_type("text/html"),
        Fault::status(401),
        Fault::status(403),
        Fault::status(422).json(&serde_json::json!({"detail": [{"loc": ["header"], "msg": "?"}]})),
        Fault::status(429),
        Fault::status(500).then_close(),
        Fault::status(502).html("<title>502"),
        Fault::redirect("/users/me/organizations"),
        Fault::redirect("http://127.0.0.1:1/"),
    ] {
        emulator.inject(fault.always());
        // The deadline is short, so that this ends soon.
        let brief = builder(&emulator).deadline(Duration::from_millis(100));
        call_everything(&brief.build().unwrap(), &heard).await;
        emulator.clear_faults();
    }
    emulator.refuse_connections();
    call_everything(&client, &heard).await;
    let port = emulator.address().port();
    for address in [
        format!("https://127.0.0.1:{port}"),
        format!("https://127.0.0.1:{port}/{}", "p".repeat(3000)),
    ] {
        let client = builder(&emulator).base_url(address).build().unwrap();
        call_everything(&client, &heard).await;
    }

    let said = heard.all();
    for source in [
        "dataforce.request",
        "reqwest::connect",
        "hyper_util::client",
        "panicked",
    ] {
        assert!(said.contains(source), "nothing was heard of {source}");
    }
    assert_without_key(&said);
}

#[tokio::test]
async fn settings_that_are_refused_do_not_say_the_key_either() {
    let heard = Heard::everything();
    let text = |key: &str| Client::builder().api_key(key).build().unwrap_err();
    for key in [
        format!("{KEY}\n"),
        format!(" {KEY}"),
        format!("{KEY}\0"),
        format!("{KEY}é"),
    ] {
        let error = text(&key);
        assert_without_key(&format!("{error} {error:?}"));
        heard.note_error(error);
        let error = transport().api_key(key).build().unwrap_err();
        assert_without_key(&format!("{error} {error:?}"));
    }
    let blocking = dataforce::blocking::Client::builder().api_key(KEY);
    assert_without_key(&format!(
        "{blocking:?} {:?}",
        blocking.clone().build().unwrap()
    ));
    for url in [
        format!("https://{KEY}@registry.example.com"),
        format!("https://user:{KEY}@registry.example.com"),
    ] {
        let error = Client::builder()
            .api_key(KEY)
            .base_url(url)
            .build()
            .unwrap_err();
        assert_without_key(&format!("{error} {error:?}"));
    }
}

async fn a_server_that_sends_the_key_back_does_not_make_it_shown(version: Version) {
    let heard = Heard::everything();
    for status in [
        "400 Bad Request",
        "401 Unauthorized",
        "404 Not Found",
        "422 ?",
        "500 ?",
        "502 ?",
    ] {
        for form in ["plain", "sentence", "issues", "headers", "late"] {
            let server = RawServer::start(move |arrival, stream| {
                let line = arrival
                    .head
                    .lines()
                    .find(|line| line.contains("Bearer"))
                    .unwrap();
                let token = line.rsplit(' ').next().unwrap();
                let (headers, body) = match form {
                    "plain" => (String::new(), arrival.head.clone()),
                    "sentence" => (String::new(), format!(r#"{{"detail":"{line}"}}"#)),
                    "issues" => (
                        String::new(),
                        format!(
                            r#"{{"detail":[{{"loc":["header","{token}"],"msg":"{token} is wrong","input":"{line}"}}]}}"#
                        ),
                    ),
                    "headers" => (
                        format!("x-request-headers: {line}\r\nlocation: /{token}\r\n"),
                        String::new(),
                    ),
                    // Where what is kept ends, the key has begun.
                    _ => (
                        String::new(),
                        format!(
                            "{}{token}",
                            "x".repeat(dataforce_api::MAX_ERROR_BODY - token.len() / 2)
                        ),
                    ),
                };
                dataforce_fault_tests::answer(stream, status, &headers, &body)?;
                Ok(Then::Keep)
            });
            let client = Client::builder()
                .api_version(version.facade())
                .api_key(KEY)
                .base_url(server.base_url())
                .retry(RetryPolicy::none())
                .build()
                .unwrap();
            let error = client.organizations().list().await.unwrap_err();
            let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
            assert_without_key(&body);
            heard.note_error(error);
            for error in generated(&client, ORGANIZATION.into()).await {
                heard.note_error(error);
            }
        }
    }
    // Nor where it takes it for success.
    for form in [
        r#""{}""#,
        r#"{"headers":"{}"}"#,
        r#"["{}"]"#,
        r#"[{"id":"{}"}]"#,
        r#"[{"{}":1}]"#,
        "{}",
    ] {
        let server = RawServer::start(move |arrival, stream| {
            let line = arrival
                .head
                .lines()
                .find(|line| line.contains("Bearer"))
                .unwrap();
            dataforce_fault_tests::answer_json(stream, &form.replace("{}", line))?;
            Ok(Then::Keep)
        });
        let client = Client::builder()
            .api_version(version.facade())
            .api_key(KEY)
            .base_url(server.base_url())
            .build()
            .unwrap();
        let error = client.organizations().list().await.unwrap_err();
        let mut said = format!("{error} {error:?}");
        heard.note_error(error);
        for error in generated(&client, ORGANIZATION.into()).await {
            write!(said, "{error} {error:?}").unwrap();
            heard.note_error(error);
        }
        assert_without_key(&said);
    }
    assert_without_key(&heard.all());
}

#[tokio::test]
async fn the_password_of_a_proxy_is_not_shown() {
    let heard = Heard::everything();
    // Nothing listens there.
    let proxy = format!("http://user:{KEY}@127.0.0.1:1");
    let proxy = || reqwest::Proxy::all(&proxy).unwrap();
    let custom = reqwest::Client::builder()
        .tls_certs_only([])
        .proxy(proxy())
        .build()
        .unwrap();
    let base = Client::builder()
        .api_key("dfs_other")
        .base_url("https://registry.example.com")
        .retry(RetryPolicy::none());
    for builder in [base.clone().proxy(proxy()), base.http_client(custom)] {
        let client = builder.clone().build().unwrap();
        let shown = format!(
            "{builder:?} {client:?} {:?} {:?}",
            client.legacy(),
            client.v1()
        );
        assert_without_key(&shown);
        let error = client.organizations().list().await.unwrap_err();
        assert!(error.is_connection(), "{error}");
        heard.note_error(error);
    }
    assert_without_key(&heard.all());
}

#[test]
fn plain_http_to_another_machine_is_warned_of_once() {
    let heard = Heard::everything();
    let build = |url: &str| {
        Client::builder()
            .api_key(KEY)
            .base_url(url)
            .build()
            .unwrap();
        heard.all().matches("unencrypted").count()
    };
    for loopback in [
        "http://127.0.0.1:8000",
        "http://127.1.2.3",
        "http://localhost:8000",
        "http://[::1]:8000",
        "https://registry.example.com",
    ] {
        assert_eq!(build(loopback), 0, "{loopback}");
    }
    assert_eq!(build("http://registry.example.com"), 1);
    assert_eq!(build("http://192.168.0.1"), 1);
    let heard = heard.all();
    let warning = heard
        .lines()
        .find(|line| line.contains("unencrypted"))
        .unwrap();
    assert!(
        warning.contains("WARN") && warning.contains("registry.example.com"),
        "{warning}"
    );
}
