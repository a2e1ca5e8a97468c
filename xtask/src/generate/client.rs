//! The client: what progenitor generates, with our decisions applied.

use anyhow::Result;
use heck::ToSnakeCase;
use openapiv3::OpenAPI;
use progenitor::{Generator, HooksMode};
use quote::quote;
use serde_json::Value;
use syn::{ImplItem, Item, parse_quote};

use super::open_enum::{self, OpenEnum};
use super::{api_version, paths, print, properties, settings, success, timestamp, view};

pub(super) struct Client {
    pub(super) file: syn::File,
    pub(super) operations: usize,
    pub(super) types: usize,
}

pub(super) fn generate(document: &Value) -> Result<Client> {
    let spec = view::successes(document)?;
    let enums = open_enum::all(document);
    let mut settings = settings(document, &enums, "crate");
    settings
        .with_inner_type(quote! { crate::Session })
        .with_hooks(HooksMode::Expected);
    let mut file = super::progenitor("the client", || {
        Generator::new(&settings).generate_tokens(&spec)
    })?;

    api_version::remove(&mut file);
    success::decode(&mut file);
    let ids = super::id_schemas(document)
        .map(|name| super::type_name(name))
        .collect();
    paths::write_ids_plainly(&mut file, &ids);
    file.items
        .retain(|item| !is_constructor(item) && !is_prelude(item));
    let mut types = enums.len();
    for item in &mut file.items {
        if let Item::Mod(module) = item
            && module.ident == "types"
            && let Some((_, items)) = &mut module.content
        {
            types += items
                .iter_mut()
                .filter_map(attributes_of_type)
                .map(derive_json_schema)
                .count();
            items.iter_mut().for_each(timestamp::read_fast);
            items.splice(0..0, open_enum_items(&enums)?);
        }
    }
    let uses = |item: &&Item| matches!(item, Item::Use(_));
    let after_uses = file.items.iter().take_while(uses).count();
    let additions = [
        operations_const(&spec),
        base_url_const(document),
        properties::module(document),
    ];
    file.items.splice(after_uses..after_uses, additions);
    Ok(Client {
        file,
        operations: spec.operations().count(),
        types,
    })
}

/// `Client::new` and `new_with_client`: the client is built by hand, with what the session needs.
fn is_constructor(item: &Item) -> bool {
    let Item::Impl(item) = item else {
        return false;
    };
    let is_new = |item: &ImplItem| {
        matches!(item, ImplItem::Fn(function)
            if function.sig.ident == "new" || function.sig.ident == "new_with_client")
    };
    item.trait_.is_none() && item.items.iter().all(is_new)
}

/// A module with nothing in it but the client.
fn is_prelude(item: &Item) -> bool {
    matches!(item, Item::Mod(module) if module.ident == "prelude")
}

fn attributes_of_type(item: &mut Item) -> Option<&mut Vec<syn::Attribute>> {
    match item {
        Item::Struct(item) => Some(&mut item.attrs),
        Item::Enum(item) => Some(&mut item.attrs),
        _ => None,
    }
}

/// Below the derive of serde, whose attributes it reads.
fn derive_json_schema(attributes: &mut Vec<syn::Attribute>) {
    let derive = attributes.iter().position(|attribute| {
        attribute.path().is_ident("derive") && quote!(#attribute).to_string().contains("Serialize")
    });
    if let Some(index) = derive {
        attributes.insert(
            index + 1,
            parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]),
        );
    }
}

fn open_enum_items(enums: &[OpenEnum]) -> Result<Vec<Item>> {
    let module = quote::format_ident!("{}", print::OPEN_ENUM);
    enums
        .iter()
        .map(|open_enum| {
            let item = open_enum.to_item()?;
            Ok(parse_quote! { mod #module { #item } })
        })
        .collect()
}

/// In the order of the client's methods.
fn operations_const(spec: &OpenAPI) -> Item {
    let entries = spec.operations().map(|(path, method, operation)| {
        let id = operation
            .operation_id
            .as_deref()
            .unwrap_or_default()
            .to_snake_case();
        let method = method.to_uppercase();
        quote! { crate::Operation { id: #id, method: #method, path: #path } }
    });
    parse_quote! {
        /// The operations of the contract, in its order.
        pub const OPERATIONS: &[crate::Operation] = &[ #(#entries),* ];
    }
}

fn base_url_const(document: &Value) -> Item {
    let url = document
        .pointer("/servers/0/url")
        .and_then(Value::as_str)
        .unwrap_or_default();
    parse_quote! {
        /// Where the service is, unless told otherwise: the first of the contract's servers.
        pub const DEFAULT_BASE_URL: &str = #url;
    }
}
