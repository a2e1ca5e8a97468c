//! Faults: what goes wrong on purpose.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::endpoint::Endpoint;
use crate::response::OutgoingResponse;

/// Something that goes wrong with a request.
///
/// A fault is a plain value: a constructor chooses what happens, and further methods choose when.
/// By default, it happens once, to the next request.
///
/// ```
/// use std::time::Duration;
/// use dataforce_emulator::{Emulator, Endpoint, Fault, Moment};
///
/// let emulator = Emulator::start();
/// let busy = Fault::status(503).header("retry-after", "1");
/// emulator.inject(busy.on(Endpoint::ListCollections).times(2));
/// emulator.inject(Fault::reset(Moment::After).on(Endpoint::CreateCollection));
/// emulator.inject(Fault::delay(Duration::from_secs(5)).always());
/// assert_eq!(emulator.pending_faults().len(), 3);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) effect: Effect,
    /// Added to the response, whatever it is.
    pub(crate) headers: HeaderMap,
    pub(crate) delay: Duration,
    pub(crate) body_delay: Duration,
    pub(crate) processed: bool,
    pub(crate) closes: bool,
    endpoint: Option<Endpoint>,
    skip: u32,
    /// How many more times it happens; `None` for always.
    times: Option<u32>,
}

/// When a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The request has arrived and is not processed: nothing changes.
    Before,
    /// The request was processed, and the response breaks off in the middle of its body. If it has
    /// no body, as after a delete, none of it arrives.
    During,
    /// The request was processed, and no byte of the response arrives.
    After,
}

/// What a fault does.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// The real response, late or with other headers.
    None,
    /// This instead of the real response.
    Response(Box<OutgoingResponse>),
    /// The real response, with a body that is not JSON.
    Malformed,
    /// The real response, cut short of its `content-length` by the end of the connection.
    Truncated,
    /// A body without end.
    Endless,
    /// The end of the connection.
    Hangup { reset: bool, moment: Moment },
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self {
            effect,
            headers: HeaderMap::new(),
            delay: Duration::ZERO,
            body_delay: Duration::ZERO,
            processed: false,
            closes: false,
            endpoint: None,
            skip: 0,
            times: Some(1),
        }
    }

    /// Responds with this status instead of processing the request. The response has no body
    /// unless one is added.
    ///
    /// # Panics
    ///
    /// If the number is not the status of a final HTTP response.
    #[must_use]
    #[track_caller]
    pub fn status(status: u16) -> Self {
        valid(Self::try_status(status))
    }

    pub(crate) fn try_status(status: u16) -> Result<Self, String> {
        match StatusCode::from_u16(status) {
            Ok(status) if !status.is_informational() => {
                let response = OutgoingResponse::empty(status);
                Ok(Self::new(Effect::Response(Box::new(response))))
            }
            _ => Err(format!(
                "{status} is not the status of a final HTTP response"
            )),
        }
    }

    /// Responds with 200 and no body.
    #[must_use]
    pub fn empty() -> Self {
        Self::status(200).header("content-type", "application/json")
    }

    /// Responds with 204.
    #[must_use]
    pub fn no_content() -> Self {
        Self::status(204)
    }

    /// Redirects (307) to a path on the same origin, or to an absolute URL.
    ///
    /// # Panics
    ///
    /// If the URL is not a valid header value.
    #[must_use]
    #[track_caller]
    pub fn redirect(location: &str) -> Self {
        Self::status(307).header(LOCATION.as_str(), location)
    }

    /// Sends the real response after a delay.
    ///
    /// The request is processed at once: a client that gives up has changed the state nevertheless.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::None).delayed(delay)
    }

    /// Sends the real response with a pause in the middle of its body.
    #[must_use]
    pub fn slow_body(pause: Duration) -> Self {
        Self::new(Effect::None).pausing(pause)
    }

    /// Breaks the connection with a reset (RST).
    #[must_use]
    pub fn reset(moment: Moment) -> Self {
        Self::new(Effect::Hangup {
            reset: true,
            moment,
        })
    }

    /// Closes the connection (FIN) without a complete response.
    #[must_use]
    pub fn close(moment: Moment) -> Self {
        Self::new(Effect::Hangup {
            reset: false,
            moment,
        })
    }

    /// Sends the real response up to the middle of its body, then closes the connection before the
    /// `content-length` is reached.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(Effect::Truncated)
    }

    /// Sends the real response with a body that is complete as HTTP and malformed as JSON.
    #[must_use]
    pub fn malformed() -> Self {
        Self::new(Effect::Malformed)
    }

    /// Sends the real response with another content type.
    ///
    /// # Panics
    ///
    /// If the content type is not a valid header value.
    #[must_use]
    #[track_caller]
    pub fn content_type(content_type: &str) -> Self {
        Self::new(Effect::None).header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Responds with 200 and a body that continues until the client closes the connection.
    #[must_use]
    pub fn endless() -> Self {
        Self::new(Effect::Endless)
    }

    /// Adds a header to the response. It replaces the server's own headers of the same name.
    ///
    /// # Panics
    ///
    /// If name or value are not valid in a header.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let Ok(name) = HeaderName::try_from(name) else {
            panic!("`{name}` is not a valid header name");
        };
        self.headers.append(name, valid(header_value(value)));
        self
    }

    /// Adds a body to the response of [`Fault::status`].
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        if let Effect::Response(response) = &mut self.effect {
            response.body = body.into();
        }
        self
    }

    /// Adds a JSON body and its content type to the response of [`Fault::status`].
    #[must_use]
    pub fn json(self, body: &serde_json::Value) -> Self {
        self.typed_body("application/json", body.to_string())
    }

    /// Adds an HTML body and its content type to the response of [`Fault::status`], as a gateway
    /// would.
    #[must_use]
    pub fn html(self, body: &str) -> Self {
        self.typed_body("text/html; charset=utf-8", body.to_owned())
    }

    fn typed_body(mut self, content_type: &'static str, body: String) -> Self {
        let content_type = HeaderValue::from_static(content_type);
        self.headers.insert(CONTENT_TYPE, content_type);
        self.body(body)
    }

    /// Processes the request before the response of [`Fault::status`] replaces the real one, like a
    /// gateway that gave up waiting.
    #[must_use]
    pub fn after_processing(mut self) -> Self {
        self.processed = true;
        self
    }

    /// Closes the connection after the response, without `connection: close`, as the server does
    /// after a 500.
    #[must_use]
    pub fn then_close(mut self) -> Self {
        self.closes = true;
        self
    }

    /// Waits before the headers are sent.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Waits in the middle of the body.
    #[must_use]
    pub fn pausing(mut self, pause: Duration) -> Self {
        self.body_delay = pause;
        self
    }

    /// Limits the fault to requests to this endpoint.
    #[must_use]
    pub fn on(mut self, endpoint: Endpoint) -> Self {
        self.endpoint = Some(endpoint);
        self
    }

    /// Makes the fault happen this many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Makes the fault happen until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Lets this many requests pass before the fault happens.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// Returns whether the request is processed.
    pub(crate) fn processes(&self) -> bool {
        match &self.effect {
            Effect::Response(_) | Effect::Endless => self.processed,
            Effect::Hangup { moment, .. } => *moment != Moment::Before,
            Effect::None | Effect::Malformed | Effect::Truncated => true,
        }
    }
}

pub(crate) fn header_value(value: &str) -> Result<HeaderValue, String> {
    HeaderValue::try_from(value).map_err(|_| format!("`{value}` is not a valid header value"))
}

/// Returns what a test gave, or panics in the test if it is not valid.
#[track_caller]
fn valid<T>(value: Result<T, String>) -> T {
    match value {
        Ok(value) => value,
        Err(message) => panic!("{message}"),
    }
}

/// The faults that have yet to happen.
#[derive(Debug, Default)]
pub(crate) struct Schedule(Vec<Fault>);

impl Schedule {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times != Some(0) {
            self.0.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn pending(&self) -> &[Fault] {
        &self.0
    }

    /// Returns the fault for a request: of those that apply, the one scheduled first.
    pub(crate) fn next(&mut self, endpoint: Option<Endpoint>) -> Option<Fault> {
        let applies = |fault: &Fault| fault.endpoint.is_none() || fault.endpoint == endpoint;
        let position = self.0.iter_mut().position(|fault| {
            let waits = applies(fault) && fault.skip > 0;
            if waits {
                fault.skip -= 1;
            }
            applies(fault) && !waits
        })?;
        let fault = &mut self.0[position];
        let happening = fault.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                self.0.remove(position);
            }
        }
        Some(happening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_happen_where_when_and_as_often_as_chosen() {
        let mut schedule = Schedule::default();
        schedule.add(Fault::status(503).on(Endpoint::ListOrbits).times(2));
        schedule.add(Fault::status(500).after(1));
        let mut statuses = Vec::new();
        for endpoint in [
            Endpoint::ListOrbits,
            Endpoint::GetOrbit,
            Endpoint::ListOrbits,
            Endpoint::ListOrbits,
            Endpoint::ListOrbits,
        ] {
            let fault = schedule.next(Some(endpoint));
            statuses.push(fault.map(|fault| match fault.effect {
                Effect::Response(response) => response.status.as_u16(),
                other => panic!("{other:?}"),
            }));
        }
        assert_eq!(statuses, [Some(503), None, Some(503), Some(500), None]);
        assert!(schedule.pending().is_empty());
    }
}
