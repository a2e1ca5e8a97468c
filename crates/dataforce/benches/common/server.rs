//! A server whose answers are ready before they are asked for, so that it costs as little as a server can.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use serde_json::{Value, json};

use super::ORBIT;

/// Answers each GET with the list of an orbit's collections, and each POST with one collection. Runs on threads of its
/// own until the program ends.
pub struct Server {
    url: String,
}

impl Server {
    pub fn start(collections: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let list: Vec<_> = (0..collections).map(collection).collect();
        let answers = Arc::new(Answers {
            list: answer(&list.into()),
            one: answer(&collection(0)),
        });
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let answers = answers.clone();
                std::thread::spawn(move || answers.serve(connection.unwrap()));
            }
        });
        Self { url }
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The id of the n-th collection.
pub fn id(n: usize) -> String {
    format!("0199c455-21ee-74c6-b747-{n:012x}")
}

/// The name of the n-th collection.
pub fn name(n: usize) -> String {
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
    fn serve(&self, mut connection: TcpStream) {
        connection.set_nodelay(true).unwrap();
        let mut input = Vec::new();
        let mut buffer = [0; 8 * 1024];
        loop {
            let read = match connection.read(&mut buffer) {
                Ok(0) => return,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return,
                Err(error) => panic!("{error}"),
            };
            input.extend_from_slice(&buffer[..read]);
            if !is_complete(&input) {
                continue;
            }
            let answer = match input[0] {
                b'G' => &self.list,
                _ => &self.one,
            };
            input.clear();
            // A client that has gone away is none of a benchmark's business.
            let _ = connection.write_all(answer);
        }
    }
}

/// Whether a request, of which only the start may have come, has come to its end.
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
