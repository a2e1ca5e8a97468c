//! OpenAPI 3.1 becomes 3.0.3.
//!
//! Nearly everything has a form in 3.0. What has none is left out, and reported as a [`Loss`].

mod document;
mod names;
mod schema;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::openapi::grammar::{self, Kind};

/// Something that the older form cannot say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The JSON pointer in the document that was converted.
    pub pointer: String,
    /// What is lost.
    pub what: String,
}

/// What is lost on the way.
#[derive(Default)]
struct Losses(Vec<Loss>);

impl Losses {
    fn add(&mut self, pointer: &str, what: impl Into<String>) {
        let (pointer, what) = (pointer.to_owned(), what.into());
        self.0.push(Loss { pointer, what });
    }
}

/// Converts a document. One of 3.0 stays as it is.
pub fn downgrade(document: &Value) -> Result<(Value, Vec<Loss>)> {
    let version = match document.get("openapi") {
        Some(Value::String(version)) => version.as_str(),
        _ => bail!("not a document of OpenAPI 3: it has no `openapi` that says its version"),
    };
    let mut value = document.clone();
    let mut losses = Losses::default();
    if version.starts_with("3.1.") {
        names::repair(&mut value, &mut losses);
        document::convert(&mut value, &mut losses);
        grammar::walk_mut(
            Kind::Document,
            "",
            &mut value,
            &mut |kind, at, value| match kind {
                Kind::Schema => schema::convert(at, value, &mut losses),
                _ => document::part(kind, at, value, &mut losses),
            },
        );
    } else if !version.starts_with("3.0.") {
        bail!("this is OpenAPI {version}; only 3.0.x and 3.1.x can be read");
    }
    value["openapi"] = "3.0.3".into();
    losses.0.sort_by(|a, b| a.pointer.cmp(&b.pointer));
    Ok((value, losses.0))
}
