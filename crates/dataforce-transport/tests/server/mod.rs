//! A server that follows a script, one step for each request.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// What happens to a request after it was read.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// The server responds with this status and JSON body.
    Respond(u16, &'static str),
    /// The connection is closed without a response.
    Close,
    /// The server responds, and closes the connection without announcing it.
    RespondAndClose(u16, &'static str),
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
    closed: Arc<(Mutex<usize>, Condvar)>,
}

impl Server {
    /// Starts a server on a port of its own. It stops with the process. The last step is repeated.
    pub(crate) fn start(script: impl Into<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let script = Arc::new((script.into(), Mutex::new(0)));
        let closed = Arc::<(Mutex<usize>, Condvar)>::default();
        let server = Self {
            address,
            requests: Arc::clone(&requests),
            connections: Arc::default(),
            closed: Arc::clone(&closed),
        };
        let connections = Arc::clone(&server.connections);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                connections.fetch_add(1, Ordering::SeqCst);
                let (script, seen) = (Arc::clone(&script), Arc::clone(&requests));
                let closed = Arc::clone(&closed);
                thread::spawn(move || {
                    serve(connection, &script, &seen);
                    *closed.0.lock().unwrap() += 1;
                    closed.1.notify_all();
                });
            }
        });
        server
    }

    /// Blocks until this many connections are closed. The client's side may not have noticed.
    pub(crate) fn wait_for_closed(&self, count: usize) {
        let closed = self.closed.0.lock().unwrap();
        let _closed = self
            .closed
            .1
            .wait_while(closed, |closed| *closed < count)
            .unwrap();
    }

    /// How many connections have been made.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The heads of all requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve(
    connection: TcpStream,
    (script, next): &(Vec<Step>, Mutex<usize>),
    seen: &Mutex<Vec<String>>,
) {
    let mut reader = BufReader::new(&connection);
    while let Some(head) = read_request(&mut reader) {
        seen.lock().unwrap().push(head);
        let index = {
            let mut next = next.lock().unwrap();
            *next += 1;
            *next - 1
        };
        let step = script[index.min(script.len() - 1)];
        let (Step::Respond(status, body) | Step::RespondAndClose(status, body)) = step else {
            return;
        };
        let response = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        if (&connection).write_all(response.as_bytes()).is_err()
            || matches!(step, Step::RespondAndClose(..))
        {
            return;
        }
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<String> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        head.push_str(&line);
    }
    let length = head
        .lines()
        .find_map(|line| {
            line.to_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        })
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(head)
}
