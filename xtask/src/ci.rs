//! `cargo xtask ci`: the list of all checks of this repository.

mod count;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use self::count::Tests;
use crate::workspace::Workspace;

/// The checks, in the order in which they are run.
const STEPS: &[Step] = &[
    Step::new("test", "test --workspace --no-fail-fast"),
    Step::new("fmt", "fmt --all --check"),
    Step::new(
        "clippy",
        "clippy --workspace --all-targets --all-features -- -D warnings",
    ),
    Step::new("doc", "doc --workspace --no-deps --all-features")
        .env(&[("RUSTDOCFLAGS", "-D warnings")]),
    // The crates have to work without their optional features, and say what they cannot do.
    Step::new(
        "features",
        "test --package dataforce --package dataforce-api --package dataforce-transport --no-default-features --lib",
    ),
    Step::new("regen", "xtask regen --check"),
    Step::new("lint", "xtask lint"),
    Step::new("public-api", "xtask public-api --check"),
    Step::new("deny", "deny check bans licenses sources")
        .if_possible("deny --version", "cargo-deny is not installed"),
    Step::new("advisories", "deny check advisories").if_possible(
        "deny fetch db",
        "cargo-deny is not installed, or the advisories cannot be downloaded",
    ),
];

/// One check.
#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    /// The arguments of cargo.
    command: &'static str,
    env: &'static [(&'static str, &'static str)],
    /// A cargo command that has to succeed, and the reason for skipping the step if it does not.
    needs: Option<(&'static str, &'static str)>,
}

impl Step {
    const fn new(name: &'static str, command: &'static str) -> Self {
        Self {
            name,
            command,
            env: &[],
            needs: None,
        }
    }

    const fn env(mut self, env: &'static [(&'static str, &'static str)]) -> Self {
        self.env = env;
        self
    }

    const fn if_possible(mut self, command: &'static str, otherwise: &'static str) -> Self {
        self.needs = Some((command, otherwise));
        self
    }

    /// Returns the command line that runs this step alone.
    fn command(&self) -> String {
        let mut command = String::new();
        for (name, value) in self.env {
            let _ = write!(command, "{name}=\"{value}\" ");
        }
        command + "cargo " + self.command
    }

    /// Returns why the step cannot be run on this machine.
    fn obstacle(&self, workspace: &Workspace) -> Option<&'static str> {
        let (command, otherwise) = self.needs?;
        let probe = workspace
            .cargo()
            .args(command.split(' '))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        (!probe.is_ok_and(|status| status.success())).then_some(otherwise)
    }

    /// Runs the step, prints its output, and counts the tests in it.
    fn run(&self, workspace: &Workspace, tests: &mut Tests) -> Result<()> {
        let mut child = workspace
            .cargo()
            .args(self.command.split(' '))
            .envs(self.env.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run cargo")?;
        let output = child.stdout.take().into_iter();
        for line in output.flat_map(|output| BufReader::new(output).split(b'\n')) {
            let line = line.context("cannot read the output of cargo")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            tests.count(&line);
        }
        let status = child.wait().context("cannot wait for cargo")?;
        ensure!(status.success(), "cargo failed: {status}");
        Ok(())
    }
}

/// Runs the steps of these names, or all, and prints a summary. A step that fails does not stop the
/// others. Returns whether none of them failed.
pub fn run_steps(workspace: &Workspace, names: &[String]) -> Result<bool> {
    for name in names {
        ensure!(
            STEPS.iter().any(|step| step.name == name),
            "there is no step `{name}`; there are {}",
            step_names().join(", ")
        );
    }
    let is_chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    let mut summary = String::from("\n== summary\n");
    let mut failed = Vec::new();
    let mut tests = Tests::default();
    for step in STEPS.iter().filter(is_chosen) {
        println!("\n== {}: {}", step.name, step.command());
        let start = Instant::now();
        let outcome = if let Some(obstacle) = step.obstacle(workspace) {
            format!("skipped  {obstacle}")
        } else if let Err(error) = step.run(workspace, &mut tests) {
            // On stdout, so that it appears below the output of the step.
            println!("error: {error:#}");
            failed.push(step.name);
            format!("FAILED   {}", step.command())
        } else {
            "passed".to_owned()
        };
        let seconds = start.elapsed().as_secs_f32();
        let _ = writeln!(summary, "{:<12} {seconds:>7.1} s  {outcome}", step.name);
    }
    print!("{summary}");
    if STEPS
        .iter()
        .filter(is_chosen)
        .any(|step| step.name == "test")
    {
        println!("{}", tests.summary(failed.contains(&"test")));
    }
    Ok(failed.is_empty())
}

/// Returns the names of the steps and the command line of each.
pub fn list() -> String {
    let lines = STEPS
        .iter()
        .map(|step| format!("{:<12} {}", step.name, step.command()));
    lines.collect::<Vec<_>>().join("\n")
}

fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_names_and_command_lines() {
        assert!(list().contains("RUSTDOCFLAGS=\"-D warnings\" cargo doc --workspace"));
        let names = step_names();
        assert!(
            names
                .iter()
                .all(|name| names.iter().filter(|other| *other == name).count() == 1)
        );
    }

    #[test]
    fn an_unknown_step_is_rejected() {
        let error = run_steps(&Workspace::new("nowhere", &[]), &["tset".to_owned()]).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("there is no step `tset`; there are test, fmt")
        );
    }
}
