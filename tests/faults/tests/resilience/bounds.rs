//! What is too large is refused, what is kept is limited, and what the server cannot store is not sent.

use std::io::Write;

use dataforce::{CollectionType, ErrorKind};
use dataforce_emulator::{Collection, Endpoint, Fault};
use dataforce_fault_tests::{RawServer, Then, Version, answer_json, on_both_versions};

use crate::{builder, client, client_of};

on_both_versions!(
    #[tokio::test]
    an_answer_over_the_limit_is_refused_and_one_at_the_limit_is_not,
    an_announced_length_takes_no_memory_by_itself,
    of_an_error_body_64_kib_are_kept_and_a_line_is_shown,
    an_answer_of_the_wrong_kind_is_not_repeated_in_the_message,
    a_nul_character_is_refused_before_anything_is_sent,
    what_is_large_and_right_arrives_whole,
    nonsense_instead_of_an_answer_is_an_error_and_never_a_wrong_result,
    bytes_behind_an_answer_are_not_taken_for_the_next_one,
);

async fn an_answer_over_the_limit_is_refused_and_one_at_the_limit_is_not(version: Version) {
    let element = version.collection(uuid::Uuid::max(), "only");
    let list = version.list(&element);
    let length = list.len();
    for chunked in [false, true] {
        let list = list.clone();
        let server = RawServer::start(move |_, stream| {
            if chunked {
                // In two chunks, and nobody knows beforehand how many there will be.
                let (one, two) = list.split_at(length / 2);
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{one}\r\n{:x}\r\n{two}\r\n0\r\n\r\n",
                    one.len(),
                    two.len()
                )?;
            } else {
                answer_json(stream, &list)?;
            }
            Ok(Then::Keep)
        });
        let limited = |limit| {
            let builder = builder(version, &server.base_url()).max_response_bytes(limit);
            builder.build().unwrap().collections()
        };
        assert_eq!(limited(length).list().await.unwrap().len(), 1);
        let error = limited(length - 1).list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        assert!(error.to_string().contains("max_response_bytes"), "{error}");
        // A search holds what it keeps.
        assert!(limited(length).get("only").await.unwrap().is_some());
        assert!(limited(length / 2).get("only").await.is_err());
    }
}

async fn an_announced_length_takes_no_memory_by_itself(version: Version) {
    // More than there is; were it taken at its word, the process would end here.
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n[", 1u64 << 46);
    let server = RawServer::answering(format!("{head}{}", " ".repeat(100_000)));
    let client = builder(version, &server.base_url())
        .max_response_bytes(usize::MAX)
        .build()
        .unwrap();
    let error = client.collections().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection, "{error}");
}

async fn of_an_error_body_64_kib_are_kept_and_a_line_is_shown(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    let text = "x".repeat(1 << 20);
    let issues =
        format!(r#"{{"detail":[{{"loc":["body","name"],"msg":"too long","input":"{text}"}}]}}"#);
    let sentence = format!(r#"{{"detail":"{text}"}}"#);
    for body in [issues, sentence, text] {
        emulator.inject(Fault::status(422).body(body));
        let error = client.collections().list().await.unwrap_err();
        assert_eq!(error.body().map(<[u8]>::len), Some(64 << 10));
        assert!(error.to_string().len() < 1_000, "{error}");
    }
}

async fn an_answer_of_the_wrong_kind_is_not_repeated_in_the_message(version: Version) {
    let emulator = version.emulator().start();
    let client = client_of(&emulator);
    let text = "x".repeat(1 << 20);
    for body in [
        format!(r#""{text}""#),
        version.list(&format!(r#"{{"id":"{text}"}}"#)),
        version.list(&format!(r#"{{"{text}":1}}"#)),
        version.list(&text),
    ] {
        emulator.inject(Fault::status(200).body(body));
        let error = client.collections().list().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
        assert!(error.to_string().len() < 1_000, "{error}");
        assert!(format!("{error:?}").len() < 2_000, "{error:?}");
        assert_eq!(error.body().map(<[u8]>::len), Some(64 << 10));
    }
}

async fn a_nul_character_is_refused_before_anything_is_sent(version: Version) {
    let emulator = version
        .emulator()
        .collection(Collection::new("target"))
        .start();
    let collections = client_of(&emulator).collections();
    let model = || CollectionType::Model;
    let creates = [
        collections.create("a\0b", model()),
        collections.create("", model()).description("\0"),
        collections.create("", model()).tags(["fine", "a\0"]),
    ];
    for create in creates {
        let error = create.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("NUL"), "{error}");
        assert!(!error.outcome_unknown());
    }
    let updates = [
        collections.update("target").name("\0"),
        collections.update("target").description("a\0"),
        collections.update("target").tags(["\0"]),
    ];
    for update in updates {
        let error = update.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    let sent = emulator.requests();
    let changes = |operation| {
        matches!(
            operation,
            Some(Endpoint::CreateCollection | Endpoint::UpdateCollection)
        )
    };
    assert!(!sent.iter().any(|it| changes(it.endpoint)), "{sent:?}");
}

async fn what_is_large_and_right_arrives_whole(version: Version) {
    // V1 has limits for what is created, and stores what was there before them.
    let description = "0123456789".repeat(300_000);
    let tags: Vec<String> = (0..10_000).map(|number| format!("tag {number}")).collect();
    let emulator = version.emulator();
    let stored = Collection::new("stored");
    let stored = stored.description(&description).tags(tags.clone());
    let emulator = emulator.collection(stored).start();
    let collections = client_of(&emulator).collections();
    let found = collections.get("stored").await.unwrap().unwrap();
    assert_eq!(found.description, description);
    assert_eq!(found.tags.as_ref(), Some(&tags));

    let (description, tags) = match version {
        Version::Legacy => (description, tags),
        Version::V1 => ("\u{1f600}".repeat(1_000), tags[..50].to_vec()),
    };
    let created = collections
        .create("large", CollectionType::Model)
        .description(&description)
        .tags(tags.clone())
        .send()
        .await
        .unwrap();
    assert_eq!(created.description, description);
    let found = collections.get("large").await.unwrap().unwrap();
    assert_eq!(found, created);
    assert_eq!(found.tags, Some(tags));
}

/// Responses that no server should send. They lead to an error in good time.
async fn nonsense_instead_of_an_answer_is_an_error_and_never_a_wrong_result(version: Version) {
    let list = version.list(&version.collection(uuid::Uuid::max(), "x"));
    let length = list.len();
    let endless_headers = format!("HTTP/1.1 200 OK\r\n{}", "x-more: 1\r\n".repeat(200_000));
    let ok = "HTTP/1.1 200 OK\r\n";
    for nonsense in [
        "SSH-2.0-OpenSSH_9.9\r\n".to_owned(),
        "\x15\x03\x01\0\x02\x02\x46".to_owned(),
        "\0\0\0\0\0\0\0\0".to_owned(),
        "HTTP/1.1".to_owned(),
        "HTTP/1.1 OK 200\r\n\r\n".to_owned(),
        "HTTP/9.9 200 OK\r\n\r\n".to_owned(),
        "HTTP/1.1 999999 ?\r\n\r\n".to_owned(),
        list.clone(),
        endless_headers,
        format!("{ok}content-length: -1\r\n\r\n{list}"),
        format!("{ok}content-length: {length}\r\ncontent-length: 2\r\n\r\n{list}"),
        format!("{ok}content-length: 99999999999999999999\r\n\r\n{list}"),
        format!("{ok}transfer-encoding: chunked\r\n\r\nzz\r\n{list}\r\n0\r\n\r\n"),
        format!("{ok}transfer-encoding: chunked\r\n\r\n{length:x}\r\n{list}"),
        format!("{ok}transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{list}"),
        format!("{ok}content-encoding: gzip\r\ncontent-length: 3\r\n\r\n\x1f\x01\x08"),
        format!(
            "{ok}content-length: {length}\r\n\r\n{}",
            &list[..length - 1]
        ),
        format!("{ok}\r\n{}", &list[..length - 1]),
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n".to_owned(),
        "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000),
        "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(),
    ] {
        let shown: String = nonsense.chars().take(80).collect();
        let server = RawServer::answering(nonsense);
        let collections = client(version, &server.base_url()).collections();
        let error = match collections.list().await {
            Err(error) => error,
            Ok(list) => panic!("{shown:?} became {list:?}"),
        };
        assert!(error.to_string().len() < 1_000, "{shown:?}: {error}");
        let create = collections.create("new", CollectionType::Model);
        let error = create.send().await.unwrap_err();
        // The server may have done whatever it wanted.
        assert!(error.outcome_unknown(), "{shown:?}: {error}");
    }
}

async fn bytes_behind_an_answer_are_not_taken_for_the_next_one(version: Version) {
    let truth = version.list(&version.collection(uuid::Uuid::max(), "true"));
    let forged = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]";
    let both = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{truth}{forged}",
        truth.len()
    );
    let server = RawServer::start(move |_, stream| {
        // In one piece: what comes while the next request is under way cannot be told from its answer.
        stream.write_all(both.as_bytes())?;
        Ok(Then::Keep)
    });
    let client = client(version, &server.base_url());
    for _ in 0..50 {
        assert_eq!(client.collections().list().await.unwrap().len(), 1);
    }
}
