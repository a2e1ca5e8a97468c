//! The servers: one with prepared responses, which costs as little as possible, and the emulator.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use dataforce::ApiVersion;
use dataforce_emulator::{Collection, CollectionType, Emulator, Seed};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

use super::Place;

/// When the first collection was created: 2025-01-15T10:30:00.123456Z.
const FIRST: DateTime<Utc> = DateTime::from_timestamp_micros(1_736_937_000_123_456).unwrap();

/// A server in this process, on a thread of its own.
pub(crate) struct Server {
    place: Place,
    requests: Arc<AtomicUsize>,
    _emulator: Option<Emulator>,
}

impl Deref for Server {
    type Target = Place;

    fn deref(&self) -> &Place {
        &self.place
    }
}

impl Server {
    /// Responds to each GET with the list of an orbit's collections on the legacy API, and to each
    /// POST with one. It runs until the program ends.
    pub(crate) fn prepared(collections: usize) -> Self {
        let runtime = super::runtime();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let list: Vec<_> = (0..collections).map(collection).collect();
        let answers = Arc::new(Answers {
            list: answer(&list.into()),
            one: answer(&collection(0)),
        });
        std::thread::spawn(move || {
            runtime.block_on(async {
                loop {
                    let (connection, _) = listener.accept().await.unwrap();
                    let answers = answers.clone();
                    tokio::spawn(async move { answers.serve(connection).await });
                }
            });
        });
        Self {
            place: place(url, ApiVersion::Legacy, collections),
            requests: Arc::default(),
            _emulator: None,
        }
    }

    /// The emulator of V1, with the same collections.
    pub(crate) fn v1(collections: usize) -> Self {
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = requests.clone();
        let emulator = (0..collections)
            .map(|n| {
                let mut one = Collection::new(name(n))
                    .id(id(n))
                    .description("Dataset for model training")
                    .of_type(match n.is_multiple_of(2) {
                        true => CollectionType::Dataset,
                        false => CollectionType::Model,
                    })
                    .tags(["ml", "training"])
                    .models(n as u64 % 100);
                one.created_at = FIRST + Duration::from_secs(n as u64);
                // Every other one was never changed.
                one.updated_at = n.is_multiple_of(2).then_some(one.created_at);
                one
            })
            .fold(Emulator::builder(), |builder, one| builder.collection(one))
            .api_version(dataforce_emulator::ApiVersion::V1)
            .keep_exchanges_up_to(0)
            .observe(move |_| {
                counter.fetch_add(1, Ordering::Relaxed);
            })
            .start();
        Self {
            place: place(emulator.base_url().to_owned(), ApiVersion::V1, collections),
            requests,
            _emulator: Some(emulator),
        }
    }

    /// How many requests the emulator has responded to.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

/// Where the collections of a server are.
pub(crate) fn place(url: String, version: ApiVersion, collections: usize) -> Place {
    Place {
        url,
        version,
        organization: Seed::ORGANIZATION_ID,
        orbit: Seed::ORBIT_ID,
        collections,
        id: id(collections - 1),
        name: name(collections - 1),
    }
}

/// The id of the n-th collection.
fn id(n: usize) -> Uuid {
    Uuid::from_u128(0x0199c455_21ee_74c6_b747_000000000000 + n as u128)
}

/// The name of the n-th collection. None contains another.
fn name(n: usize) -> String {
    format!("Training Dataset {n:06}")
}

fn collection(n: usize) -> Value {
    json!({
        "id": id(n),
        "orbit_id": Seed::ORBIT_ID,
        "description": "Dataset for model training",
        "name": name(n),
        "collection_type": if n.is_multiple_of(2) { "dataset" } else { "model" },
        "tags": ["ml", "training"],
        "total_models": n % 100,
        "created_at": FIRST,
        // Every other one was never changed.
        "updated_at": n.is_multiple_of(2).then_some("2025-01-16T14:20:00.654321Z"),
    })
}

fn answer(body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ";
    format!("{head}{length}\r\n\r\n{body}").into_bytes()
}

struct Answers {
    list: Vec<u8>,
    one: Vec<u8>,
}

impl Answers {
    async fn serve(&self, mut connection: TcpStream) {
        connection.set_nodelay(true).unwrap();
        let mut input = Vec::new();
        // The client has closed the connection.
        while let Ok(1..) = connection.read_buf(&mut input).await {
            if !is_complete(&input) {
                continue;
            }
            let answer = match input[0] {
                b'G' => &self.list,
                _ => &self.one,
            };
            input.clear();
            let _ = connection.write_all(answer).await;
        }
    }
}

/// Returns `true` if a request has been received completely.
fn is_complete(input: &[u8]) -> bool {
    let text = str::from_utf8(input).unwrap();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    body.len() >= length
}
