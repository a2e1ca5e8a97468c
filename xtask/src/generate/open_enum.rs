//! Enums that the server may extend: `type: string` with `x-extensible-enum`.

use quote::{format_ident, quote};
use serde_json::Value;

use super::{prose, type_name};
use openapi_evolve::{Document, Finding};

const KEY: &str = "x-extensible-enum";

/// A named schema with `x-extensible-enum`.
pub(super) struct OpenEnum {
    pub(super) name: String,
    description: Option<String>,
    /// The variants and their values.
    values: Vec<(String, String)>,
}

/// What stands in the way of making enums of them.
pub(super) fn faults(document: &Document) -> Vec<Finding> {
    let mut faults = Vec::new();
    for (name, schema) in schemas(document.value()) {
        let at = format!("/components/schemas/{name}/{KEY}");
        if schema.get("type").is_none_or(|kind| kind != "string") {
            faults.push(document.finding(&at, "only a `type: string` can be an open enum"));
        }
        let values = schema[KEY].as_array();
        if values.is_none_or(|values| values.is_empty() || !values.iter().all(Value::is_string)) {
            faults.push(document.finding(&at, "must be a list of strings that is not empty"));
        }
        let values = OpenEnum::read(name, schema).values;
        for (index, (variant, value)) in values.iter().enumerate() {
            if let Some((_, other)) = values[..index].iter().find(|(name, _)| name == variant) {
                let what = format!("`{value}` and `{other}` would both be the variant `{variant}`");
                faults.push(document.finding(&at, what));
            }
        }
    }
    faults
}

/// The open enums of a document, in its order.
pub(super) fn all(document: &Value) -> Vec<OpenEnum> {
    schemas(document)
        .map(|(name, schema)| OpenEnum::read(name, schema))
        .collect()
}

fn schemas(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| schema.get(KEY).is_some())
}

impl OpenEnum {
    fn read(name: &str, schema: &Value) -> Self {
        let values = schema[KEY].as_array().into_iter().flatten();
        Self {
            name: type_name(name),
            description: schema["description"].as_str().map(prose::escape),
            values: values
                .filter_map(Value::as_str)
                .map(|value| (variant_name(value), value.to_owned()))
                .collect(),
        }
    }

    /// The enum, written with string discriminants, which is what `open_enum!` takes.
    pub(super) fn to_item(&self) -> syn::Result<syn::Item> {
        let name = format_ident!("{}", self.name);
        let doc = self.description.iter();
        let variants = self.values.iter().map(|(variant, value)| {
            let doc = format!("`{value}`");
            let variant = format_ident!("{variant}");
            quote! { #[doc = #doc] #variant = #value }
        });
        syn::parse2(quote! {
            #( #[doc = #doc] )*
            pub enum #name { #(#variants),* }
        })
    }
}

fn variant_name(value: &str) -> String {
    let name = type_name(value);
    match name.as_str() {
        "" => "Empty".to_owned(),
        // `Unknown` is the variant for the values without a name, `Self` is a keyword.
        "Unknown" | "Self" => format!("{name}Value"),
        _ if name.starts_with(|c: char| c.is_numeric()) => format!("Value{name}"),
        _ => name,
    }
}
