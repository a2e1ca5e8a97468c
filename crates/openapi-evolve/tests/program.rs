//! The program `openapi-downgrade`: what it prints, and its exit codes.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Books, version: 1.0.0 }
paths: {}
components:
  schemas:
    Title: { type: [string, 'null'] }
    Book: { type: object, propertyNames: { minLength: 1 } }
";

/// Returns the exit code, and what is printed on stdout and stderr.
fn outcome(arguments: &[&str], text: &str) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("books.yaml"), text).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_openapi-downgrade"));
    let program = program.args(arguments).current_dir(folder.path());
    let output = program.output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn the_document_is_printed_and_what_is_lost_is_said() {
    let (code, document, findings) = outcome(&["books.yaml"], DOCUMENT);
    assert_eq!(code, 0);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!(document["openapi"], "3.0.3");
    assert_eq!(
        document["components"]["schemas"]["Title"],
        json!({"type": "string", "nullable": true})
    );
    assert_eq!(
        findings,
        "books.yaml:8: /components/schemas/Book/propertyNames: 3.0 cannot restrict keys\n"
    );

    let (code, both, nothing) = outcome(&["--json", "books.yaml"], DOCUMENT);
    assert_eq!((code, nothing), (0, String::new()));
    let both: Value = serde_json::from_str(&both).unwrap();
    assert_eq!(both["document"], document);
    assert_eq!(
        both["findings"],
        json!([{
            "line": 8,
            "pointer": "/components/schemas/Book/propertyNames",
            "message": "3.0 cannot restrict keys",
        }])
    );
}

#[test]
fn what_cannot_be_converted_is_an_error() {
    for (arguments, text, message) in [
        (
            &["books.yaml"][..],
            DOCUMENT.replace("3.1.0", "3.2.0"),
            "error: books.yaml:2: /openapi: this is OpenAPI 3.2.0; only 3.0.x and 3.1.x are supported\n",
        ),
        (
            &["books.yaml"],
            DOCUMENT.replace("type: object", "type: thing"),
            "error: books.yaml:8: /components/schemas/Book/type: \"thing\" is not one of",
        ),
        (
            &["other.yaml"],
            DOCUMENT.to_owned(),
            "error: cannot read other.yaml: ",
        ),
        (
            &[],
            DOCUMENT.to_owned(),
            "error: one file is needed, not 0\n\nConverts",
        ),
    ] {
        let (code, stdout, stderr) = outcome(arguments, &text);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        assert!(stderr.starts_with(message), "{stderr}");
    }
}
