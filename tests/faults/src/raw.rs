//! A server of plain bytes, for whatever a proper server would never do.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The number of its connection, from 0.
    pub connection: usize,
    /// Its number on that connection, from 0.
    pub nth: usize,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// Request line and headers, as received.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What becomes of a connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It stays open.
    Keep,
    /// It is closed.
    Close,
}

/// A server on loopback, with a thread for each connection. The test decides how it responds.
pub struct RawServer {
    address: SocketAddr,
    open: Arc<Open>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Open {
    stopping: AtomicBool,
    sockets: Mutex<Vec<TcpStream>>,
}

impl RawServer {
    /// Starts a server that calls `handler` for each request, with the stream to answer on.
    pub fn start(
        handler: impl Fn(&Arrival, &mut TcpStream) -> io::Result<Then> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("an address");
        let open = Arc::new(Open::default());
        let (handler, shared) = (Arc::new(handler), Arc::clone(&open));
        let thread = std::thread::spawn(move || {
            for (connection, stream) in listener.incoming().enumerate() {
                if shared.stopping.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                if let Ok(socket) = stream.try_clone() {
                    shared.sockets.lock().unwrap().push(socket);
                }
                let handler = Arc::clone(&handler);
                // A connection that breaks is what these tests are about.
                std::thread::spawn(move || {
                    let _ = converse(connection, &stream, &*handler);
                    let _ = stream.shutdown(Shutdown::Both);
                });
            }
        });
        Self {
            address,
            open,
            thread: Some(thread),
        }
    }

    /// A server that responds to all requests with these bytes and then closes the connection.
    pub fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |_, stream| {
            stream.write_all(&bytes)?;
            Ok(Then::Close)
        })
    }

    /// The URL of the server.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for RawServer {
    fn drop(&mut self) {
        self.open.stopping.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        for socket in self.open.sockets.lock().unwrap().drain(..) {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }
}

fn converse(
    connection: usize,
    stream: &TcpStream,
    handler: &dyn Fn(&Arrival, &mut TcpStream) -> io::Result<Then>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    for nth in 0.. {
        let Some(arrival) = read_request(&mut reader, connection, nth)? else {
            return Ok(());
        };
        if handler(&arrival, &mut stream.try_clone()?)? == Then::Close {
            return Ok(());
        }
    }
    Ok(())
}

fn read_request(
    reader: &mut impl BufRead,
    connection: usize,
    nth: usize,
) -> io::Result<Option<Arrival>> {
    let mut head = String::new();
    loop {
        let start = head.len();
        if reader.read_line(&mut head)? == 0 {
            return Ok(None);
        }
        if &head[start..] == "\r\n" {
            break;
        }
    }
    let length = head
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut words = head.split_whitespace().map(str::to_owned);
    Ok(Some(Arrival {
        connection,
        nth,
        method: words.next().unwrap_or_default(),
        path: words.next().unwrap_or_default(),
        body,
        head,
    }))
}

/// Writes a whole answer. `headers` are lines, each with its end.
///
/// # Errors
///
/// If the client is gone.
pub fn answer(stream: &mut TcpStream, status: &str, headers: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n");
    // One write, so that all of it arrives at once.
    stream.write_all((head + body).as_bytes())
}

/// Writes an answer of JSON with status 200.
///
/// # Errors
///
/// If the client is gone.
pub fn answer_json(stream: &mut TcpStream, body: &str) -> io::Result<()> {
    answer(stream, "200 OK", "content-type: application/json\r\n", body)
}
