//! The mock: what progenitor generates, with exact paths, bodies that are not JSON, and documentation.
//!
//! progenitor's expressions for paths match too much (`.*` crosses slashes, values are not escaped); they give way to
//! `crate::path`, written by hand. Bodies that are not JSON become bytes with their own content type.

use std::collections::HashMap;

use anyhow::Result;
use heck::{ToSnakeCase, ToUpperCamelCase};
use progenitor::Generator;
use serde_json::Value;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{ImplItemFn, Item, parse_quote};

use super::{is_json, open_enum, prose, settings, view};
use openapi_evolve::operation::{Operation, operations};
use openapi_evolve::pointer;

const API: &str = "dataforce_api";

pub(super) fn generate(document: &Value) -> Result<syn::File> {
    let spec = view::all_responses(document)?;
    let enums = open_enum::all(document);
    let settings = settings(document, &enums, &format!("::{API}"));
    let mut file = super::progenitor("the mock", || {
        Generator::new(&settings).httpmock(&spec, API)
    })?;

    let operations: HashMap<String, Operation<'_>> = operations(document)
        .map(|operation| {
            (
                operation.id().unwrap_or_default().to_snake_case(),
                operation,
            )
        })
        .collect();
    for item in &mut file.items {
        match item {
            Item::Mod(module) => {
                let items = module.content.iter_mut().flat_map(|(_, items)| items);
                for item in items {
                    adapt(item, document, &operations);
                }
            }
            Item::Trait(extension) => {
                for item in &mut extension.items {
                    if let syn::TraitItem::Fn(function) = item
                        && let Some(operation) = operations.get(&function.sig.ident.to_string())
                    {
                        let doc = format!("Mocks {}.", name(operation));
                        function.attrs.push(parse_quote!(#[doc = #doc]));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(file)
}

fn name(operation: &Operation<'_>) -> String {
    let summary = operation.value["summary"].as_str().map(prose::escape);
    let method = operation.method.to_uppercase();
    match summary {
        Some(summary) => format!("`{method} {}`: {summary}", operation.path),
        None => format!("`{method} {}`", operation.path),
    }
}

/// Adapts an item of the module `operations`.
fn adapt(item: &mut Item, document: &Value, operations: &HashMap<String, Operation<'_>>) {
    let find = |ident: &str, suffix: &str| {
        let name = ident.strip_suffix(suffix)?;
        operations
            .iter()
            .find(|(id, _)| id.to_upper_camel_case() == name)
            .map(|(_, operation)| operation)
    };
    match item {
        Item::Use(import) => {
            *import = parse_quote!(
                use ::dataforce_api::types;
            )
        }
        Item::Struct(item) => {
            let ident = item.ident.to_string();
            let doc = if let Some(operation) = find(&ident, "When") {
                format!("What a request must be like for {}.", name(operation))
            } else if let Some(operation) = find(&ident, "Then") {
                format!("How to answer {}.", name(operation))
            } else {
                return;
            };
            item.attrs.push(parse_quote!(#[doc = #doc]));
        }
        Item::Impl(item) => {
            let syn::Type::Path(path) = item.self_ty.as_ref() else {
                return;
            };
            let ident = path.path.segments.last().map(|last| last.ident.to_string());
            let ident = ident.unwrap_or_default();
            item.items.retain_mut(|item| {
                let syn::ImplItem::Fn(function) = item else {
                    return true;
                };
                borrow_body(function);
                if let Some(operation) = find(&ident, "When") {
                    return matcher(function, operation, document);
                }
                if let Some(operation) = find(&ident, "Then") {
                    answer(function, operation, document);
                }
                true
            });
        }
        _ => {}
    }
}

/// Adapts a method of a `When`. `false` for one that cannot be.
fn matcher(function: &mut ImplItemFn, operation: &Operation<'_>, document: &Value) -> bool {
    let path = operation.path;
    let doc = match function.sig.ident.to_string().as_str() {
        "new" => {
            let method = quote::format_ident!("{}", operation.method.to_uppercase());
            function.block = parse_quote! {{
                Self(inner.method(::httpmock::Method::#method).path_matches(crate::path::any(#path)))
            }};
            "Requires the method and the path.".to_owned()
        }
        "into_inner" => "The matcher of httpmock, for what is not typed.".to_owned(),
        "body" => "Requires exactly this body.".to_owned(),
        argument => {
            let parameters = operation.parameters(document);
            let parameter = parameters
                .iter()
                .map(|(_, parameter)| parameter)
                .find(|parameter| {
                    parameter["name"]
                        .as_str()
                        .unwrap_or_default()
                        .to_snake_case()
                        == argument
                });
            let Some(parameter) = parameter else {
                return true;
            };
            let name = parameter["name"].as_str().unwrap_or_default();
            match kind_of(document, parameter) {
                "array" => every_element(function, name),
                // Nobody knows how it would be written.
                "object" | "" => return false,
                _ => {}
            }
            if parameter["in"] == "path" {
                function.block = parse_quote! {{
                    Self(self.0.path_matches(crate::path::with(#path, #name, value)))
                }};
            }
            match parameter["description"].as_str().map(prose::escape) {
                Some(description) => format!("Requires this `{name}`: {description}"),
                None => format!("Requires this `{name}`."),
            }
        }
    };
    function.attrs.push(parse_quote!(#[doc = #doc]));
    true
}

/// The type of a parameter's values.
fn kind_of<'d>(document: &'d Value, parameter: &'d Value) -> &'d str {
    let mut schema = pointer::resolve(document, &parameter["schema"]);
    if let Some([only]) = schema
        .and_then(|schema| schema["allOf"].as_array())
        .map(Vec::as_slice)
    {
        schema = pointer::resolve(document, only);
    }
    schema
        .and_then(|schema| schema["type"].as_str())
        .unwrap_or_default()
}

/// A list in the query is a parameter for each element.
fn every_element(function: &mut ImplItemFn, name: &str) {
    let all: syn::Expr = parse_quote! {
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

/// Adapts a method of a `Then`.
fn answer(function: &mut ImplItemFn, operation: &Operation<'_>, document: &Value) {
    let doc = match function.sig.ident.to_string().as_str() {
        "new" => "Nothing is answered yet.".to_owned(),
        "into_inner" => "The answer of httpmock, for what is not typed.".to_owned(),
        _ => {
            let key = status(function);
            let response = &operation.value["responses"][&key];
            let Some(response) = pointer::resolve(document, response) else {
                return;
            };
            let kinds = response["content"]
                .as_object()
                .into_iter()
                .flat_map(|all| all.keys());
            let kinds: Vec<&String> = kinds.collect();
            if let Some(first) = kinds.first()
                && !kinds.iter().any(|kind| is_json(kind))
            {
                raw_body(function, first);
            }
            match response["description"]
                .as_str()
                .filter(|text| !text.is_empty())
            {
                Some(description) => format!("Answers {key}: {}", prose::escape(description)),
                None => format!("Answers {key}."),
            }
        }
    };
    function.attrs.push(parse_quote!(#[doc = #doc]));
}

/// The contract's key of the response that a method is for.
fn status(function: &ImplItemFn) -> String {
    struct Status(Option<String>);
    impl<'ast> Visit<'ast> for Status {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            if call.method == "status"
                && let Some(syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Int(code),
                    ..
                })) = call.args.first()
            {
                self.0 = Some(code.base10_digits().to_owned());
            }
            visit::visit_expr_method_call(self, call);
        }
    }
    let mut status = Status(None);
    status.visit_impl_item_fn(function);
    status
        .0
        .unwrap_or_else(|| match function.sig.ident.to_string().as_str() {
            "informational" => "1XX".to_owned(),
            "success" => "2XX".to_owned(),
            "redirect" => "3XX".to_owned(),
            "client_error" => "4XX".to_owned(),
            "server_error" => "5XX".to_owned(),
            _ => "default".to_owned(),
        })
}

/// Some bodies arrive as values, such as numbers and options, where httpmock wants a reference.
fn borrow_body(function: &mut ImplItemFn) {
    struct Borrow;
    impl VisitMut for Borrow {
        fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
            visit_mut::visit_expr_method_call_mut(self, call);
            if call.method == "json_body_obj" {
                call.args = parse_quote!(&value);
            }
        }
    }
    let is_value = function.sig.inputs.iter().any(|argument| {
        matches!(argument, syn::FnArg::Typed(argument)
            if !matches!(argument.ty.as_ref(), syn::Type::Reference(_)))
    });
    if is_value {
        Borrow.visit_impl_item_fn_mut(function);
    }
}

/// A body that is not JSON: any bytes.
fn raw_body(function: &mut ImplItemFn, content_type: &str) {
    struct Body<'c>(&'c str);
    impl VisitMut for Body<'_> {
        fn visit_pat_type_mut(&mut self, argument: &mut syn::PatType) {
            if matches!(argument.pat.as_ref(), syn::Pat::Ident(name) if name.ident == "value") {
                argument.ty = parse_quote!(impl ::std::convert::AsRef<[u8]>);
            }
        }

        fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
            visit_mut::visit_expr_method_call_mut(self, call);
            if call.method == "json_body" {
                call.method = parse_quote!(body);
            } else if call.method == "header" {
                let content_type = self.0;
                call.args = parse_quote!("content-type", #content_type);
            }
        }
    }
    Body(content_type).visit_impl_item_fn_mut(function);
}
