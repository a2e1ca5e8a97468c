use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use dataforce::reqwest::Url;
use dataforce_emulator::{ApiVersion, Exchange};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

const LEGACY: &str = include_str!("../../openapi/collections.yaml");
const V1: &str = include_str!("../../openapi/collections-v1.yaml");

/// The contract of a version of the API, against which exchanges are checked.
///
/// The check is strict: a property that the contract does not declare is a violation, although
/// clients must tolerate one.
pub struct Contract {
    document: Value,
    operations: BTreeMap<String, Operation>,
}

struct Operation {
    query: BTreeMap<String, Validator>,
    request: Option<Validator>,
    responses: BTreeMap<u16, Response>,
}

/// The bodies that a response may have, by content type. Without any, it has none.
struct Response(BTreeMap<String, Option<Validator>>);

/// A status that the contract declares for an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declared {
    /// The `operationId`.
    pub operation: String,
    /// The HTTP status.
    pub status: u16,
}

/// A part of an exchange that differs from the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation(String);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Contract {
    /// Returns the contract of a version.
    pub fn of(version: ApiVersion) -> &'static Self {
        static CONTRACTS: LazyLock<[Contract; 2]> = LazyLock::new(|| {
            [LEGACY, V1].map(|text| {
                Contract::read(serde_saphyr::from_str(text).expect("the contract is YAML"))
            })
        });
        match version {
            ApiVersion::V1 => &CONTRACTS[1],
            _ => &CONTRACTS[0],
        }
    }

    /// Returns the contract of the version that the path of a request belongs to.
    pub fn of_exchange(exchange: &Exchange) -> &'static Self {
        match exchange.request.path.starts_with("/v1/") {
            true => Self::of(ApiVersion::V1),
            false => Self::of(ApiVersion::Legacy),
        }
    }

    /// Reads an OpenAPI 3.0 document.
    pub fn read(document: Value) -> Self {
        let mut operations = BTreeMap::new();
        for path in document["paths"].as_object().into_iter().flatten() {
            for operation in path.1.as_object().into_iter().flatten() {
                if let Some(id) = operation.1["operationId"].as_str() {
                    operations.insert(id.to_owned(), Operation::read(&document, operation.1));
                }
            }
        }
        Self {
            document,
            operations,
        }
    }

    /// Returns the document as it was read.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Returns every status of every operation.
    pub fn declared(&self) -> Vec<Declared> {
        let operations = self.operations.iter();
        operations
            .flat_map(|(id, operation)| {
                operation.responses.keys().map(|status| Declared {
                    operation: id.clone(),
                    status: *status,
                })
            })
            .collect()
    }

    /// Checks that status, content type and body of a response are declared. Other requests than
    /// those of the contract, and requests without a response, pass.
    ///
    /// # Errors
    ///
    /// Returns what differs from the contract.
    pub fn check_response(&self, exchange: &Exchange) -> Result<(), Violation> {
        let (Some(id), Some(response)) = (exchange.endpoint(), &exchange.response) else {
            return Ok(());
        };
        let status = response.status;
        let fault = |what: String| Err(Violation(format!("{id} responded with {status}: {what}")));
        let Some(operation) = self.operations.get(id.id()) else {
            return fault("the contract does not have the operation".into());
        };
        let Some(declared) = operation.responses.get(&status.as_u16()) else {
            return fault("the status is not declared".into());
        };
        let body = response.body.as_deref().unwrap_or_default();
        if declared.0.is_empty() {
            return match body {
                [] => Ok(()),
                _ => fault("no body is declared, but there is one".into()),
            };
        }
        let content_type = essence(&response.headers);
        let Some(schema) = declared.0.get(&content_type) else {
            return fault(format!("the content type {content_type:?} is not declared"));
        };
        match schema.as_ref().map(|schema| validate(schema, body)) {
            None | Some(Ok(())) => Ok(()),
            Some(Err(what)) => fault(what),
        }
    }

    /// Checks that query and body of a request are what the operation declares.
    ///
    /// # Errors
    ///
    /// Returns what differs from the contract.
    pub fn check_request(&self, exchange: &Exchange) -> Result<(), Violation> {
        let request = &exchange.request;
        let Some(id) = request.endpoint else {
            return Ok(());
        };
        let fault = |what: String| Err(Violation(format!("the request of {id}: {what}")));
        let Some(operation) = self.operations.get(id.id()) else {
            return fault("the contract does not have the operation".into());
        };
        if let Err(what) = operation.check_query(request.query.as_deref()) {
            return fault(what);
        }
        match &operation.request {
            None if request.body.is_empty() => Ok(()),
            None => fault("no body is declared, but there is one".into()),
            Some(_) if essence(&request.headers) != "application/json" => {
                fault("its content type is not JSON".into())
            }
            Some(schema) => match validate(schema, &request.body) {
                Ok(()) => Ok(()),
                Err(what) => fault(what),
            },
        }
    }

    /// Returns the target of a `$ref`, or the value itself if it is none.
    pub(crate) fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        resolve(&self.document, value)
    }
}

impl Operation {
    fn read(document: &Value, operation: &Value) -> Self {
        let content = &operation["requestBody"]["content"]["application/json"];
        let request = content
            .get("schema")
            .map(|schema| validator(document, schema));
        let responses = operation["responses"].as_object().into_iter().flatten();
        let responses = responses
            .map(|(status, response)| {
                let status = status.parse().expect("statuses are numbers");
                (
                    status,
                    Response::read(document, resolve(document, response)),
                )
            })
            .collect();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let query = parameters
            .map(|parameter| resolve(document, parameter))
            .filter(|parameter| parameter["in"] == "query")
            .filter_map(|parameter| {
                let name = parameter["name"].as_str()?.to_owned();
                let schema = &parameter["schema"];
                // A parameter that may be repeated is checked value by value.
                let schema = schema.get("items").unwrap_or(schema);
                Some((name, validator(document, schema)))
            })
            .collect();
        Self {
            query,
            request,
            responses,
        }
    }

    fn check_query(&self, query: Option<&str>) -> Result<(), String> {
        let Some(query) = query else { return Ok(()) };
        let url = Url::parse(&format!("http://localhost/?{query}"));
        let url = url.map_err(|error| format!("{query:?} is no query: {error}"))?;
        for (name, value) in url.query_pairs() {
            let schema = self.query.get(name.as_ref());
            let schema = schema.ok_or_else(|| {
                format!("the query {query:?} has the undeclared parameter {name:?}")
            })?;
            let text = Value::from(value.as_ref());
            let number = value.parse::<i64>().ok().map(Value::from);
            if !schema.is_valid(&text) && !number.is_some_and(|number| schema.is_valid(&number)) {
                return Err(format!(
                    "the parameter {name:?} of the query has the value {value:?}"
                ));
            }
        }
        Ok(())
    }
}

impl Response {
    fn read(document: &Value, response: &Value) -> Self {
        let content = response["content"].as_object().into_iter().flatten();
        Self(
            content
                .map(|(content_type, media)| {
                    // Text is text: only JSON has a schema worth asking.
                    let json = content_type == "application/json";
                    let schema = json.then(|| validator(document, &media["schema"]));
                    (content_type.clone(), schema)
                })
                .collect(),
        )
    }
}

fn resolve<'v>(document: &'v Value, value: &'v Value) -> &'v Value {
    match value["$ref"].as_str().and_then(|it| it.strip_prefix('#')) {
        Some(pointer) => document
            .pointer(pointer)
            .expect("references lead somewhere"),
        None => value,
    }
}

fn essence(headers: &HeaderMap) -> String {
    let content_type = headers.get(CONTENT_TYPE).map(|it| it.as_bytes());
    let content_type = String::from_utf8_lossy(content_type.unwrap_or_default());
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn validate(schema: &Validator, body: &[u8]) -> Result<(), String> {
    let body: Value =
        serde_json::from_slice(body).map_err(|error| format!("the body is no JSON: {error}"))?;
    let faults: Vec<_> = schema
        .iter_errors(&body)
        .map(|error| {
            // It repeats the value, which may be large.
            let what: String = error.to_string().chars().take(300).collect();
            format!("{what} at {:?}", error.instance_path().as_str())
        })
        .collect();
    match faults[..] {
        [] => Ok(()),
        _ => Err(faults.join("; ")),
    }
}

fn validator(document: &Value, schema: &Value) -> Validator {
    let schemas = document["components"]["schemas"].as_object();
    let schemas: Map<_, _> = schemas
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.clone(), json_schema(schema)))
        .collect();
    let schema = json!({
        "allOf": [json_schema(schema)],
        "components": {"schemas": schemas},
    });
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .expect("the schemas of the contract are valid")
}

/// Translates a schema of OpenAPI 3.0 to JSON Schema: `nullable` becomes the type null, and objects
/// are closed.
fn json_schema(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let mut translated = Map::new();
    for (keyword, value) in keywords {
        let value = match (keyword.as_str(), value) {
            ("nullable", _) => continue,
            ("properties", Value::Object(properties)) => {
                let properties = properties.iter();
                properties
                    .map(|(name, schema)| (name.clone(), json_schema(schema)))
                    .collect()
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                schemas.iter().map(json_schema).collect()
            }
            ("items" | "additionalProperties" | "not", schema) => json_schema(schema),
            (_, value) => value.clone(),
        };
        translated.insert(keyword.clone(), value);
    }
    if keywords.contains_key("properties") {
        let closed = translated.entry("additionalProperties");
        closed.or_insert(false.into());
    }
    match keywords.get("nullable") {
        Some(Value::Bool(true)) => json!({"anyOf": [translated, {"type": "null"}]}),
        _ => translated.into(),
    }
}
