//! Converts an OpenAPI document to 3.0.3.

use std::error::Error;
use std::process::ExitCode;

use lexopt::prelude::*;
use openapi_evolve::serde_json::json;
use openapi_evolve::{Document, Finding, downgrade, validate};

const USAGE: &str = "\
Converts an OpenAPI 3.1 document to 3.0.3, and prints it as JSON

Usage: openapi-downgrade [--json] <FILE>

What 3.0 cannot express is left out, and reported on stderr. With --json, stdout has one object with
the `document` and the `findings`.

Exits with 0, or with 2 on errors.
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    let mut json = false;
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("json") => json = true,
            Short('h') | Long("help") => {
                print!("{USAGE}");
                return Ok(());
            }
            Value(file) => files.push(file.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let [file] = &files[..] else {
        return Err(format!("one file is needed, not {}\n\n{USAGE}", files.len()).into());
    };
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let (document, findings) = downgrade(&Document::parse(file, text)?)?;
    validate(&document)?;
    if json {
        let findings: Vec<_> = findings.iter().map(to_json).collect();
        println!(
            "{:#}",
            json!({"document": document.value(), "findings": findings})
        );
    } else {
        for finding in findings {
            eprintln!("{finding}");
        }
        println!("{:#}", document.value());
    }
    Ok(())
}

fn to_json(finding: &Finding) -> openapi_evolve::serde_json::Value {
    json!({
        "line": finding.line(),
        "pointer": finding.pointer(),
        "message": finding.message(),
    })
}
