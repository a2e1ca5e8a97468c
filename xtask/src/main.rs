//! `cargo xtask`: the maintenance tasks of this repository.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use xtask::workspace::Workspace;
use xtask::{ci, diff, downgrade, import, lint, public_api, regen};

/// The maintenance tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
enum Command {
    /// Generate clients and mocks from the contracts in openapi/
    Regen {
        /// Write nothing; fail and show the difference if a file is not what would be generated
        #[arg(long)]
        check: bool,
    },
    /// Compare a contract with the server's own description
    ///
    /// The decisions of the overlay are applied to the description first. Only the structure is
    /// compared; prose and examples are those of the contract.
    ///
    /// Exits with 0 if nothing breaks, with 1 if something does, with 2 on errors.
    Import {
        /// The server's description: a file or a URL, for example https://host.example/openapi.json
        document: String,
        /// The version of the API that the server provides
        #[arg(long, default_value = "legacy", value_name = "NAME")]
        api_version: String,
        /// Carry the changes over into the contract, and generate from it
        #[arg(long)]
        write: bool,
    },
    /// Show what changed between two documents, and what that breaks
    ///
    /// Exits with 0 if nothing breaks, with 1 if something does, with 2 on errors.
    Diff {
        /// The old document: a file, a URL, or an API version for its contract
        old: String,
        /// The new document
        new: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check that the contracts keep the rules that the generator and the facade rely on
    Lint,
    /// Record the public items of the published crates in crates/*/public-api.txt
    PublicApi {
        /// Write nothing; fail and show the difference if the public items are not as recorded
        #[arg(long)]
        check: bool,
    },
    /// Convert a document from OpenAPI 3.1 to 3.0.3, and print it as JSON
    Downgrade {
        /// A file or a URL
        document: String,
        /// Leave out the operations that no client can be generated for
        #[arg(long)]
        fit: bool,
    },
    /// Run all checks and print a summary
    Ci {
        /// The steps to run instead of all
        steps: Vec<String>,
        /// Only list the steps
        #[arg(long)]
        list: bool,
    },
}

const BREAKING: u8 = 1;
const ERROR: u8 = 2;

fn main() -> ExitCode {
    if let Some(code) = public_api::stand_in_for_rustdoc() {
        return code;
    }
    let command = Command::parse();
    // As with the program `diff`, 1 is a result of these.
    let failure = match command {
        Command::Import { .. } | Command::Diff { .. } => ExitCode::from(ERROR),
        _ => ExitCode::FAILURE,
    };
    run(command, &Workspace::here()).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        failure
    })
}

fn run(command: Command, workspace: &Workspace) -> Result<ExitCode> {
    match command {
        Command::Regen { check: false } => print(&regen::run(workspace)?),
        Command::Regen { check: true } => print(&regen::check(workspace)?),
        Command::PublicApi { check: false } => print(&public_api::record(workspace)?),
        Command::PublicApi { check: true } => print(&public_api::check(workspace)?),
        Command::Lint => print(&lint::run(workspace)?),
        Command::Downgrade { document, fit } => print(&downgrade::run(&document, fit)?),
        Command::Import {
            document,
            api_version,
            write,
        } => {
            let import = import::run(workspace, &api_version, &document, write)?;
            println!("{}", import.report);
            Ok(breaking(import.breaking))
        }
        Command::Diff { old, new, json } => {
            let diff = diff::run(workspace, &old, &new)?;
            if json {
                println!("{:#}", diff.to_json());
            } else {
                print!("{diff}");
            }
            Ok(breaking(diff.is_breaking()))
        }
        Command::Ci { list: true, .. } => print(&ci::list()),
        Command::Ci { steps, .. } => match ci::run_steps(workspace, &steps)? {
            true => Ok(ExitCode::SUCCESS),
            false => Ok(ExitCode::FAILURE),
        },
    }
}

fn print(report: &str) -> Result<ExitCode> {
    println!("{report}");
    Ok(ExitCode::SUCCESS)
}

fn breaking(breaking: bool) -> ExitCode {
    if breaking {
        ExitCode::from(BREAKING)
    } else {
        ExitCode::SUCCESS
    }
}
