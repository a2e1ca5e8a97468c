//! Requests and responses, in the order in which the requests arrived.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::endpoint::Endpoint;

/// A request as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The endpoint that method and path ask for, if any.
    pub endpoint: Option<Endpoint>,
    /// The method.
    pub method: Method,
    /// The path as it was sent, percent-encoded, without the query.
    pub path: String,
    /// The query after the `?`, if any.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body. Empty if it was too large to keep: see
    /// [`EmulatorBuilder::keep_bodies_up_to`](crate::EmulatorBuilder::keep_bodies_up_to).
    pub body: Bytes,
}

impl Request {
    /// Returns the value of a header, if it is present and text.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use std::io::Write;
    /// let emulator = Emulator::start();
    /// # let mut connection = std::net::TcpStream::connect(emulator.address()).unwrap();
    /// # let request = "GET / HTTP/1.1\r\nuser-agent: test\r\nconnection: close\r\n\r\n";
    /// # connection.write_all(request.as_bytes()).unwrap();
    /// # std::io::copy(&mut connection, &mut std::io::sink()).unwrap();
    /// // … after a request …
    /// assert_eq!(emulator.requests()[0].header("user-agent"), Some("test"));
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body as JSON, or `null` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A response as it was sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response {
    /// The status.
    pub status: StatusCode,
    /// The headers, without those about the connection.
    pub headers: HeaderMap,
    /// The body. `None` if it was too large to keep: see
    /// [`EmulatorBuilder::keep_bodies_up_to`](crate::EmulatorBuilder::keep_bodies_up_to).
    pub body: Option<Bytes>,
}

/// A request and its response.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// The response. `None` as long as there is none, and if a fault ended the connection before
    /// it.
    pub response: Option<Response>,
    /// Whether a [`Fault`](crate::Fault) affected the response, which then may break the contract.
    pub faulty: bool,
    /// How long the response took, including delays.
    pub elapsed: Duration,
}

impl Exchange {
    /// Returns the endpoint that the request asks for, if any.
    #[must_use]
    pub fn endpoint(&self) -> Option<Endpoint> {
        self.request.endpoint
    }
}

/// The exchanges that are kept.
#[derive(Debug)]
pub(crate) struct History {
    exchanges: VecDeque<Exchange>,
    /// How many exchanges were dropped, so that late responses find their requests.
    dropped: usize,
    request_bodies: Room,
    response_bodies: Room,
    /// How many exchanges can be kept.
    capacity: usize,
}

/// How many more bytes of bodies can be kept.
#[derive(Debug)]
struct Room(usize);

impl Room {
    /// Returns the body if there is room for it.
    fn admit(&mut self, body: &Bytes) -> Option<Bytes> {
        self.0 = self.0.checked_sub(body.len())?;
        Some(body.clone())
    }

    fn release(&mut self, body: &Bytes) {
        self.0 += body.len();
    }
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Capacity {
    pub(crate) exchanges: usize,
    pub(crate) body_bytes: usize,
}

impl Default for Capacity {
    fn default() -> Self {
        Self {
            exchanges: usize::MAX,
            body_bytes: 64 << 20,
        }
    }
}

impl History {
    pub(crate) fn new(capacity: Capacity) -> Self {
        Self {
            exchanges: VecDeque::new(),
            dropped: 0,
            request_bodies: Room(capacity.body_bytes),
            response_bodies: Room(capacity.body_bytes),
            capacity: capacity.exchanges,
        }
    }

    /// Records a request, and returns its number.
    pub(crate) fn record_request(&mut self, mut request: Request) -> usize {
        let body = std::mem::take(&mut request.body);
        self.exchanges.push_back(Exchange {
            request,
            response: None,
            faulty: false,
            elapsed: Duration::ZERO,
        });
        let number = self.dropped + self.exchanges.len() - 1;
        if self.exchanges.len() > self.capacity {
            self.drop_oldest();
        }
        if let Some(latest) = self.exchanges.back_mut() {
            latest.request.body = self.request_bodies.admit(&body).unwrap_or_default();
        }
        number
    }

    /// Records the response to a request.
    pub(crate) fn record_response(&mut self, number: usize, exchange: &Exchange) {
        let position = number.checked_sub(self.dropped);
        let Some(recorded) = position.and_then(|position| self.exchanges.get_mut(position)) else {
            return;
        };
        recorded.response = exchange.response.clone();
        if let Some(response) = &mut recorded.response {
            let body = response.body.as_ref();
            response.body = body.and_then(|body| self.response_bodies.admit(body));
        }
        recorded.faulty = exchange.faulty;
        recorded.elapsed = exchange.elapsed;
    }

    pub(crate) fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter()
    }

    pub(crate) fn clear(&mut self) {
        while !self.exchanges.is_empty() {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        let Some(oldest) = self.exchanges.pop_front() else {
            return;
        };
        self.dropped += 1;
        self.request_bodies.release(&oldest.request.body);
        if let Some(body) = oldest.response.and_then(|response| response.body) {
            self.response_bodies.release(&body);
        }
    }
}
