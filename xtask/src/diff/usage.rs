//! Where the schemas are used: sent, read, or both.

use std::collections::BTreeMap;
use std::ops::BitOr;

use serde_json::Value;

use crate::openapi::{is_success, members, operations};
use crate::pointer;

/// Where a schema is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) request: bool,
    pub(super) response: bool,
}

impl Use {
    pub(super) const REQUEST: Self = Self {
        request: true,
        response: false,
    };
    pub(super) const RESPONSE: Self = Self {
        request: false,
        response: true,
    };
    /// In the answers that the client does not decode.
    pub(super) const ERROR: Self = Self {
        request: false,
        response: false,
    };
}

impl BitOr for Use {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            request: self.request || other.request,
            response: self.response || other.response,
        }
    }
}

/// Where each named schema is used, directly or within another.
pub(super) fn uses(document: &Value) -> BTreeMap<String, Use> {
    let mut uses = BTreeMap::new();
    for operation in operations(document) {
        for (_, parameter) in operation.parameters(document) {
            mark(document, parameter, Use::REQUEST, &mut uses);
        }
        if let Some(body) = operation.value.get("requestBody") {
            mark(document, body, Use::REQUEST, &mut uses);
        }
        for (status, response) in members(operation.value, "responses") {
            if is_success(status) {
                mark(document, response, Use::RESPONSE, &mut uses);
            }
        }
    }
    uses
}

fn mark(document: &Value, value: &Value, usage: Use, uses: &mut BTreeMap<String, Use>) {
    match value {
        Value::Object(members) => {
            if let Some(target) = pointer::reference(value) {
                let name = target.strip_prefix("#/components/schemas/");
                let known = name.map(|name| uses.entry(name.to_owned()).or_default());
                let is_new = known.is_none_or(|known| {
                    let before = *known;
                    *known = before | usage;
                    before != *known
                });
                if let Some(behind) = document.pointer(&target[1..]).filter(|_| is_new) {
                    mark(document, behind, usage, uses);
                }
            }
            members
                .values()
                .for_each(|member| mark(document, member, usage, uses));
        }
        Value::Array(members) => {
            members
                .iter()
                .for_each(|member| mark(document, member, usage, uses));
        }
        _ => {}
    }
}
