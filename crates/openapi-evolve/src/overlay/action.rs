//! One action of an overlay: a target and a change of what it selects.

use serde_json::Value;

use super::change::Change;
use super::target::Target;

#[derive(Debug)]
pub(super) struct Action {
    targets: Vec<Target>,
    change: Change,
}

impl Action {
    pub(super) fn read(value: &Value) -> Result<Self, String> {
        let mut targets = Vec::new();
        let mut changes = Vec::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            match (name.as_str(), value) {
                ("target", Value::String(text)) => targets = Target::read(text)?,
                ("description", Value::String(_)) => {}
                ("remove", Value::Bool(true)) => changes.push(Change::Remove),
                ("update", value) => changes.push(Change::Update(value.clone())),
                ("x-rename", Value::String(name)) => changes.push(Change::Rename(name.clone())),
                ("x-extract", Value::String(target)) if target.starts_with("#/components/") => {
                    changes.push(Change::Extract(target.clone()));
                }
                ("x-extract", _) => {
                    return Err("`x-extract` must begin with `#/components/`".to_owned());
                }
                _ => return Err(format!("`{name}` is unknown or has the wrong type")),
            }
        }
        if targets.is_empty() {
            return Err("has no `target`".to_owned());
        }
        match <[Change; 1]>::try_from(changes) {
            Ok([change]) => Ok(Self { targets, change }),
            Err(_) => Err(
                "needs exactly one of `remove`, `update`, `x-rename` and `x-extract`".to_owned(),
            ),
        }
    }

    /// Changes everything that the targets select, and returns what went wrong.
    pub(super) fn apply(&self, document: &mut Value) -> Vec<String> {
        let mut problems = Vec::new();
        for target in &self.targets {
            let pointers = target.select(document);
            if pointers.is_empty() {
                problems.push(format!(
                    "`{}` selects nothing: what it decides about is gone; change or remove the \
                     action",
                    target.text()
                ));
            }
            for pointer in pointers {
                if let Err(problem) = self.change.apply(document, &pointer) {
                    problems.push(format!("`{}` {problem}", target.text()));
                }
            }
        }
        problems
    }
}
