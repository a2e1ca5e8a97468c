//! What can go wrong on the way, on purpose.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::answer::Answer;
use crate::operation::Operation;

/// Something that goes wrong with the next request.
///
/// A fault is a plain value: say what happens, then when. Unless told otherwise it happens once, to whichever request
/// comes next.
///
/// ```
/// use std::time::Duration;
/// use dataforce_emulator::{Emulator, Fault, Moment, Operation};
///
/// let emulator = Emulator::start();
/// emulator.inject(Fault::status(503).header("retry-after", "1").on(Operation::ListCollections).times(2));
/// emulator.inject(Fault::reset(Moment::After).on(Operation::CreateCollection));
/// emulator.inject(Fault::delay(Duration::from_secs(5)).always());
/// assert_eq!(emulator.pending_faults().len(), 3);
/// ```
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) effect: Effect,
    /// Added to the answer, whatever it is.
    pub(crate) headers: HeaderMap,
    pub(crate) delay: Duration,
    pub(crate) body_delay: Duration,
    pub(crate) processed: bool,
    pub(crate) closes: bool,
    operation: Option<Operation>,
    skip: u32,
    /// How often it still happens; without a number, always.
    times: Option<u32>,
}

/// When a connection breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The request arrived and is not processed: nothing changes.
    Before,
    /// The request was processed and the response breaks off in the middle of its body. Where it has none, as after a
    /// delete, nothing of it arrives.
    During,
    /// The request was processed and no byte of the response arrives.
    After,
}

/// What a fault does.
#[derive(Clone, Debug)]
pub(crate) enum Effect {
    /// The true answer, late or with other headers.
    None,
    /// This instead of the true answer.
    Answer(Box<Answer>),
    /// The true answer, with a body that is no JSON.
    Malformed,
    /// The true answer, less than its `content-length`, then the end of the connection.
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
            operation: None,
            skip: 0,
            times: Some(1),
        }
    }

    /// Answers with this status instead of processing the request, without a body unless one is added.
    ///
    /// # Panics
    ///
    /// If the number is no HTTP status.
    #[must_use]
    #[track_caller]
    pub fn status(status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) if !status.is_informational() => {
                Self::new(Effect::Answer(Box::new(Answer::empty(status))))
            }
            _ => panic!("{status} is not the status of a final HTTP response"),
        }
    }

    /// Answers 200 with no body at all.
    #[must_use]
    pub fn empty() -> Self {
        Self::status(200).header("content-type", "application/json")
    }

    /// Answers 204.
    #[must_use]
    pub fn no_content() -> Self {
        Self::status(204)
    }

    /// Redirects (307) to a URL: a path stays at the same origin, an absolute URL leads wherever it says.
    ///
    /// # Panics
    ///
    /// If the URL cannot stand in a header.
    #[must_use]
    #[track_caller]
    pub fn redirect(location: &str) -> Self {
        Self::status(307).header(LOCATION.as_str(), location)
    }

    /// Answers truly, but so much later.
    ///
    /// The request is processed at once: a client that loses patience has changed the state nevertheless.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::None).delayed(delay)
    }

    /// Answers truly, with a pause in the middle of the body.
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

    /// Answers truly, but the body ends halfway: the connection closes before the `content-length` is reached.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(Effect::Truncated)
    }

    /// Answers truly, with a body that is whole as HTTP and broken as JSON.
    #[must_use]
    pub fn malformed() -> Self {
        Self::new(Effect::Malformed)
    }

    /// Answers truly, under another content type.
    ///
    /// # Panics
    ///
    /// If the content type cannot stand in a header.
    #[must_use]
    #[track_caller]
    pub fn content_type(content_type: &str) -> Self {
        Self::new(Effect::None).header(CONTENT_TYPE.as_str(), content_type)
    }

    /// Answers 200 with a body that goes on until the client goes away.
    #[must_use]
    pub fn endless() -> Self {
        Self::new(Effect::Endless)
    }

    /// Adds a header to the answer, in place of those with the same name that it has anyway.
    ///
    /// # Panics
    ///
    /// If name or value cannot stand in a header.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let Ok(name) = HeaderName::try_from(name) else {
            panic!("`{name}` is not the name of a header");
        };
        self.headers.append(name, header_value(value));
        self
    }

    /// Gives the answer of [`Fault::status`] a body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        if let Effect::Answer(answer) = &mut self.effect {
            answer.body = body.into();
        }
        self
    }

    /// Gives the answer of [`Fault::status`] a body of JSON, and says so.
    #[must_use]
    pub fn json(self, body: &serde_json::Value) -> Self {
        self.typed_body("application/json", body.to_string())
    }

    /// Gives the answer of [`Fault::status`] a body of HTML, as a gateway would, and says so.
    #[must_use]
    pub fn html(self, body: &str) -> Self {
        self.typed_body("text/html; charset=utf-8", body.to_owned())
    }

    fn typed_body(mut self, content_type: &'static str, body: String) -> Self {
        let content_type = HeaderValue::from_static(content_type);
        self.headers.insert(CONTENT_TYPE, content_type);
        self.body(body)
    }

    /// Lets the answer of [`Fault::status`] come although the request was processed, like a gateway that gave up
    /// waiting.
    #[must_use]
    pub fn after_processing(mut self) -> Self {
        self.processed = true;
        self
    }

    /// Closes the connection after the answer, without `connection: close`, as the server does after a 500.
    #[must_use]
    pub fn then_close(mut self) -> Self {
        self.closes = true;
        self
    }

    /// Waits before the headers.
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

    /// Happens only to this operation.
    #[must_use]
    pub fn on(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Happens so many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Happens until the faults are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Lets so many requests pass before it happens.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// Whether the request reaches the state.
    pub(crate) fn processes(&self) -> bool {
        match &self.effect {
            Effect::Answer(_) | Effect::Endless => self.processed,
            Effect::Hangup { moment, .. } => *moment != Moment::Before,
            Effect::None | Effect::Malformed | Effect::Truncated => true,
        }
    }
}

#[track_caller]
fn header_value(value: &str) -> HeaderValue {
    match HeaderValue::try_from(value) {
        Ok(value) => value,
        Err(_) => panic!("`{value}` cannot stand in a header"),
    }
}

/// The faults that are yet to happen.
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

    /// The fault that happens to this request: of those that apply, the one scheduled first.
    pub(crate) fn next(&mut self, operation: Option<Operation>) -> Option<Fault> {
        let applies = |fault: &Fault| fault.operation.is_none() || fault.operation == operation;
        let place = self.0.iter_mut().position(|fault| {
            let waits = applies(fault) && fault.skip > 0;
            if waits {
                fault.skip -= 1;
            }
            applies(fault) && !waits
        })?;
        let fault = &mut self.0[place];
        let happening = fault.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                self.0.remove(place);
            }
        }
        Some(happening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_happen_where_when_and_as_often_as_told() {
        let mut schedule = Schedule::default();
        schedule.add(Fault::status(503).on(Operation::ListOrbits).times(2));
        schedule.add(Fault::status(500).after(1));
        let mut statuses = Vec::new();
        for operation in [
            Operation::ListOrbits,
            Operation::GetOrbit,
            Operation::ListOrbits,
            Operation::ListOrbits,
            Operation::ListOrbits,
        ] {
            let fault = schedule.next(Some(operation));
            statuses.push(fault.map(|fault| match fault.effect {
                Effect::Answer(answer) => answer.status.as_u16(),
                other => panic!("{other:?}"),
            }));
        }
        assert_eq!(statuses, [Some(503), None, Some(503), Some(500), None]);
        assert!(schedule.pending().is_empty());
    }
}
