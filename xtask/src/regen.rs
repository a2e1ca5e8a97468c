//! `cargo xtask regen`: generates Rust from the contracts.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::blocking;
use crate::files::{self, File};
use crate::generate::{self, Generated};
use crate::source::{self, Contract};
use crate::workspace::Workspace;

/// Generates everything and writes what has changed. Returns a report.
pub fn run(workspace: &Workspace) -> Result<String> {
    write(workspace, &source::contracts(workspace)?, Vec::new())
}

/// Generates from these contracts and writes what has changed, together with files that it is
/// generated from: all of them or none. Returns a report.
///
/// Should the process be killed in the midst of it, the sources are written first, so that the next
/// run completes it.
pub fn write(workspace: &Workspace, contracts: &[Contract], sources: Vec<File>) -> Result<String> {
    let start = Instant::now();
    let generated = generate(workspace, contracts)?;
    let report = report(&generated, start);
    let files: Vec<_> = sources.into_iter().chain(generated.files).collect();
    files::write(&files)?;
    Ok(report)
}

/// Checks that all files are what would be generated, and writes nothing. Returns a report.
///
/// The error shows the differences.
pub fn check(workspace: &Workspace) -> Result<String> {
    let start = Instant::now();
    let generated = generate(workspace, &source::contracts(workspace)?)?;
    let outdated = generated.files.iter().filter(|file| file.is_changed());
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
    Ok(report(&generated, start))
}

/// Generates everything, from the contracts and from the async client.
fn generate(workspace: &Workspace, contracts: &[Contract]) -> Result<Generated> {
    let mut generated = generate::generate(contracts, workspace)?;
    generated.files.append(&mut blocking::files(workspace)?);
    Ok(generated)
}

/// Describes what is generated.
fn report(generated: &Generated, start: Instant) -> String {
    let files = files::report(&generated.files);
    let seconds = start.elapsed().as_secs_f32();
    format!("{}{files}done in {seconds:.1} s", generated.summary)
}
