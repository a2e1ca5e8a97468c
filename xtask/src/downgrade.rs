//! OpenAPI 3.1 becomes 3.0.3.
//!
//! Nearly everything has a form in 3.0. What has none is left out, and a [`Remark`] says so.

mod document;
mod names;
mod paths;
mod schema;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::openapi::grammar::{self, Kind};

/// Something that the older form cannot say, or that had to be made up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The JSON pointer in the document that was converted.
    pub pointer: String,
    /// What is lost, or made up.
    pub what: String,
}

/// The remarks so far.
#[derive(Default)]
struct Remarks(Vec<Remark>);

impl Remarks {
    fn add(&mut self, pointer: &str, what: impl Into<String>) {
        let (pointer, what) = (pointer.to_owned(), what.into());
        self.0.push(Remark { pointer, what });
    }
}

/// Converts a document. In one of 3.0 there should be little to do, but older versions of FastAPI say 3.0 and write
/// schemas of other times.
pub fn downgrade(document: &Value) -> Result<(Value, Vec<Remark>)> {
    let version = match document.get("openapi") {
        Some(Value::String(version)) => version.as_str(),
        _ => bail!("not a document of OpenAPI 3: it has no `openapi` that says its version"),
    };
    let mut value = document.clone();
    let mut remarks = Remarks::default();
    let is_3_0 = version.starts_with("3.0.");
    if !is_3_0 && !version.starts_with("3.1.") {
        bail!("this is OpenAPI {version}; only 3.0.x and 3.1.x can be read");
    }
    names::repair(&mut value, &mut remarks);
    document::convert(&mut value, &mut remarks);
    grammar::walk_mut(
        Kind::Document,
        "",
        &mut value,
        &mut |kind, at, value| match kind {
            // What stands beside a reference is ignored in 3.0.
            Kind::Schema if is_3_0 && value.get("$ref").is_some() => {}
            Kind::Schema => schema::convert(at, value, &mut remarks),
            _ => document::part(kind, at, value, &mut remarks),
        },
    );
    paths::declare(&mut value, &mut remarks);
    value["openapi"] = "3.0.3".into();
    remarks.0.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    Ok((value, remarks.0))
}
