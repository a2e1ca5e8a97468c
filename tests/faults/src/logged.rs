//! What is said through `tracing`.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record as Values};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// A span or an event, with its fields as text.
#[derive(Clone, Debug)]
pub struct Record {
    /// The name of the span; of an event, its message.
    pub name: String,
    /// Whether it is a span.
    pub is_span: bool,
    /// The module that it comes from.
    pub target: String,
    /// The fields. Those of a span include what was recorded later.
    pub fields: BTreeMap<&'static str, String>,
}

impl Record {
    /// The text of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

/// Keeps what this workspace says on a thread, on all levels.
#[derive(Clone, Default)]
pub struct Logged {
    records: Arc<Mutex<Vec<Record>>>,
}

thread_local! {
    /// Who listens on this thread.
    static LISTENER: RefCell<Option<Logged>> = const { RefCell::new(None) };
}

impl Logged {
    /// Listens to this thread from now on.
    #[must_use]
    pub fn listening() -> Self {
        // A single subscriber for the whole process: those of single threads, of which some have none, get into each
        // other's way when a place in the code is reached for the first time.
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let subscriber = tracing_subscriber::registry().with(Ears);
            tracing::subscriber::set_global_default(subscriber).unwrap();
        });
        let logged = Self::default();
        LISTENER.set(Some(logged.clone()));
        logged
    }

    /// Everything so far.
    #[must_use]
    pub fn records(&self) -> Vec<Record> {
        self.records.lock().unwrap().clone()
    }

    /// The spans so far.
    #[must_use]
    pub fn spans(&self) -> Vec<Record> {
        let mut records = self.records();
        records.retain(|record| record.is_span);
        records
    }

    /// The events so far that have a field of this name.
    #[must_use]
    pub fn events_with(&self, field: &str) -> Vec<Record> {
        let mut records = self.records();
        records.retain(|record| !record.is_span && record.field(field).is_some());
        records
    }

    fn add(&self, metadata: &Metadata<'_>, fields: Fields) -> Place {
        let mut records = self.records.lock().unwrap();
        records.push(Record {
            name: fields.message.unwrap_or_else(|| metadata.name().to_owned()),
            is_span: metadata.is_span(),
            target: metadata.target().to_owned(),
            fields: fields.named,
        });
        Place(self.clone(), records.len() - 1)
    }
}

/// Where a span is kept.
struct Place(Logged, usize);

/// Hands what is said to whoever listens on the thread.
struct Ears;

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Ears {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.target().starts_with("dataforce")
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let listener = LISTENER.with_borrow(Clone::clone);
        if let (Some(logged), Some(span)) = (listener, context.span(id)) {
            let place = logged.add(attributes.metadata(), fields);
            span.extensions_mut().insert(place);
        }
    }

    fn on_record(&self, id: &Id, values: &Values<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        if let Some(span) = context.span(id)
            && let Some(Place(logged, place)) = span.extensions().get()
        {
            let mut records = logged.records.lock().unwrap();
            records[*place].fields.extend(fields.named);
        }
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if let Some(logged) = LISTENER.with_borrow(Clone::clone) {
            logged.add(event.metadata(), fields);
        }
    }
}

#[derive(Default)]
struct Fields {
    message: Option<String>,
    named: BTreeMap<&'static str, String>,
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let value = format!("{value:?}");
        if field.name() == "message" {
            self.message = Some(value);
        } else {
            self.named.insert(field.name(), value);
        }
    }
}
