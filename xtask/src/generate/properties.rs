//! The names of all properties as constants, so that hand-written code that names one breaks when it is renamed.

use heck::{ToShoutySnakeCase, ToSnakeCase};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Item, parse_quote};

use super::type_name;

/// `pub mod properties`, with a module for each named object.
pub(super) fn module(document: &Value) -> Item {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let modules = schemas.into_iter().flatten().filter_map(|(name, schema)| {
        let properties = schema.get("properties")?.as_object()?;
        let module = ident(&name.to_snake_case());
        let doc = format!("Of [`{0}`](super::types::{0}).", type_name(name));
        let constants = properties.keys().map(|property| {
            let constant = ident(&property.to_shouty_snake_case());
            let doc = format!("`{property}`");
            quote! { #[doc = #doc] pub const #constant: &str = #property; }
        });
        Some(quote! { #[doc = #doc] pub mod #module { #(#constants)* } })
    });
    parse_quote! {
        /// The names of the properties, as JSON has them.
        pub mod properties { #(#modules)* }
    }
}

/// A name that may be a keyword or begin with a digit.
fn ident(name: &str) -> proc_macro2::Ident {
    if syn::parse_str::<proc_macro2::Ident>(name).is_ok() {
        format_ident!("{name}")
    } else {
        format_ident!("_{name}")
    }
}
