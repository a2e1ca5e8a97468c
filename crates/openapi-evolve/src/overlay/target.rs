//! The targets of actions.

use serde_json::Value;
use serde_json_path::JsonPath;

/// The beginning of a target that addresses operations by operationId.
const OPERATIONS: &str = "$.operations";

/// A target that selects something if all it decides about exists.
#[derive(Debug)]
pub(super) struct Target {
    /// As the overlay writes it, but with one name of a list.
    text: String,
    path: JsonPath,
}

impl Target {
    /// Reads a target: one for each name if it lists names, so that each of them has to exist.
    pub(super) fn read(text: &str) -> Result<Vec<Self>, String> {
        let targets = alternatives(text).into_iter().map(|text| {
            let path = JsonPath::parse(&with_paths(&text))
                .map_err(|error| format!("`{text}` is not a JSONPath: {error}"))?;
            Ok(Self { text, path })
        });
        targets.collect()
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the pointers of what the target selects, the last ones first, so that removing an
    /// item of an array does not move those still to come.
    pub(super) fn select(&self, document: &Value) -> Vec<String> {
        let mut pointers: Vec<_> = self
            .path
            .query_located(document)
            .locations()
            .map(|location| location.to_json_pointer())
            .collect();
        pointers.reverse();
        pointers
    }
}

/// Returns `$['a', 'b'].c` as `$['a'].c` and `$['b'].c`.
fn alternatives(target: &str) -> Vec<String> {
    for (open, _) in target.match_indices("['") {
        let Some(close) = target[open..].find("']").map(|length| open + length) else {
            continue;
        };
        let names: Vec<&str> = target[open + 1..=close].split(',').map(str::trim).collect();
        let is_name = |name: &&str| {
            let name = name
                .strip_prefix('\'')
                .and_then(|name| name.strip_suffix('\''));
            name.is_some_and(|name| !name.is_empty() && !name.contains('\''))
        };
        if names.len() > 1 && names.iter().all(is_name) {
            let (before, after) = (&target[..=open], &target[close + 1..]);
            let each = names.iter().map(|name| format!("{before}{name}{after}"));
            return each.flat_map(|target| alternatives(&target)).collect();
        }
    }
    vec![target.to_owned()]
}

/// Returns a target by operationId as one by path.
fn with_paths(target: &str) -> String {
    let Some(rest) = target.strip_prefix(OPERATIONS) else {
        return target.to_owned();
    };
    let (id, rest) = if let Some(rest) = rest.strip_prefix("['") {
        match rest.split_once("']") {
            Some(parts) => parts,
            None => return target.to_owned(),
        }
    } else if let Some(rest) = rest.strip_prefix('.') {
        rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()))
    } else {
        return target.to_owned();
    };
    match id {
        "*" => format!("$.paths.*[?@.operationId]{rest}"),
        id => format!("$.paths.*[?@.operationId == '{id}']{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_addressed_by_operation_id() {
        for (target, path) in [
            ("$.operations.a.b", "$.paths.*[?@.operationId == 'a'].b"),
            ("$.operations['a'].b", "$.paths.*[?@.operationId == 'a'].b"),
            (
                "$.operations.a['b']",
                "$.paths.*[?@.operationId == 'a']['b']",
            ),
            ("$.operations.a", "$.paths.*[?@.operationId == 'a']"),
            ("$.operations.*.b", "$.paths.*[?@.operationId].b"),
            ("$.components.a", "$.components.a"),
        ] {
            assert_eq!(with_paths(target), path);
        }
    }
}
