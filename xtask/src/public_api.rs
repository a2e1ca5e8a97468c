//! `cargo xtask public-api`: what users of the crates can name, one line each, so that a change of it shows in review.
//!
//! rustdoc knows it all, macros expanded, and can write it as JSON, but admits to it only where unstable features are
//! allowed. So this program stands in for rustdoc, and allows them to it alone: everything else is built as always,
//! and need not be built again.

use std::env;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::ci;
use crate::files::{self, File};
use crate::workspace::Workspace;

/// The crates whose users we answer to.
const CRATES: [&str; 2] = ["dataforce", "dataforce-api"];

/// Set where this program is called in the place of rustdoc: the path of that.
const RUSTDOC: &str = "XTASK_RUSTDOC";

/// Does what rustdoc does, if it was called for that.
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

/// Records the public API of the crates.
pub fn record(workspace: &Workspace) -> Result<String> {
    let files = list(workspace)?;
    files::write(&files)?;
    let lines = files.iter().map(|file| {
        let state = if file.is_changed() {
            "written"
        } else {
            "unchanged"
        };
        format!(
            "{:<36} {:>5} lines  {state}",
            file.name,
            file.text().lines().count()
        )
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// An error, with the difference in its text, where the public API is not what is recorded.
pub fn check(workspace: &Workspace) -> Result<String> {
    let files = list(workspace)?;
    let diffs: String = files
        .iter()
        .filter(|file| file.is_changed())
        .map(File::diff)
        .collect();
    if !diffs.is_empty() {
        bail!(
            "{diffs}\nthe public API has changed; if that is what you want, run `cargo xtask public-api` and say so in \
             CHANGELOG.md"
        );
    }
    Ok("the public API is as recorded".to_owned())
}

fn list(workspace: &Workspace) -> Result<Vec<File>> {
    let target = target_folder(workspace)?;
    let files = CRATES.iter().map(|name| {
        let file = format!("crates/{name}/public-api.txt");
        File::new(&file, workspace.path(&file), api(workspace, name, &target)?)
    });
    files.collect()
}

fn target_folder(workspace: &Workspace) -> Result<PathBuf> {
    let output = ci::cargo()
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .current_dir(workspace.root())
        .output()
        .context("cannot run cargo")?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    Ok(metadata["target_directory"]
        .as_str()
        .unwrap_or("target")
        .into())
}

fn api(workspace: &Workspace, name: &str, target: &std::path::Path) -> Result<String> {
    let json = target
        .join("doc")
        .join(format!("{}.json", name.replace('-', "_")));
    let status = ci::cargo()
        .args([
            "rustdoc",
            "--quiet",
            "--lib",
            "--all-features",
            "--package",
            name,
        ])
        .args([
            "--",
            "-Z",
            "unstable-options",
            "--output-format",
            "json",
            "--cap-lints",
            "allow",
        ])
        .env(
            RUSTDOC,
            env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()),
        )
        .env(
            "RUSTDOC",
            env::current_exe().context("cannot find this program")?,
        )
        .current_dir(workspace.root())
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("rustdoc cannot describe {name}");
    }
    let api = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .sorted(true)
        .build()
        .with_context(|| {
            format!(
                "what this rustdoc writes about {name} cannot be read; use the Rust of `rust-version` in Cargo.toml, \
                 or a newer version of the crate `public-api`"
            )
        })?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
