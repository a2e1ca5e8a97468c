//! The names of a contract, and as Rust identifiers.

use heck::ToUpperCamelCase;
use openapi_evolve::operation::members;
use proc_macro2::Ident;
use quote::format_ident;
use serde_json::Value;

/// Returns the named schemas of a document.
pub(super) fn schemas(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let components = document.get("components").unwrap_or(&Value::Null);
    let schemas = members(components, "schemas").iter();
    schemas.map(|(name, schema)| (name.as_str(), schema))
}

/// Returns the name that a schema has in Rust.
pub(super) fn type_name(schema: &str) -> String {
    schema
        .replace(|c: char| !c.is_alphanumeric(), "-")
        .to_upper_camel_case()
}

/// Returns the identifier of a name that may be a keyword or begin with a digit.
pub(super) fn ident(name: &str) -> Ident {
    match syn::parse_str(name) {
        Ok(ident) => ident,
        Err(_) => format_ident!("_{name}"),
    }
}

/// Returns a name, with a number if it is taken.
pub(super) fn numbered(name: String, is_taken: impl Fn(&str) -> bool) -> String {
    let mut candidate = name.clone();
    let mut number = 2;
    while is_taken(&candidate) {
        candidate = format!("{name}_{number}");
        number += 1;
    }
    candidate
}
