//! What differs from operation to operation, as constants of the generated client.

use heck::{ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::Literal;
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{Item, parse_quote};

use openapi_evolve::operation::{Operation, members, operations};
use openapi_evolve::pointer::{self, join};
use openapi_evolve::{Document, Finding};

const MISSING_TARGET: &str = "x-missing-target";
const SAFE: &str = "x-safe";
const IDEMPOTENT: &str = "x-idempotent";
const REJECTION: &str = "x-rejection";

/// Generates `pub mod operations`, in the order of the contract.
pub(super) fn module(document: &Value) -> Item {
    let mut names = Vec::new();
    let constants = operations(document).map(|operation| {
        let id = operation.id().unwrap_or_default().to_snake_case();
        let name = format_ident!("{}", id.to_shouty_snake_case());
        names.push(name.clone());
        let method = operation.method.to_uppercase();
        let (path, safe, idempotent) = (operation.path, safe(operation), idempotent(operation));
        let rejections = rejections(operation, document).into_iter();
        let rejections = rejections.map(Literal::u16_unsuffixed);
        let missing_target = match missing_target(operation.value) {
            Some((status, detail)) => {
                let status = Literal::u16_unsuffixed(status);
                quote! { Some(MissingTarget { status: #status, detail: #detail }) }
            }
            None => quote! { None },
        };
        let doc = format!("`{method} {path}`: [`Client::{id}`](super::Client::{id}).");
        quote! {
            #[doc = #doc]
            pub const #name: Operation = Operation {
                id: #id,
                method: #method,
                path: #path,
                safe: #safe,
                idempotent: #idempotent,
                rejections: &[#(#rejections),*],
                missing_target: #missing_target,
            };
        }
    });
    let constants: Vec<_> = constants.collect();
    let has_targets =
        operations(document).any(|operation| operation.value.get(MISSING_TARGET).is_some());
    let import = match has_targets {
        true => quote! { use crate::{MissingTarget, Operation}; },
        false => quote! { use crate::Operation; },
    };
    parse_quote! {
        /// The operations of the contract.
        pub mod operations {
            #import

            #(#constants)*

            /// All operations, in the order of the contract.
            pub const ALL: &[&Operation] = &[#(&#names),*];
        }
    }
}

fn safe(operation: Operation<'_>) -> bool {
    let by_method = ["get", "head", "options", "trace"].contains(&operation.method);
    operation.value[SAFE].as_bool().unwrap_or(by_method)
}

fn idempotent(operation: Operation<'_>) -> bool {
    let by_method = safe(operation) || ["put", "delete"].contains(&operation.method);
    operation.value[IDEMPOTENT].as_bool().unwrap_or(by_method)
}

/// Returns the statuses with which the service rejects a request.
fn rejections(operation: Operation<'_>, document: &Value) -> Vec<u16> {
    let responses = members(operation.value, "responses").iter();
    let rejections = responses.filter(|(_, response)| {
        pointer::resolve(document, response).is_some_and(|response| response[REJECTION] == true)
    });
    rejections
        .filter_map(|(status, _)| status.parse().ok())
        .collect()
}

fn missing_target(operation: &Value) -> Option<(u16, &str)> {
    let target = operation.get(MISSING_TARGET)?;
    let status = u16::try_from(target["status"].as_u64()?).ok()?;
    Some((status, target["detail"].as_str()?))
}

/// Returns what is wrong with the extensions that the constants are made of.
pub(super) fn findings(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    for operation in operations(document.value()) {
        let at = operation.pointer();
        for key in [SAFE, IDEMPOTENT] {
            if operation
                .value
                .get(key)
                .is_some_and(|value| !value.is_boolean())
            {
                findings.push(document.finding(join(&at, key), "must be true or false"));
            }
        }
        if operation.value.get(MISSING_TARGET).is_none() {
            continue;
        }
        let what = match missing_target(operation.value) {
            None => "must have a `status` and a `detail`".to_owned(),
            Some((status, detail)) if !is_quoted(operation, status, detail, document.value()) => {
                format!("no example of the operation's response {status} has the detail `{detail}`")
            }
            Some(_) => continue,
        };
        findings.push(document.finding(join(&at, MISSING_TARGET), what));
    }
    findings
}

/// Returns whether an example of the operation's response has this `detail`.
fn is_quoted(operation: Operation<'_>, status: u16, detail: &str, document: &Value) -> bool {
    let response = &operation.value["responses"][status.to_string()];
    let bodies = pointer::resolve(document, response)
        .into_iter()
        .flat_map(|response| members(response, "content").values());
    let mut examples = bodies.flat_map(|body| {
        let named = members(body, "examples").values();
        let named = named.filter_map(|example| pointer::resolve(document, example)?.get("value"));
        body.get("example").into_iter().chain(named)
    });
    examples.any(|example| example["detail"] == detail)
}
