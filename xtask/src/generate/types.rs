//! What is added to the types that progenitor generates: JSON schemas, readers for timestamps and
//! integers, and constructors.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use quote::quote;
use serde_json::Value;
use syn::visit_mut::VisitMut;
use syn::{
    Attribute, Expr, ExprStruct, Field, Fields, Item, ItemMod, ItemStruct, LitStr, Member, Token,
    Type, parse_quote,
};

use super::names::{ident, numbered, schemas, type_name};
use super::shared;
use crate::syntax::text;
use openapi_evolve::operation::members;

/// Completes the module of types. Returns how many types it has.
pub(super) fn complete(module: &mut ItemMod, document: &Value) -> usize {
    let Some((_, items)) = &mut module.content else {
        return 0;
    };
    number_fields(items);
    let orders = property_orders(document);
    let mut count = 0;
    let mut completed: Vec<Item> = Vec::with_capacity(items.len());
    let shared = shared::names(document);
    let shared_idents = shared.iter().map(|name| quote::format_ident!("{name}"));
    if !shared.is_empty() {
        completed.push(parse_quote! { pub use crate::{#(#shared_idents),*}; });
    }
    count += shared.len();
    for mut item in items.drain(..) {
        let mut constructor = None;
        match &mut item {
            Item::Struct(item) => {
                count += 1;
                derive_json_schema(&mut item.attrs);
                read_with_own_readers(&mut item.fields);
                constructor = self::constructor(item, &orders);
            }
            Item::Enum(item) => {
                count += 1;
                derive_json_schema(&mut item.attrs);
            }
            _ => {}
        }
        completed.push(item);
        completed.extend(constructor);
    }
    *items = completed;
    count
}

/// Gives each field of a struct a name of its own. progenitor gives `clientId` and `client_id` the
/// same.
fn number_fields(items: &mut [Item]) {
    let mut renamed: BTreeMap<String, Vec<Ident>> = BTreeMap::new();
    for item in items {
        match item {
            Item::Struct(item) => {
                let Fields::Named(fields) = &mut item.fields else {
                    continue;
                };
                let mut names: Vec<Ident> = Vec::new();
                for field in &mut fields.named {
                    let Some(name) = field.ident.clone() else {
                        continue;
                    };
                    let new =
                        numbered(name.to_string(), |new| names.iter().any(|name| name == new));
                    let new = ident(&new);
                    if name != new {
                        rename(field, &new);
                    }
                    names.push(new);
                }
                renamed.insert(item.ident.to_string(), names);
            }
            Item::Impl(block) => {
                if let Some(names) = renamed.get(&text(&block.self_ty)) {
                    Initializers(names).visit_item_impl_mut(block);
                }
            }
            _ => {}
        }
    }
}

/// Renames a field in Rust, not in JSON.
fn rename(field: &mut Field, new: &Ident) {
    let is_own = |attribute: &Attribute| serde_argument(attribute, "rename").is_some();
    if !field.attrs.iter().any(is_own)
        && let Some(property) = property(field)
    {
        field.attrs.push(parse_quote!(#[serde(rename = #property)]));
    }
    field.ident = Some(new.clone());
}

/// The names of the fields where a value is created.
struct Initializers<'n>(&'n [Ident]);

impl VisitMut for Initializers<'_> {
    fn visit_expr_struct_mut(&mut self, value: &mut ExprStruct) {
        if value.fields.len() == self.0.len() {
            for (field, name) in value.fields.iter_mut().zip(self.0) {
                field.member = Member::Named(name.clone());
            }
        }
    }
}

/// Adds the derive below that of serde, whose attributes it reads.
fn derive_json_schema(attributes: &mut Vec<Attribute>) {
    let derive = attributes.iter().position(|attribute| {
        attribute.path().is_ident("derive") && text(attribute).contains("Serialize")
    });
    if let Some(index) = derive {
        let derive =
            parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]);
        attributes.insert(index + 1, derive);
    }
}

/// The types of fields that `dataforce_api` has a reader for, and the module of the reader.
const READERS: [(&str, &str); 2] = [
    ("::chrono::DateTime<::chrono::offset::Utc>", "timestamp"),
    ("i64", "integer"),
];

/// Names the reader of each field that has one.
fn read_with_own_readers(fields: &mut Fields) {
    let Fields::Named(fields) = fields else {
        return;
    };
    for field in &mut fields.named {
        let found = text(&field.ty).replace(' ', "");
        for (ty, module) in READERS {
            let attribute = if found == ty {
                let reader = format!("crate::{module}::deserialize");
                parse_quote!(#[serde(deserialize_with = #reader)])
            } else if found == format!("::std::option::Option<{ty}>") {
                let reader = format!("crate::{module}::option::deserialize");
                match is_required(field) {
                    true => parse_quote!(#[serde(deserialize_with = #reader)]),
                    false => parse_quote!(#[serde(default, deserialize_with = #reader)]),
                }
            } else {
                continue;
            };
            // progenitor names a reader of its own for what may be null but not absent.
            field
                .attrs
                .retain(|other| serde_argument(other, "deserialize_with").is_none());
            field.attrs.push(attribute);
        }
    }
}

/// The positions of the properties of each type in the contract.
type Orders = BTreeMap<String, Vec<String>>;

fn property_orders(document: &Value) -> Orders {
    let orders = schemas(document).map(|(name, schema)| {
        let properties = members(schema, "properties").keys();
        (type_name(name), properties.cloned().collect())
    });
    orders.collect()
}

/// Generates `Type::new`, with the required properties in the order of the contract.
fn constructor(item: &ItemStruct, orders: &Orders) -> Option<Item> {
    let Fields::Named(fields) = &item.fields else {
        return None;
    };
    let order = orders.get(&item.ident.to_string());
    let position = |field: &&Field| {
        let name = property(field)?;
        order?.iter().position(|other| *other == name)
    };
    let mut required: Vec<&Field> = fields
        .named
        .iter()
        .filter(|field| is_required(field))
        .collect();
    required.sort_by_key(|field| position(field).unwrap_or(usize::MAX));
    let parameters = required.iter().map(|field| {
        let (name, ty) = (&field.ident, &field.ty);
        match is_string(ty) {
            true => quote! { #name: impl ::std::convert::Into<::std::string::String> },
            false => quote! { #name: #ty },
        }
    });
    let values = fields.named.iter().map(|field| -> Expr {
        let name = &field.ident;
        match (is_required(field), is_string(&field.ty)) {
            (true, true) => parse_quote!(#name.into()),
            (true, false) => parse_quote!(#name),
            (false, _) => parse_quote!(::std::default::Default::default()),
        }
    });
    let (name, names) = (&item.ident, fields.named.iter().map(|field| &field.ident));
    let doc = match required.len() == fields.named.len() {
        true => "Creates a value with these properties.",
        false => "Creates a value with the required properties. The optional ones are empty.",
    };
    Some(parse_quote! {
        impl #name {
            #[doc = #doc]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#names: #values),* }
            }
        }
    })
}

/// Returns whether a field must be there, if only as null.
fn is_required(field: &Field) -> bool {
    let has = |name| {
        field
            .attrs
            .iter()
            .any(|one| serde_argument(one, name).is_some())
    };
    !has("default") && !has("skip_serializing_if")
}

fn is_string(ty: &Type) -> bool {
    text(ty) == text(&quote!(::std::string::String))
}

/// Returns the name that a field has in JSON.
fn property(field: &Field) -> Option<String> {
    let mut attributes = field.attrs.iter();
    let renamed = attributes.find_map(|attribute| serde_argument(attribute, "rename"));
    renamed.or_else(|| field.ident.as_ref().map(ToString::to_string))
}

/// Returns the text of an argument of a serde attribute; an empty one if it has no text.
fn serde_argument(attribute: &Attribute, name: &str) -> Option<String> {
    let mut found = None;
    if attribute.path().is_ident("serde") {
        // An argument with another syntax is none of those that are asked for.
        let _ = attribute.parse_nested_meta(|meta| {
            let value = match meta.input.peek(Token![=]) {
                true => meta.value()?.parse::<LitStr>()?.value(),
                false => String::new(),
            };
            if meta.path.is_ident(name) {
                found = Some(value);
            }
            Ok(())
        });
    }
    found
}
