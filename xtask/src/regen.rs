//! `cargo xtask regen`: generates Rust from the contracts.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::blocking;
use crate::files::{self, File};
use crate::generate::{self, Version};
use crate::source::{self, Contract};
use crate::workspace::Workspace;

/// Generates everything and writes what has changed. Returns a report.
pub fn run(workspace: &Workspace) -> Result<String> {
    write(workspace, &source::contracts(workspace)?, Vec::new())
}

/// Generates from these contracts and writes what has changed, together with other files: all of
/// them or none. Returns a report.
pub fn write(
    workspace: &Workspace,
    contracts: &[Contract],
    mut others: Vec<File>,
) -> Result<String> {
    let start = Instant::now();
    let mut generation = generate(workspace, contracts)?;
    let report = generation.report(start, |file| match file.is_changed() {
        true => "written",
        false => "unchanged",
    });
    generation.files.append(&mut others);
    files::write(&generation.files)?;
    Ok(report)
}

/// Checks that all files are what would be generated, and writes nothing. Returns a report.
///
/// The error shows the differences.
pub fn check(workspace: &Workspace) -> Result<String> {
    let start = Instant::now();
    let generation = generate(workspace, &source::contracts(workspace)?)?;
    let outdated = generation.files.iter().filter(|file| file.is_changed());
    let outdated: Vec<_> = outdated.collect();
    if !outdated.is_empty() {
        let names: Vec<_> = outdated.iter().map(|file| file.name()).collect();
        let diffs: String = outdated.iter().map(|file| file.diff()).collect();
        let (files, differ) = match names.len() {
            1 => ("file", "differs"),
            _ => ("files", "differ"),
        };
        bail!(
            "{diffs}\nthe {files} {} {differ} from what the contracts generate; run \
             `cargo xtask regen`",
            names.join(", "),
        );
    }
    Ok(generation.report(start, |_| "up to date"))
}

/// What is generated from the contracts, in memory.
struct Generation {
    files: Vec<File>,
    /// One line for each contract.
    summary: String,
}

impl Generation {
    fn report(&self, start: Instant, state: impl Fn(&File) -> &'static str) -> String {
        let files = self.files.iter().map(|file| {
            let lines = file.text().lines().count();
            let (name, state) = (file.name(), state(file));
            format!("  {name:<50} {lines:>5} lines  {state}\n")
        });
        let files: String = files.collect();
        let seconds = start.elapsed().as_secs_f32();
        format!("{}{files}done in {seconds:.1} s", self.summary)
    }
}

fn generate(workspace: &Workspace, contracts: &[Contract]) -> Result<Generation> {
    let versions = contracts.iter().map(|contract| Version {
        name: contract.version.name,
        contract: &contract.document,
    });
    let versions: Vec<_> = versions.collect();
    let generated = generate::generate(&versions, workspace.root())?;
    let sizes = contracts.iter().zip(generated.sizes);
    let summary = sizes.map(|(contract, size)| {
        let name = contract.version.contract;
        format!(
            "{name}: {} operations, {} types\n",
            size.operations, size.types
        )
    });
    let files = generated.files.into_iter();
    let files = files.map(|file| File::new(workspace, &file.path, file.text));
    let mut files = files.collect::<Result<Vec<_>>>()?;
    files.append(&mut blocking::files(workspace)?);
    Ok(Generation {
        summary: summary.collect(),
        files,
    })
}
