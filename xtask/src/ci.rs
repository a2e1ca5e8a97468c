//! `cargo xtask ci`: the list of all checks of this repository.

mod count;

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

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
    // The crates have to build without their optional features.
    Step::new(
        "features",
        "check --package dataforce --package dataforce-api --package dataforce-transport --no-default-features",
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
        let probe = cargo()
            .args(command.split(' '))
            .current_dir(workspace.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        (!probe.is_ok_and(|status| status.success())).then_some(otherwise)
    }

    fn run(&self, workspace: &Workspace, tests: &mut Tests) -> Result<()> {
        let mut command = cargo();
        command
            .args(self.command.split(' '))
            .current_dir(workspace.root());
        command.envs(self.env.iter().copied());
        run(command, tests)
    }
}

/// Runs the steps of these names, or all, and prints a summary. A step that fails does not stop the
/// others. Returns whether all of them passed.
pub fn run_steps(workspace: &Workspace, names: &[String]) -> Result<bool> {
    if let Some(unknown) = names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        bail!(
            "there is no step `{unknown}`; there are {}",
            step_names().join(", ")
        );
    }
    let mut outcomes = Vec::new();
    let mut tests = Tests::default();
    for step in STEPS {
        if !names.is_empty() && !names.iter().any(|name| name == step.name) {
            continue;
        }
        println!("\n== {}: {}", step.name, step.command());
        let start = Instant::now();
        let outcome = match step.obstacle(workspace) {
            Some(obstacle) => Outcome::Skipped(obstacle),
            None => match step.run(workspace, &mut tests) {
                Ok(()) => Outcome::Passed,
                Err(error) => {
                    // On stdout, so that it appears below the output of the step.
                    println!("error: {error:#}");
                    Outcome::Failed
                }
            },
        };
        outcomes.push((step, outcome, start.elapsed()));
    }
    print!("{}", summary(&outcomes));
    if outcomes.iter().any(|(step, ..)| step.name == "test") {
        let failed = outcomes
            .iter()
            .any(|(step, outcome, _)| step.name == "test" && *outcome == Outcome::Failed);
        println!("{}", tests.summary(failed));
    }
    Ok(outcomes
        .iter()
        .all(|(_, outcome, _)| *outcome != Outcome::Failed))
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    Skipped(&'static str),
}

fn summary(outcomes: &[(&Step, Outcome, Duration)]) -> String {
    let mut table = String::from("\n== summary\n");
    for (step, outcome, time) in outcomes {
        let outcome = match outcome {
            Outcome::Passed => "passed".to_owned(),
            Outcome::Failed => format!("FAILED   {}", step.command()),
            Outcome::Skipped(obstacle) => format!("skipped  {obstacle}"),
        };
        let _ = writeln!(
            table,
            "{:<12} {:>7.1} s  {outcome}",
            step.name,
            time.as_secs_f32()
        );
    }
    table
}

/// Returns a command for the cargo that runs this program, without the variables that describe this
/// program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Runs a command, prints its output, and counts the tests in it.
fn run(mut command: Command, tests: &mut Tests) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run cargo")?;
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|out| BufReader::new(out).split(b'\n'))
    {
        let line = line.context("cannot read the output of cargo")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tests.count(&line);
    }
    let status = child.wait().context("cannot wait for cargo")?;
    if !status.success() {
        bail!("cargo failed: {status}");
    }
    Ok(())
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
