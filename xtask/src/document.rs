//! An OpenAPI document, with the places of everything in it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::fault::{Fault, Faults};
use crate::yaml::layout::{self, Node};

/// A document, read but not judged.
pub struct Document {
    /// Where it comes from, as messages name it.
    pub name: String,
    /// The text.
    pub text: String,
    /// The content, in its own order.
    pub value: Value,
    layout: Option<Node>,
}

impl Document {
    /// Reads a file.
    pub fn read(path: &Path, name: &str) -> Result<Self> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
        let text = String::from_utf8(bytes).with_context(|| format!("{name} is not UTF-8"))?;
        Ok(Self::parse(name, text)?)
    }

    /// Reads a file, or fetches a URL.
    pub fn load(source: &str) -> Result<Self> {
        if !source.starts_with("http://") && !source.starts_with("https://") {
            return Self::read(Path::new(source), source);
        }
        // curl is everywhere, and knows the proxies and certificates of this machine.
        let output = Command::new("curl")
            .args([
                "--fail",
                "--silent",
                "--show-error",
                "--location",
                "--max-time",
                "60",
                source,
            ])
            .output()
            .context("cannot run curl; fetch the document yourself, and give the file")?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr);
            bail!("cannot fetch {source}: {}", reason.trim());
        }
        let text =
            String::from_utf8(output.stdout).with_context(|| format!("{source} is not UTF-8"))?;
        Ok(Self::parse(source, text)?)
    }

    /// A document that was made here, with nowhere to point at but its own pointers.
    pub fn made(name: &str, value: Value) -> Self {
        let (name, text) = (name.to_owned(), String::new());
        Self {
            name,
            text,
            value,
            layout: None,
        }
    }

    /// Parses a text: JSON if it begins like JSON, else YAML.
    pub fn parse(name: &str, text: String) -> Result<Self, Faults> {
        let at = |line, what: String| {
            let (document, pointer) = (name.to_owned(), String::new());
            Faults(vec![Fault {
                document,
                line,
                pointer,
                what,
            }])
        };
        let value: Value = if text.trim_start().starts_with('{') {
            serde_json::from_str(&text).map_err(|error| {
                let what = format!("column {}: not valid JSON: {error}", error.column());
                at(Some(error.line()), what)
            })?
        } else {
            serde_saphyr::from_str(&text).map_err(|error| {
                let place = error.location();
                let message = error.without_snippet().to_string();
                let message = match message.rfind(" at line ") {
                    Some(end) => &message[..end],
                    None => &message,
                };
                match place {
                    Some(place) => at(
                        Some(place.line() as usize),
                        format!("column {}: not valid YAML: {message}", place.column()),
                    ),
                    None => at(None, format!("not valid YAML: {message}")),
                }
            })?
        };
        if !value.is_object() {
            return Err(at(
                None,
                "not an OpenAPI document: it must be a mapping".to_owned(),
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            layout: layout::read(&text),
            text,
            value,
        })
    }

    /// A fault of the value at a JSON pointer.
    pub fn fault(&self, pointer: impl Into<String>, what: impl Into<String>) -> Fault {
        let pointer = pointer.into();
        Fault {
            document: self.name.clone(),
            line: self.layout.as_ref().map(|root| root.line_of(&pointer)),
            pointer,
            what: what.into(),
        }
    }

    /// The layout of the text, where it could be read.
    pub fn layout(&self) -> Option<&Node> {
        self.layout.as_ref()
    }
}
