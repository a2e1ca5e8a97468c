//! Path parameters that are not declared.

use serde_json::{Value, json};

use super::losses::Losses;
use crate::operation::{operations, placeholders};

/// Declares the placeholders of a path that the operation has no parameter for.
///
/// No version allows this, but FastAPI writes it if a function does not take the parameter.
pub(super) fn declare(document: &mut Value, losses: &mut Losses) {
    let mut undeclared = Vec::new();
    for operation in operations(document) {
        let parameters = operation.parameters(document);
        for name in placeholders(operation.path) {
            if !parameters
                .iter()
                .any(|(_, parameter)| is_path_parameter(parameter, name))
            {
                undeclared.push((
                    operation.pointer(),
                    name.to_owned(),
                    elsewhere(document, name),
                ));
            }
        }
    }
    for (at, name, schema) in undeclared {
        let assumed = match &schema {
            Some(_) => "as other operations declare it",
            None => "a string",
        };
        losses.add(
            &at,
            format!("`{{{name}}}` of the path is not declared; it is assumed to be {assumed}"),
        );
        let schema = schema.unwrap_or_else(|| json!({"type": "string"}));
        if let Some(operation) = document.pointer_mut(&at) {
            let parameter = json!({"name": name, "in": "path", "required": true, "schema": schema});
            match operation
                .get_mut("parameters")
                .and_then(Value::as_array_mut)
            {
                Some(parameters) => parameters.push(parameter),
                None => operation["parameters"] = json!([parameter]),
            }
        }
    }
}

fn is_path_parameter(parameter: &Value, name: &str) -> bool {
    parameter.get("in").is_some_and(|place| place == "path")
        && parameter.get("name").is_some_and(|other| other == name)
}

/// Returns the schema of the path parameters of this name, if all of them have the same.
fn elsewhere(document: &Value, name: &str) -> Option<Value> {
    let mut schemas: Vec<&Value> = operations(document)
        .flat_map(|operation| operation.parameters(document))
        .filter(|(_, parameter)| is_path_parameter(parameter, name))
        .filter_map(|(_, parameter)| parameter.get("schema"))
        .collect();
    schemas.dedup();
    match schemas.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pointer::join;

    #[test]
    fn a_parameter_is_assumed_to_be_the_same_as_elsewhere() {
        let id =
            json!({"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}});
        let mut document = json!({"paths": {
            "/a/{id}": {"get": {"parameters": [id]}},
            "/b/{id}/{name}": {"get": {}},
        }});
        let mut losses = Losses::default();
        declare(&mut document, &mut losses);
        let at = join("/paths", "/b/{id}/{name}") + "/get";
        assert_eq!(
            document.pointer(&at).unwrap()["parameters"],
            json!([
                id,
                {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}},
            ])
        );
        let losses = losses.sorted();
        let messages: Vec<_> = losses.iter().map(|loss| loss.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`{id}` of the path is not declared; it is assumed to be as other operations declare it",
                "`{name}` of the path is not declared; it is assumed to be a string",
            ]
        );
    }
}
