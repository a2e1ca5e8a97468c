//! What a server refuses over HTTP/2. It is spoken if anything in a program enables the feature of
//! reqwest, as this package does.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dataforce::{CollectionType, ErrorKind, RetryPolicy, blocking};
use rustls::{ServerConnection, StreamOwned};

use crate::certificates::self_signed;
use crate::{brief, builder};
use dataforce_fault_tests::{Version, on_both_versions};

on_both_versions!(
    #[tokio::test]
    what_a_server_refuses_is_repeated_by_the_policy_alone,
);

/// How the server refuses a request: the type of a frame, whether it is one of the connection, and
/// the payload.
struct Refusal {
    name: &'static str,
    frame: u8,
    of_connection: bool,
    payload: &'static [u8],
}

const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;

/// The two from which reqwest concludes that the request was not processed, so that it could be sent
/// again.
const REFUSALS: [Refusal; 2] = [
    Refusal {
        name: "RST_STREAM with REFUSED_STREAM",
        frame: 3,
        of_connection: false,
        payload: &[0, 0, 0, 7],
    },
    Refusal {
        name: "GOAWAY with NO_ERROR, after which no stream is processed",
        frame: 7,
        of_connection: true,
        payload: &[0, 0, 0, 0, 0, 0, 0, 0],
    },
];

/// A server that speaks HTTP/2 and nothing else, and refuses all requests.
struct Refusing {
    certificate: Vec<u8>,
    port: u16,
    requests: Arc<AtomicUsize>,
}

impl Refusing {
    fn start(refusal: &'static Refusal) -> Self {
        let (certificate, mut config) = self_signed();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let config = Arc::new(config);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let stream = StreamOwned::new(connection, stream.unwrap());
                let counter = Arc::clone(&counter);
                std::thread::spawn(move || converse(stream, refusal, &counter));
            }
        });
        Self {
            certificate,
            port,
            requests,
        }
    }

    fn base_url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    fn certificate(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_der(&self.certificate).unwrap()
    }

    /// How many requests arrived since this was last asked.
    fn requests(&self) -> usize {
        self.requests.swap(0, Ordering::SeqCst)
    }
}

/// Reads frames until the client is gone. See RFC 9113, sections 3.4, 4.1 and 6.
fn converse(
    mut stream: impl Read + Write,
    refusal: &Refusal,
    requests: &AtomicUsize,
) -> io::Result<()> {
    stream.read_exact(&mut [0; b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len()])?;
    stream.write_all(&frame(SETTINGS, [0; 4], &[]))?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [a, b, c, frame_type, _flags, stream_id @ ..] = head;
        let length = u32::from_be_bytes([0, a, b, c]);
        io::copy(&mut (&mut stream).take(length.into()), &mut io::sink())?;
        if frame_type == HEADERS {
            requests.fetch_add(1, Ordering::SeqCst);
            let stream_id = match refusal.of_connection {
                true => [0; 4],
                false => stream_id,
            };
            stream.write_all(&frame(refusal.frame, stream_id, refusal.payload))?;
        }
    }
}

fn frame(frame_type: u8, stream_id: [u8; 4], payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    let head = [0, 0, length, frame_type, 0];
    [&head[..], &stream_id, payload].concat()
}

async fn what_a_server_refuses_is_repeated_by_the_policy_alone(version: Version) {
    for refusal in &REFUSALS {
        let name = refusal.name;
        let server = Refusing::start(refusal);
        for (attempts, policy) in [(1, RetryPolicy::none()), (3, brief().max_attempts(3))] {
            let builder = builder(version, &server.base_url()).retry(policy);
            let client = builder
                .root_certificate(server.certificate())
                .build()
                .unwrap();
            let collections = client.collections();
            let error = collections.list().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Connection, "{name}: {error}");
            assert_eq!(server.requests(), attempts, "{name}: {error}");

            let create = collections.create("new", CollectionType::Model);
            let error = create.send().await.unwrap_err();
            assert_eq!(server.requests(), 1, "{name}: {error}");
            assert!(error.outcome_unknown(), "{name}: {error}");
        }

        let own = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([server.certificate()])
            .retry(reqwest::retry::never());
        let builder = builder(version, &server.base_url()).http_client(own.build().unwrap());
        let client = builder.retry(RetryPolicy::none()).build().unwrap();
        let error = client.collections().list().await.unwrap_err();
        assert_eq!(server.requests(), 1, "{name}: {error}");

        let builder = blocking::Client::builder()
            .api_key("dfs_your_key")
            .base_url(server.base_url())
            .root_certificate(server.certificate())
            .retry(RetryPolicy::none());
        let list = move || builder.build().unwrap().organizations().list();
        let error = tokio::task::spawn_blocking(list)
            .await
            .unwrap()
            .unwrap_err();
        assert_eq!(server.requests(), 1, "{name}: {error}");
    }
}
