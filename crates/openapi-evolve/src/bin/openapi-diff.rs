//! Shows what changed between two OpenAPI documents, and what that breaks.

use std::error::Error;
use std::process::ExitCode;

use lexopt::prelude::*;
use openapi_evolve::{Diff, Document, diff, downgrade, validate};

const USAGE: &str = "\
Shows what changed between two OpenAPI 3.0 or 3.1 documents, and what that breaks

Usage: openapi-diff [--json] <OLD> <NEW>

Exits with 0 if nothing breaks, with 1 if something does, with 2 on errors.
";

enum Command {
    Help,
    Diff {
        old: String,
        new: String,
        json: bool,
    },
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let (diff, json) = match command()? {
        Command::Help => {
            print!("{USAGE}");
            return Ok(ExitCode::SUCCESS);
        }
        Command::Diff { old, new, json } => (compare(&old, &new)?, json),
    };
    match json {
        true => println!("{:#}", diff.to_json()),
        false => print!("{diff}"),
    }
    Ok(ExitCode::from(u8::from(diff.is_breaking())))
}

fn command() -> Result<Command, Box<dyn Error>> {
    let mut files = Vec::new();
    let mut json = false;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(file) => files.push(file.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    match <[String; 2]>::try_from(files) {
        Ok([old, new]) => Ok(Command::Diff { old, new, json }),
        Err(files) => Err(format!("two files are needed, not {}\n\n{USAGE}", files.len()).into()),
    }
}

fn compare(old: &str, new: &str) -> Result<Diff, Box<dyn Error>> {
    Ok(diff(&read(old)?, &read(new)?)?)
}

/// Reads a file that has to be valid: differences in what nobody understands mean nothing.
fn read(file: &str) -> Result<Document, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let document = Document::parse(file, text)?;
    validate(&downgrade(&document)?.0)?;
    Ok(document)
}
