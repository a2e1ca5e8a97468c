//! The log of requests that `-v` shows.

use std::fmt::{self, Write as _};
use std::io::Write as _;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

use crate::printable::printable;

/// Logs all requests to standard error from now on.
pub(crate) fn start() {
    let subscriber = tracing_subscriber::registry().with(RequestLog);
    // This is the only subscriber of the program.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Prints a line for each attempt. It knows the fields by name and prints no others: the key is in
/// none of them.
struct RequestLog;

/// The request of a span: `GET https://…`.
struct Target(String);

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for RequestLog {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("dataforce") && *metadata.level() <= Level::DEBUG
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            let target = format!("{} {}", fields.method, fields.url);
            span.extensions_mut().insert(Target(target));
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut line = String::new();
        if let Some(span) = context.event_span(event)
            && let Some(Target(target)) = span.extensions().get()
        {
            line.push_str(target);
            line.push_str(": ");
        }
        match fields.status {
            Some(status) => {
                let _ = write!(line, "{status}");
            }
            None => line.push_str(&fields.message),
        }
        if let Some(duration) = fields.duration {
            let _ = write!(line, " in {:.0} ms", duration * 1000.0);
        }
        if let Some(delay) = fields.delay {
            let _ = write!(line, " after {delay} ms");
        }
        if let Some(resends) = fields.resends {
            let _ = write!(line, ", attempt {}", resends + 1);
        }
        let _ = writeln!(anstream::stderr(), "{}", printable(&line));
    }
}

#[derive(Default)]
struct Fields {
    method: String,
    url: String,
    message: String,
    status: Option<u64>,
    resends: Option<u64>,
    duration: Option<f64>,
    delay: Option<u64>,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "http.request.method" => self.method = format!("{value:?}"),
            "url.full" => self.url = format!("{value:?}"),
            "message" => self.message = format!("{value:?}"),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "http.response.status_code" => self.status = Some(value),
            "http.request.resend_count" => self.resends = Some(value),
            _ => {}
        }
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        if field.name() == "delay_ms" {
            self.delay = u64::try_from(value).ok();
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "http.client.request.duration" {
            self.duration = Some(value);
        }
    }
}
