//! What `status` finds out.

use dataforce_emulator::{ApiVersion, Orbit, Seed};
use expect_test::expect;
use serde_json::Value;

use crate::support::{VERSIONS, World, id};

#[test]
fn everything_in_use_is_shown_with_its_source() {
    let world = World::new(ApiVersion::V1);
    let mut command = world.command(["status"]);
    command.env("LUML_ORBIT", "Default Orbit");
    expect![[r#"
        exit code 0
        --- stdout
        server        http://SERVER (variable LUML_BASE_URL)
        API version   v1 (detected)
        API key       …DEFG (variable LUML_API_KEY)
        organization  My Personal Organization, 0199c455-21ec-7c74-8efe-41470e29bae5 (automatic, as the only one)
        orbit         Default Orbit, 0199c455-21ed-7aba-9fe5-5231611220de (variable LUML_ORBIT)
        collection    none
        member of     My Personal Organization, 0199c455-21ec-7c74-8efe-41470e29bae5 (owner)
        check         reachable: ok
        check         certificate: not needed, the address is http
        check         key: ok
        check         organization: ok
        check         orbit: ok
        --- stderr
    "#]]
    .assert_eq(&world.finish(command, "").transcript());
}

#[test]
fn the_first_check_that_fails_comes_with_advice() {
    for version in VERSIONS {
        for (situation, failed, code, advice) in [
            ("no server", 0, 1, "--base-url"),
            (
                "no address",
                0,
                2,
                "hint: the address is set with --base-url",
            ),
            ("no key", 2, 2, "control character"),
            ("wrong key", 2, 5, "--api-key-file"),
            ("two orbits", 4, 2, "--orbit"),
        ] {
            let world = World::new(version);
            let mut args = vec!["status", "-o", "json"];
            match situation {
                "no server" => args.extend(["--base-url", "http://127.0.0.1:1"]),
                "no address" => args.extend(["--base-url", "ftp://example.com"]),
                "no key" => {
                    world.file("key", "dfs_\u{7}");
                    args.extend(["--api-key-file", "key"]);
                }
                "wrong key" => world.emulator.revoke_key(world.emulator.api_key()),
                _ => {
                    let orbit = Orbit::new("Second").id(id(9));
                    world.emulator.add_orbit(Seed::ORGANIZATION_ID, orbit);
                }
            }
            let outcome = world.run(&args);
            assert_eq!(outcome.code, code, "{}", outcome.transcript());
            outcome.assert_says(advice);
            let status: Value = serde_json::from_str(&outcome.stdout).unwrap();
            let checks = status["checks"].as_array().unwrap();
            assert_eq!(checks[failed]["state"], "failed");
            assert!(checks[failed]["advice"].is_string());
            assert!(
                checks[failed + 1..]
                    .iter()
                    .all(|check| check["state"] == "not_checked")
            );
        }
    }
}

// Elsewhere the certificates are not in files, and OpenSSL starts without any.
#[cfg(all(target_os = "linux", not(feature = "native-tls")))]
#[test]
fn without_certificates_the_hint_names_the_flag() {
    let world = World::new(ApiVersion::V1);
    let mut command = world.command(["organizations", "list"]);
    command.args(["--base-url", "https://localhost:1"]);
    command.env("SSL_CERT_FILE", "/none");
    command.env("SSL_CERT_DIR", "/none");
    let outcome = world.finish(command, "");
    assert_eq!(outcome.code, 2);
    outcome.assert_says("no trusted certificates were found");
    outcome.assert_says("hint: trust a certificate authority with --ca-file");
}

#[test]
fn without_a_key_nothing_is_sent() {
    let world = World::new(ApiVersion::V1);
    let outcome = world.finish(
        world.bare(["status", "--base-url", world.emulator.base_url()]),
        "",
    );
    assert_eq!(outcome.code, 2);
    outcome.assert_says("dataforce config set api_key");
    assert!(
        outcome.stdout.contains("reachable: not checked"),
        "{}",
        outcome.stdout
    );
    assert!(world.emulator.requests().is_empty());
}

#[test]
fn a_version_that_is_named_is_not_detected() {
    let world = World::new(ApiVersion::V1);
    let outcome = world.run(&["status", "--api-version", "v1"]).ok();
    assert!(
        outcome.stdout.contains("v1 (--api-version)"),
        "{}",
        outcome.stdout
    );
    let url = format!("{}/v1", world.emulator.base_url());
    let outcome = world.run(&["status", "--base-url", &url]).ok();
    assert!(
        outcome.stdout.contains("v1 (the end of the base URL)"),
        "{}",
        outcome.stdout
    );
}
