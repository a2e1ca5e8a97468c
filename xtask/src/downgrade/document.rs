//! Everything but schemas.

use serde_json::{Map, Value, json};

use super::Remarks;
use crate::openapi::grammar::Kind;
use crate::pointer::{self, join};

/// Converts what belongs to the document as a whole.
pub(super) fn convert(document: &mut Value, remarks: &mut Remarks) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    if let Some(webhooks) = root.shift_remove("webhooks") {
        for (name, _) in webhooks.as_object().into_iter().flatten() {
            remarks.add(&join("/webhooks", name), "3.0 has no webhooks");
        }
    }
    if let Some(dialect) = root.shift_remove("jsonSchemaDialect")
        && dialect != "https://spec.openapis.org/oas/3.1/dialect/base"
    {
        remarks.add(
            "/jsonSchemaDialect",
            "3.0 has one dialect of JSON Schema only",
        );
    }
    root.entry("paths").or_insert_with(|| json!({}));
    if let Some(info) = root.get_mut("info").and_then(Value::as_object_mut) {
        convert_info(info);
    }
    inline_path_items(document);
    drop_mutual_tls(document, remarks);
}

fn convert_info(info: &mut Map<String, Value>) {
    if let Some(Value::String(summary)) = info.shift_remove("summary") {
        let text = match info.get("description").and_then(Value::as_str) {
            Some(description) => format!("{summary}\n\n{description}"),
            None => summary,
        };
        info.insert("description".to_owned(), text.into());
    }
    if let Some(license) = info.get_mut("license").and_then(Value::as_object_mut)
        && let Some(Value::String(identifier)) = license.shift_remove("identifier")
    {
        let url = format!("https://spdx.org/licenses/{identifier}.html");
        license.insert("url".to_owned(), url.into());
    }
}

/// 3.0 has no place for path items but the paths.
fn inline_path_items(document: &mut Value) {
    let shared = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
        .and_then(|components| components.shift_remove("pathItems"));
    let Some(shared) = shared else {
        return;
    };
    for item in document["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(|paths| paths.values_mut())
    {
        let target = pointer::reference(item)
            .and_then(|target| target.strip_prefix("#/components/pathItems"))
            .and_then(|target| shared.pointer(target));
        if let Some(target) = target {
            *item = target.clone();
        }
    }
}

fn drop_mutual_tls(document: &mut Value, remarks: &mut Remarks) {
    let schemes = document
        .pointer_mut("/components/securitySchemes")
        .and_then(Value::as_object_mut);
    let mut dropped = Vec::new();
    if let Some(schemes) = schemes {
        schemes.retain(|name, scheme| {
            let keep = scheme.get("type").is_none_or(|kind| kind != "mutualTLS");
            if !keep {
                dropped.push(name.clone());
            }
            keep
        });
    }
    for name in dropped {
        remarks.add(
            &join("/components/securitySchemes", &name),
            "3.0 has no mutual TLS",
        );
        let drop_from = |owner: &mut Value| {
            let Some(ways) = owner.get_mut("security").and_then(Value::as_array_mut) else {
                return;
            };
            ways.retain_mut(|way| {
                let way = way.as_object_mut();
                // Without this condition, a way in that has no other would be open to all.
                way.is_none_or(|way| way.shift_remove(&name).is_none() || !way.is_empty())
            });
        };
        drop_from(document);
        crate::openapi::grammar::walk_mut(Kind::Document, "", document, &mut |kind, _, value| {
            if kind == Kind::Operation {
                drop_from(value);
            }
        });
    }
}

/// Converts an object that is neither the document nor a schema.
pub(super) fn part(kind: Kind, at: &str, value: &mut Value, remarks: &mut Remarks) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    if kind != Kind::PathItem && object.contains_key("$ref") {
        for text in ["summary", "description"] {
            if object.shift_remove(text).is_some() {
                remarks.add(
                    &join(at, text),
                    format!("3.0 has no `{text}` beside a `$ref`"),
                );
            }
        }
        return;
    }
    match kind {
        Kind::Operation if !object.contains_key("responses") => {
            // 3.0 wants at least one.
            object.insert(
                "responses".to_owned(),
                json!({"default": {"description": ""}}),
            );
        }
        Kind::Response if !object.contains_key("description") => {
            object.insert("description".to_owned(), "".into());
        }
        Kind::MediaType if !object.contains_key("schema") => {
            // 3.1 leaves the schema out for anything, and for bytes.
            let media_type = pointer::split(at).map(|(_, name)| name).unwrap_or_default();
            let is_text = ["json", "xml", "text/", "urlencoded", "form-data", "yaml"]
                .iter()
                .any(|text| media_type.contains(text));
            let schema = match is_text {
                true => json!({}),
                false => json!({"type": "string", "format": "binary"}),
            };
            object.insert("schema".to_owned(), schema);
        }
        _ => {}
    }
}
