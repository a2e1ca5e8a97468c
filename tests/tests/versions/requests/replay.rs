//! A server that shows how many round trips a call takes.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use dataforce_emulator::Exchange;

/// How long a round may stay incomplete. A call that sends fewer requests at once fails then.
const PATIENCE: Duration = Duration::from_secs(10);

/// Repeats recorded responses, those of a round only when all requests of that round have arrived.
pub(super) struct Replay {
    pub(super) base_url: String,
    rounds: Arc<Rounds>,
}

struct Rounds {
    exchanges: Vec<Exchange>,
    /// How many requests have arrived at the end of each round.
    ends: Vec<usize>,
    arrived: Mutex<usize>,
    changed: Condvar,
}

impl Replay {
    /// Starts a server for as many requests per round.
    pub(super) fn start(exchanges: Vec<Exchange>, rounds: &[usize]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let ends = rounds.iter().scan(0, |end, count| {
            *end += count;
            Some(*end)
        });
        let rounds = Arc::new(Rounds {
            exchanges,
            ends: ends.collect(),
            arrived: Mutex::new(0),
            changed: Condvar::new(),
        });
        let shared = Arc::clone(&rounds);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let rounds = Arc::clone(&shared);
                std::thread::spawn(move || rounds.serve(&connection));
            }
        });
        Self { base_url, rounds }
    }

    pub(super) fn arrived(&self) -> usize {
        *self.rounds.arrived.lock().unwrap()
    }
}

impl Rounds {
    /// Serves a connection to its end, or until a round stays incomplete.
    fn serve(&self, connection: &TcpStream) -> Option<()> {
        let mut lines = BufReader::new(connection).lines();
        loop {
            let request = lines.next()?.ok()?;
            let target = request.split(' ').nth(1)?.to_owned();
            while !lines.next()?.ok()?.is_empty() {}
            self.wait_for_round()?;
            let response = self.response(&target)?;
            let mut connection = connection;
            connection.write_all(&response).ok()?;
        }
    }

    fn wait_for_round(&self) -> Option<()> {
        let mut arrived = self.arrived.lock().unwrap();
        *arrived += 1;
        self.changed.notify_all();
        let end = *self.ends.iter().find(|end| **end >= *arrived)?;
        let wait = self
            .changed
            .wait_timeout_while(arrived, PATIENCE, |arrived| *arrived < end);
        (!wait.unwrap().1.timed_out()).then_some(())
    }

    fn response(&self, target: &str) -> Option<Vec<u8>> {
        let path = target.split('?').next()?;
        let recorded = self.exchanges.iter().find(|it| it.request.path == path)?;
        let response = recorded.response.as_ref()?;
        let body = response.body.as_ref()?;
        let (status, length) = (response.status, body.len());
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n"
        );
        Some([head.as_bytes(), body].concat())
    }
}
