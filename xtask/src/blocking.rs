//! Writes the blocking client, and its tests, from the text of the async client.
//!
//! Every public struct of the facade that has a public method returning a `Call` gets a blocking
//! counterpart: a struct of the same name with the async one inside and a runtime that waits for
//! it. The counterpart has the same methods and the same documentation. In the documentation, a
//! section `# Async` is left out, and examples lose what only async code needs.

mod docs;
mod facade;
mod methods;
mod program;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::files::File;
use crate::rustfmt;
use crate::workspace::Workspace;
use facade::{Facade, Source, Wrapped};

/// The async client.
const FACADE: &str = "crates/dataforce/src";
/// The blocking client.
const BLOCKING: &str = "crates/dataforce/src/blocking";
/// What the blocking client consists of; written by hand.
const MODULE: &str = "crates/dataforce/src/blocking/mod.rs";
/// The tests of the seed document, with the async client and with the blocking one.
const TESTS: [&str; 2] = [
    "tests/tests/seed_document.rs",
    "tests/tests/seed_document_blocking.rs",
];

/// The first words of every file that is written here.
const HEADER: &str = "// Written by `cargo xtask regen` from";

/// Returns the files of the blocking client as they should be. A workspace without the facade has
/// none.
pub fn files(workspace: &Workspace) -> Result<Vec<File>> {
    if !workspace.path(FACADE).is_dir() {
        return Ok(Vec::new());
    }
    let facade = Facade::new(read_sources(workspace)?)?;
    let mut files = Vec::new();
    for source in &facade.sources {
        if let Some(code) = methods::blocking_module(source, &facade)? {
            let name = format!("{BLOCKING}/{}.rs", source.module);
            files.push(file(workspace, &name, &source.name, &code)?);
        }
    }
    check_module(workspace, &facade)?;
    check_no_stale_file(workspace, &files)?;

    let [from, to] = TESTS;
    let text = read(workspace, from)?;
    let code = program::blocking_tests(&text, &facade).with_context(|| from.to_owned())?;
    files.push(file(workspace, to, from, &code)?);
    Ok(files)
}

fn file(workspace: &Workspace, name: &str, from: &str, code: &str) -> Result<File> {
    let code = format!("{HEADER} {from}. Do not edit.\n\n{code}");
    let code = rustfmt::format(code, workspace.root()).with_context(|| from.to_owned())?;
    File::new(workspace, name, code)
}

fn read(workspace: &Workspace, name: &str) -> Result<String> {
    fs::read_to_string(workspace.path(name)).with_context(|| format!("cannot read {name}"))
}

fn read_sources(workspace: &Workspace) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for module in modules(&workspace.path(FACADE))? {
        let name = format!("{FACADE}/{module}.rs");
        let text = read(workspace, &name)?;
        sources.push(Source::parse(name, module, &text)?);
    }
    Ok(sources)
}

/// The names of the source files in a folder, without `.rs`, in order.
fn modules(folder: &Path) -> Result<BTreeSet<String>> {
    let mut modules = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix(".rs") {
            modules.insert(module.to_owned());
        }
    }
    Ok(modules)
}

/// Fails if the blocking module does not re-export everything that is written.
fn check_module(workspace: &Workspace, facade: &Facade) -> Result<()> {
    let text = read(workspace, MODULE)?;
    let exported = Source::parse(MODULE.to_owned(), "blocking".to_owned(), &text)?.imports;
    for (client, Wrapped { module, .. }) in &facade.wrapped {
        let path = format!("{module}::{client}");
        ensure!(
            exported.get(client) == Some(&path),
            "{MODULE}: add `mod {module};` and `pub use {path};`"
        );
    }
    Ok(())
}

/// Fails if a file was written here once, and would not be again.
fn check_no_stale_file(workspace: &Workspace, files: &[File]) -> Result<()> {
    for module in modules(&workspace.path(BLOCKING))? {
        let name = format!("{BLOCKING}/{module}.rs");
        let is_written = read(workspace, &name)?.starts_with(HEADER);
        if is_written && files.iter().all(|file| file.name() != name) {
            bail!("{name}: there is no async client of this name any more; remove the file");
        }
    }
    Ok(())
}
