//! From the contract to Rust.

mod api_version;
mod blame;
mod client;
mod limits;
mod mock;
mod open_enum;
mod paths;
mod print;
mod properties;
mod prose;
mod success;
mod timestamp;
mod view;

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Once;

use anyhow::{Context, Result, bail};
use heck::ToUpperCamelCase;
use progenitor::{GenerationSettings, InterfaceStyle, TypeImpl, TypePatch};
use serde_json::{Value, json};

use self::open_enum::OpenEnum;
use openapi_evolve::components::prune;
use openapi_evolve::operation::operations;
use openapi_evolve::{Document, Error, Finding, pointer, validate};

/// The generated files.
pub struct Generated {
    /// The client: `crates/dataforce-api/src/generated.rs`.
    pub client: String,
    /// The mock: `crates/dataforce-httpmock/src/generated.rs`.
    pub mock: String,
    /// How many operations the client has.
    pub operations: usize,
    /// How many types it has.
    pub types: usize,
}

/// Checks the document and generates everything, in memory. The code is formatted as the folder `root` has it.
pub fn generate(document: &Document, root: &Path) -> Result<Generated> {
    validate(document)?;
    Error::unless_empty(limits(document))?;

    let both = client::generate(document.value())
        .and_then(|client| Ok((client, mock::generate(document.value())?)));
    let (client, mock) = both.map_err(|error| {
        let culprits = blame::culprits(document.value()).into_iter();
        let faults: Vec<_> = culprits
            .map(|(at, what)| document.finding(at, what))
            .collect();
        match Error::unless_empty(faults) {
            Ok(()) => error,
            Err(error) => error.into(),
        }
    })?;
    Ok(Generated {
        client: print::print(client.file, root)?,
        mock: print::print(mock, root)?,
        operations: client.operations,
        types: client.types,
    })
}

/// Everything in a valid document that the generator has no form for.
fn limits(document: &Document) -> Vec<Finding> {
    let mut faults = limits::faults(document);
    faults.extend(open_enum::faults(document));
    faults
}

/// Makes a document one that can be generated from: leaves out the operations that the generator has no form for, and
/// names a server if there is none. Answers what was done.
pub fn fit(document: &mut Document) -> Vec<Finding> {
    let mut done = Vec::new();
    if document.value().pointer("/servers/0/url").is_none() {
        document.value_mut()["servers"] = json!([{"url": "http://localhost"}]);
        done.push(document.finding(
            "/servers",
            "there is none; the client's default is http://localhost",
        ));
    }
    let faults = limits(document);
    leave_out(document, &faults, &mut done);
    let failing = blame::operations_alone(document.value()).into_iter();
    let faults: Vec<_> = failing
        .map(|(at, what)| document.finding(at, what))
        .collect();
    leave_out(document, &faults, &mut done);
    prune(document.value_mut());
    done
}

/// Removes the operations that have one of the faults.
fn leave_out(document: &mut Document, faults: &[Finding], done: &mut Vec<Finding>) {
    let operations = operations(document.value()).map(|operation| operation.pointer());
    for at in operations.collect::<Vec<_>>() {
        let is_own =
            |fault: &&Finding| format!("{}/", fault.pointer()).starts_with(&format!("{at}/"));
        let reasons: Vec<_> = faults
            .iter()
            .filter(is_own)
            .map(|fault| fault.message())
            .collect();
        if reasons.is_empty() {
            continue;
        }
        done.push(document.finding(&at, format!("is left out: {}", reasons.join("; "))));
        if let Some((path, method)) = pointer::split(&at)
            && let Some(Value::Object(item)) = document.value_mut().pointer_mut(path)
        {
            item.shift_remove(&method);
        }
    }
}

/// What the client and the mock have in common. `home` is the crate of the generated types.
fn settings(document: &Value, enums: &[OpenEnum], home: &str) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for open_enum in enums {
        let name = &open_enum.name;
        let impls = [TypeImpl::Display, TypeImpl::FromStr].into_iter();
        settings.with_replacement(name, format!("{home}::types::{name}"), impls);
    }
    let mut id = TypePatch::default();
    for derive in ["Copy", "Eq", "Hash", "PartialOrd", "Ord"] {
        id.with_derive(derive);
    }
    for name in id_schemas(document) {
        settings.with_patch(type_name(name), &id);
    }
    settings
}

/// The named schemas that are UUIDs and nothing else.
fn id_schemas(document: &Value) -> impl Iterator<Item = &String> {
    let schemas = document
        .pointer("/components/schemas")
        .and_then(Value::as_object);
    let is = |schema: &Value, key, value| schema.get(key).is_some_and(|found| found == value);
    schemas
        .into_iter()
        .flatten()
        .filter(move |(_, schema)| is(schema, "type", "string") && is(schema, "format", "uuid"))
        .map(|(name, _)| name)
}

/// The name that a schema has in Rust.
fn type_name(schema: &str) -> String {
    schema
        .replace(|c: char| !c.is_alphanumeric(), "-")
        .to_upper_camel_case()
}

/// Whether progenitor takes a body of this media type for JSON.
fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.starts_with("application/json;")
}

/// Runs progenitor. What it refuses, and what it still panics on, is an error.
fn progenitor(
    what: &str,
    run: impl FnOnce() -> Result<proc_macro2::TokenStream, progenitor::Error>,
) -> Result<syn::File> {
    let tokens = match quietly(run) {
        Ok(tokens) => tokens.with_context(|| format!("progenitor cannot generate {what}"))?,
        Err(message) => bail!("progenitor panics where it generates {what}: {message}"),
    };
    syn::parse2(tokens).with_context(|| format!("progenitor generates {what}, but it is not Rust"))
}

/// Runs something that may panic. The message of the panic is answered instead of printed.
fn quietly<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    thread_local! {
        static QUIET: Cell<bool> = const { Cell::new(false) };
    }
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                usual(info);
            }
        }));
    });
    QUIET.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    QUIET.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        text.unwrap_or("it does not say why").to_owned()
    })
}
