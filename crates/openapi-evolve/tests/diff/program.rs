//! The program `openapi-diff`: what it prints, and its exit codes.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

const OLD: &str = "
openapi: 3.1.0
info: { title: Books, version: 1.0.0 }
paths: {}
components:
  schemas:
    Title: { type: string }
";

fn run(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("old.yaml", OLD.to_owned()),
        ("null.yaml", OLD.replace("string", "[string, 'null']")),
        (
            "more.yaml",
            format!("{OLD}    Author: {{ type: string }}\n"),
        ),
        ("invalid.yaml", OLD.replace("string", "text")),
        ("other.yaml", OLD.replace("3.1.0", "3.2.0")),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_openapi-diff"));
    let program = program.args(arguments).current_dir(folder.path());
    program.output().unwrap()
}

/// Returns the exit code, and what is printed on stdout or else on stderr.
fn outcome(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    let bytes = match output.stdout.is_empty() {
        true => output.stderr,
        false => output.stdout,
    };
    (
        output.status.code().unwrap(),
        String::from_utf8(bytes).unwrap(),
    )
}

#[test]
fn the_exit_code_says_whether_anything_breaks() {
    assert_eq!(
        outcome(&["old.yaml", "old.yaml"]),
        (0, "no differences\n".to_owned())
    );
    let (code, text) = outcome(&["old.yaml", "more.yaml"]);
    assert_eq!(code, 0);
    assert!(
        text.starts_with("compatible                   the type `Author` is new\n"),
        "{text}"
    );
    let (code, text) = outcome(&["old.yaml", "null.yaml"]);
    assert_eq!(code, 1);
    assert!(
        text.starts_with("BREAKS code                  `Title` can now be null\n"),
        "{text}"
    );
}

#[test]
fn json_is_for_programs() {
    let (code, text) = outcome(&["old.yaml", "--json", "null.yaml"]);
    assert_eq!(code, 1);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["breaking"], true);
    assert_eq!(json["differences"][0]["message"], "`Title` can now be null");
}

#[test]
fn errors_name_the_file_and_what_is_wrong() {
    for (arguments, expected) in [
        (
            ["old.yaml", "nowhere.yaml"].as_slice(),
            "error: cannot read nowhere.yaml: ",
        ),
        (
            &["old.yaml", "invalid.yaml"],
            "error: invalid.yaml:7: /components/schemas/Title/type: ",
        ),
        (
            &["other.yaml", "old.yaml"],
            "error: other.yaml:2: /openapi: this is OpenAPI 3.2.0",
        ),
        (&["old.yaml"], "error: two files are needed, not 1\n"),
        (&["--yaml", "old.yaml"], "error: invalid option '--yaml'"),
    ] {
        let (code, text) = outcome(arguments);
        assert_eq!(code, 2, "{text}");
        assert!(text.starts_with(expected), "{text}");
    }
    let (code, text) = outcome(&["--help"]);
    assert_eq!(code, 0);
    assert!(text.contains("Usage: openapi-diff"), "{text}");
}
