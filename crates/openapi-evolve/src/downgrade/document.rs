//! Converts everything but schemas.

use serde_json::{Map, Value, json};

use super::losses::Losses;
use crate::grammar::{self, Kind};
use crate::pointer::{self, join};

/// Converts the members of the document itself.
pub(super) fn convert(document: &mut Value, losses: &mut Losses) {
    let Some(root) = document.as_object_mut() else {
        return;
    };
    if let Some(webhooks) = root.shift_remove("webhooks") {
        for (name, _) in webhooks.as_object().into_iter().flatten() {
            losses.add(&join("/webhooks", name), "3.0 has no webhooks");
        }
    }
    if let Some(dialect) = root.shift_remove("jsonSchemaDialect")
        && dialect != "https://spec.openapis.org/oas/3.1/dialect/base"
    {
        losses.add(
            "/jsonSchemaDialect",
            "3.0 has only one dialect of JSON Schema",
        );
    }
    root.entry("paths").or_insert_with(|| json!({}));
    if let Some(info) = root.get_mut("info").and_then(Value::as_object_mut) {
        convert_info(info);
    }
    inline_path_items(document);
    drop_mutual_tls(document, losses);
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

/// Writes shared path items where they are used: 3.0 has no component for them.
fn inline_path_items(document: &mut Value) {
    let shared = document
        .get_mut("components")
        .and_then(Value::as_object_mut)
        .and_then(|components| components.shift_remove("pathItems"));
    let Some(shared) = shared else {
        return;
    };
    grammar::walk_mut(Kind::Document, "", document, &mut |kind, _, item| {
        let target = pointer::reference(item)
            .and_then(|target| target.strip_prefix("#/components/pathItems"))
            .and_then(|target| shared.pointer(target)?.as_object());
        if kind == Kind::PathItem
            && let Some(target) = target.cloned()
            && let Some(item) = item.as_object_mut()
        {
            // What the path has beside the reference takes precedence.
            item.shift_remove("$ref");
            for (name, value) in target {
                item.entry(name).or_insert(value);
            }
        }
    });
}

fn drop_mutual_tls(document: &mut Value, losses: &mut Losses) {
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
        losses.add(
            &join("/components/securitySchemes", &name),
            "3.0 has no mutual TLS",
        );
        let drop_from = |owner: &mut Value| {
            let Some(requirements) = owner.get_mut("security").and_then(Value::as_array_mut) else {
                return;
            };
            requirements.retain_mut(|requirement| {
                let requirement = requirement.as_object_mut();
                // An empty requirement would let everybody in.
                requirement.is_none_or(|schemes| {
                    schemes.shift_remove(&name).is_none() || !schemes.is_empty()
                })
            });
        };
        drop_from(document);
        grammar::walk_mut(Kind::Document, "", document, &mut |kind, _, value| {
            if kind == Kind::Operation {
                drop_from(value);
            }
        });
    }
}

/// Converts an object that is neither the document nor a schema.
pub(super) fn convert_object(kind: Kind, at: &str, value: &mut Value, losses: &mut Losses) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    if kind != Kind::PathItem && object.contains_key("$ref") {
        for text in ["summary", "description"] {
            if object.shift_remove(text).is_some() {
                losses.add(
                    &join(at, text),
                    format!("3.0 has no `{text}` beside a `$ref`"),
                );
            }
        }
        return;
    }
    match kind {
        Kind::Operation if !object.contains_key("responses") => {
            // 3.0 requires at least one.
            object.insert(
                "responses".to_owned(),
                json!({"default": {"description": ""}}),
            );
        }
        Kind::Response if !object.contains_key("description") => {
            object.insert("description".to_owned(), "".into());
        }
        Kind::MediaType if !object.contains_key("schema") => {
            // In 3.1, no schema means anything in a text format and bytes in any other.
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
