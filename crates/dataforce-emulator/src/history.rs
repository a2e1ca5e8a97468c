//! What arrived and what was answered, in order.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::operation::Operation;

/// A request as it arrived.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// The operation that method and path mean, if any.
    pub operation: Option<Operation>,
    /// The method.
    pub method: Method,
    /// The path as it was sent, percent-encoded, without the query.
    pub path: String,
    /// What followed the `?`, if anything.
    pub query: Option<String>,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl Request {
    /// The value of a header, if it is there and text.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # use std::io::Write;
    /// let emulator = Emulator::start();
    /// # let mut connection = std::net::TcpStream::connect(emulator.address()).unwrap();
    /// # write!(connection, "GET / HTTP/1.1\r\nhost: x\r\nuser-agent: test\r\nconnection: close\r\n\r\n").unwrap();
    /// # std::io::copy(&mut connection, &mut std::io::sink()).unwrap();
    /// // … after a request …
    /// assert_eq!(emulator.requests()[0].header("user-agent"), Some("test"));
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; `null` where it is none.
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
    /// The headers, without those that concern the connection.
    pub headers: HeaderMap,
    /// The body. `None` where it was too much to keep: see
    /// [`EmulatorBuilder::keep_bodies_up_to`](crate::EmulatorBuilder::keep_bodies_up_to).
    pub body: Option<Bytes>,
}

/// A request and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub request: Request,
    /// What was answered. `None` while there is no answer yet, and where a fault let the connection break before it.
    pub response: Option<Response>,
    /// Whether a [`Fault`](crate::Fault) had a hand in it: such a response need not fulfil the contract.
    pub faulty: bool,
    /// How long the answer took, delays included.
    pub elapsed: Duration,
}

impl Exchange {
    /// The operation that the request means, if any.
    #[must_use]
    pub fn operation(&self) -> Option<Operation> {
        self.request.operation
    }
}

/// The exchanges so far, as far as they are kept.
#[derive(Debug)]
pub(crate) struct History {
    exchanges: VecDeque<Exchange>,
    /// How many exchanges were forgotten, so that late answers do not end up with the wrong request.
    forgotten: usize,
    /// How many more bytes of response bodies may be kept.
    room: usize,
    limits: Limits,
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) exchanges: usize,
    pub(crate) body_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            exchanges: usize::MAX,
            body_bytes: 64 << 20,
        }
    }
}

impl History {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            exchanges: VecDeque::new(),
            forgotten: 0,
            room: limits.body_bytes,
            limits,
        }
    }

    /// Notes a request; the number finds it again.
    pub(crate) fn arrived(&mut self, request: Request) -> usize {
        self.exchanges.push_back(Exchange {
            request,
            response: None,
            faulty: false,
            elapsed: Duration::ZERO,
        });
        let number = self.forgotten + self.exchanges.len() - 1;
        if self.exchanges.len() > self.limits.exchanges {
            self.forget_oldest();
        }
        number
    }

    /// Notes what became of a request.
    pub(crate) fn answered(&mut self, number: usize, exchange: &Exchange) {
        let place = number.checked_sub(self.forgotten);
        let Some(noted) = place.and_then(|place| self.exchanges.get_mut(place)) else {
            return;
        };
        let mut response = exchange.response.clone();
        if let Some(response) = &mut response {
            let size = response.body.as_ref().map_or(0, Bytes::len);
            match self.room.checked_sub(size) {
                Some(room) => self.room = room,
                None => response.body = None,
            }
        }
        noted.response = response;
        noted.faulty = exchange.faulty;
        noted.elapsed = exchange.elapsed;
    }

    pub(crate) fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.exchanges.iter()
    }

    pub(crate) fn clear(&mut self) {
        while !self.exchanges.is_empty() {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        let body = self
            .exchanges
            .pop_front()
            .and_then(|oldest| oldest.response)
            .and_then(|response| response.body);
        self.forgotten += 1;
        self.room += body.map_or(0, |body| body.len());
    }
}
