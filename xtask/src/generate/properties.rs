//! The names of all properties as constants, so that hand-written code that names one stops
//! compiling when it is renamed.

use std::collections::BTreeSet;

use heck::{ToShoutySnakeCase, ToSnakeCase};
use quote::quote;
use serde_json::Value;
use syn::{Item, parse_quote};

use super::names::{ident, numbered, schemas, type_name};

/// Generates `pub mod properties`, with a module for each named object.
pub(super) fn module(document: &Value) -> Item {
    let modules = schemas(document).filter_map(|(name, schema)| {
        let properties = schema.get("properties")?.as_object()?;
        let module = ident(&name.to_snake_case());
        let doc = format!("Properties of [`{0}`](super::types::{0}).", type_name(name));
        let mut taken = BTreeSet::new();
        let constants = properties.keys().map(|property| {
            // Several properties can differ in case or punctuation alone.
            let name = numbered(property.to_shouty_snake_case(), |name| taken.contains(name));
            let constant = ident(&name);
            taken.insert(name);
            let doc = format!("`{property}`");
            quote! { #[doc = #doc] pub const #constant: &str = #property; }
        });
        Some(quote! { #[doc = #doc] pub mod #module { #(#constants)* } })
    });
    parse_quote! {
        /// The names of the properties in JSON.
        pub mod properties { #(#modules)* }
    }
}
