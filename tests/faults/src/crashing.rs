//! A server that crashes on demand, and whose connections are dead from then on.

use std::io;
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use uuid::Uuid;

use crate::raw::{Arrival, RawServer, Then, answer, answer_json};
use crate::{COLLECTION, Version};

/// A service with one collection that crashes whenever [`CrashingServer::CRASH`] is asked for as an orbit.
///
/// Like the real one, it responds to a crash with status 500 and then considers the connection
/// closed without announcing it.
/// Between the two, the news is on its way; here it is on its way for ever, so that a client which trusts the
/// connection again loses the request for certain, and not only now and then.
pub struct CrashingServer {
    server: RawServer,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    dead: Vec<usize>,
    lost: Vec<String>,
    created: Vec<String>,
    updates: usize,
    crashes: usize,
}

impl CrashingServer {
    /// The orbit that crashes the server.
    pub const CRASH: Uuid = Uuid::from_u128(0x0199_c453_0000_7000_8000_0000_0000_dead);

    /// Starts it.
    #[must_use]
    pub fn start(version: Version) -> Self {
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        let server = RawServer::start(move |arrival, stream| {
            shared.lock().unwrap().serve(version, arrival, stream)
        });
        Self { server, seen }
    }

    /// The URL of the server.
    #[must_use]
    pub fn base_url(&self) -> String {
        self.server.base_url()
    }

    /// How often it crashed.
    #[must_use]
    pub fn crashes(&self) -> usize {
        self.seen.lock().unwrap().crashes
    }

    /// The methods of the requests that went over a dead connection.
    #[must_use]
    pub fn lost(&self) -> Vec<String> {
        self.seen.lock().unwrap().lost.clone()
    }

    /// The bodies of the creates that were processed.
    #[must_use]
    pub fn created(&self) -> Vec<String> {
        self.seen.lock().unwrap().created.clone()
    }

    /// How many updates were processed.
    #[must_use]
    pub fn updates(&self) -> usize {
        self.seen.lock().unwrap().updates
    }
}

impl Seen {
    fn serve(
        &mut self,
        version: Version,
        arrival: &Arrival,
        stream: &mut TcpStream,
    ) -> io::Result<Then> {
        if self.dead.contains(&arrival.connection) {
            self.lost.push(arrival.method.clone());
            return Ok(Then::Close);
        }
        if arrival.path.ends_with(&Self::crash()) {
            self.crashes += 1;
            self.dead.push(arrival.connection);
            let headers = "content-type: text/plain; charset=utf-8\r\n";
            answer(
                stream,
                "500 Internal Server Error",
                headers,
                "Internal Server Error",
            )?;
            return Ok(Then::Keep);
        }
        match arrival.method.as_str() {
            "POST" => {
                self.created
                    .push(String::from_utf8_lossy(&arrival.body).into_owned());
                answer_json(stream, &version.collection(Uuid::nil(), "created"))?;
            }
            "PATCH" => {
                self.updates += 1;
                answer_json(stream, &version.collection(COLLECTION, "updated"))?;
            }
            _ => answer_json(stream, &version.found(&arrival.path, COLLECTION, "target"))?,
        }
        Ok(Then::Keep)
    }

    fn crash() -> String {
        format!("/orbits/{}", CrashingServer::CRASH)
    }
}
