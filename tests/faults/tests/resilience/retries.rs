//! Requests are sent again where that is safe, not too often, and not for too long.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dataforce::{CollectionType, ErrorKind, RetryPolicy};
use dataforce_api::{legacy, v1};
use dataforce_emulator::{Collection, Endpoint, Fault, Moment};
use dataforce_fault_tests::{
    Logged, RawServer, StalledPort, Then, Version, answer, answer_json, on_both_versions,
};
use futures_util::future::join_all;

use crate::{brief, builder, builder_of, client, client_of};

on_both_versions!(
    #[tokio::test]
    pauses_are_random_below_a_ceiling_that_doubles_up_to_a_limit,
    a_retry_after_in_seconds_is_waited_for,
    a_retry_after_is_cut_to_the_limit_whether_in_seconds_or_as_a_date,
    a_retry_after_in_the_past_asks_for_no_pause,
    a_retry_after_beyond_the_deadline_ends_the_call_at_once,
    an_attempt_that_takes_too_long_is_given_up_and_made_again,
    the_deadline_ends_a_call_in_the_middle_of_an_attempt,
    the_deadline_ends_a_call_that_would_go_on_trying,
    all_requests_of_one_operation_share_its_deadline,
    what_an_error_adds_to_its_message_shares_the_deadline_too,
    one_call_turns_repetition_off,
    a_create_is_sent_again_when_nobody_listened,
    a_create_is_sent_again_when_the_server_was_too_busy_to_look,
    a_create_that_may_have_happened_is_sent_once_and_says_so,
    a_create_that_was_refused_did_certainly_not_happen,
    an_answer_of_success_that_nobody_promised_leaves_the_outcome_open,
    a_delete_that_finds_nothing_on_its_second_try_is_a_success,
    a_delete_that_finds_nothing_on_its_first_try_is_not_found,
    a_gateway_that_does_not_find_the_service_is_no_successful_delete,
    a_refusal_settles_what_became_of_earlier_attempts_only_if_it_says_so,
    the_status_reaches_the_user_when_the_body_of_the_error_breaks_off_or_never_ends,
    a_generated_client_repeats_by_the_same_rules,
    the_body_of_a_repeated_update_is_whole_each_time,
);

#[cfg(target_os = "linux")]
on_both_versions!(
    #[tokio::test]
    a_connection_that_is_never_made_is_given_up_after_the_connect_timeout,
    a_create_that_never_got_a_connection_did_certainly_not_happen,
);

on_both_versions!(
    #[tokio::test(flavor = "multi_thread")]
    all_handles_together_repeat_little_when_the_server_fails_always,
);

/// Far more than anything here takes, for a machine that is busy, and far less than what must not be waited for.
const SOON: Duration = Duration::from_secs(20);
/// Longer than any test.
const EVER: Duration = Duration::from_secs(3600);

/// The pauses before repetitions, in milliseconds, as they are logged.
fn pauses(logged: &Logged) -> Vec<u64> {
    let events = logged.events_with("delay_ms");
    let pause = |event: &dataforce_fault_tests::Record| event.field("delay_ms")?.parse().ok();
    events.iter().filter_map(pause).collect()
}

async fn pauses_are_random_below_a_ceiling_that_doubles_up_to_a_limit(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(503).always());
    let policy = RetryPolicy::default()
        .max_attempts(5)
        .base_delay(Duration::from_millis(10))
        .max_delay(Duration::from_millis(30));
    let client = builder_of(&emulator).retry(policy).build().unwrap();
    const CALLS: usize = 12;
    for _ in 0..CALLS {
        client.collections().list().await.unwrap_err();
    }
    let pauses = pauses(&logged);
    assert_eq!(pauses.len(), CALLS * 4);
    for call in pauses.chunks(4) {
        assert!(call[0] < 10 && call[1] < 20, "{call:?}");
        assert!(call[2] < 30 && call[3] < 30, "{call:?}");
    }
    // That none of 36 is in the upper half of its range does not happen.
    assert!(pauses.iter().any(|pause| *pause >= 10), "{pauses:?}");
    assert!(pauses.iter().any(|pause| *pause != pauses[0]), "{pauses:?}");
}

async fn a_retry_after_in_seconds_is_waited_for(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(429).header("retry-after", "1"));
    let start = Instant::now();
    client_of(&emulator).collections().list().await.unwrap();
    assert_eq!(pauses(&logged), [1000]);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

async fn a_retry_after_is_cut_to_the_limit_whether_in_seconds_or_as_a_date(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    for asked in [
        "3600",
        "99999999999999999999999",
        "Fri, 31 Dec 2100 23:59:59 GMT",
        "Friday, 31-Dec-60 23:59:59 GMT",
    ] {
        emulator.inject(Fault::status(503).header("retry-after", asked));
    }
    let policy = RetryPolicy::default()
        .max_attempts(5)
        .max_retry_after(Duration::from_millis(7));
    let client = builder_of(&emulator).retry(policy).build().unwrap();
    client.collections().list().await.unwrap();
    assert_eq!(pauses(&logged), [7, 7, 7, 7]);
}

async fn a_retry_after_in_the_past_asks_for_no_pause(version: Version) {
    let logged = Logged::listening();
    let emulator = version.emulator().start();
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    emulator.inject(Fault::status(503).header("retry-after", date));
    client_of(&emulator).collections().list().await.unwrap();
    assert_eq!(pauses(&logged), [0]);
}

async fn a_retry_after_beyond_the_deadline_ends_the_call_at_once(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(429).header("retry-after", "3600").always());
    let policy = RetryPolicy::default().max_retry_after(Duration::MAX);
    let client = builder_of(&emulator)
        .retry(policy)
        .deadline(Duration::from_secs(60))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    assert!(start.elapsed() < SOON);
    assert_eq!(emulator.requests().len(), 1);
}

async fn an_attempt_that_takes_too_long_is_given_up_and_made_again(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::delay(EVER));
    let client = builder_of(&emulator)
        .attempt_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    assert!(client.collections().list().await.unwrap().is_empty());
    assert_eq!(emulator.requests().len(), 2);
}

#[cfg(target_os = "linux")]
async fn a_connection_that_is_never_made_is_given_up_after_the_connect_timeout(version: Version) {
    let mut port = StalledPort::open();
    port.stall().await;
    let client = builder(version, &port.base_url())
        .connect_timeout(Duration::from_millis(300))
        .retry(brief().max_attempts(2))
        .attempt_timeout(EVER)
        .deadline(EVER)
        .build()
        .unwrap();
    let start = Instant::now();
    let create = client.collections().create("new", CollectionType::Model);
    let error = create.send().await.unwrap_err();
    assert!(start.elapsed() < SOON);
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
    // It was never sent, which is why it was tried twice.
    assert!(!error.outcome_unknown(), "{error}");
    assert!(error.to_string().contains("2 attempts"), "{error}");
}

async fn the_deadline_ends_a_call_in_the_middle_of_an_attempt(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::delay(EVER).always());
    let client = builder_of(&emulator)
        .attempt_timeout(EVER)
        .deadline(Duration::from_secs(1))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert!(start.elapsed() < SOON);
}

async fn the_deadline_ends_a_call_that_would_go_on_trying(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(503).always());
    let client = builder_of(&emulator)
        .retry(RetryPolicy::default().max_attempts(u32::MAX))
        .deadline(Duration::from_secs(2))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.status(), Some(503));
    assert!(start.elapsed() < SOON);
    // No attempt begins after the deadline, so the last pause was not waited for.
    assert!(emulator.requests().len() > 1);
}

async fn all_requests_of_one_operation_share_its_deadline(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    emulator.inject(Fault::delay(Duration::from_secs(2)).on(Endpoint::ListCollections));
    emulator.inject(Fault::delay(Duration::from_secs(2)).on(Endpoint::UpdateCollection));
    let client = builder_of(&emulator)
        .deadline(Duration::from_secs(3))
        .build()
        .unwrap();
    let update = client.collections().update("target").name("renamed");
    let error = update.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.outcome_unknown(), "{error}");
}

async fn what_an_error_adds_to_its_message_shares_the_deadline_too(version: Version) {
    let emulator = version.emulator().start();
    // The first list is for the search, the second for the message.
    emulator.inject(Fault::delay(EVER).on(Endpoint::ListCollections).after(1));
    let client = builder_of(&emulator)
        .deadline(Duration::from_secs(1))
        .build()
        .unwrap();
    let start = Instant::now();
    let error = client.collections().delete("nowhere").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    // Five seconds would be what such a list may take at most.
    assert!(start.elapsed() < Duration::from_secs(5));
}

async fn one_call_turns_repetition_off(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    let client = builder_of(&emulator)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let collections = client.collections();
    for fault in [Fault::status(429), Fault::status(503)] {
        for operation in [
            Endpoint::ListCollections,
            Endpoint::CreateCollection,
            Endpoint::UpdateCollection,
            Endpoint::DeleteCollection,
        ] {
            emulator.clear_requests();
            emulator.inject(fault.clone().on(operation));
            let outcome = match operation {
                Endpoint::ListCollections => collections.list().await.map(drop),
                Endpoint::CreateCollection => {
                    let create = collections.create("new", CollectionType::Model);
                    create.send().await.map(drop)
                }
                Endpoint::UpdateCollection => {
                    let update = collections.update("target").name("renamed");
                    update.send().await.map(drop)
                }
                _ => collections.delete("target").await,
            };
            outcome.unwrap_err();
            let requests = emulator.requests();
            let sent = requests.iter().filter(|it| it.endpoint == Some(operation));
            assert_eq!(sent.count(), 1, "{operation} after {fault:?}");
        }
    }
}

async fn all_handles_together_repeat_little_when_the_server_fails_always(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(503).always());
    let client = client_of(&emulator);
    const CALLS: usize = 200;
    let calls = (0..CALLS).map(|number| {
        // A handle of its own for each, made in one way or another.
        let client = match number % 3 {
            0 => client.clone(),
            1 => client.with_orbit(client.orbit()),
            _ => client.with_collection(None),
        };
        tokio::spawn(async move { client.collections().list().await.unwrap_err() })
    });
    join_all(calls).await;
    let repetitions = emulator.requests().len() - CALLS;
    // Each of the calls alone would have made three.
    assert!((1..=100).contains(&repetitions), "{repetitions}");

    // When the server is well again, so is the client, after a while.
    emulator.clear_faults();
    for _ in 0..25 {
        client.collections().list().await.unwrap();
    }
    emulator.inject(Fault::status(503));
    client.collections().list().await.unwrap();
}

async fn a_create_is_sent_again_when_nobody_listened(version: Version) {
    let emulator = version.emulator().start();
    emulator.refuse_connections();
    let logged = Logged::listening();
    let client = builder_of(&emulator)
        .retry(RetryPolicy::default().max_attempts(1000))
        .build()
        .unwrap();
    let create = client.collections().create("new", CollectionType::Model);
    let accept = async {
        while logged.events_with("http.request.resend_count").is_empty() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        emulator.accept_connections();
    };
    let accept = tokio::time::timeout(Duration::from_secs(20), accept);
    let (created, accepted) = tokio::join!(create.send(), accept);
    assert!(accepted.is_ok(), "no attempt was refused");
    assert_eq!(created.unwrap().name, "new");
    assert_eq!(emulator.collections().len(), 1);
}

async fn a_create_is_sent_again_when_the_server_was_too_busy_to_look(version: Version) {
    let emulator = version.emulator().start();
    emulator.inject(Fault::status(429).times(3));
    let client = client_of(&emulator);
    let create = client.collections().create("new", CollectionType::Model);
    create.send().await.unwrap();
    assert_eq!(emulator.collections().len(), 1);
    assert_eq!(emulator.requests().len(), 4);
}

async fn a_create_that_may_have_happened_is_sent_once_and_says_so(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for fault in [
        Fault::reset(Moment::Before),
        Fault::reset(Moment::After),
        Fault::status(500),
        Fault::status(502).after_processing(),
        Fault::status(408),
        Fault::truncated(),
    ] {
        emulator.clear_requests();
        emulator.inject(fault.clone());
        let create = client.collections().create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert!(error.outcome_unknown(), "{fault:?}: {error}");
        let said = error.to_string();
        assert!(said.contains("may have taken effect"), "{said}");
        assert_eq!(emulator.requests().len(), 1, "{fault:?}");
    }
}

async fn a_create_that_was_refused_did_certainly_not_happen(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    for status in [400, 401, 403, 404, 409, 413, 422, 429] {
        let fault = Fault::status(status).json(&serde_json::json!({"detail": "no"}));
        emulator.inject(fault.times(4));
        let create = client.collections().create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(!error.outcome_unknown(), "{error}");
        emulator.clear_faults();
    }
    assert!(emulator.collections().is_empty());
}

async fn an_answer_of_success_that_nobody_promised_leaves_the_outcome_open(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    let client = client_of(&emulator);
    let collections = client.collections();
    for status in [201, 202, 204, 303] {
        emulator.inject(Fault::status(status).on(Endpoint::CreateCollection));
        let create = collections.create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(error.outcome_unknown(), "create, {status}: {error}");
    }
    let page = Fault::status(200).html("<!doctype html><title>Log in</title>");
    for (status, fault) in [(200, page), (202, Fault::status(202))] {
        emulator.inject(fault.on(Endpoint::DeleteCollection));
        let error = collections.delete("target").await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(error.outcome_unknown(), "delete, {status}: {error}");
    }
}

async fn a_delete_that_finds_nothing_on_its_second_try_is_a_success(version: Version) {
    for fault in [
        Fault::status(502).after_processing(),
        Fault::reset(Moment::After),
        Fault::delay(EVER),
    ] {
        let emulator = version
            .emulator()
            .collection(Collection::new("target"))
            .start();
        emulator.inject(fault.on(Endpoint::DeleteCollection));
        let client = builder_of(&emulator)
            .attempt_timeout(Duration::from_secs(2))
            .build()
            .unwrap();
        client.collections().delete("target").await.unwrap();
        assert!(emulator.collections().is_empty());
        let statuses: Vec<_> = emulator
            .exchanges()
            .iter()
            .filter(|it| it.endpoint() == Some(Endpoint::DeleteCollection))
            .filter_map(|it| Some(it.response.as_ref()?.status.as_u16()))
            .collect();
        assert_eq!(statuses.last(), Some(&404), "{statuses:?}");
    }
}

async fn a_delete_that_finds_nothing_on_its_first_try_is_not_found(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    // Somebody else deletes it between the look and the deed.
    let not_found = serde_json::json!({"detail": "Collection not found"});
    let fault = Fault::status(404).json(&not_found);
    emulator.inject(fault.clone().on(Endpoint::DeleteCollection));
    let collections = client_of(&emulator).collections();
    let error = collections.delete("target").await.unwrap_err();
    assert!(error.is_not_found() && !error.outcome_unknown(), "{error}");

    // The same where the first try certainly did nothing.
    emulator.inject(Fault::status(429).on(Endpoint::DeleteCollection));
    emulator.inject(fault.on(Endpoint::DeleteCollection));
    let error = collections.delete("target").await.unwrap_err();
    assert!(error.is_not_found() && !error.outcome_unknown(), "{error}");
}

async fn a_gateway_that_does_not_find_the_service_is_no_successful_delete(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    emulator.inject(Fault::status(502).on(Endpoint::DeleteCollection));
    let page = Fault::status(404).body("default backend - 404");
    emulator.inject(page.on(Endpoint::DeleteCollection));
    let error = client_of(&emulator)
        .collections()
        .delete("target")
        .await
        .unwrap_err();
    assert_eq!(error.status(), Some(404));
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(emulator.collections().len(), 1);
}

async fn a_refusal_settles_what_became_of_earlier_attempts_only_if_it_says_so(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    let client = client_of(&emulator);
    let detail = serde_json::json!({"detail": "no"});
    let update = Endpoint::UpdateCollection;
    let delete = Endpoint::DeleteCollection;
    for (endpoint, status, unknown) in [
        (update, 422, false),
        (delete, 422, false),
        (delete, 409, false),
        // The contract declares no conflict for an update.
        (update, 409, true),
        (update, 401, true),
        (update, 403, true),
        (delete, 403, true),
    ] {
        emulator.inject(Fault::reset(Moment::Before).on(endpoint));
        emulator.inject(Fault::status(status).json(&detail).on(endpoint));
        let collections = client.collections();
        let error = match endpoint {
            Endpoint::DeleteCollection => collections.delete("target").await.unwrap_err(),
            _ => {
                let update = collections.update("target").name("renamed");
                update.send().await.unwrap_err()
            }
        };
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.outcome_unknown(), unknown, "{error}");
    }
}

async fn the_status_reaches_the_user_when_the_body_of_the_error_breaks_off_or_never_ends(
    version: Version,
) {
    // More of the body is announced than comes.
    const BODY: &str = r#"{"detail":"Not enou"#;
    let head = format!("HTTP/1.1 403 Forbidden\r\ncontent-length: 30\r\n\r\n{BODY}");
    let server = RawServer::answering(head.clone());
    let error = client(version, &server.base_url())
        .collections()
        .list()
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert_eq!(error.body(), Some(BODY.as_bytes()));

    let server = RawServer::start(move |_, stream| {
        stream.write_all(head.as_bytes())?;
        Ok(Then::Keep)
    });
    let client = builder(version, &server.base_url())
        .attempt_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let error = client.collections().list().await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert_eq!(error.body(), Some(BODY.as_bytes()));
}

async fn a_generated_client_repeats_by_the_same_rules(version: Version) {
    let target = Collection::new("target");
    let emulator = version.emulator().collection(target.clone()).start();
    // The generated clients have the same methods, apart from the parameters of a page.
    macro_rules! check {
        ($version:ident, $($parameter:expr),*) => {{
            let client = $version::Client::builder()
                .api_key(emulator.api_key())
                .base_url(emulator.base_url())
                .retry(brief())
                .build()
                .unwrap();
            let organization = emulator.organization_id().into();
            let orbit = emulator.orbit_id().into();

            emulator.inject(Fault::reset(Moment::After));
            client.list_collections(&organization, &orbit $(, $parameter)*).await.unwrap();

            emulator.inject(Fault::reset(Moment::After));
            let body = $version::types::CollectionCreate::new(
                "",
                "new",
                dataforce_api::CollectionType::Model,
            );
            let created = client.create_collection(&organization, &orbit, &body);
            let error = created.await.unwrap_err();
            assert!(error.outcome_unknown(), "{error}");
            assert_eq!(emulator.collections().len(), 2);

            emulator.inject(Fault::reset(Moment::After));
            let target = target.id.into();
            let deleted = client.delete_collection(&organization, &orbit, &target);
            assert_eq!(deleted.await.unwrap().status(), 204);
            assert_eq!(emulator.collections().len(), 1);

            emulator.inject(Fault::status(503).always());
            emulator.clear_requests();
            let once = client.with_retry(RetryPolicy::none());
            once.list_organizations().await.unwrap_err();
            assert_eq!(emulator.requests().len(), 1);
        }};
    }
    match version {
        Version::Legacy => check!(legacy,),
        Version::V1 => check!(v1, None, None, None, None, None, None),
    }
}

async fn the_body_of_a_repeated_update_is_whole_each_time(version: Version) {
    let bodies = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let attempts = AtomicUsize::new(0);
    let seen = std::sync::Arc::clone(&bodies);
    let server = RawServer::start(move |arrival, stream| {
        if arrival.method != "PATCH" {
            answer_json(
                stream,
                &version.found(&arrival.path, uuid::Uuid::max(), "target"),
            )?;
            return Ok(Then::Keep);
        }
        seen.lock().unwrap().push(arrival.body.clone());
        if attempts.fetch_add(1, Ordering::SeqCst) < 2 {
            answer(stream, "503 Service Unavailable", "", "")?;
        } else {
            let target = version.collection(uuid::Uuid::max(), "renamed");
            answer_json(stream, &target)?;
        }
        Ok(Then::Keep)
    });
    let client = client(version, &server.base_url());
    let update = client.collections().update("target").name("renamed");
    update.send().await.unwrap();
    let bodies = bodies.lock().unwrap();
    assert_eq!(bodies.len(), 3);
    assert!(
        bodies
            .iter()
            .all(|body| !body.is_empty() && *body == bodies[0])
    );
}

#[cfg(target_os = "linux")]
async fn a_create_that_never_got_a_connection_did_certainly_not_happen(version: Version) {
    let mut port = StalledPort::open();
    port.stall().await;
    let client = builder(version, &port.base_url())
        .connect_timeout(EVER)
        .deadline(Duration::from_secs(1))
        .build()
        .unwrap();
    let create = client.collections().create("new", CollectionType::Model);
    let error = create.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(!error.outcome_unknown(), "{error}");
}
