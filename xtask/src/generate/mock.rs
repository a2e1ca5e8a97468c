//! The mock of a version: what progenitor generates, with exact paths, bodies that are not JSON, and
//! documentation.
//!
//! progenitor's expressions for paths match too much (`.*` crosses slashes, values are not escaped);
//! the hand-written `crate::path` replaces them. Bodies that are not JSON become bytes with their own
//! content type.

use anyhow::Result;
use heck::{ToSnakeCase, ToUpperCamelCase};
use progenitor::Generator;
use serde_json::Value;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, ImplItemFn, Item, parse_quote};

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
    let operations: Vec<_> = operations(document).collect();
    for item in &mut file.items {
        match item {
            Item::Mod(module) => {
                let items = module.content.iter_mut().flat_map(|(_, items)| items);
                items.for_each(|item| complete(item, &operations, document));
            }
            Item::Trait(extension) => {
                for item in &mut extension.items {
                    let syn::TraitItem::Fn(function) = item else {
                        continue;
                    };
                    let id = function.sig.ident.to_string();
                    let is_its = |operation: &&Operation<'_>| snake(operation.id()) == id;
                    if let Some(operation) = operations.iter().find(is_its) {
                        let doc = format!("Mocks {}.", title(operation));
                        function.attrs.push(parse_quote!(#[doc = #doc]));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(file)
}

fn snake(name: Option<&str>) -> String {
    name.unwrap_or_default().to_snake_case()
}

fn title(operation: &Operation<'_>) -> String {
    let call = format!("`{} {}`", operation.method.to_uppercase(), operation.path);
    match operation.value["summary"].as_str() {
        Some(summary) => format!("{call}: {}", escape(summary)),
        None => call,
    }
}

/// Completes an item of the module `operations`.
fn complete(item: &mut Item, operations: &[Operation<'_>], document: &Value) {
    let find = |ident: &str, suffix: &str| {
        let name = ident.strip_suffix(suffix)?;
        let is_its =
            |operation: &&Operation<'_>| snake(operation.id()).to_upper_camel_case() == name;
        operations.iter().find(is_its)
    };
    match item {
        Item::Struct(item) => {
            let ident = item.ident.to_string();
            let when = find(&ident, "When").map(|operation| ("Matches requests of", operation));
            let then = find(&ident, "Then").map(|operation| ("The response to", operation));
            if let Some((what, operation)) = when.or(then) {
                let doc = format!("{what} {}.", title(operation));
                item.attrs.push(parse_quote!(#[doc = #doc]));
            }
        }
        Item::Impl(item) => {
            let ident = match item.self_ty.as_ref() {
                syn::Type::Path(path) => path.path.segments.last().map(|it| it.ident.to_string()),
                _ => None,
            };
            let ident = ident.unwrap_or_default();
            item.items.retain_mut(|item| {
                let syn::ImplItem::Fn(function) = item else {
                    return true;
                };
                BorrowedBody.visit_impl_item_fn_mut(function);
                let doc = match (find(&ident, "When"), find(&ident, "Then")) {
                    (Some(operation), _) => matcher(function, operation, document),
                    (_, Some(operation)) => response(function, operation, document),
                    _ => return true,
                };
                function
                    .attrs
                    .extend(doc.iter().map(|doc| parse_quote!(#[doc = #doc])));
                doc.is_some()
            });
        }
        _ => {}
    }
}

/// Completes a method of a `When`, and returns its documentation. `None` if there is no way to match
/// the parameter.
fn matcher(
    function: &mut ImplItemFn,
    operation: &Operation<'_>,
    document: &Value,
) -> Option<String> {
    let path = operation.path;
    let argument = function.sig.ident.to_string();
    match argument.as_str() {
        "new" => {
            let method = quote::format_ident!("{}", operation.method.to_uppercase());
            function.block = parse_quote! {{
                Self(inner.method(::httpmock::Method::#method).path_matches(crate::path::any(#path)))
            }};
            return Some("Requires the method and the path.".to_owned());
        }
        "into_inner" => return Some("Returns httpmock's own `When`.".to_owned()),
        "body" => return Some("Requires exactly this body.".to_owned()),
        _ => {}
    }
    let parameters = operation.parameters(document).into_iter();
    let (_, parameter) = parameters
        .into_iter()
        .find(|(_, parameter)| snake(parameter["name"].as_str()) == argument)?;
    let name = parameter["name"].as_str()?;
    match kind(document, parameter) {
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
fn kind<'d>(document: &'d Value, parameter: &'d Value) -> &'d str {
    let mut schema = pointer::resolve(document, &parameter["schema"]);
    if let Some([only]) = schema
        .and_then(|schema| schema["allOf"].as_array())
        .map(Vec::as_slice)
    {
        schema = pointer::resolve(document, only);
    }
    let kind = schema.and_then(|schema| schema["type"].as_str());
    kind.unwrap_or_default()
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

/// Completes a method of a `Then`, and returns its documentation.
fn response(
    function: &mut ImplItemFn,
    operation: &Operation<'_>,
    document: &Value,
) -> Option<String> {
    match function.sig.ident.to_string().as_str() {
        "new" => return Some("Creates a response without any content.".to_owned()),
        "into_inner" => return Some("Returns httpmock's own `Then`.".to_owned()),
        _ => {}
    }
    let key = status(function);
    let response = pointer::resolve(document, &operation.value["responses"][&key])?;
    let content = members(response, "content");
    if let Some(content_type) = content.keys().next()
        && !content.keys().any(|kind| is_json(kind))
    {
        RawBody(content_type).visit_impl_item_fn_mut(function);
    }
    let description = response["description"].as_str().unwrap_or_default();
    Some(match description {
        "" => format!("Responds with {key}."),
        _ => format!("Responds with {key}: {}", escape(description)),
    })
}

/// Returns the contract's key of the response that a method is for.
fn status(function: &ImplItemFn) -> String {
    struct Status(Option<String>);
    impl<'ast> Visit<'ast> for Status {
        fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
            if call.method == "status"
                && let Some(Expr::Lit(syn::ExprLit {
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
    let by_name = || match function.sig.ident.to_string().as_str() {
        "informational" => "1XX",
        "success" => "2XX",
        "redirect" => "3XX",
        "client_error" => "4XX",
        "server_error" => "5XX",
        _ => "default",
    };
    status.0.unwrap_or_else(|| by_name().to_owned())
}

/// Borrows bodies that arrive as values, such as numbers and options: httpmock takes references.
struct BorrowedBody;

impl VisitMut for BorrowedBody {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        let is_value = function.sig.inputs.iter().any(|argument| {
            matches!(argument, syn::FnArg::Typed(argument)
                if !matches!(argument.ty.as_ref(), syn::Type::Reference(_)))
        });
        if is_value {
            visit_mut::visit_impl_item_fn_mut(self, function);
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if call.method == "json_body_obj" {
            call.args = parse_quote!(&value);
        }
    }
}

/// Makes a body that is not JSON any bytes of this content type.
struct RawBody<'c>(&'c str);

impl VisitMut for RawBody<'_> {
    fn visit_pat_type_mut(&mut self, argument: &mut syn::PatType) {
        if matches!(argument.pat.as_ref(), syn::Pat::Ident(name) if name.ident == "value") {
            argument.ty = parse_quote!(impl ::std::convert::AsRef<[u8]>);
        }
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        if call.method == "json_body" {
            call.method = parse_quote!(body);
        } else if call.method == "header" {
            let content_type = self.0;
            call.args = parse_quote!("content-type", #content_type);
        }
    }
}
