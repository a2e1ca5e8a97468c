//! The client of a version: progenitor's types, and its methods on the transport.

use anyhow::{Result, bail};
use progenitor::Generator;
use quote::quote;
use serde_json::Value;
use syn::{Attribute, ImplItem, Item, parse_quote};

use super::{generator, methods, operations, print, progenitor_input, properties, shared, types};
use crate::syntax::text;

/// A generated client.
pub(super) struct Client {
    pub(super) file: syn::File,
    pub(super) operations: usize,
    pub(super) types: usize,
}

/// What is kept of the items that progenitor generates.
#[derive(Default)]
pub(super) struct Parts {
    documentation: Vec<Attribute>,
    methods: Vec<ImplItem>,
    types: Option<syn::ItemMod>,
}

/// Generates the client of the version `version`.
pub(super) fn generate(version: &str, document: &Value) -> Result<Client> {
    let Parts {
        documentation,
        methods,
        types,
    } = parts(document)?;
    let Some(mut types) = types else {
        bail!("progenitor generates no module `types`");
    };
    let count = types::complete(&mut types, document);
    let base_url = document.pointer("/servers/0/url").and_then(Value::as_str);
    let base_url = match base_url {
        Some(url) => quote!(Some(#url)),
        None => quote!(None),
    };
    let prefix = path_prefix(version, document);
    let client = print::macro_call(
        "client",
        quote! {
            #(#documentation)*
            pub struct Client;

            const DEFAULT_BASE_URL: Option<&str> = #base_url;
            const PATH_PREFIX: &str = #prefix;
        },
    );
    let operations = operations::module(document);
    let properties = properties::module(document);
    Ok(Client {
        file: parse_quote! {
            use crate::{Error, Response};

            #client

            #[allow(clippy::all)]
            impl Client { #(#methods)* }

            #operations
            #properties
            #types
        },
        operations: openapi_evolve::operation::operations(document).count(),
        types: count,
    })
}

/// Generates the parts of a client. What no client can be generated for fails here.
pub(super) fn parts(document: &Value) -> Result<Parts> {
    let spec = progenitor_input::successes(document)?;
    let settings = generator::settings(document, "crate");
    let file = generator::run("the client", || {
        Generator::new(&settings).generate_tokens(&spec)
    })?;
    let mut parts = Parts::default();
    for item in file.items {
        parts.add(item)?;
    }
    let ids = shared::ids(document);
    for method in &mut parts.methods {
        match method {
            ImplItem::Fn(method) => methods::rebuild(method, &ids)?,
            other => bail!("progenitor generates `{}` in the client", text(other)),
        }
    }
    Ok(parts)
}

impl Parts {
    /// Sorts out an item. The client itself, its constructors and the traits that progenitor
    /// implements for it are left out: `dataforce_api` has its own.
    fn add(&mut self, item: Item) -> Result<()> {
        match item {
            Item::Use(_) => {}
            Item::Struct(client) if client.ident == "Client" => {
                self.documentation = client.attrs;
                self.documentation
                    .retain(|attribute| attribute.path().is_ident("doc"));
            }
            Item::Impl(block) if block.trait_.is_some() => {}
            Item::Impl(block) => {
                let is_constructor = |item: &ImplItem| matches!(item, ImplItem::Fn(function) if function.sig.receiver().is_none());
                let methods = block.items.into_iter();
                self.methods
                    .extend(methods.filter(|item| !is_constructor(item)));
            }
            Item::Mod(module) if module.ident == "types" => self.types = Some(module),
            // It has nothing but the client in it.
            Item::Mod(module) if module.ident == "prelude" => {}
            other => bail!(
                "progenitor generates an unexpected item: `{}`",
                text(&other)
            ),
        }
        Ok(())
    }
}

/// Returns the name of the version as a path, such as `/v1`, if all paths start with it, otherwise
/// an empty text.
fn path_prefix(version: &str, document: &Value) -> String {
    let prefix = format!("/{version}");
    let start = format!("{prefix}/");
    let mut paths = openapi_evolve::operation::members(document, "paths").keys();
    match paths.all(|path| path.starts_with(&start)) {
        true => prefix,
        false => String::new(),
    }
}
