//! The key goes to the configured origin, and nowhere else.

use dataforce::{CollectionType, ErrorKind};
use dataforce_emulator::{Endpoint, Fault};

use crate::{builder_of, client_of, collections_path};
use dataforce_fault_tests::{Version, on_both_versions};

on_both_versions!(
    #[tokio::test]
    a_redirect_to_another_origin_is_an_error_that_names_it_and_not_followed,
    a_redirect_within_the_origin_keeps_method_body_and_key,
    a_redirect_that_changes_the_method_is_not_followed,
    a_way_out_of_the_origin_is_not_taken_at_a_later_redirect_either,
    redirects_in_a_circle_end_soon,
    an_own_http_client_may_follow_a_redirect_but_its_answer_is_refused,
);

async fn a_redirect_to_another_origin_is_an_error_that_names_it_and_not_followed(version: Version) {
    let elsewhere = version.emulator().start();
    let emulator = version.emulator().start();
    let port = emulator.address().port();
    let other_port = elsewhere.address().port();
    let client = client_of(&emulator);
    for (what, origin) in [
        ("port", format!("http://127.0.0.1:{other_port}")),
        ("host", format!("http://localhost:{other_port}")),
        ("scheme", format!("https://127.0.0.1:{port}")),
        (
            "host, by way of no scheme",
            format!("//localhost:{other_port}"),
        ),
        (
            "host, behind a user name",
            format!("http://127.0.0.1:{port}@127.0.0.1:{other_port}"),
        ),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let location = format!("{origin}{}", collections_path(&emulator));
            let fault = Fault::status(status).header("location", &location);
            emulator.clear_requests();
            emulator.inject(fault.times(2));

            let error = client.collections().list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
            assert_eq!(error.status(), Some(status));
            assert!(error.to_string().contains(&location), "{error}");

            let create = client.collections().create("new", CollectionType::Model);
            let error = create.send().await.unwrap_err();
            assert_eq!(error.status(), Some(status));

            assert_eq!(emulator.requests().len(), 2, "another {what}, {status}");
            assert!(elsewhere.requests().is_empty(), "another {what}, {status}");
        }
    }
    assert!(emulator.collections().is_empty());
}

async fn a_redirect_within_the_origin_keeps_method_body_and_key(version: Version) {
    let emulator = version.emulator().start();
    for client in [
        client_of(&emulator),
        builder_of(&emulator)
            .http_client(
                reqwest::Client::builder()
                    .no_proxy()
                    .tls_certs_only([])
                    .build()
                    .unwrap(),
            )
            .build()
            .unwrap(),
    ] {
        for status in [307, 308] {
            for operation in [Endpoint::ListCollections, Endpoint::CreateCollection] {
                emulator.clear_requests();
                // To the same place, with what V1 is asked for and something that is ignored.
                let query = "limit=100&order=asc&sort_by=created_at&moved=1";
                let location = format!("{}?{query}", collections_path(&emulator));
                let fault = Fault::status(status).header("location", &location);
                emulator.inject(fault.on(operation).times(2));
                match operation {
                    Endpoint::CreateCollection => {
                        let create = client.collections().create("new", CollectionType::Model);
                        assert_eq!(create.send().await.unwrap().name, "new");
                    }
                    _ => drop(client.collections().list().await.unwrap()),
                }
                let requests = emulator.requests();
                let (first, last) = (&requests[0], &requests[requests.len() - 1]);
                assert_eq!(last.query.as_deref(), Some(query));
                assert_eq!(first.method, last.method);
                assert_eq!(first.body, last.body);
                for header in ["authorization", "content-type", "content-length"] {
                    assert_eq!(first.header(header), last.header(header), "{header}");
                }
                assert!(last.header("authorization").is_some());
            }
        }
    }
    assert_eq!(emulator.collections().len(), 4);
}

async fn a_redirect_that_changes_the_method_is_not_followed(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for status in [301, 302, 303] {
        emulator.clear_requests();
        let location = collections_path(&emulator);
        let fault = Fault::status(status).header("location", &location);
        emulator.inject(fault.on(Endpoint::CreateCollection));
        let create = client.collections().create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert_eq!(error.status(), Some(status), "{error}");
        assert_eq!(emulator.requests().len(), 1);
    }
}

async fn a_way_out_of_the_origin_is_not_taken_at_a_later_redirect_either(version: Version) {
    let elsewhere = version.emulator().start();
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for operation in [Endpoint::ListCollections, Endpoint::CreateCollection] {
        let path = collections_path(&emulator);
        emulator.inject(Fault::redirect(&path).on(operation));
        emulator.inject(Fault::redirect(&format!("{}{path}", elsewhere.base_url())).on(operation));
        let error = match operation {
            Endpoint::CreateCollection => {
                let create = client.collections().create("new", CollectionType::Model);
                create.send().await.unwrap_err()
            }
            _ => client.collections().list().await.unwrap_err(),
        };
        assert_eq!(error.status(), Some(307), "{error}");
    }
    assert!(elsewhere.requests().is_empty());
}

async fn redirects_in_a_circle_end_soon(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    let path = collections_path(&emulator);
    emulator.inject(Fault::redirect(&path).always());
    client.collections().list().await.unwrap_err();
    let create = client.collections().create("new", CollectionType::Model);
    create.send().await.unwrap_err();
    let requests = emulator.requests().len();
    assert!(requests <= 14, "{requests}");
}

/// What the documentation of `http_client` says: such a client follows by its own rules. reqwest takes the key out.
async fn an_own_http_client_may_follow_a_redirect_but_its_answer_is_refused(version: Version) {
    let elsewhere = version.emulator().start();
    let emulator = version.emulator().start();
    let location = format!("{}{}", elsewhere.base_url(), collections_path(&emulator));
    emulator.inject(Fault::redirect(&location));
    let client = builder_of(&emulator)
        .http_client(
            reqwest::Client::builder()
                .no_proxy()
                .tls_certs_only([])
                .build()
                .unwrap(),
        )
        .build()
        .unwrap();
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
    let requests = elsewhere.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header("authorization"), None);
}
