//! Names of the contract as Rust identifiers.

use heck::ToUpperCamelCase;
use proc_macro2::Ident;
use quote::format_ident;

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
