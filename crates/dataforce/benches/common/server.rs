//! A server with prepared responses, which costs as little as possible.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::ORBIT;

/// Responds to each GET with the list of an orbit's collections, and to each POST with one.
///
/// It runs until the program ends, on one thread, so that all connections are served alike.
pub(crate) struct Server {
    url: String,
}

impl Server {
    pub(crate) fn start(collections: usize) -> Self {
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
        Self { url }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// The id of the n-th collection.
pub(crate) fn id(n: usize) -> String {
    format!("0199c455-21ee-74c6-b747-{n:012x}")
}

/// The name of the n-th collection.
pub(crate) fn name(n: usize) -> String {
    format!("Training Dataset {n}")
}

fn collection(n: usize) -> Value {
    json!({
        "id": id(n),
        "orbit_id": ORBIT,
        "description": "Dataset for model training",
        "name": name(n),
        "collection_type": if n.is_multiple_of(2) { "dataset" } else { "model" },
        "tags": ["ml", "training"],
        "total_models": n % 100,
        "created_at": "2025-01-15T10:30:00.123456Z",
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
