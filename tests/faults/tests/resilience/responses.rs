//! What becomes of unusual responses: which are a success, and what the error says about the others.

use dataforce::{Collection, CollectionType, Error, ErrorKind};
use dataforce_emulator::{Endpoint, Fault};
use dataforce_fault_tests::{RawServer, Then, Version, answer, on_both_versions};
use uuid::Uuid;

use crate::{builder_of, client, client_of};

on_both_versions!(
    #[tokio::test]
    any_2xx_that_decodes_is_a_success,
    a_page_is_no_success_whatever_its_status,
    a_lookup_does_not_depend_on_the_length_of_the_list,
    the_property_that_does_not_decode_is_named,
    what_is_not_json_is_called_by_its_name,
    a_byte_order_mark_and_integers_with_a_fraction_are_read,
    no_encoding_is_asked_for,
    a_response_of_somebody_else_makes_no_claim_about_keys_roles_and_resources,
    only_what_can_be_repeated_safely_is_retryable,
    a_wrong_key_is_unauthorized_even_where_a_default_is_missing,
    it_is_said_that_repetitions_are_suspended,
);

/// Returns a server that sends this body with these headers, whatever the request is.
fn responding(status: &'static str, headers: &'static str, body: String) -> RawServer {
    RawServer::start(move |_, stream| {
        answer(stream, status, headers, &body)?;
        Ok(Then::Keep)
    })
}

async fn create(version: Version, server: &RawServer) -> Result<Collection, Error> {
    let collections = client(version, &server.base_url()).collections();
    collections
        .create("new", CollectionType::Model)
        .send()
        .await
}

async fn list_error(version: Version, headers: &'static str, body: String) -> Error {
    let server = responding("200 OK", headers, body);
    let collections = client(version, &server.base_url()).collections();
    collections.list().await.unwrap_err()
}

async fn any_2xx_that_decodes_is_a_success(version: Version) {
    for status in ["200 OK", "201 Created", "203 ?", "206 ?", "299 ?"] {
        let server = responding(status, "", version.collection(Uuid::max(), "new"));
        assert_eq!(
            create(version, &server).await.unwrap().name,
            "new",
            "{status}"
        );
    }
}

async fn a_page_is_no_success_whatever_its_status(version: Version) {
    for status in ["200 OK", "201 Created", "202 Accepted"] {
        let headers = "content-type: text/html\r\n";
        let server = responding(status, headers, "<title>Log in</title>".to_owned());
        let error = create(version, &server).await.unwrap_err();
        assert!(error.outcome_unknown() && !error.is_retryable(), "{error}");
    }
    let emulator = version.emulator();
    let target = dataforce_emulator::Collection::new("target");
    let emulator = emulator.collection(target).start();
    let page = Fault::status(200).html("<title>Log in</title>");
    emulator.inject(page.on(Endpoint::DeleteCollection));
    let error = client_of(&emulator).collections().delete("target").await;
    assert!(error.unwrap_err().outcome_unknown());
    assert_eq!(emulator.collections().len(), 1);
}

/// One element does not decode. Nobody asks for it, or somebody does.
async fn a_lookup_does_not_depend_on_the_length_of_the_list(version: Version) {
    for others in [0, 1, 20, 90] {
        let id = |number: usize| Uuid::from_u128(number as u128 + 1);
        let mut elements: Vec<_> = (0..others)
            .map(|number| version.collection(id(number), &format!("number {number}")))
            .collect();
        let bad = version
            .collection(id(others), "bad")
            .replace("2025-01-15", "soon");
        elements.push(bad);
        elements.push(version.collection(id(others + 1), "wanted"));
        let body = version.list(&elements.join(","));
        let server = responding("200 OK", "", body.clone());
        let collections = client(version, &server.base_url()).collections();

        let found = collections.get("wanted").await.unwrap().unwrap();
        assert_eq!(found.name, "wanted", "{others} others");
        assert_eq!(collections.get("nothing").await.unwrap(), None);
        for error in [
            collections.get("bad").await.unwrap_err(),
            collections.list().await.unwrap_err(),
        ] {
            let sent = error.body().unwrap();
            assert!(body.as_bytes().starts_with(sent), "{others} others");
            assert_eq!(sent.len(), body.len().min(64 << 10), "{others} others");
            let element = format!("[{others}].created_at`");
            assert!(error.to_string().contains(&element), "{error}");
        }
    }
}

async fn the_property_that_does_not_decode_is_named(version: Version) {
    let (kind, items) = match version {
        Version::Legacy => ("collection_type", ""),
        Version::V1 => ("type", "items"),
    };
    let right = version.collection(Uuid::max(), "x");
    for (from, to, property, what) in [
        (
            ":30:00.123456Z",
            ":30:00",
            ".created_at",
            "expected an RFC 3339 timestamp",
        ),
        (
            "2025-01-15T",
            "",
            ".created_at",
            "expected an RFC 3339 timestamp",
        ),
        (
            r#""updated_at":null"#,
            r#""updated_at":"yesterday""#,
            ".updated_at",
            "RFC 3339",
        ),
        (
            r#""tags":null"#,
            r#""tags":[1]"#,
            ".tags[0]",
            "expected a string",
        ),
        (r#""name":"x""#, r#""name":1"#, ".name", "expected a string"),
        (r#""name":"x","#, "", "", "missing field `name`"),
        (
            r#"_at":null"#,
            r#"_at":null,"total_artifacts":"many","total_models":"many""#,
            ".total_",
            "",
        ),
        (kind, "kind", "", "missing field"),
    ] {
        let wrong = right
            .replace(r#""total_models":0,"#, "")
            .replace(r#""total_artifacts":0,"#, "");
        let wrong = wrong.replacen(from, to, 1);
        assert_ne!(right, wrong);
        let error = list_error(version, "", version.list(&wrong)).await;
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        let message = error.to_string();
        assert!(
            message.contains(&format!("`{items}[0]{property}")),
            "{message}"
        );
        assert!(message.contains(what), "{message}");
        // It is a server of the service, so the base URL is right.
        assert!(
            !message.contains("premature") && !message.contains("base URL"),
            "{message}"
        );
    }
}

async fn what_is_not_json_is_called_by_its_name(version: Version) {
    let list = version.list("");
    for (headers, body, what) in [
        (
            "content-type: text/html; charset=utf-8\r\n",
            "<html>",
            "not JSON but text/html",
        ),
        (
            "content-type: application/xml\r\n",
            "<list/>",
            "not JSON but application/xml",
        ),
        (
            "content-encoding: gzip\r\n",
            "\u{1f}\u{8b}",
            "encoded as gzip",
        ),
        (
            "content-encoding: br\r\ncontent-type: application/json\r\n",
            "\u{1}",
            "encoded as br",
        ),
        ("content-type: application/json\r\n", "", "missing"),
    ] {
        let error = list_error(version, headers, body.to_owned()).await;
        assert!(error.to_string().contains(what), "{error}");
    }
    let cut = list_error(version, "", list[..list.len() - 1].to_owned()).await;
    assert!(cut.to_string().contains("EOF"), "{cut}");
    // A list with a wrong type is a list nevertheless.
    let server = responding("200 OK", "content-type: text/plain\r\n", list);
    let collections = client(version, &server.base_url()).collections();
    assert!(collections.list().await.unwrap().is_empty());
}

async fn a_byte_order_mark_and_integers_with_a_fraction_are_read(version: Version) {
    let element = version.collection(Uuid::max(), "only");
    let element = element.replace(r#"_models":0"#, r#"_models":3.0"#);
    let element = element.replace(r#"_artifacts":0"#, r#"_artifacts":3.0"#);
    let body = format!("\u{feff}{}", version.list(&element));
    let server = responding("200 OK", "", body);
    let collections = client(version, &server.base_url()).collections();
    for found in [
        collections.list().await.unwrap().remove(0),
        collections.get("only").await.unwrap().unwrap(),
    ] {
        assert_eq!(found.total_artifacts, Some(3));
    }
}

async fn no_encoding_is_asked_for(version: Version) {
    let emulator = version.emulator().start();
    client_of(&emulator).collections().list().await.unwrap();
    let requests = emulator.requests();
    assert_eq!(requests[0].header("accept-encoding"), Some("identity"));
}

async fn a_response_of_somebody_else_makes_no_claim_about_keys_roles_and_resources(
    version: Version,
) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for status in [400, 401, 403, 404, 407, 409, 422, 511] {
        for fault in [
            Fault::status(status).html("<title>Firewall</title>"),
            Fault::status(status).body("blocked"),
            Fault::status(status).json(&serde_json::json!({"message": "blocked"})),
        ] {
            emulator.inject(fault);
            let error = client.collections().list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
            assert_eq!(error.status(), Some(status));
            assert!(!error.is_retryable());
            let message = error.to_string();
            for claim in ["role", "check the API key", "member of", "holds first"] {
                assert!(!message.contains(claim), "{message}");
            }
        }
    }
    for (status, advice) in [(407, "no_proxy"), (511, "sign in")] {
        emulator.inject(Fault::status(status).html("<title>?</title>"));
        let error = client.collections().list().await.unwrap_err();
        assert!(error.to_string().contains(advice), "{error}");
    }
}

async fn only_what_can_be_repeated_safely_is_retryable(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for (fault, create_is_retryable) in [
        (Fault::status(503), false),
        (Fault::truncated(), false),
        (Fault::status(429).times(4), true),
    ] {
        emulator.inject(fault.clone());
        let create = client.collections().create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert_eq!(error.is_retryable(), create_is_retryable, "{error}");
        assert_eq!(error.outcome_unknown(), !create_is_retryable, "{error}");
        emulator.clear_faults();
        emulator.inject(fault.times(4));
        let error = client.collections().list().await.unwrap_err();
        assert!(error.is_retryable() && !error.outcome_unknown(), "{error}");
        emulator.clear_faults();
    }
}

async fn a_wrong_key_is_unauthorized_even_where_a_default_is_missing(version: Version) {
    let emulator = version.emulator().start();
    let client = builder_of(&emulator).api_key("dfs_wrong").build().unwrap();
    let client = client.with_organization(None);
    let error = client.collections().list().await.unwrap_err();
    assert!(error.is_unauthorized(), "{:?}: {error}", error.kind());
}

async fn it_is_said_that_repetitions_are_suspended(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(500).always());
    let client = client_of(&emulator);
    let mut calls = 0;
    let error = loop {
        calls += 1;
        assert!(calls < 200, "the budget is never empty");
        let error = client.collections().list().await.unwrap_err();
        if error.retries_suspended() {
            break error;
        }
    };
    assert!(error.to_string().contains("not attempted again"), "{error}");
}
