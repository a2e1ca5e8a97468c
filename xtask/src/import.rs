//! `cargo xtask import`: compares a contract with the server's own description.

mod proposals;

use std::fmt::Write as _;

use anyhow::Result;
use openapi_evolve::operation::operations;
use openapi_evolve::{Document, Finding, Overlay, diff, structure, validate};
use serde_json::Value;

use crate::files::File;
use crate::source;
use crate::workspace::{Version, Workspace};
use crate::{lint, regen};

/// The result of an import.
pub struct Import {
    /// What to tell the user.
    pub report: String,
    /// Whether the new contract breaks something that works with the old one.
    pub breaking: bool,
}

/// Compares the contract of a version with the server's description, a file or a URL.
///
/// The decisions of the overlay are applied to the description first. Only the structure is
/// compared; prose and examples are those of the contract. With `write`, the structure is carried
/// over into the contract, and the code is generated from it.
pub fn run(workspace: &Workspace, version: &str, source: &str, write: bool) -> Result<Import> {
    let version = workspace.version(version)?;
    let description = source::load(source)?;
    let overlay = Overlay::new(source::file(workspace, version.overlay)?)?;
    let contract = source::file(workspace, version.contract)?;
    let (derived, losses) = overlay.apply(&description)?;
    let followed = structure::follow(&contract, derived);

    let mut report = introduction(&description, &overlay, &losses);
    if followed.changes.is_empty() {
        let _ = write!(report, "{} has the same structure", version.contract);
        if write {
            // An import that was killed may have written the contract alone.
            report += &format!("\n{}", regen::run(workspace)?);
        }
        return Ok(Import {
            report,
            breaking: false,
        });
    }
    let mut result = Document::from_value("the new contract", followed.value);
    validate(&result)?;
    leave_room_for_words(&mut result);
    let diff = diff(&contract, &result)?;
    report += &diff.to_string();
    report += &changes_without_difference(&followed.changes, &diff);
    for finding in lint::findings(&result) {
        let (at, message) = (finding.pointer(), finding.message());
        let _ = writeln!(report, "to do in {}: {at}: {message}", version.contract);
    }
    let proposals = proposals::actions(&result);
    if !proposals.is_empty() {
        let overlay = version.overlay;
        let _ = write!(
            report,
            "to review, and to add to the actions of {overlay}:\n{proposals}"
        );
    }
    report += &match write {
        true => carry_over(workspace, version, &contract, &result)?,
        false => format!(
            "nothing is written; use `--write` to change {} and to generate from it",
            version.contract
        ),
    };
    Ok(Import {
        report,
        breaking: diff.is_breaking(),
    })
}

/// Adds an empty summary or description wherever one is missing, to be filled in.
fn leave_room_for_words(contract: &mut Document) {
    for at in lint::broken("words", contract) {
        if let Some(Value::Object(owner)) = contract.value_mut().pointer_mut(&at) {
            let member = match owner.contains_key("operationId") {
                true => "summary",
                false => "description",
            };
            owner.entry(member).or_insert_with(|| "".into());
        }
    }
}

/// Writes the new contract and what is generated from it.
fn carry_over(
    workspace: &Workspace,
    version: Version,
    contract: &Document,
    result: &Document,
) -> Result<String> {
    let text = contract.updated_text(result.value())?;
    let mut contracts = source::contracts(workspace)?;
    for contract in &mut contracts {
        if contract.version == version {
            contract.document = Document::parse(version.contract, text.clone())?;
        }
    }
    let file = File::new(workspace, version.contract, text)?;
    let generated = regen::write(workspace, &contracts, vec![file])?;
    Ok(format!("{} is written\n{generated}", version.contract))
}

fn introduction(description: &Document, overlay: &Overlay, losses: &[Finding]) -> String {
    let mut report = format!(
        "{}: OpenAPI {}, {} operations, {} of them selected\n",
        description.name(),
        description.value()["openapi"].as_str().unwrap_or_default(),
        operations(description.value()).count(),
        overlay.operation_ids().count(),
    );
    let beside: Vec<_> = overlay
        .beside(description)
        .map(|operation| format!("  {} {}\n", operation.method.to_uppercase(), operation.path))
        .collect();
    if !beside.is_empty() {
        report += "not selected, at the paths of those that are:\n";
        report.extend(beside);
    }
    for loss in losses {
        let _ = writeln!(report, "{loss}");
    }
    report
}

/// Returns the changes that are part of no difference, such as another spelling of the same.
fn changes_without_difference(changes: &[String], diff: &openapi_evolve::Diff) -> String {
    let is_part = |change: &&String| {
        diff.differences().iter().any(|difference| {
            let pointer = difference.pointer();
            change.starts_with(pointer) || pointer.starts_with(change.as_str())
        })
    };
    let mut rest = changes.iter().filter(|change| !is_part(change)).peekable();
    let mut report = String::new();
    if rest.peek().is_some() {
        report += "changes without effect, such as another spelling of the same:\n";
    }
    for change in rest {
        let _ = writeln!(report, "  {change}");
    }
    report
}
