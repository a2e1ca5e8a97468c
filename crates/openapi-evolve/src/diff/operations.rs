//! Compares operations, and what can be asked of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::canonical::WEBHOOKS;
use super::comparison::{Breaks, Comparison};
use crate::operation::{Operation, members, operations, placeholders};
use crate::pointer::join;

impl<'d> Comparison<'d> {
    pub(super) fn compare_operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut added: BTreeMap<usize, Operation<'d>> = operations(new).enumerate().collect();
        let by = |key: fn(Operation<'d>) -> Option<String>| -> BTreeMap<String, usize> {
            let keys = added.iter();
            keys.filter_map(|(index, operation)| Some((key(*operation)?, *index)))
                .collect()
        };
        let by_address = by(|operation| Some(address(operation)));
        let by_id = by(|operation| operation.id().map(str::to_owned));
        let mut gone: Vec<Operation<'d>> = Vec::new();
        for operation in operations(old) {
            let same = by_address.get(&address(operation));
            match same.and_then(|index| added.remove(index)) {
                Some(other) => self.compare_operation(operation, other),
                None => gone.push(operation),
            }
        }
        for operation in gone {
            let same = operation.id().and_then(|id| by_id.get(id));
            let name = name(operation);
            match same.and_then(|index| added.remove(index)) {
                Some(moved) => {
                    let message = format!("{name} moved to {}", self::name(moved));
                    self.add(&moved.pointer(), Breaks::RUNNING, message);
                    self.compare_operation(operation, moved);
                }
                None => self.add(
                    &operation.pointer(),
                    Breaks::BOTH,
                    format!("{name} is gone"),
                ),
            }
        }
        for operation in added.into_values() {
            let message = format!("{} is new", name(operation));
            self.add(&operation.pointer(), Breaks::NOTHING, message);
        }
        let (before, after) = (members(old, WEBHOOKS), members(new, WEBHOOKS));
        self.compare_calls("/webhooks", "webhook", before, after);
    }

    fn compare_operation(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let at = new.pointer();
        let name = name(new);
        if old.id() != new.id() {
            let [before, after] = [old, new].map(|operation| match operation.id() {
                None => "nothing".to_owned(),
                Some(id) => format!("`{id}`"),
            });
            let message = format!(
                "the operationId of {name} is now {after} instead of {before}, and so is the method"
            );
            self.add(&join(&at, "operationId"), Breaks::CODE, message);
        }
        let [before, after] = [old, new].map(|operation| operation.value.get("deprecated"));
        self.compare_deprecated(&join(&at, "deprecated"), &name, before, after);
        self.compare_own_servers(old, new);
        self.compare_security(old, new);
        self.compare_parameters(old, new);
        self.compare_request_body(old, new);
        self.compare_responses(old, new);
        let at = join(&at, "callbacks");
        let [before, after] = [old, new].map(|operation| members(operation.value, "callbacks"));
        self.compare_calls(&at, "callback", before, after);
    }

    /// Compares what the server calls. What exactly changed about it is not said.
    fn compare_calls(
        &mut self,
        at: &str,
        kind: &str,
        old: &serde_json::Map<String, Value>,
        new: &serde_json::Map<String, Value>,
    ) {
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let (breaks, message) = match (old.get(name), new.get(name)) {
                (before, after) if before == after => continue,
                (None, _) => (Breaks::NOTHING, "is new"),
                (_, None) => (Breaks::RUNNING, "is gone: the server no longer calls it"),
                _ => (
                    Breaks::BOTH,
                    "changed: the code that handles it may have to change, too",
                ),
            };
            let message = format!("the {kind} `{name}` {message}");
            self.add(&join(at, name), breaks, message);
        }
    }
}

/// Returns the method and the path without the names of its parameters.
fn address(operation: Operation<'_>) -> String {
    let mut path = operation.path.to_owned();
    for name in placeholders(operation.path) {
        path = path.replacen(&format!("{{{name}}}"), "{}", 1);
    }
    format!("{} {path}", operation.method)
}

pub(super) fn name(operation: Operation<'_>) -> String {
    format!("`{} {}`", operation.method.to_uppercase(), operation.path)
}
