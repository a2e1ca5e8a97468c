//! What the program says about itself.

use expect_test::expect_file;

use crate::support::World;
use dataforce_emulator::ApiVersion;

#[test]
fn every_command_has_a_help_page() {
    let world = World::new(ApiVersion::V1);
    let mut pages = String::new();
    for command in [
        "",
        "status",
        "organizations list",
        "orbits list",
        "orbits get",
        "collections",
        "collections list",
        "collections get",
        "collections create",
        "collections update",
        "collections delete",
        "collections export",
        "collections import",
        "config",
        "config path",
        "config list",
        "config get",
        "config set",
        "config use",
        "completions",
        "man",
        "emulator",
    ] {
        let args: Vec<_> = command.split_whitespace().chain(["-h"]).collect();
        let page = world.run(&args).ok();
        pages.push_str(&format!(
            "$ dataforce {}\n{}\n",
            args.join(" "),
            page.stdout
        ));
    }
    expect_file!["help.txt"].assert_eq(&pages);
    assert!(world.emulator.requests().is_empty());
}

#[test]
fn the_version_and_usage_errors_send_nothing() {
    let world = World::new(ApiVersion::V1);
    let version = world.run(&["--version"]).ok();
    assert_eq!(
        version.stdout,
        concat!("dataforce ", env!("CARGO_PKG_VERSION"), "\n")
    );
    assert_eq!(world.run(&["collections", "lst"]).code, 2);
    assert!(world.emulator.requests().is_empty());
}
