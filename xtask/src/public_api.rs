//! `cargo xtask public-api`: the public items of the published crates, one per line, so that
//! changes of them show in reviews.
//!
//! rustdoc knows them all, with macros expanded, and writes them as JSON if unstable features are
//! allowed. This program takes the place of rustdoc to allow them there and nowhere else, so that
//! nothing has to be built again with other settings.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::{self, File};
use crate::workspace::Workspace;

/// The crates whose public items are recorded.
const CRATES: [&str; 4] = [
    "dataforce",
    "dataforce-api",
    "dataforce-transport",
    "openapi-evolve",
];

/// The environment variable with the path of rustdoc, set if this program takes its place.
const RUSTDOC: &str = "XTASK_RUSTDOC";

/// Runs rustdoc with unstable features, if this program was called in its place.
pub fn stand_in_for_rustdoc() -> Option<ExitCode> {
    let rustdoc = env::var_os(RUSTDOC)?;
    let status = Command::new(rustdoc)
        .args(env::args_os().skip(1))
        .env("RUSTC_BOOTSTRAP", "1")
        .status();
    Some(match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Records the public items. Returns a report.
pub fn record(workspace: &Workspace) -> Result<String> {
    let files = list(workspace)?;
    files::write(&files)?;
    Ok(files::report(&files).trim_end().to_owned())
}

/// Checks that the public items are as recorded. The error shows the differences.
pub fn check(workspace: &Workspace) -> Result<String> {
    let files = list(workspace)?;
    let changed = files.iter().filter(|file| file.is_changed());
    let diffs: String = changed.map(File::diff).collect();
    if !diffs.is_empty() {
        bail!(
            "{diffs}\nthe public API has changed; if this is intended, run \
             `cargo xtask public-api` and describe the change in CHANGELOG.md"
        );
    }
    Ok("the public API is as recorded".to_owned())
}

fn list(workspace: &Workspace) -> Result<Vec<File>> {
    let target = target_folder(workspace)?;
    let files = CRATES.iter().map(|name| {
        let file = format!("crates/{name}/public-api.txt");
        File::new(workspace, &file, public_items(workspace, name, &target)?)
    });
    files.collect()
}

fn target_folder(workspace: &Workspace) -> Result<PathBuf> {
    let output = workspace
        .cargo()
        .args(["metadata", "--format-version", "1"])
        .args(["--no-deps", "--offline"])
        .output()
        .context("cannot run cargo")?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let folder = metadata["target_directory"].as_str();
    Ok(folder.unwrap_or("target").into())
}

fn public_items(workspace: &Workspace, name: &str, target: &Path) -> Result<String> {
    let rustdoc = env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
    let this_program = env::current_exe().context("cannot find this program")?;
    let status = workspace
        .cargo()
        .args(["rustdoc", "--quiet", "--lib", "--all-features"])
        .args(["--package", name])
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .args(["--cap-lints", "allow"])
        .env(RUSTDOC, rustdoc)
        .env("RUSTDOC", this_program)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("rustdoc cannot describe {name}");
    }
    let json = format!("doc/{}.json", name.replace('-', "_"));
    let api = public_api::Builder::from_rustdoc_json(target.join(json))
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .sorted(true)
        .build()
        .with_context(|| {
            format!(
                "cannot read what rustdoc writes about {name}; use the Rust version of \
                 `rust-version` in Cargo.toml, or a newer version of the crate `public-api`"
            )
        })?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
