//! The key is in no output.

use dataforce_emulator::{ApiVersion, Fault};

use crate::support::{KEY, VERSIONS, World};

/// The key without the four characters that are shown.
fn assert_hidden(text: &str) {
    assert!(!text.contains(&KEY[..KEY.len() - 4]), "{text}");
    assert!(!text.contains(&KEY[4..20]), "{text}");
}

#[test]
fn no_command_prints_the_key() {
    for version in VERSIONS {
        let world = World::new(version);
        for command in [
            "status -v",
            "status -v -o json",
            "collections list -v",
            "collections create New --type model -v",
            "collections update New --add-tag x -v",
            "collections delete New --yes -v",
            "collections get none -v",
            "collections list -v --orbit none",
        ] {
            let args: Vec<_> = command.split(' ').collect();
            let outcome = world.run(&args);
            assert_hidden(&outcome.transcript());
            outcome.assert_says("GET http://SERVER/");
        }
    }
}

#[test]
fn a_server_that_sends_the_key_back_does_not_make_it_visible() {
    let world = World::new(ApiVersion::V1);
    let echo = Fault::status(400).json(&serde_json::json!({ "detail": format!("bad key {KEY}") }));
    world.emulator.inject(echo.always());
    let outcome = world.run(&["-v", "collections", "list"]);
    assert_eq!(outcome.code, 1);
    assert_hidden(&outcome.transcript());
}

#[test]
fn the_configuration_is_printed_without_the_key() {
    let world = World::new(ApiVersion::V1);
    let set = world.bare(["config", "set", "api_key", KEY]);
    assert_hidden(&world.finish(set, "").ok().transcript());
    for command in ["config list", "config list -o json", "config get api_key"] {
        let outcome = world.finish(world.bare(command.split(' ')), "").ok();
        assert_hidden(&outcome.transcript());
        assert!(outcome.stdout.contains("…DEFG"), "{}", outcome.stdout);
    }
    let args = ["status", "-v", "--base-url", world.emulator.base_url()];
    assert_hidden(&world.finish(world.bare(args), "").ok().transcript());
}

#[test]
fn the_configuration_is_printed_without_a_password_in_the_address() {
    let world = World::new(ApiVersion::V1);
    for (url, shown) in [
        (
            "https://user:p@ss@host.example/a@b",
            "https://[redacted]@host.example/a@b",
        ),
        ("user:secret@host.example", "[redacted]@host.example"),
        (
            "http:/user:secret@host.example",
            "http://[redacted]@host.example/",
        ),
        (
            "http://user:sec/ret@host.example",
            "[redacted]@host.example",
        ),
        ("https://host.example/a@b", "https://host.example/a@b"),
    ] {
        world
            .finish(world.bare(["config", "set", "base_url", url]), "")
            .ok();
        let got = world
            .finish(world.bare(["config", "get", "base_url"]), "")
            .ok();
        assert_eq!(got.stdout, format!("{shown}\n"));
        let list = world
            .finish(world.bare(["config", "list", "-o", "json"]), "")
            .ok();
        assert!(
            list.stdout.contains(&format!("\"{shown}\"")),
            "{}",
            list.stdout
        );
    }
}

#[test]
fn the_log_has_time_and_attempts() {
    let world = World::new(ApiVersion::V1);
    world
        .emulator
        .inject(Fault::status(503).header("retry-after", "0"));
    let outcome = world.run(&["-v", "organizations", "list", "-o", "id"]).ok();
    let lines: Vec<_> = outcome.stderr.lines().collect();
    let start = "GET http://SERVER/v1/users/me/organizations: ";
    assert!(
        lines[0].starts_with(&format!("{start}503 in ")),
        "{}",
        outcome.stderr
    );
    assert!(lines[0].ends_with(" ms, attempt 1"), "{}", outcome.stderr);
    let last = lines.last().unwrap();
    assert!(
        last.starts_with(&format!("{start}200 in ")),
        "{}",
        outcome.stderr
    );
    assert!(last.ends_with(" ms, attempt 2"), "{}", outcome.stderr);
}
