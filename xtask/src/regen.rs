//! `cargo xtask regen`: the contract becomes Rust.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::document::Document;
use crate::files::{self, File};
use crate::generate::{self, Generated};
use crate::workspace::{CLIENT, CONTRACT, MOCK, Workspace};

/// Generates, and writes what has changed. Says what it did.
pub fn run(workspace: &Workspace) -> Result<String> {
    let start = Instant::now();
    let (generated, files) = generate(workspace)?;
    files::write(&files)?;
    let state = |file: &File| {
        if file.is_changed() {
            "written"
        } else {
            "unchanged"
        }
    };
    Ok(report(&generated, &files, start, state))
}

/// Writes nothing. An error, with the difference in its text, where files are not what would be generated.
pub fn check(workspace: &Workspace) -> Result<String> {
    let start = Instant::now();
    let (generated, files) = generate(workspace)?;
    let drift: Vec<_> = files.iter().filter(|file| file.is_changed()).collect();
    if !drift.is_empty() {
        let names: Vec<_> = drift.iter().map(|file| file.name.as_str()).collect();
        let diffs: String = drift.iter().map(|file| file.diff()).collect();
        bail!(
            "{diffs}\n{} not what {CONTRACT} says; run `cargo xtask regen`",
            match names.as_slice() {
                [name] => format!("{name} is"),
                names => format!("{} are", names.join(" and ")),
            }
        );
    }
    Ok(report(&generated, &files, start, |_| "up to date"))
}

fn generate(workspace: &Workspace) -> Result<(Generated, Vec<File>)> {
    let document = Document::read(&workspace.path(CONTRACT), CONTRACT)?;
    let generated = generate::generate(&document, workspace.root())?;
    let files = vec![
        File::new(CLIENT, workspace.path(CLIENT), generated.client.clone())?,
        File::new(MOCK, workspace.path(MOCK), generated.mock.clone())?,
    ];
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
