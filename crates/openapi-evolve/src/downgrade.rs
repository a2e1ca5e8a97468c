//! Converts OpenAPI 3.1 to 3.0.3.

mod document;
mod losses;
mod names;
mod path_parameters;
mod schema;

use self::losses::Losses;
use crate::document::Document;
use crate::error::{Error, Finding};
use crate::grammar::{self, Kind};
use crate::pointer::reference;
use crate::validity::Version;

/// Converts an OpenAPI 3.1 or 3.0 document to OpenAPI 3.0.3, and returns findings about what is
/// lost. Findings about the new document have the lines of the old one.
///
/// Nearly everything has a form in 3.0. What has none is left out, and a finding says so. In a
/// document that already is 3.0, schemas in the dialect of JSON Schema are converted, which some
/// frameworks write there.
///
/// ```
/// use openapi_evolve::{Document, downgrade};
/// use serde_json::json;
///
/// let new = Document::from_value("new", json!({
///     "openapi": "3.1.0",
///     "info": {"title": "Books", "version": "1.0.0"},
///     "components": {"schemas": {"Title": {"type": ["string", "null"]}}},
/// }));
/// let (old, findings) = downgrade(&new)?;
/// assert!(findings.is_empty());
/// assert_eq!(
///     old.value()["components"]["schemas"]["Title"],
///     json!({"type": "string", "nullable": true})
/// );
/// # Ok::<(), openapi_evolve::Error>(())
/// ```
///
/// # Errors
///
/// Returns an error if the version is not 3.0.x or 3.1.x.
pub fn downgrade(source: &Document) -> Result<(Document, Vec<Finding>), Error> {
    let is_3_0 = Version::of(source)? == Version::V3_0;
    let mut value = source.value().clone();
    let mut losses = Losses::default();
    names::repair(&mut value, &mut losses);
    document::convert(&mut value, &mut losses);
    let mut visit = |kind, at: &str, value: &mut _| match kind {
        // In 3.0, members beside a reference are ignored.
        Kind::Schema if is_3_0 && reference(value).is_some() => {}
        Kind::Schema => schema::convert(at, value, &mut losses),
        _ => document::convert_object(kind, at, value, &mut losses),
    };
    grammar::walk_mut(Kind::Document, "", &mut value, &mut visit);
    path_parameters::declare(&mut value, &mut losses);
    value["openapi"] = "3.0.3".into();
    let losses = losses.sorted().into_iter();
    let findings = losses.map(|loss| source.finding(loss.pointer, loss.message));
    Ok((source.with_value(value), findings.collect()))
}
