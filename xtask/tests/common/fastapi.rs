//! Writes descriptions the way FastAPI with Pydantic 2 does: OpenAPI 3.1, with titles and `anyOf`
//! wherever possible.

use serde_json::{Map, Value, json};

/// An application whose description grows with its routes and models.
pub(crate) struct App {
    document: Value,
}

/// The type of a field.
#[derive(Clone)]
pub(crate) enum Type {
    Text,
    Integer,
    Boolean,
    Uuid,
    DateTime,
    Email,
    Url,
    Mapping,
    List(Box<Type>),
    Model(&'static str),
    Optional(Box<Type>),
    /// Any other schema.
    Other(Value),
}

pub(crate) fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

pub(crate) fn optional(of: Type) -> Type {
    Type::Optional(Box::new(of))
}

impl Type {
    fn schema(&self) -> Value {
        match self {
            Self::Text => json!({"type": "string"}),
            Self::Integer => json!({"type": "integer"}),
            Self::Boolean => json!({"type": "boolean"}),
            Self::Uuid => json!({"type": "string", "format": "uuid"}),
            Self::DateTime => json!({"type": "string", "format": "date-time"}),
            Self::Email => json!({"type": "string", "format": "email"}),
            Self::Url => {
                json!({"type": "string", "maxLength": 2083, "minLength": 1, "format": "uri"})
            }
            Self::Mapping => json!({"additionalProperties": true, "type": "object"}),
            Self::List(of) => json!({"items": of.schema(), "type": "array"}),
            Self::Model(name) => json!({"$ref": format!("#/components/schemas/{name}")}),
            Self::Optional(of) => json!({"anyOf": [of.schema(), {"type": "null"}]}),
            Self::Other(schema) => schema.clone(),
        }
    }

    /// References have no title.
    fn field(&self, name: &str) -> Value {
        let mut schema = self.schema();
        let is_reference = match self {
            Self::Model(_) => true,
            Self::Optional(of) => matches!(**of, Self::Model(_)),
            _ => false,
        };
        if !is_reference && let Some(schema) = schema.as_object_mut() {
            schema.insert("title".to_owned(), title(name).into());
        }
        schema
    }
}

/// `orbit_id` as `Orbit Id`.
fn title(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a route takes and responds with.
#[derive(Clone, Default)]
pub(crate) struct Route {
    pub(crate) query: Vec<(&'static str, Type)>,
    pub(crate) body: Option<Type>,
    /// None for a 204.
    pub(crate) response: Option<Type>,
    /// Whether it declares 401 and 403.
    pub(crate) errors: bool,
}

impl App {
    pub(crate) fn new() -> Self {
        let error = |name: &str, properties: Value, required: Value| json!({"properties": properties, "type": "object", "required": required, "title": name});
        let mut schemas = Map::new();
        let mut http = error(
            "HTTPValidationError",
            json!({"detail": {
                "items": {"$ref": "#/components/schemas/ValidationError"}, "type": "array", "title": "Detail",
            }}),
            json!([]),
        );
        http.as_object_mut().unwrap().shift_remove("required");
        schemas.insert("HTTPValidationError".to_owned(), http);
        let validation = error(
            "ValidationError",
            json!({
                "loc": {
                    "items": {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "type": "array", "title": "Location",
                },
                "msg": {"type": "string", "title": "Message"},
                "type": {"type": "string", "title": "Error Type"},
            }),
            json!(["loc", "msg", "type"]),
        );
        schemas.insert("ValidationError".to_owned(), validation);
        let document = json!({
            "openapi": "3.1.0",
            "info": {"title": "FastAPI", "version": "1.0.0"},
            "paths": {},
            "components": {
                "schemas": schemas,
                "securitySchemes": {"BearerAuth": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            },
            "security": [{"BearerAuth": []}],
        });
        Self { document }
    }

    /// A model, with its fields and whether they are required.
    pub(crate) fn model(&mut self, name: &str, fields: &[(&str, Type, bool)]) {
        let properties: Map<String, Value> = fields
            .iter()
            .map(|(name, kind, _)| ((*name).to_owned(), kind.field(name)))
            .collect();
        let mut model = json!({"properties": properties, "type": "object", "title": name});
        let required: Vec<_> = fields
            .iter()
            .filter(|(.., required)| *required)
            .map(|(name, ..)| name)
            .collect();
        if !required.is_empty() {
            model["required"] = json!(required);
        }
        self.schema(name, model);
    }

    pub(crate) fn enumeration(&mut self, name: &str, values: &[&str]) {
        self.schema(
            name,
            json!({"type": "string", "enum": values, "title": name}),
        );
    }

    pub(crate) fn schema(&mut self, name: &str, schema: Value) {
        self.document["components"]["schemas"][name] = schema;
    }

    pub(crate) fn route(&mut self, method: &str, path: &str, function: &str, route: Route) {
        let suffix = path.replace(|c: char| !c.is_alphanumeric(), "_");
        let id = format!("{function}{suffix}_{method}");
        let mut operation =
            json!({"tags": ["everything"], "summary": title(function), "operationId": id});
        let placeholders = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next());
        let mut parameters: Vec<Value> = placeholders
            .map(|name| json!({"name": name, "in": "path", "required": true, "schema": Type::Uuid.field(name)}))
            .collect();
        parameters.extend(route.query.iter().map(|(name, kind)| {
            json!({"name": name, "in": "query", "required": false, "schema": kind.field(name)})
        }));
        let takes_values = !parameters.is_empty() || route.body.is_some();
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(body) = route.body {
            operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": body.schema()}}});
        }
        let mut responses = Map::new();
        match route.response {
            Some(response) => {
                let mut schema = response.schema();
                if !matches!(response, Type::Model(_)) {
                    schema["title"] = title(&format!("response_{id}")).into();
                }
                let success = json!({"description": "Successful Response", "content": {"application/json": {"schema": schema}}});
                responses.insert("200".to_owned(), success);
            }
            None => {
                responses.insert(
                    "204".to_owned(),
                    json!({"description": "Successful Response"}),
                );
            }
        }
        if route.errors {
            for (status, detail) in [
                ("401", "Authentication error"),
                ("403", "Not enough rights"),
            ] {
                let error = json!({"description": detail, "content": {"application/json": {"example": {"detail": detail}}}});
                responses.insert(status.to_owned(), error);
            }
        }
        if takes_values {
            let schema = json!({"$ref": "#/components/schemas/HTTPValidationError"});
            let error = json!({"description": "Validation Error", "content": {"application/json": {"schema": schema}}});
            responses.insert("422".to_owned(), error);
        }
        operation["responses"] = responses.into();
        self.document["paths"][path][method] = operation;
    }

    pub(crate) fn describe(self) -> Value {
        self.document
    }
}
