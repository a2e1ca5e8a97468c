//! The bodies of requests.

use crate::json::{Json, Text};
use crate::json_reader::{self, JsonError};
use crate::response::Rejection;
use crate::validation::{Location, ValidationErrors};

/// The body of a request, as far as the server reads it before anything else.
pub(crate) enum RequestBody {
    Absent,
    Json(Json),
    /// The content type is not JSON, so the bytes are taken as they are.
    Opaque(Vec<u8>),
}

/// The members of a body that is an object.
pub(crate) struct Fields<'b>(&'b [(Text, Json)]);

impl RequestBody {
    /// Reads a body. The server reports a syntax error before it authenticates the caller.
    pub(crate) fn read(content_type: Option<&str>, bytes: &[u8]) -> Result<Self, Rejection> {
        if bytes.is_empty() {
            return Ok(Self::Absent);
        }
        if !content_type.is_none_or(is_json) {
            return Ok(Self::Opaque(bytes.to_vec()));
        }
        match json_reader::read(bytes) {
            // The server treats `null` like an absent body.
            Ok(Json::Null) => Ok(Self::Absent),
            Ok(value) => Ok(Self::Json(value)),
            Err(JsonError::Syntax { message, position }) => {
                let mut errors = ValidationErrors::default();
                let at = Location::new("body").at(position);
                let input = Json::Object(Vec::new());
                errors.add("json_invalid", at, "JSON decode error", input);
                errors.context([("error", message.into())]);
                errors.check().map(|()| Self::Absent)
            }
            Err(JsonError::Overflow) => Err(Rejection::Crash),
            Err(JsonError::Undecodable) => Err(Rejection::UNDECODABLE_BODY),
        }
    }

    /// Returns the members, unless the body is something other than an object.
    pub(crate) fn fields(&self, errors: &mut ValidationErrors) -> Option<Fields<'_>> {
        let input = match self {
            Self::Json(Json::Object(members)) => return Some(Fields(members)),
            Self::Json(other) => other.clone(),
            Self::Absent => {
                errors.add("missing", Location::new("body"), MISSING, Json::Null);
                return None;
            }
            Self::Opaque(bytes) => match str::from_utf8(bytes) {
                Ok(text) => text.into(),
                Err(_) => {
                    errors.unwritable();
                    return None;
                }
            },
        };
        let message = "Input should be a valid dictionary or object to extract fields from";
        errors.add(
            "model_attributes_type",
            Location::new("body"),
            message,
            input,
        );
        None
    }
}

const MISSING: &str = "Field required";

impl Fields<'_> {
    fn get(&self, name: &str) -> Option<&Json> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name.as_bytes())?;
        Some(value)
    }

    /// Reads a field that must be present.
    pub(crate) fn required<T>(
        &self,
        name: &str,
        errors: &mut ValidationErrors,
        read: impl FnOnce(&mut ValidationErrors, &Json, Location) -> Option<T>,
    ) -> Option<T> {
        let at = Location::new("body").at(name);
        match self.get(name) {
            Some(value) => read(errors, value, at),
            None => {
                errors.add("missing", at, MISSING, Json::Object(self.0.to_vec()));
                None
            }
        }
    }

    /// Reads a field that may be absent (`None`) or null (`Some(None)`).
    pub(crate) fn optional<T>(
        &self,
        name: &str,
        errors: &mut ValidationErrors,
        read: impl FnOnce(&mut ValidationErrors, &Json, Location) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.get(name)? {
            Json::Null => Some(None),
            value => Some(read(errors, value, Location::new("body").at(name))),
        }
    }
}

/// Returns whether the server takes the body for JSON. An absent content type counts as JSON.
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence.is_empty()
        || essence.strip_prefix("application/").is_some_and(|subtype| {
            subtype == "json" || (subtype.ends_with("+json") && !subtype.contains('/'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types_that_count_as_json() {
        for json in [
            "application/json",
            "APPLICATION/JSON; charset=latin-1",
            "application/problem+json",
            "",
        ] {
            assert!(is_json(json), "{json}");
        }
        for other in [
            "text/json",
            "application/jsonx",
            "json",
            "application",
            "application/json, text/plain",
        ] {
            assert!(!is_json(other), "{other}");
        }
    }
}
