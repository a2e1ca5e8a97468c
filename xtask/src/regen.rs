//! `cargo xtask regen`: the contract becomes Rust.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::blocking;
use crate::document::Document;
use crate::files::{self, File};
use crate::generate::{self, Generated};
use crate::workspace::{CLIENT, CONTRACT, MOCK, Workspace};

/// Generates, and writes what has changed. Says what it did.
pub fn run(workspace: &Workspace) -> Result<String> {
    write(workspace, &contract(workspace)?, Vec::new())
}

/// Generates from this contract, and writes what has changed together with other files: all, or none.
pub fn write(workspace: &Workspace, contract: &Document, mut others: Vec<File>) -> Result<String> {
    let start = Instant::now();
    let (generated, mut files) = generate(workspace, contract)?;
    let report = report(&generated, &files, start, |file| match file.is_changed() {
        true => "written",
        false => "unchanged",
    });
    files.append(&mut others);
    files::write(&files)?;
    Ok(report)
}

/// Writes nothing. An error, with the difference in its text, where files are not what would be generated.
pub fn check(workspace: &Workspace) -> Result<String> {
    let start = Instant::now();
    let (generated, files) = generate(workspace, &contract(workspace)?)?;
    let drift: Vec<_> = files.iter().filter(|file| file.is_changed()).collect();
    if !drift.is_empty() {
        let names: Vec<_> = drift.iter().map(|file| file.name.as_str()).collect();
        let diffs: String = drift.iter().map(|file| file.diff()).collect();
        let are = if names.len() == 1 { "is" } else { "are" };
        bail!(
            "{diffs}\n{} {are} not what {CONTRACT} says; run `cargo xtask regen`",
            names.join(" and "),
        );
    }
    Ok(report(&generated, &files, start, |_| "up to date"))
}

fn contract(workspace: &Workspace) -> Result<Document> {
    Document::read(&workspace.path(CONTRACT), CONTRACT)
}

fn generate(workspace: &Workspace, contract: &Document) -> Result<(Generated, Vec<File>)> {
    let generated = generate::generate(contract, workspace.root())?;
    let mut files = vec![
        File::new(CLIENT, workspace.path(CLIENT), generated.client.clone())?,
        File::new(MOCK, workspace.path(MOCK), generated.mock.clone())?,
    ];
    files.append(&mut blocking::files(workspace)?);
    Ok((generated, files))
}

fn report(
    generated: &Generated,
    files: &[File],
    start: Instant,
    state: impl Fn(&File) -> &'static str,
) -> String {
    let mut report = format!(
        "{CONTRACT}: {} operations, {} types\n",
        generated.operations, generated.types
    );
    for file in files {
        let lines = file.text().lines().count();
        report += &format!("  {:<42} {lines:>5} lines  {}\n", file.name, state(file));
    }
    report + &format!("done in {:.1} s", start.elapsed().as_secs_f32())
}
