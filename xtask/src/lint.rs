//! `cargo xtask lint`: what the contract has to be like, beyond valid OpenAPI, for the client to be good.

mod answers;
mod examples;
mod operations;
mod schemas;

use anyhow::Result;

use crate::document::Document;
use crate::fault::{Fault, Faults};
use crate::openapi;
use crate::workspace::{CONTRACT, Workspace};

/// What a rule finds: where, and what is wrong there.
type Findings = Vec<(String, String)>;

/// A rule of the contract.
struct Rule {
    name: &'static str,
    /// Why it is a rule; ends the sentence that begins with what is wrong.
    reason: &'static str,
    find: fn(&Document) -> Findings,
}

const RULES: &[Rule] = &[
    Rule {
        name: "operation-id",
        reason: "it becomes the name of a method",
        find: operations::ids,
    },
    Rule {
        name: "tag",
        reason: "tags are the chapters of the documentation",
        find: operations::tags,
    },
    Rule {
        name: "success",
        reason: "a method answers one type",
        find: operations::successes,
    },
    Rule {
        name: "errors",
        reason: "nobody should have to find out by experience what the server answers",
        find: operations::errors,
    },
    Rule {
        name: "server",
        reason: "paths are appended to it, and the API key is sent there",
        find: operations::server,
    },
    Rule {
        name: "words",
        reason: "they are the documentation of the generated code",
        find: schemas::words,
    },
    Rule {
        name: "ids",
        reason: "with a type of its own, no id can be passed in the place of another",
        find: schemas::ids,
    },
    Rule {
        name: "named-objects",
        reason: "the generator would make up a name for its type",
        find: schemas::objects,
    },
    Rule {
        name: "unused",
        reason: "what nothing refers to is not part of the API",
        find: schemas::unused,
    },
    Rule {
        name: "limits-in-answers",
        reason: "whoever checks it cannot read the answers of a server that is more generous",
        find: answers::limits,
    },
    Rule {
        name: "closed-enums-in-answers",
        reason: "a value that a newer server adds would make the whole answer unreadable; use `x-extensible-enum`",
        find: answers::enums,
    },
    Rule {
        name: "closed-objects-in-answers",
        reason: "a property that a newer server adds would make the whole answer unreadable",
        find: answers::objects,
    },
    Rule {
        name: "example",
        reason: "an example says more than a schema, and tests use it",
        find: examples::missing,
    },
    Rule {
        name: "valid-example",
        reason: "an example that is wrong is worse than none",
        find: examples::invalid,
    },
];

/// Checks the contract against all rules.
pub fn run(workspace: &Workspace) -> Result<String> {
    let document = Document::read(&workspace.path(CONTRACT), CONTRACT)?;
    openapi::check(&document)?;
    Faults(faults(&document)).into_result()?;
    Ok(format!("{CONTRACT} keeps all {} rules", RULES.len()))
}

/// Everything in a valid document that breaks a rule.
pub fn faults(document: &Document) -> Vec<Fault> {
    let mut faults = Vec::new();
    for rule in RULES {
        for (pointer, what) in (rule.find)(document) {
            let what = format!("{what}: {} [{}]", rule.reason, rule.name);
            faults.push(document.fault(pointer, what));
        }
    }
    faults
}
