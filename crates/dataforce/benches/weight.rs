//! What a program pays for the crate before it runs: crates and time to build. And for the command
//! line: its size, and the time in which it starts.
//!
//! ```console
//! cargo bench -p dataforce --features blocking --bench weight
//! ```
#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::Target::{AtMost, Unchecked};
use common::{Table, median};

/// What is built, and what it depends on.
const CLIENTS: [(&str, &str); 3] = [
    (
        "reqwest",
        r#"
reqwest = { version = "0.13.4", default-features = false, features = ["json", "query", "rustls"] }
serde = { version = "1.0", features = ["derive"] }
"#,
    ),
    (
        "a client by progenitor",
        r#"
bytes = "1"
chrono = { version = "0.4", default-features = false, features = ["serde", "std"] }
futures-core = "0.3"
progenitor-client = "0.15.1"
reqwest = { version = "0.13.4", default-features = false, features = ["json", "query", "rustls", "stream"] }
serde = { version = "1.0", features = ["derive"] }
serde_json = "1.0"
uuid = { version = "1.18", features = ["serde"] }
"#,
    ),
    (
        "dataforce",
        r#"
dataforce.path = "{crates}/dataforce"
"#,
    ),
];

fn main() {
    if !common::is_measuring() {
        // Whatever it does takes minutes.
        return;
    }
    let table = Table::new(
        "Crates and time that a clean build takes, with TLS, without optimization",
        &["client", "crates", "seconds", "ratio to reqwest"],
    );
    let mut reqwest = None;
    for (client, dependencies) in CLIENTS {
        let package = Package::new(dependencies);
        let seconds = package.build().as_secs_f64();
        let ratio = seconds / *reqwest.get_or_insert(seconds);
        let crates = package.crates();
        table.row(
            &[&client, &crates, &format!("{seconds:.1}")],
            ratio,
            Unchecked,
        );
    }

    let table = Table::new(
        "The command line, optimized",
        &["start", "MiB", "milliseconds"],
    );
    let program = build_program();
    let size = fs::metadata(&program).unwrap().len() as f64 / f64::from(1 << 20);
    let start = median((0..101).map(|_| start(&program)).collect());
    table.row(
        &[&"`dataforce --version`", &format!("{size:.1}")],
        start,
        AtMost(20.0),
    );
}

/// A package that depends on a client and does nothing.
struct Package(PathBuf);

impl Package {
    fn new(dependencies: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("weight");
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("src")).unwrap();
        fs::write(folder.join("src/lib.rs"), "").unwrap();
        let dependencies = dependencies.replace("{crates}", crates.to_str().unwrap());
        let head = "[workspace]\n[package]\nname = \"weight\"\nedition = \"2024\"\n[dependencies]";
        fs::write(folder.join("Cargo.toml"), format!("{head}{dependencies}")).unwrap();
        // The versions are those of this workspace, whatever has been released since.
        let lock = crates.parent().unwrap().join("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).unwrap();
        Self(folder)
    }

    fn cargo(&self, command: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(command)
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("target"));
        cargo
    }

    fn build(&self) -> Duration {
        assert!(
            self.cargo(&["fetch", "--quiet"])
                .status()
                .unwrap()
                .success()
        );
        let start = Instant::now();
        let status = self.cargo(&["build", "--quiet", "--offline"]).status();
        assert!(status.unwrap().success());
        start.elapsed()
    }

    /// How many crates are built, but for those that only build others.
    fn crates(&self) -> usize {
        let tree = ["tree", "--edges=normal", "--prefix=none", "--format={p}"];
        let output = self.cargo(&tree).output().unwrap();
        assert!(output.status.success());
        let output = String::from_utf8(output.stdout).unwrap();
        let crates: BTreeSet<_> = output
            .lines()
            .filter_map(|line| line.split(' ').next())
            .collect();
        crates.len() - 1
    }
}

/// Builds the program and returns its path.
fn build_program() -> PathBuf {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--release", "--package=dataforce-cli"])
        .status();
    assert!(status.unwrap().success());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    target
        .join("release")
        .join("dataforce")
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// The time in milliseconds that a program takes to start and end.
fn start(program: &Path) -> f64 {
    let start = Instant::now();
    let status = Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
    start.elapsed().as_secs_f64() * 1000.0
}
