//! Compares who may call an operation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::comparison::{Breaks, Comparison};
use super::operations::name;
use crate::operation::{Operation, members, text};
use crate::pointer::{join, resolve};

impl<'d> Comparison<'d> {
    pub(super) fn compare_security(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let before = requirements(self.old, old);
        let after = requirements(self.new, new);
        let at = match new.value.get("security") {
            Some(_) => join(&new.pointer(), "security"),
            None => new.pointer(),
        };
        let name = name(new);
        let needed: Vec<_> = after.iter().map(Requirement::describe).collect();
        let needed = needed.join(" or ");
        for requirement in &before {
            if !after.iter().any(|other| requirement.satisfies(other)) {
                let what = requirement.describe();
                let message = format!("{name} can no longer be called {what}, only {needed}");
                self.add(&at, Breaks::RUNNING, message);
            }
        }
        for requirement in &after {
            if !before.iter().any(|other| requirement.satisfies(other)) {
                let what = requirement.describe();
                let message = format!("{name} can now be called {what}");
                self.add(&at, Breaks::NOTHING, message);
            }
        }
    }
}

/// What a caller needs: all of these schemes. Nothing, if there are none.
struct Requirement<'d> {
    schemes: BTreeMap<&'d str, Scheme<'d>>,
}

struct Scheme<'d> {
    value: &'d Value,
    scopes: BTreeSet<&'d str>,
}

/// Returns the requirements, of which one is enough.
fn requirements<'d>(document: &'d Value, operation: Operation<'d>) -> Vec<Requirement<'d>> {
    let own = operation.value.get("security");
    let list = own.or_else(|| document.get("security"));
    let list = list.and_then(Value::as_array).into_iter().flatten();
    let schemes = document
        .pointer("/components/securitySchemes")
        .unwrap_or(&Value::Null);
    let mut requirements: Vec<_> = list
        .filter_map(Value::as_object)
        .map(|requirement| {
            let schemes = requirement.iter().map(|(name, scopes)| {
                let scheme = schemes.get(name);
                let value = scheme.and_then(|scheme| resolve(document, scheme));
                let scopes = scopes.as_array().into_iter().flatten();
                let scopes = scopes.filter_map(Value::as_str).collect();
                let value = value.unwrap_or(&Value::Null);
                (name.as_str(), Scheme { value, scopes })
            });
            Requirement {
                schemes: schemes.collect(),
            }
        })
        .collect();
    if requirements.is_empty() {
        requirements.push(Requirement {
            schemes: BTreeMap::new(),
        });
    }
    requirements
}

impl Requirement<'_> {
    /// Returns whether those who have what this demands have what the other demands.
    fn satisfies(&self, other: &Self) -> bool {
        other.schemes.values().all(|needed| {
            self.schemes
                .values()
                .any(|own| own.is_within(needed) && needed.scopes.is_subset(&own.scopes))
        })
    }

    fn describe(&self) -> String {
        if self.schemes.is_empty() {
            return "without credentials".to_owned();
        }
        let schemes = self.schemes.iter().map(|(name, scheme)| {
            let kind = scheme.kind();
            let scopes: Vec<_> = scheme
                .scopes
                .iter()
                .map(|scope| format!("`{scope}`"))
                .collect();
            match scopes.is_empty() {
                true => format!("`{name}` ({kind})"),
                false => format!("`{name}` ({kind}, with {})", scopes.join(" and ")),
            }
        });
        format!("with {}", schemes.collect::<Vec<_>>().join(" and "))
    }
}

impl Scheme<'_> {
    /// Returns whether credentials of this scheme are accepted by the other. Names of schemes mean
    /// nothing.
    fn is_within(&self, other: &Self) -> bool {
        let lower = |scheme: &Self, key| scheme.text(key).to_ascii_lowercase();
        let is_same = |key| match key {
            // The names of headers and of HTTP schemes have no case.
            "name" if self.text("in") != "header" => self.text(key) == other.text(key),
            "openIdConnectUrl" => self.text(key) == other.text(key),
            _ => lower(self, key) == lower(other, key),
        };
        let has_flow = |(kind, flow): (&String, &Value)| {
            let other = members(other.value, "flows").get(kind);
            other.is_some_and(|other| {
                let urls = ["authorizationUrl", "tokenUrl"];
                urls.iter().all(|url| flow.get(url) == other.get(url))
            })
        };
        ["type", "scheme", "in", "name", "openIdConnectUrl"]
            .into_iter()
            .all(is_same)
            && members(self.value, "flows").iter().all(has_flow)
    }

    fn text(&self, key: &str) -> &str {
        text(self.value, key)
    }

    fn kind(&self) -> String {
        match self.text("type") {
            "http" => format!("HTTP {}", self.text("scheme")),
            "apiKey" => format!("the {} `{}`", self.text("in"), self.text("name")),
            "" => "a scheme that is not defined".to_owned(),
            kind => kind.to_owned(),
        }
    }
}
