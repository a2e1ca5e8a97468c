//! Makes a document one that can be generated from.

use serde_json::{Value, json};

use super::{bisect, unsupported};
use crate::document::Document;
use crate::fault::Fault;
use crate::import::select;
use crate::{openapi, pointer};

/// Leaves out the operations that the generator does not support, and names a server if there is
/// none. Returns what was done.
pub fn fit(document: &mut Document) -> Vec<Fault> {
    let mut done = Vec::new();
    if document.value.pointer("/servers/0/url").is_none() {
        document.value["servers"] = json!([{"url": "http://localhost"}]);
        done.push(document.fault(
            "/servers",
            "there is none; the client's default is http://localhost",
        ));
    }
    let faults = unsupported::faults(document);
    leave_out(document, &faults, &mut done);
    let failing = bisect::failing_operations(&document.value).into_iter();
    let faults: Vec<_> = failing.map(|(at, what)| document.fault(at, what)).collect();
    leave_out(document, &faults, &mut done);
    select::prune(&mut document.value);
    done
}

/// Removes the operations that have one of the faults.
fn leave_out(document: &mut Document, faults: &[Fault], done: &mut Vec<Fault>) {
    let operations = openapi::operations(&document.value).map(|operation| operation.pointer());
    for at in operations.collect::<Vec<_>>() {
        let is_own = |fault: &&Fault| format!("{}/", fault.pointer).starts_with(&format!("{at}/"));
        let reasons = faults.iter().filter(is_own);
        let reasons: Vec<_> = reasons.map(|fault| fault.what.as_str()).collect();
        if reasons.is_empty() {
            continue;
        }
        done.push(document.fault(&at, format!("is left out: {}", reasons.join("; "))));
        if let Some((path, method)) = pointer::split(&at)
            && let Some(Value::Object(item)) = document.value.pointer_mut(path)
        {
            item.shift_remove(&method);
        }
    }
}
