//! `cargo xtask regen`: generates Rust from the contracts.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::blocking;
use crate::document::Document;
use crate::files::{self, File};
use crate::generate::{self, Size, Version};
use crate::workspace::{VERSIONS, Workspace};

/// Generates, and writes what has changed. Returns a report.
pub fn run(workspace: &Workspace) -> Result<String> {
    write(workspace, contracts(workspace)?, Vec::new())
}

/// Generates from these contracts, and writes what has changed together with other files: all, or
/// none.
pub fn write(
    workspace: &Workspace,
    contracts: Vec<Document>,
    mut others: Vec<File>,
) -> Result<String> {
    let start = Instant::now();
    let (sizes, mut files) = generate(workspace, &contracts)?;
    let report = report(&sizes, &files, start, |file| match file.is_changed() {
        true => "written",
        false => "unchanged",
    });
    files.append(&mut others);
    files::write(&files)?;
    Ok(report)
}

/// Writes nothing. Returns an error that shows the difference if files are not what would be
/// generated.
pub fn check(workspace: &Workspace) -> Result<String> {
    let start = Instant::now();
    let (sizes, files) = generate(workspace, &contracts(workspace)?)?;
    let drift: Vec<_> = files.iter().filter(|file| file.is_changed()).collect();
    if !drift.is_empty() {
        let names: Vec<_> = drift.iter().map(|file| file.name.as_str()).collect();
        let diffs: String = drift.iter().map(|file| file.diff()).collect();
        let (files, differ) = match names.len() {
            1 => ("file", "differs"),
            _ => ("files", "differ"),
        };
        bail!(
            "{diffs}\nthe {files} {} {differ} from what the contracts generate; run `cargo xtask regen`",
            names.join(", "),
        );
    }
    Ok(report(&sizes, &files, start, |_| "up to date"))
}

/// Reads the contracts of all versions.
pub fn contracts(workspace: &Workspace) -> Result<Vec<Document>> {
    let contracts = VERSIONS.iter();
    contracts
        .map(|(_, contract)| Document::read(&workspace.path(contract), contract))
        .collect()
}

fn generate(workspace: &Workspace, contracts: &[Document]) -> Result<(Vec<Size>, Vec<File>)> {
    let versions = VERSIONS.iter().zip(contracts);
    let versions: Vec<_> = versions
        .map(|((name, _), contract)| Version { name, contract })
        .collect();
    let generated = generate::generate(&versions, workspace.root())?;
    let files = generated.files.into_iter();
    let files = files.map(|file| File::new(&file.path, workspace.path(&file.path), file.text));
    let mut files = files.collect::<Result<Vec<_>>>()?;
    files.append(&mut blocking::files(workspace)?);
    Ok((generated.sizes, files))
}

fn report(
    sizes: &[Size],
    files: &[File],
    start: Instant,
    state: impl Fn(&File) -> &'static str,
) -> String {
    let mut report = String::new();
    for ((_, contract), size) in VERSIONS.iter().zip(sizes) {
        report += &format!(
            "{contract}: {} operations, {} types\n",
            size.operations, size.types
        );
    }
    for file in files {
        let lines = file.text().lines().count();
        report += &format!("  {:<50} {lines:>5} lines  {}\n", file.name, state(file));
    }
    report + &format!("done in {:.1} s", start.elapsed().as_secs_f32())
}
