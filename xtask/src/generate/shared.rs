//! The types that the versions of the API share: ids and open enums, each defined once.
//!
//! An id is a named schema that is a UUID. An open enum is a named `type: string` with
//! `x-extensible-enum`; its values are those of all contracts.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::Item;

use super::names::{schemas, type_name};
use super::{print, rustdoc_escape};
use openapi_evolve::pointer::join;
use openapi_evolve::{Document, Error, Finding};

const VALUES: &str = "x-extensible-enum";

/// What a named schema is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    OpenEnum,
    Other,
}

impl Kind {
    fn of(schema: &Value) -> Self {
        let is = |key, value| schema.get(key).is_some_and(|found| found == value);
        if schema.get(VALUES).is_some() {
            Self::OpenEnum
        } else if is("type", "string") && is("format", "uuid") {
            Self::Id
        } else {
            Self::Other
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Id => "an id",
            Self::OpenEnum => "an open enum",
            Self::Other => "neither an id nor an open enum",
        }
    }
}

fn kinds(document: &Value) -> impl Iterator<Item = (&str, &Value, Kind)> {
    schemas(document).map(|(name, schema)| (name, schema, Kind::of(schema)))
}

/// Returns the names in Rust of a document's ids and open enums.
pub(super) fn names(document: &Value) -> BTreeSet<String> {
    let shared = kinds(document).filter(|(.., kind)| *kind != Kind::Other);
    shared.map(|(name, ..)| type_name(name)).collect()
}

/// Returns the names in Rust of a document's ids.
pub(super) fn ids(document: &Value) -> BTreeSet<String> {
    let ids = kinds(document).filter(|(.., kind)| *kind == Kind::Id);
    ids.map(|(name, ..)| type_name(name)).collect()
}

/// Returns the open enums of a document that no Rust enum can be made of.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let enums = kinds(document.value()).filter(|(.., kind)| *kind == Kind::OpenEnum);
    for (name, schema, _) in enums {
        let at = join(&join("/components/schemas", name), VALUES);
        if schema.get("type").is_none_or(|kind| kind != "string") {
            findings.push(document.finding(&at, "only a `type: string` can be an open enum"));
        }
        let values = schema[VALUES].as_array();
        if values.is_none_or(|values| values.is_empty() || !values.iter().all(Value::is_string)) {
            findings.push(document.finding(&at, "must be a list of strings that is not empty"));
        }
        let mut values = Values::default();
        if let Err(what) = values.extend(schema) {
            findings.push(document.finding(&at, what));
        }
    }
    findings
}

/// The values of an open enum and their variants, in order.
#[derive(Default)]
struct Values(Vec<(String, String)>);

impl Values {
    /// Adds the values of a schema that are not there yet. An error if a variant would be that of
    /// another value, too.
    fn extend(&mut self, schema: &Value) -> Result<(), String> {
        let values = schema[VALUES].as_array().into_iter().flatten();
        for value in values.filter_map(Value::as_str) {
            let variant = variant_name(value);
            match self.0.iter().find(|(other, _)| *other == variant) {
                None => self.0.push((variant, value.to_owned())),
                Some((_, other)) if other == value => {}
                Some((_, other)) => {
                    return Err(format!(
                        "`{value}` and `{other}` would both be the variant `{variant}`"
                    ));
                }
            }
        }
        Ok(())
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

/// Generates the ids and open enums of all documents, each once, in the order of the documents.
pub(super) fn generate(documents: &[&Document]) -> Result<syn::File, Error> {
    let mut definitions: BTreeMap<String, (Kind, &Document)> = BTreeMap::new();
    let mut shared: Vec<(String, &Value)> = Vec::new();
    let mut values: BTreeMap<String, Values> = BTreeMap::new();
    let mut findings = Vec::new();
    for document in documents {
        for (name, schema, kind) in kinds(document.value()) {
            let at = join("/components/schemas", name);
            let name = type_name(name);
            let (first, home) = *definitions.entry(name.clone()).or_insert_with(|| {
                shared.push((name.clone(), schema));
                (kind, document)
            });
            if first != kind {
                let what = format!(
                    "is {}, while `{name}` is {} in {}: a name that versions share means one thing",
                    kind.noun(),
                    first.noun(),
                    home.name()
                );
                findings.push(document.finding(&at, what));
            }
            if let Err(what) = values.entry(name).or_default().extend(schema) {
                findings.push(document.finding(join(&at, VALUES), what));
            }
        }
    }
    Error::unless_empty(findings)?;
    let items = shared
        .iter()
        .filter_map(|(name, schema)| match definitions.get(name)?.0 {
            Kind::Id => Some(id(name, schema)),
            Kind::OpenEnum => Some(open_enum(name, schema, values.get(name)?)),
            Kind::Other => None,
        });
    let items = items.collect();
    Ok(syn::File {
        shebang: None,
        attrs: Vec::new(),
        items,
    })
}

fn doc(schema: &Value) -> Option<String> {
    schema["description"].as_str().map(rustdoc_escape::escape)
}

fn id(name: &str, schema: &Value) -> Item {
    let ident = format_ident!("{name}");
    let resource = name.strip_suffix("Id").unwrap_or(name);
    let resource = resource.to_snake_case().replace('_', " ");
    let doc = doc(schema).into_iter();
    print::macro_call(
        "id",
        quote! {
            #(#[doc = #doc])*
            pub struct #ident;

            const RESOURCE: &str = #resource;
        },
    )
}

fn open_enum(name: &str, schema: &Value, values: &Values) -> Item {
    let ident = format_ident!("{name}");
    let doc = doc(schema).into_iter();
    let variants = values.0.iter().map(|(variant, value)| {
        let doc = format!("`{value}`");
        let variant = format_ident!("{variant}");
        // A string as the discriminant is what `open_enum!` takes.
        quote! { #[doc = #doc] #variant = #value }
    });
    print::macro_call(
        "open_enum",
        quote! {
            #(#[doc = #doc])*
            pub enum #ident { #(#variants),* }
        },
    )
}
