//! What a user of `tracing` sees, in the words of OpenTelemetry's semantic conventions for HTTP clients.

use dataforce::CollectionType;
use dataforce_emulator::{Fault, Moment};
use dataforce_fault_tests::{Logged, Record, Version, on_both_versions};
use tracing::Instrument;

use crate::{client_of, collections_path};

on_both_versions!(
    #[tokio::test]
    a_call_is_a_span_and_each_attempt_an_event_in_it,
    a_failed_call_says_so_with_the_type_of_the_error,
    the_span_belongs_to_the_span_of_the_caller,
    names_contents_and_keys_are_never_logged,
);

/// Attempts, as they are logged.
fn attempts(logged: &Logged) -> Vec<Record> {
    logged.events_with("http.request.resend_count")
}

async fn a_call_is_a_span_and_each_attempt_an_event_in_it(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(503));
    emulator.inject(Fault::reset(Moment::Before));
    let client = client_of(&emulator);
    client.collections().list().await.unwrap();

    let spans = logged.spans();
    let [span] = spans.as_slice() else {
        panic!("{spans:#?}");
    };
    let template = version.path("/organizations/{organization_id}/orbits/{orbit_id}/collections");
    let port = emulator.address().port().to_string();
    let query = match version {
        Version::Legacy => "",
        Version::V1 => "?limit=100&order=asc&sort_by=created_at",
    };
    let path = collections_path(&emulator);
    let url = format!("{}{path}{query}", emulator.base_url());
    for (field, value) in [
        ("otel.name", format!("GET {template}").as_str()),
        ("otel.kind", "client"),
        ("http.request.method", "GET"),
        ("url.template", &template),
        ("url.full", &url),
        ("server.address", "127.0.0.1"),
        ("server.port", &port),
        ("http.response.status_code", "200"),
        ("http.request.resend_count", "2"),
    ] {
        assert_eq!(span.field(field), Some(value), "{field}");
    }
    assert_eq!(span.field("error.type"), None);
    assert_eq!(span.field("otel.status_code"), None);

    let attempts = attempts(&logged);
    let [first, second, third] = attempts.as_slice() else {
        panic!("{attempts:#?}");
    };
    assert_eq!(first.field("http.request.resend_count"), Some("0"));
    assert_eq!(first.field("http.response.status_code"), Some("503"));
    assert_eq!(second.field("http.request.resend_count"), Some("1"));
    assert_eq!(second.field("http.response.status_code"), None);
    assert_eq!(second.field("error.type"), Some("interrupted"));
    assert_eq!(third.field("http.request.resend_count"), Some("2"));
    assert_eq!(third.field("http.response.status_code"), Some("200"));
    for attempt in &attempts {
        let duration = attempt.field("http.client.request.duration").unwrap();
        let seconds: f64 = duration.parse().unwrap();
        assert!((0.0..60.0).contains(&seconds), "{duration}");
    }
}

async fn a_failed_call_says_so_with_the_type_of_the_error(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    let client = client_of(&emulator);

    emulator.inject(Fault::status(403));
    client.collections().list().await.unwrap_err();
    emulator.inject(Fault::reset(Moment::After));
    let create = client.collections().create("new", CollectionType::Model);
    create.send().await.unwrap_err();

    let spans = logged.spans();
    let [refused, lost] = spans.as_slice() else {
        panic!("{spans:#?}");
    };
    assert_eq!(refused.field("http.response.status_code"), Some("403"));
    assert_eq!(refused.field("error.type"), Some("403"));
    assert_eq!(refused.field("otel.status_code"), Some("ERROR"));
    assert_eq!(lost.field("http.request.method"), Some("POST"));
    assert_eq!(lost.field("http.response.status_code"), None);
    assert_eq!(lost.field("error.type"), Some("interrupted"));
    assert_eq!(lost.field("otel.status_code"), Some("ERROR"));
    // Only attempts after the first are repetitions.
    assert_eq!(lost.field("http.request.resend_count"), None);
}

async fn the_span_belongs_to_the_span_of_the_caller(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    let outer =
        tracing::debug_span!(target: "dataforce_tests", "outer", children = tracing::field::Empty);
    let call = async { client.collections().list().await };
    call.instrument(outer).await.unwrap();
    let names: Vec<_> = logged.spans().into_iter().map(|span| span.name).collect();
    assert_eq!(names, ["outer", "dataforce.request"]);
}

async fn names_contents_and_keys_are_never_logged(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().key("dfs_key_of_the_log_4711").start();
    let client = client_of(&emulator);
    let collections = client.collections();
    let create = collections.create("the name", CollectionType::Model);
    let create = create.description("the description").tags(["the tag"]);
    create.send().await.unwrap();
    collections
        .update("the name")
        .name("the other name")
        .send()
        .await
        .unwrap();
    emulator.inject(Fault::status(422).json(&serde_json::json!({"detail": "the detail"})));
    collections.list().await.unwrap_err();
    collections.delete("the other name").await.unwrap();

    let records = logged.records();
    assert!(records.len() > 6);
    let said = format!("{records:?}");
    for secret in [
        "the name",
        "the desc",
        "the tag",
        "the other",
        "the detail",
        "4711",
    ] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}
