//! Writes values as YAML, in the order and style in which OpenAPI documents read best.

use serde_json::{Map, Value};

/// Lines that are longer are folded if possible.
const WIDTH: usize = 100;

/// The members of OpenAPI's own objects in the order in which they are written. Others follow.
const ORDER: [&str; 35] = [
    "openapi",
    "name",
    "in",
    "operationId",
    "tags",
    "title",
    "version",
    "summary",
    "description",
    "type",
    "format",
    "x-extensible-enum",
    "enum",
    "nullable",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "allOf",
    "anyOf",
    "oneOf",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "schema",
    "example",
    "examples",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "info",
    "servers",
    "security",
];

/// Members whose own members are names or data, which keep their order.
const FREE: [&str; 18] = [
    "paths",
    "components",
    "schemas",
    "properties",
    "responses",
    "requestBodies",
    "securitySchemes",
    "headers",
    "links",
    "callbacks",
    "content",
    "encoding",
    "mapping",
    "variables",
    "scopes",
    "example",
    "default",
    "value",
];

/// Writes a whole document.
pub(crate) fn document(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(members) => mapping(members, 0, "", &mut out),
        value => out = format!("{}\n", flow(value)),
    }
    out
}

/// Writes an entry of a mapping at a column, inside the member `parent`.
pub(crate) fn entry(name: &str, value: &Value, column: usize, parent: &str) -> String {
    let mut out = String::new();
    write_entry(name, value, column, parent, &mut out);
    out
}

/// Writes an item of a sequence with its dash at a column, inside the member `parent`.
pub(crate) fn item(value: &Value, column: usize, parent: &str) -> String {
    let mut out = String::new();
    write_item(value, column, parent, &mut out);
    out
}

/// Writes the key of an entry.
pub(crate) fn key(name: &str) -> String {
    scalar(name, false)
}

/// Returns the members in the order in which they are written inside the member `parent`.
pub(crate) fn ordered<'v>(
    members: &'v Map<String, Value>,
    parent: &str,
) -> Vec<(&'v String, &'v Value)> {
    let mut members: Vec<_> = members.iter().collect();
    if !FREE.contains(&parent) {
        let rank = |name: &String| ORDER.iter().position(|known| known == name);
        members.sort_by_key(|(name, _)| rank(name).unwrap_or(ORDER.len()));
    }
    members
}

fn mapping(members: &Map<String, Value>, column: usize, parent: &str, out: &mut String) {
    for (name, value) in ordered(members, parent) {
        write_entry(name, value, column, parent, out);
    }
}

fn write_entry(name: &str, value: &Value, column: usize, parent: &str, out: &mut String) {
    let indent = " ".repeat(column);
    let key = key(name);
    // Data within data stays data.
    let within = if ["example", "default", "value"].contains(&parent) {
        parent
    } else {
        name
    };
    match value {
        Value::Object(members) if is_short(members, parent) => {
            out.push_str(&format!("{indent}{key}: {}\n", flow(value)));
        }
        Value::Object(members) => {
            out.push_str(&format!("{indent}{key}:\n"));
            mapping(members, column + 2, within, out);
        }
        Value::Array(items) if !fits(items, column + key.len() + 2) => {
            out.push_str(&format!("{indent}{key}:\n"));
            for item in items {
                write_item(item, column + 2, within, out);
            }
        }
        Value::String(text) => {
            out.push_str(&format!("{indent}{key}: {}\n", text_block(text, column)));
        }
        value => out.push_str(&format!("{indent}{key}: {}\n", flow(value))),
    }
}

fn write_item(value: &Value, column: usize, parent: &str, out: &mut String) {
    let indent = " ".repeat(column);
    match value {
        Value::Object(members) if !members.is_empty() => {
            let mut inner = String::new();
            mapping(members, column + 2, parent, &mut inner);
            out.push_str(&format!("{indent}- {}", &inner[column + 2..]));
        }
        Value::Array(items) if !fits(items, column + 2) => {
            let mut inner = String::new();
            for item in items {
                write_item(item, column + 2, parent, &mut inner);
            }
            out.push_str(&format!("{indent}- {}", &inner[column + 2..]));
        }
        Value::String(text) => {
            out.push_str(&format!("{indent}- {}\n", text_block(text, column)));
        }
        value => out.push_str(&format!("{indent}- {}\n", flow(value))),
    }
}

/// Returns whether an object is written on one line: if it is empty, or one of many references.
fn is_short(members: &Map<String, Value>, parent: &str) -> bool {
    members.is_empty()
        || (parent == "responses" && members.len() == 1 && members.contains_key("$ref"))
}

/// Returns whether a list is written on one line.
fn fits(items: &[Value], column: usize) -> bool {
    items
        .iter()
        .all(|item| !item.is_object() && !item.is_array())
        && column + flow(&Value::Array(items.to_vec())).chars().count() <= WIDTH
}

/// Writes a value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{}: {}", scalar(name, true), flow(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!(
                "[{}]",
                items.iter().map(flow).collect::<Vec<_>>().join(", ")
            )
        }
        Value::String(text) => scalar(text, true),
        value => value.to_string(),
    }
}

/// Writes a text after its key: on the same line, or as a block below.
fn text_block(text: &str, column: usize) -> String {
    let indent = " ".repeat(column + 2);
    let is_plain = |c: char| !c.is_control() || c == '\n';
    let lines: Vec<&str> = text
        .strip_suffix('\n')
        .unwrap_or(text)
        .split('\n')
        .collect();
    let is_block = text.chars().all(is_plain)
        && lines.iter().all(|line| !line.ends_with(' '))
        && !text.starts_with([' ', '\n'])
        && !text.ends_with("\n\n");
    if is_block && text.contains('\n') {
        let header = if text.ends_with('\n') { "|" } else { "|-" };
        let mut block = header.to_owned();
        for line in lines {
            block.push('\n');
            if !line.is_empty() {
                block.push_str(&indent);
                block.push_str(line);
            }
        }
        return block;
    }
    if is_block && text.chars().count() + column > WIDTH && !text.contains("  ") {
        return format!(">-{}", fold(text, &indent));
    }
    scalar(text, false)
}

fn fold(text: &str, indent: &str) -> String {
    let mut folded = String::new();
    let mut width = usize::MAX;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width.saturating_add(length + 1) > WIDTH {
            folded.push('\n');
            folded.push_str(indent);
            width = indent.len();
        } else {
            folded.push(' ');
            width += 1;
        }
        folded.push_str(word);
        width += length;
    }
    folded
}

/// Writes a text, without quotes if it needs none.
fn scalar(text: &str, in_flow: bool) -> String {
    let is_plain = !text.is_empty()
        && text.trim() == text
        && !text.starts_with(|c: char| "-?:,[]{}#&*!|>'\"%@`=".contains(c))
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains(|c: char| c.is_control() || "\u{85}\u{2028}\u{2029}\u{feff}".contains(c))
        && !(in_flow && text.contains(|c: char| ",[]{}".contains(c)))
        && !is_other_type(text);
    if is_plain {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

/// Returns whether a YAML parser of any version would read it as something other than a text.
fn is_other_type(text: &str) -> bool {
    let words = [
        "null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "<<",
    ];
    let number = text.replace('_', "");
    words.contains(&text.to_lowercase().as_str())
        || number.parse::<f64>().is_ok()
        || ["0x", "0o", "0b", ".", "+."]
            .iter()
            .any(|start| number.starts_with(start))
        || is_date(text)
}

fn is_date(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range)
            .is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    digits(0..4) && text.get(4..5) == Some("-") && digits(5..7) && text.get(7..8) == Some("-")
}
