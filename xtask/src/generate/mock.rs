//! The mock of a version: what progenitor generates, with exact paths, bodies that are not JSON, and
//! documentation.
//!
//! progenitor's expressions for paths match too much (`.*` crosses slashes, values are not escaped);
//! the hand-written `crate::path` replaces them. Bodies that are not JSON become bytes with their own
//! content type.

use std::collections::BTreeMap;

use anyhow::Result;
use heck::{ToSnakeCase, ToUpperCamelCase};
use progenitor::Generator;
use quote::{format_ident, quote};
use serde_json::{Map, Value};
use syn::{
    Attribute, Expr, FnArg, Ident, ImplItem, ImplItemFn, Item, Pat, Stmt, TraitItem, Type,
    parse_quote,
};

use super::generator;
use super::progenitor_input::{self, is_json};
use super::rustdoc_escape::escape;
use openapi_evolve::operation::{Operation, members, operations};
use openapi_evolve::pointer;

const API: &str = "::dataforce_api";

/// Generates the mock of the version `version`.
pub(super) fn generate(version: &str, document: &Value) -> Result<syn::File> {
    let spec = progenitor_input::all_responses(document)?;
    let settings = generator::settings(document, API);
    let api = format!("{API}::{version}");
    let mut file = generator::run("the mock", || {
        Generator::new(&settings).httpmock(&spec, &api)
    })?;
    let operations = operations(document)
        .map(|operation| (camel(operation.id().unwrap_or_default()), operation))
        .collect();
    let mock = Mock {
        document,
        operations,
    };
    file.items.iter_mut().for_each(|item| mock.complete(item));
    Ok(file)
}

fn camel(name: &str) -> String {
    name.to_snake_case().to_upper_camel_case()
}

struct Mock<'d> {
    document: &'d Value,
    /// The operations by their names in those of types.
    operations: BTreeMap<String, Operation<'d>>,
}

impl Mock<'_> {
    fn complete(&self, item: &mut Item) {
        match item {
            Item::Mod(module) => {
                let items = module.content.iter_mut().flat_map(|(_, items)| items);
                items.for_each(|item| self.complete(item));
            }
            Item::Trait(extension) => {
                for item in &mut extension.items {
                    if let TraitItem::Fn(function) = item
                        && let name = camel(&function.sig.ident.to_string())
                        && let Some(operation) = self.operations.get(&name)
                    {
                        function
                            .attrs
                            .push(doc(format!("Mocks {}.", title(operation))));
                    }
                }
            }
            Item::Struct(item) => {
                let when = self.find(&item.ident, "When");
                let then = self.find(&item.ident, "Then");
                let when = when.map(|operation| ("Matches requests of", operation));
                let then = then.map(|operation| ("The response to", operation));
                if let Some((what, operation)) = when.or(then) {
                    item.attrs
                        .push(doc(format!("{what} {}.", title(operation))));
                }
            }
            Item::Impl(block) => {
                let Type::Path(ty) = &*block.self_ty else {
                    return;
                };
                let Some(name) = ty.path.get_ident() else {
                    return;
                };
                let (when, then) = (self.find(name, "When"), self.find(name, "Then"));
                block.items.retain_mut(|item| {
                    let ImplItem::Fn(function) = item else {
                        return true;
                    };
                    let text = match (when, then) {
                        (Some(operation), _) => self.matcher(function, operation),
                        (_, Some(operation)) => self.response(function, operation),
                        _ => return true,
                    };
                    let is_kept = text.is_some();
                    function.attrs.extend(text.map(doc));
                    is_kept
                });
            }
            _ => {}
        }
    }

    /// Returns the operation of a type `…When` or `…Then`.
    fn find(&self, ty: &Ident, suffix: &str) -> Option<&Operation<'_>> {
        self.operations.get(ty.to_string().strip_suffix(suffix)?)
    }

    /// Completes a method of a `When`, and returns its documentation. `None` if there is no way to
    /// match the parameter.
    fn matcher(&self, function: &mut ImplItemFn, operation: &Operation<'_>) -> Option<String> {
        let path = operation.path;
        let argument = function.sig.ident.to_string();
        match argument.as_str() {
            "new" => {
                let method = format_ident!("{}", operation.method.to_uppercase());
                function.block = parse_quote! {{
                    Self(inner.method(::httpmock::Method::#method).path_matches(crate::path::any(#path)))
                }};
                return Some("Requires the method and the path.".to_owned());
            }
            "into_inner" => return Some("Returns httpmock's own `When`.".to_owned()),
            "body" => {
                let body = pointer::resolve(self.document, &operation.value["requestBody"])?;
                if members(body, "content").keys().any(|kind| is_json(kind))
                    && let Some(ty) = value_type(function)
                {
                    let value = reference(ty);
                    function.block = parse_quote! {{ Self(self.0.json_body_obj(#value)) }};
                }
                return Some("Requires exactly this body.".to_owned());
            }
            _ => {}
        }
        let parameters = operation.parameters(self.document).into_iter();
        let named = parameters.filter_map(|(_, one)| Some((one["name"].as_str()?, one)));
        let (name, parameter) = named
            .into_iter()
            .find(|(name, _)| name.to_snake_case() == argument)?;
        match self.kind(parameter) {
            "array" => every_element(function, name),
            // The form of these in a request is unknown.
            "object" | "" => return None,
            _ => {}
        }
        if parameter["in"] == "path" {
            function.block = parse_quote! {{
                Self(self.0.path_matches(crate::path::with(#path, #name, value)))
            }};
        }
        Some(match parameter["description"].as_str() {
            Some(description) => format!("Requires this `{name}`: {}", escape(description)),
            None => format!("Requires this `{name}`."),
        })
    }

    /// Returns the type of a parameter's values.
    fn kind<'v>(&'v self, parameter: &'v Value) -> &'v str {
        let mut schema = pointer::resolve(self.document, &parameter["schema"]);
        if let Some([only]) = schema
            .and_then(|schema| schema["allOf"].as_array())
            .map(Vec::as_slice)
        {
            schema = pointer::resolve(self.document, only);
        }
        let kind = schema.and_then(|schema| schema["type"].as_str());
        kind.unwrap_or_default()
    }

    /// Completes a method of a `Then`, and returns its documentation.
    fn response(&self, function: &mut ImplItemFn, operation: &Operation<'_>) -> Option<String> {
        let name = function.sig.ident.to_string();
        match name.as_str() {
            "new" => return Some("Creates a response without any content.".to_owned()),
            "into_inner" => return Some("Returns httpmock's own `Then`.".to_owned()),
            _ => {}
        }
        let mut responses = members(operation.value, "responses").iter();
        let (key, response) = responses.find(|(key, _)| response_name(key) == name)?;
        let response = pointer::resolve(self.document, response)?;
        respond(function, key, members(response, "content"));
        let description = response["description"].as_str().unwrap_or_default();
        Some(match description {
            "" => format!("Responds with {key}."),
            _ => format!("Responds with {key}: {}", escape(description)),
        })
    }
}

fn doc(text: String) -> Attribute {
    parse_quote!(#[doc = #text])
}

fn title(operation: &Operation<'_>) -> String {
    let call = format!("`{} {}`", operation.method.to_uppercase(), operation.path);
    match operation.value["summary"].as_str() {
        Some(summary) => format!("{call}: {}", escape(summary)),
        None => call,
    }
}

/// Returns the name of the method for a response, by the response's key in the contract.
fn response_name(key: &str) -> String {
    let name = match key {
        "1XX" => "informational",
        "2XX" => "success",
        "3XX" => "redirect",
        "4XX" => "client_error",
        "5XX" => "server_error",
        "default" => "default_response",
        code => http::StatusCode::from_bytes(code.as_bytes())
            .ok()
            .and_then(|code| code.canonical_reason())
            .unwrap_or_default(),
    };
    name.replace('\'', "").to_snake_case()
}

/// Returns the type of the argument `value`, which is the last one.
fn value_type(function: &mut ImplItemFn) -> Option<&mut Type> {
    match function.sig.inputs.last_mut()? {
        FnArg::Typed(value) if matches!(&*value.pat, Pat::Ident(name) if name.ident == "value") => {
            Some(&mut *value.ty)
        }
        _ => None,
    }
}

/// Returns `value` as the reference that httpmock takes. A number or an option arrives as a value.
fn reference(ty: &Type) -> Expr {
    match ty {
        Type::Reference(_) => parse_quote!(value),
        _ => parse_quote!(&value),
    }
}

/// Responds with the body in the form that the contract declares: JSON, or any bytes.
fn respond(function: &mut ImplItemFn, key: &str, content: &Map<String, Value>) {
    let (Some(ty), Some(content_type)) = (value_type(function), content.keys().next()) else {
        return;
    };
    let body = if content.keys().any(|kind| is_json(kind)) {
        let value = reference(ty);
        quote!(header("content-type", "application/json").json_body_obj(#value))
    } else {
        *ty = parse_quote!(impl ::std::convert::AsRef<[u8]>);
        quote!(header("content-type", #content_type).body(value))
    };
    let status = match key.parse::<u16>() {
        Ok(code) => quote!(#code),
        Err(_) => quote!(status),
    };
    // The statement before, if there is one, checks that the status is one of the class.
    function.block.stmts.pop();
    let response = parse_quote!(Self(self.0.status(#status).#body));
    function.block.stmts.push(Stmt::Expr(response, None));
}

/// Matches a list in the query, which is a parameter for each element.
fn every_element(function: &mut ImplItemFn, name: &str) {
    let all: Expr = parse_quote! {
        value.iter().fold(self.0, |when, value| when.query_param(#name, value.to_string()))
    };
    let is_optional = !function.sig.generics.params.is_empty();
    function.block = match is_optional {
        false => parse_quote! {{ Self(#all) }},
        true => parse_quote! {{
            match value.into() {
                Some(value) => Self(#all),
                None => Self(self.0.query_param_missing(#name)),
            }
        }},
    };
}
