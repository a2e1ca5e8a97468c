//! What the commands print, and their exit codes.

#![allow(
    clippy::unwrap_used,
    reason = "these are tests, their helpers included"
)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::CONTRACT_TEXT;
use serde_json::Value;

fn xtask(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn write(folder: &Path, name: &str, contract: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, contract).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn the_exit_code_of_diff_says_whether_anything_breaks() {
    let folder = tempfile::tempdir().unwrap();
    let old = write(folder.path(), "old.yaml", CONTRACT_TEXT);
    let same = write(
        folder.path(),
        "same.yaml",
        &CONTRACT_TEXT.replace("Get a book", "Find a book"),
    );
    let more = CONTRACT_TEXT.replace(
        "[poetry, science-fiction]",
        "[poetry, science-fiction, prose]",
    );
    let more = write(folder.path(), "more.yaml", &more);
    let other = write(
        folder.path(),
        "other.yaml",
        &CONTRACT_TEXT.replace("title:\n", "heading:\n"),
    );
    let exit_code = |new: &str| xtask(&["diff", &old, new]).status.code().unwrap();
    assert_eq!(
        (
            exit_code(&same),
            exit_code(&more),
            exit_code(&other),
            exit_code("nowhere.yaml")
        ),
        (0, 0, 1, 2)
    );

    let output = xtask(&["diff", &old, &same]);
    assert_eq!(text(&output.stdout), "no differences\n");
    let output = xtask(&["diff", &old, "nowhere.yaml"]);
    assert!(text(&output.stderr).starts_with("error: cannot read nowhere.yaml"));
    let output = xtask(&["diff", "--json", &old, &other]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["breaking"], true);
    assert_eq!(
        json["differences"][0]["pointer"],
        "/components/schemas/Book/properties/title"
    );
}

#[test]
fn diff_compares_the_contracts_of_api_versions_by_name() {
    let output = xtask(&["diff", "legacy", "legacy"]);
    assert_eq!(text(&output.stdout), "no differences\n");
    let output = xtask(&["diff", "legacy", "v1"]);
    assert_eq!(output.status.code(), Some(1));
    let moved = "`GET /users/me/organizations` moved to `GET /v1/users/me/organizations`";
    assert!(text(&output.stdout).contains(moved));
}

#[test]
fn downgrade_prints_a_document_and_reports_losses_on_stderr() {
    let folder = tempfile::tempdir().unwrap();
    let new = CONTRACT_TEXT.replace("3.0.3", "3.1.0").replace(
        "    Problem:\n",
        "    Problem:\n      propertyNames: {minLength: 1}\n",
    );
    let file = write(folder.path(), "new.yaml", &new);
    let output = xtask(&["downgrade", &file]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["openapi"], "3.0.3");
    let remark = "/components/schemas/Problem/propertyNames: 3.0 cannot restrict keys\n";
    assert_eq!(text(&output.stderr), format!("{file}:65: {remark}"));
}

#[test]
fn downgrade_can_leave_out_what_cannot_be_generated() {
    let folder = tempfile::tempdir().unwrap();
    let new = CONTRACT_TEXT.replace(
        "      operationId: delete_book\n",
        "      operationId: delete_book\n      requestBody:\n        content:\n          image/png: {schema: {}}\n",
    );
    let file = write(folder.path(), "new.yaml", &new);
    let output = xtask(&["downgrade", "--fit", &file]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let item = document.pointer("/paths/~1books~1{book_id}").unwrap();
    assert!(item.get("get").is_some() && item.get("delete").is_none());
    assert!(
        text(&output.stderr)
            .contains("/delete: is left out: the generator cannot send `image/png`")
    );
}

#[test]
fn commands_can_be_listed() {
    let output = xtask(&["ci", "--list"]);
    assert!(text(&output.stdout).starts_with("test         cargo test --workspace"));
    let help = text(&xtask(&["--help"]).stdout);
    for command in [
        "regen",
        "import",
        "diff",
        "lint",
        "public-api",
        "downgrade",
        "ci",
    ] {
        assert!(help.contains(command), "{command}");
    }
}
