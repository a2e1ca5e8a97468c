//! `cargo xtask import`: the server's description, and our decisions about it, become the contract.

pub mod equality;
pub mod overlay;
pub mod select;
pub mod tidy;

use std::fmt::Write as _;

use anyhow::Result;
use serde_json::Value;

use self::overlay::Overlay;
use crate::diff::{self, Difference};
use crate::document::Document;
use crate::downgrade::{Remark, downgrade};
use crate::fault::Faults;
use crate::files::File;
use crate::workspace::{CONTRACT, OVERLAY, Workspace};
use crate::{lint, openapi, regen, yaml};

/// What came of an import.
pub struct Import {
    /// What to tell.
    pub report: String,
    /// Whether the contract breaks something that the old one did not.
    pub breaking: bool,
}

/// Compares the contract with the server's description, a file or a URL, to which our decisions are applied. With
/// `write`, the contract is changed, and the code generated from it.
pub fn run(workspace: &Workspace, source: &str, write: bool) -> Result<Import> {
    let source = Document::load(source)?;
    let overlay = Overlay::read(Document::read(&workspace.path(OVERLAY), OVERLAY)?)?;
    let contract = Document::read(&workspace.path(CONTRACT), CONTRACT)?;
    let (mut value, remarks) = derive(&source, &overlay)?;
    equality::keep_order(&contract.value, &mut value);
    let result = Document::made("the new contract", value);
    openapi::check(&result)?;

    let mut report = introduction(&source, &overlay, &remarks);
    let pointers = equality::differences(&contract.value, &result.value);
    if pointers.is_empty() {
        let _ = write!(report, "{CONTRACT} says just this");
        return Ok(Import {
            report,
            breaking: false,
        });
    }
    let differences = diff::compare(&contract.value, &result.value)?;
    report += &changes(&pointers, &differences);
    for fault in lint::faults(&result) {
        let _ = writeln!(
            report,
            "to be settled in {OVERLAY}: {}: {}",
            fault.pointer, fault.what
        );
    }
    if write {
        let text = yaml::update::update(&contract.text, &result.value)?;
        let contract = Document::parse(CONTRACT, text.clone())?;
        let file = File::new(CONTRACT, workspace.path(CONTRACT), text)?;
        let mut contracts = regen::contracts(workspace)?;
        for old in &mut contracts {
            if old.name == contract.name {
                *old = Document::parse(CONTRACT, contract.text.clone())?;
            }
        }
        let generated = regen::write(workspace, contracts, vec![file])?;
        let _ = write!(report, "{CONTRACT} is written\n{generated}");
    } else {
        let _ = write!(
            report,
            "nothing is written; `--write` changes {CONTRACT} and generates from it"
        );
    }
    let breaking = differences.iter().any(|difference| difference.breaks.any());
    Ok(Import { report, breaking })
}

/// The contract as the server's description and our decisions make it, and remarks on what of it has no form there.
pub fn derive(source: &Document, overlay: &Overlay) -> Result<(Value, Vec<Remark>)> {
    let mut value = source.value.clone();
    tidy::titles(&mut value);
    let missing = select::select(&mut value, &overlay.operations);
    Faults(overlay.missing(&source.value, &missing)).into_result()?;
    // Before the conversion, so that nobody is troubled with remarks on the rest.
    select::prune(&mut value);
    let (mut value, remarks) = downgrade(&value)?;
    overlay.apply(&mut value)?;
    select::prune(&mut value);
    tidy::hoist_parameters(&mut value);
    Ok((value, remarks))
}

fn introduction(source: &Document, overlay: &Overlay, remarks: &[Remark]) -> String {
    let mut report = format!(
        "{}: OpenAPI {}, {} operations, {} of them ours\n",
        source.name,
        source.value["openapi"].as_str().unwrap_or_default(),
        openapi::operations(&source.value).count(),
        overlay.operations.len(),
    );
    for remark in remarks {
        let _ = writeln!(report, "{}", source.fault(&remark.pointer, &remark.what));
    }
    report
}

fn changes(pointers: &[String], differences: &[Difference]) -> String {
    let mut report = diff::table(differences);
    let is_told = |pointer: &String| {
        differences.iter().any(|difference| {
            pointer.starts_with(&difference.pointer)
                || difference.pointer.starts_with(pointer.as_str())
        })
    };
    let rest: Vec<_> = pointers
        .iter()
        .filter(|pointer| !is_told(pointer))
        .collect();
    if !rest.is_empty() {
        report += "what differs beside, such as texts and examples:\n";
        for pointer in rest {
            let _ = writeln!(report, "  {pointer}");
        }
    }
    report
}
