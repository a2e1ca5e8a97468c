//! What the environment of a process does to a client: certificates and proxies.

use std::process::Command;

use dataforce_fault_tests::{RawServer, SocksProxy, Version, on_both_versions};

use crate::certificates::SelfSigned;

on_both_versions!(
    #[test]
    without_certificates_http_works,
    a_server_on_this_machine_is_never_reached_through_a_proxy,
    the_environment_may_name_the_certificates_to_trust,
);

const NOWHERE: &str = "/nonexistent";
/// Nothing listens there.
const DEAD_PROXY: &str = "http://user:secret@127.0.0.1:9";
const NO_CERTIFICATES: [(&str, &str); 2] = [("SSL_CERT_FILE", NOWHERE), ("SSL_CERT_DIR", NOWHERE)];

/// Runs the program `one-call` with only these environment variables, and returns what it prints.
fn run(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_one-call"))
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("secret"), "a password is shown: {text}");
    assert!(output.status.success(), "{output:?}");
    text
}

#[track_caller]
fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is missing in: {text}");
    }
}

const BOTH_OK: &[&str] = &["async: ok, 1 organization", "blocking: ok, 1 organization"];

fn without_certificates_http_works(version: Version) {
    let emulator = version.emulator().key("dfs_your_key").start();
    let text = run(&[emulator.base_url(), "blocking"], &NO_CERTIFICATES);
    assert_says(&text, BOTH_OK);
}

#[test]
fn without_certificates_https_says_that_none_were_found_and_what_to_do() {
    for base_url in ["https://registry.example.com", "https://localhost:1"] {
        let text = run(&[base_url, "blocking"], &NO_CERTIFICATES);
        for client in ["async", "blocking"] {
            assert_says(
                &text,
                &[
                    &format!("{client}: Configuration: no trusted certificates were found"),
                    &format!("{client}: retryable: false"),
                    &format!("{client}: because "),
                    "ca-certificates",
                    "SSL_CERT_FILE",
                    "root_certificate",
                ],
            );
        }
    }
}

fn the_environment_may_name_the_certificates_to_trust(version: Version) {
    let server = SelfSigned::start(version);
    let file = std::env::temp_dir().join(format!("dataforce-{}-{version}.pem", std::process::id()));
    std::fs::write(&file, server.pem()).unwrap();
    let path = file.to_str().unwrap();
    let address = server.base_url("localhost");
    let trusting = run(&[&address], &[("SSL_CERT_FILE", path)]);
    // The server sends an empty list of collections to whatever it is asked.
    assert!(!trusting.contains("Certificate"), "{trusting}");
    assert!(server.heard().contains("Bearer"));

    // The builder can name it, too, whether or not the platform has certificates.
    let before = server.heard().len();
    let root = format!("root={path}");
    for environment in [&NO_CERTIFICATES[..], &[]] {
        let trusting = run(&[&address, &root], environment);
        assert!(!trusting.contains("ertificate"), "{trusting}");
    }
    assert!(server.heard().len() > before);
    std::fs::remove_file(&file).unwrap();

    let distrusting = run(&[&address], &[]);
    assert_says(
        &distrusting,
        &["retryable: false", "root_certificate", "SSL_CERT_FILE"],
    );
}

fn a_server_on_this_machine_is_never_reached_through_a_proxy(version: Version) {
    let emulator = version.emulator().key("dfs_your_key").start();
    let port = emulator.address().port();
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        for host in ["127.0.0.1", "localhost"] {
            let base_url = format!("http://{host}:{port}");
            let text = run(&[&base_url, "blocking"], &[(variable, DEAD_PROXY)]);
            assert_says(&text, BOTH_OK);
        }
    }
}

#[test]
fn a_variable_for_proxies_that_cannot_be_used_does_not_prevent_the_start() {
    let emulator = Version::V1.emulator().key("dfs_your_key").start();
    for proxy in [
        "",
        "::",
        "http://",
        "socks5://127.0.0.1:9",
        "unknown://127.0.0.1",
    ] {
        let environment = [("ALL_PROXY", proxy), ("NO_PROXY", ",,::/")];
        let text = run(&[emulator.base_url(), "blocking"], &environment);
        assert_says(&text, BOTH_OK);
    }
}

#[test]
fn a_dead_proxy_is_named() {
    for (variable, proxy, base_url) in [
        ("HTTP_PROXY", DEAD_PROXY, "http://registry.example.com"),
        ("HTTPS_PROXY", DEAD_PROXY, "https://registry.example.com"),
        ("ALL_PROXY", DEAD_PROXY, "https://registry.example.com"),
        (
            "ALL_PROXY",
            "socks5h://127.0.0.1:9",
            "http://registry.example.com",
        ),
        (
            "ALL_PROXY",
            "socks4a://127.0.0.1:9",
            "https://registry.example.com",
        ),
    ] {
        let shown = proxy.replace("user:secret@", "");
        let text = run(&[base_url, "once"], &[(variable, proxy)]);
        assert_says(
            &text,
            &[&format!(
                "no connection to {base_url} through the environment's proxy {shown}"
            )],
        );
    }
}

#[test]
fn a_socks_proxy_of_the_environment_is_used() {
    const HOST: &str = "registry.example.com";
    let emulator = Version::V1.emulator().key("dfs_your_key").start();
    let proxy = SocksProxy::start(emulator.address(), HOST, ("user", "secret"));
    for login in ["", "user:secret@"] {
        let proxy = format!("socks5h://{login}{}", proxy.address());
        for variable in ["HTTP_PROXY", "ALL_PROXY"] {
            let base_url = format!("http://{HOST}");
            let text = run(&[&base_url, "blocking"], &[(variable, &proxy)]);
            assert_says(&text, BOTH_OK);
        }
    }
    let wrong = format!("socks5h://user:wrong@{}", proxy.address());
    let text = run(
        &["http://registry.example.com", "once"],
        &[("ALL_PROXY", &wrong)],
    );
    assert_says(
        &text,
        &["async: Connection: ", "through the environment's proxy"],
    );
}

#[test]
fn no_proxy_ignores_the_environment() {
    // No host name has a label of more than 63 characters, so nothing leaves this machine.
    let base_url = format!("http://{}.invalid", "a".repeat(64));
    let environment = [("HTTP_PROXY", DEAD_PROXY)];
    assert_says(&run(&[&base_url, "once"], &environment), &["127.0.0.1:9"]);
    let text = run(&[&base_url, "once", "no-proxy"], &environment);
    assert!(!text.contains("127.0.0.1:9"), "{text}");
    let excepted = [("HTTP_PROXY", DEAD_PROXY), ("NO_PROXY", ".invalid")];
    let text = run(&[&base_url, "once"], &excepted);
    assert!(!text.contains("127.0.0.1:9"), "{text}");
}

#[test]
fn what_a_proxy_responds_is_not_taken_for_the_service() {
    let respond = |status: &str| {
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: 6\r\n\r\n");
        RawServer::answering(format!("{head}<html>"))
    };
    let (http, https) = (
        "http://registry.example.com",
        "https://registry.example.com",
    );
    for (status, base_url, kind, what) in [
        (
            "407 Proxy Authentication Required",
            http,
            "UnexpectedResponse",
            "asks for credentials",
        ),
        (
            "407 Proxy Authentication Required",
            https,
            "UnexpectedResponse",
            "asks for credentials",
        ),
        (
            "403 Forbidden",
            http,
            "UnexpectedResponse",
            "not the service's own",
        ),
        (
            "403 Forbidden",
            https,
            "Connection",
            "did not connect to https://registry.example.com",
        ),
        ("404 Not Found", http, "UnexpectedResponse", "404"),
        ("200 OK", http, "UnexpectedResponse", "its body"),
        (
            "511 Network Authentication Required",
            http,
            "UnexpectedResponse",
            "sign in",
        ),
    ] {
        let proxy = respond(status);
        let address = proxy.base_url();
        let text = run(&[base_url, "once"], &[("ALL_PROXY", &address)]);
        assert_says(&text, &[&format!("async: {kind}: "), what, &address]);
        for claim in ["role", "API key", "member"] {
            assert!(!text.contains(claim), "{status}: {text}");
        }
    }
}
