//! `cargo xtask ci`: every check of this repository, in one list.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::regen;
use crate::workspace::Workspace;

/// The checks, in the order in which they are run.
const STEPS: &[Step] = &[
    Step::cargo("test", &["test", "--workspace", "--no-fail-fast"]),
    Step::cargo("fmt", &["fmt", "--all", "--check"]),
    Step::cargo(
        "clippy",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ],
    ),
    Step::cargo(
        "doc",
        &["doc", "--workspace", "--no-deps", "--all-features"],
    )
    .env(&[("RUSTDOCFLAGS", "-D warnings")]),
    Step::chore("regen", "cargo xtask regen --check", regen::check),
    Step::cargo("deny", &["deny", "check"]).optional("cargo-deny"),
];

/// One check.
#[derive(Clone, Copy)]
struct Step {
    name: &'static str,
    action: Action,
    env: &'static [(&'static str, &'static str)],
    /// A program without which the step is skipped.
    needs: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Action {
    /// The arguments of cargo.
    Cargo(&'static [&'static str]),
    /// Another chore, and how it is run alone.
    Chore(&'static str, fn(&Workspace) -> Result<String>),
}

impl Step {
    const fn new(name: &'static str, action: Action) -> Self {
        Self {
            name,
            action,
            env: &[],
            needs: None,
        }
    }

    const fn cargo(name: &'static str, arguments: &'static [&'static str]) -> Self {
        Self::new(name, Action::Cargo(arguments))
    }

    const fn chore(
        name: &'static str,
        command: &'static str,
        run: fn(&Workspace) -> Result<String>,
    ) -> Self {
        Self::new(name, Action::Chore(command, run))
    }

    const fn env(mut self, env: &'static [(&'static str, &'static str)]) -> Self {
        self.env = env;
        self
    }

    const fn optional(mut self, program: &'static str) -> Self {
        self.needs = Some(program);
        self
    }

    /// What to type in order to run the step alone.
    fn command(&self) -> String {
        let mut command = String::new();
        for (name, value) in self.env {
            let _ = write!(command, "{name}=\"{value}\" ");
        }
        match self.action {
            Action::Cargo(arguments) => command + "cargo " + &arguments.join(" "),
            Action::Chore(own, _) => command + own,
        }
    }

    fn is_available(&self) -> bool {
        self.needs.is_none_or(|program| {
            let probe = Command::new(program)
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            probe.is_ok_and(|status| status.success())
        })
    }

    fn run(&self, workspace: &Workspace, tests: &mut Tests) -> Result<()> {
        match self.action {
            Action::Chore(_, run) => {
                println!("{}", run(workspace)?);
                Ok(())
            }
            Action::Cargo(arguments) => {
                let mut command = cargo();
                command.args(arguments).current_dir(workspace.root());
                command.envs(self.env.iter().copied());
                run(command, tests)
            }
        }
    }
}

/// Runs the steps of these names, or all. Every step is run, whatever became of those before.
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
        let outcome = if step.is_available() {
            match step.run(workspace, &mut tests) {
                Ok(()) => Outcome::Passed,
                Err(error) => {
                    // To where the rest of the output goes, so that it stands in its place.
                    println!("error: {error:#}");
                    Outcome::Failed
                }
            }
        } else {
            Outcome::Skipped
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

/// The names of the steps and how each is run alone.
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
    Skipped,
}

fn summary(outcomes: &[(&Step, Outcome, Duration)]) -> String {
    let mut table = String::from("\n== summary\n");
    for (step, outcome, time) in outcomes {
        let outcome = match outcome {
            Outcome::Passed => "passed".to_owned(),
            Outcome::Failed => format!("FAILED   {}", step.command()),
            Outcome::Skipped => {
                format!(
                    "skipped  {} is not installed",
                    step.needs.unwrap_or_default()
                )
            }
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

/// The cargo that runs this program, without what it says about this program.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

/// Runs a command, passes its output on and counts the tests in it.
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
        bail!("cargo ended with {status}");
    }
    Ok(())
}

/// The tests of all test programs.
#[derive(Default)]
struct Tests {
    passed: usize,
    failed: usize,
}

impl Tests {
    /// Reads `test result: ok. 5 passed; 0 failed; …`.
    fn count(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else {
            return;
        };
        for count in counts.split([';', '.']) {
            let mut words = count.split_whitespace();
            let number = words.next().and_then(|number| number.parse::<usize>().ok());
            match (number, words.next()) {
                (Some(number), Some("passed")) => self.passed += number,
                (Some(number), Some("failed")) => self.failed += number,
                _ => {}
            }
        }
    }

    /// Tests that could not be built or run count as one that failed.
    fn summary(&self, step_failed: bool) -> String {
        let failed = self.failed.max(usize::from(step_failed));
        format!("{} passed, {failed} failed", self.passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_of_all_programs_are_counted() {
        let mut tests = Tests::default();
        tests.count("test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s");
        tests.count(
            "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out",
        );
        tests.count("test says::test_result ... ok");
        assert_eq!(tests.summary(true), "12 passed, 2 failed");
    }

    #[test]
    fn tests_that_do_not_build_have_failed() {
        assert_eq!(Tests::default().summary(true), "0 passed, 1 failed");
    }

    #[test]
    fn every_step_says_how_to_run_it_alone() {
        assert!(list().contains("RUSTDOCFLAGS=\"-D warnings\" cargo doc --workspace"));
        let names = step_names();
        assert!(
            names
                .iter()
                .all(|name| names.iter().filter(|other| *other == name).count() == 1)
        );
    }

    #[test]
    fn an_unknown_step_is_refused() {
        let error = run_steps(&Workspace::at("nowhere"), &["tset".to_owned()]).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("there is no step `tset`; there are test, fmt")
        );
    }
}
