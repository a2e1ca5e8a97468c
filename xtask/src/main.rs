//! `cargo xtask`: the chores of this repository.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use xtask::document::Document;
use xtask::downgrade::downgrade;
use xtask::workspace::Workspace;
use xtask::{ci, openapi, regen};

/// The chores of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Generate the client and its mock from openapi/collections.yaml.
    Regen {
        /// Write nothing; fail, and show the difference, where the files are not what would be generated.
        #[arg(long)]
        check: bool,
    },
    /// Bring a whole document of OpenAPI 3.1 down to 3.0.3, and print it.
    Downgrade {
        /// A file or a URL.
        document: String,
    },
    /// Run every check, and summarize.
    Ci {
        /// Steps to run instead of all.
        steps: Vec<String>,
        /// Only list the steps.
        #[arg(long)]
        list: bool,
    },
}

fn main() -> ExitCode {
    match run(Command::parse(), &Workspace::here()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, workspace: &Workspace) -> Result<ExitCode> {
    match command {
        Command::Regen { check: false } => say(&regen::run(workspace)?),
        Command::Regen { check: true } => say(&regen::check(workspace)?),
        Command::Downgrade { document } => {
            let document = Document::load(&document)?;
            let (value, losses) = downgrade(&document.value)?;
            for loss in &losses {
                eprintln!("{}", document.fault(&loss.pointer, &loss.what));
            }
            let result = Document::made("the result", value);
            openapi::check(&result)?;
            say(&serde_json::to_string_pretty(&result.value)?)
        }
        Command::Ci { list: true, .. } => say(&ci::list()),
        Command::Ci { steps, .. } => {
            let passed = ci::run_steps(workspace, &steps)?;
            Ok(if passed {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
    }
}

fn say(report: &str) -> Result<ExitCode> {
    println!("{report}");
    Ok(ExitCode::SUCCESS)
}
