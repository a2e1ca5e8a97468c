//! Path parameters that nobody declared.

use serde_json::{Value, json};

use super::Remarks;
use crate::openapi::{operations, placeholders};
use crate::pointer::resolve;

/// Declares the parameters that a path has and its operation has not, which no version allows but FastAPI writes where
/// the function does not take the parameter.
pub(super) fn declare(document: &mut Value, remarks: &mut Remarks) {
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
        let taken_as = match &schema {
            Some(_) => "what it is elsewhere",
            None => "a string",
        };
        remarks.add(
            &at,
            format!("`{{{name}}}` of the path is not declared; it is taken to be {taken_as}"),
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

/// The schema of the path parameter of this name, if all that are declared have the same.
fn elsewhere(document: &Value, name: &str) -> Option<Value> {
    let mut schemas: Vec<&Value> = operations(document)
        .flat_map(|operation| operation.parameters(document))
        .filter(|(_, parameter)| is_path_parameter(parameter, name))
        .filter_map(|(_, parameter)| resolve(document, parameter)?.get("schema"))
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
    fn a_parameter_is_taken_as_what_it_is_elsewhere() {
        let id =
            json!({"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}});
        let mut document = json!({"paths": {
            "/a/{id}": {"get": {"parameters": [id]}},
            "/b/{id}/{name}": {"get": {}},
        }});
        let mut remarks = Remarks::default();
        declare(&mut document, &mut remarks);
        let at = join("/paths", "/b/{id}/{name}") + "/get";
        assert_eq!(
            document.pointer(&at).unwrap()["parameters"],
            json!([
                id,
                {"name": "name", "in": "path", "required": true, "schema": {"type": "string"}},
            ])
        );
        let whats: Vec<_> = remarks
            .0
            .iter()
            .map(|remark| remark.what.as_str())
            .collect();
        assert_eq!(
            whats,
            [
                "`{id}` of the path is not declared; it is taken to be what it is elsewhere",
                "`{name}` of the path is not declared; it is taken to be a string",
            ]
        );
    }
}
