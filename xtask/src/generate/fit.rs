//! Makes a document one that can be generated from.

use serde_json::{Value, json};

use super::{bisect, unsupported};
use openapi_evolve::components::prune;
use openapi_evolve::operation::operations;
use openapi_evolve::{Document, Finding, pointer};

/// Leaves out the operations that the generator does not support, and names a server if there is
/// none. Returns what was done.
pub fn fit(document: &mut Document) -> Vec<Finding> {
    let mut done = Vec::new();
    if document.value().pointer("/servers/0/url").is_none() {
        document.value_mut()["servers"] = json!([{"url": "http://localhost"}]);
        done.push(document.finding(
            "/servers",
            "there is none; the client's default is http://localhost",
        ));
    }
    let unsupported = unsupported::findings(document);
    leave_out(document, &unsupported, &mut done);
    let failing = bisect::failing_operations(document);
    leave_out(document, &failing, &mut done);
    prune(document.value_mut());
    done
}

/// Removes the operations that one of the findings is about.
fn leave_out(document: &mut Document, findings: &[Finding], done: &mut Vec<Finding>) {
    let operations = operations(document.value()).map(|operation| operation.pointer());
    for at in operations.collect::<Vec<_>>() {
        let is_own =
            |finding: &&Finding| format!("{}/", finding.pointer()).starts_with(&format!("{at}/"));
        let reasons = findings.iter().filter(is_own);
        let reasons: Vec<_> = reasons.map(|finding| finding.message()).collect();
        if reasons.is_empty() {
            continue;
        }
        done.push(document.finding(&at, format!("is left out: {}", reasons.join("; "))));
        if let Some((path, method)) = pointer::split(&at)
            && let Some(Value::Object(item)) = document.value_mut().pointer_mut(path)
        {
            item.shift_remove(&method);
        }
    }
}
