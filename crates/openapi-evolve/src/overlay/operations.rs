//! The operations that an overlay selects.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Document;
use crate::error::Finding;
use crate::operation::{METHODS, Operation, members, operations};
use crate::pointer::join;

/// The member of an overlay that selects operations.
const MEMBER: &str = "x-operations";

/// The operations to keep; all of them if none are named.
#[derive(Debug)]
pub(super) struct Selection(Vec<Selected>);

#[derive(Debug)]
struct Selected {
    id: String,
    /// In lower case.
    method: String,
    path: String,
}

impl Selection {
    pub(super) fn read(overlay: &Document, findings: &mut Vec<Finding>) -> Self {
        let mut selected = Vec::new();
        for (id, place) in members(overlay.value(), MEMBER) {
            let place = place.as_str().and_then(|place| place.split_once(' '));
            match place.map(|(method, path)| (method.to_lowercase(), path)) {
                Some((method, path))
                    if METHODS.contains(&method.as_str()) && path.starts_with('/') =>
                {
                    selected.push(Selected {
                        id: id.clone(),
                        method,
                        path: path.to_owned(),
                    });
                }
                _ => {
                    let at = join(&join("", MEMBER), id);
                    findings
                        .push(overlay.finding(at, "must have the form `operation_id: GET /path`"));
                }
            }
        }
        Self(selected)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|selected| selected.id.as_str())
    }

    pub(super) fn is_beside(&self, operation: &Operation<'_>) -> bool {
        let at_path = self
            .0
            .iter()
            .filter(|selected| selected.path == operation.path);
        let methods: Vec<_> = at_path.map(|selected| &*selected.method).collect();
        !methods.is_empty() && !methods.contains(&operation.method)
    }

    /// Returns a finding about everything on the way to the selected operations that is not an
    /// object.
    pub(super) fn malformed(&self, description: &Document) -> Vec<Finding> {
        let mut places = BTreeSet::from(["/paths".to_owned(), "/components".to_owned()]);
        for selected in &self.0 {
            let path = join("/paths", &selected.path);
            places.insert(join(&path, &selected.method));
            places.insert(path);
        }
        let malformed = places.into_iter().filter(|at| {
            let value = description.value().pointer(at);
            value.is_some_and(|value| !value.is_object())
        });
        malformed
            .map(|at| description.finding(at, "must be an object"))
            .collect()
    }

    /// Removes all other operations, and gives the selected ones their operationIds. Returns a
    /// finding about each one that does not exist.
    pub(super) fn apply(&self, description: &mut Value, overlay: &Document) -> Vec<Finding> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut findings = Vec::new();
        for selected in &self.0 {
            let at = join(&join("/paths", &selected.path), &selected.method);
            match description.pointer_mut(&at) {
                Some(Value::Object(operation)) => {
                    operation.insert("operationId".to_owned(), selected.id.as_str().into());
                }
                _ => {
                    let message = missing(selected, description);
                    let at = join(&join("", MEMBER), &selected.id);
                    findings.push(overlay.finding(at, message));
                }
            }
        }
        let is_selected = |path: &str, method: Option<&str>| {
            self.0.iter().any(|selected| {
                selected.path == path && method.is_none_or(|method| selected.method == method)
            })
        };
        if let Some(paths) = description.get_mut("paths").and_then(Value::as_object_mut) {
            paths.retain(|path, _| is_selected(path, None));
            for (path, item) in paths {
                if let Some(item) = item.as_object_mut() {
                    item.retain(|member, _| {
                        !METHODS.contains(&member.as_str()) || is_selected(path, Some(member))
                    });
                }
            }
        }
        findings
    }
}

/// Returns the message about an operation that does not exist, with similar ones that do.
fn missing(selected: &Selected, description: &Value) -> String {
    let last_name = |path: &str| {
        let mut names = path.rsplit('/').filter(|name| !name.starts_with('{'));
        names.next().map(str::to_owned)
    };
    let similar = operations(description).filter(|other| {
        other.method == selected.method && last_name(other.path) == last_name(&selected.path)
    });
    let similar: Vec<_> = similar.map(|other| format!("`{}`", other.path)).collect();
    let hint = match similar.as_slice() {
        [] => String::new(),
        similar => format!("; with the same method there is {}", similar.join(", ")),
    };
    format!(
        "the description has no `{} {}`{hint}",
        selected.method.to_uppercase(),
        selected.path
    )
}
