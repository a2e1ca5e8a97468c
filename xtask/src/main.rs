//! `cargo xtask`: the chores of this repository.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use xtask::document::Document;
use xtask::downgrade::downgrade;
use xtask::workspace::Workspace;
use xtask::{ci, diff, generate, import, lint, openapi, public_api, regen};

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
    /// Compare the contract with the server's own description, to which the decisions of openapi/overlay.yaml are
    /// applied.
    ///
    /// Ends with 0 if nothing breaks, with 1 if something does, with 2 if it cannot be told.
    Import {
        /// A file or a URL, for example https://api.example/openapi.json.
        document: String,
        /// Change the contract, and generate from it.
        #[arg(long)]
        write: bool,
    },
    /// Show what changed between two documents, and what of that breaks.
    ///
    /// Ends with 0 if nothing breaks, with 1 if something does, with 2 if it cannot be told.
    Diff {
        /// The old document, a file or a URL.
        old: String,
        /// The new one.
        new: String,
        /// For programs.
        #[arg(long)]
        json: bool,
    },
    /// Check that the contract is what the generator and the facade rely on.
    Lint,
    /// Record what users of the crates can name, in crates/*/public-api.txt.
    PublicApi {
        /// Write nothing; fail, and show the difference, where something else is recorded.
        #[arg(long)]
        check: bool,
    },
    /// Bring a whole document of OpenAPI 3.1 down to 3.0.3, and print it.
    Downgrade {
        /// A file or a URL.
        document: String,
        /// Leave out the operations that the generator has no form for, so that a client can be generated from the rest.
        #[arg(long)]
        fit: bool,
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

const BREAKS: u8 = 1;
const TROUBLE: u8 = 2;

fn main() -> ExitCode {
    if let Some(code) = public_api::stand_in_for_rustdoc() {
        return code;
    }
    let command = Command::parse();
    // As with `diff`, 1 is an answer of these.
    let trouble = match command {
        Command::Import { .. } | Command::Diff { .. } => ExitCode::from(TROUBLE),
        _ => ExitCode::FAILURE,
    };
    run(command, &Workspace::here()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        trouble
    })
}

fn run(command: Command, workspace: &Workspace) -> Result<ExitCode> {
    match command {
        Command::Regen { check: false } => say(&regen::run(workspace)?),
        Command::Regen { check: true } => say(&regen::check(workspace)?),
        Command::PublicApi { check: false } => say(&public_api::record(workspace)?),
        Command::PublicApi { check: true } => say(&public_api::check(workspace)?),
        Command::Lint => say(&lint::run(workspace)?),
        Command::Import { document, write } => {
            let import = import::run(workspace, &document, write)?;
            println!("{}", import.report);
            Ok(breaks(import.breaking))
        }
        Command::Diff { old, new, json } => {
            let differences = diff::compare(&read(&old)?.value, &read(&new)?.value)?;
            if json {
                println!("{:#}", diff::to_json(&differences));
            } else {
                print!("{}", diff::table(&differences));
            }
            Ok(breaks(
                differences.iter().any(|difference| difference.breaks.any()),
            ))
        }
        Command::Downgrade { document, fit } => {
            let mut document = read(&document)?;
            if fit {
                for fault in generate::fit(&mut document) {
                    eprintln!("{fault}");
                }
            }
            say(&format!("{:#}", document.value))
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

/// A document as valid OpenAPI 3.0.3. What has no form there is said on the side.
fn read(source: &str) -> Result<Document> {
    let document = Document::load(source)?;
    let (value, remarks) = downgrade(&document.value)?;
    for remark in &remarks {
        eprintln!("{}", document.fault(&remark.pointer, &remark.what));
    }
    let document = Document::made(&document.name, value);
    openapi::check(&document)?;
    Ok(document)
}

fn say(report: &str) -> Result<ExitCode> {
    println!("{report}");
    Ok(ExitCode::SUCCESS)
}

fn breaks(breaking: bool) -> ExitCode {
    if breaking {
        ExitCode::from(BREAKS)
    } else {
        ExitCode::SUCCESS
    }
}
