//! `cargo xtask lint`: the rules for contracts, beyond what OpenAPI and the generator demand.

mod examples;
mod findings;
mod operations;
mod responses;
mod schemas;

use anyhow::Result;
use openapi_evolve::{Document, Error, Finding, validate};

use self::findings::Findings;
use crate::workspace::Workspace;
use crate::{generate, source};

/// A rule for contracts.
struct Rule {
    name: &'static str,
    /// Why it is a rule. Ends the sentence that begins with what is wrong.
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
        reason: "a method returns one type",
        find: operations::successes,
    },
    Rule {
        name: "errors",
        reason: "users should not have to find out by experience",
        find: operations::errors,
    },
    Rule {
        name: "server",
        reason: "paths are appended to it, and the API key is sent there",
        find: operations::server,
    },
    Rule {
        name: "words",
        reason: "it is the documentation of the generated code",
        find: schemas::words,
    },
    Rule {
        name: "ids",
        reason: "with a type of its own, no id can be passed in the place of another",
        find: schemas::ids,
    },
    Rule {
        name: "named-objects",
        reason: "the generator would invent a name for its type",
        find: schemas::objects,
    },
    Rule {
        name: "unused",
        reason: "what nothing refers to is not part of the API",
        find: schemas::unused,
    },
    Rule {
        name: "limits-in-responses",
        reason: "a client that checks it cannot read the responses of a more generous server",
        find: responses::limits,
    },
    Rule {
        name: "closed-enums-in-responses",
        reason: "a value that a newer server adds would make the whole response unreadable; use \
                 `x-extensible-enum`",
        find: responses::enums,
    },
    Rule {
        name: "closed-objects-in-responses",
        reason: "a property that a newer server adds would make the whole response unreadable",
        find: responses::objects,
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

/// Checks all contracts against all rules.
pub fn run(workspace: &Workspace) -> Result<String> {
    let mut broken = Vec::new();
    let mut report = Vec::new();
    for contract in source::contracts(workspace)? {
        validate(&contract.document)?;
        broken.extend(findings(&contract.document));
        let name = contract.version.contract;
        report.push(format!("{name} keeps all {} rules", RULES.len()));
    }
    Error::unless_empty(broken)?;
    Ok(report.join("\n"))
}

/// Returns the JSON pointers of what breaks the rule of this name in a document.
pub fn broken(rule: &str, document: &Document) -> Vec<String> {
    let rules = RULES.iter().filter(|other| other.name == rule);
    let found = rules.flat_map(|rule| (rule.find)(document));
    found.map(|(pointer, _)| pointer).collect()
}

/// Returns everything in a valid document that cannot be generated from, or that breaks a rule.
pub fn findings(document: &Document) -> Vec<Finding> {
    let mut findings = generate::unsupported(document);
    for rule in RULES {
        for (pointer, message) in (rule.find)(document) {
            let message = format!("{message}: {} [{}]", rule.reason, rule.name);
            findings.push(document.finding(pointer, message));
        }
    }
    findings
}
