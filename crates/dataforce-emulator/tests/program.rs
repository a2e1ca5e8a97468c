//! The program: its output, files, signals and errors.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(all(feature = "cli", unix))]

mod raw;

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use dataforce_emulator::{Seed, User};
use raw::Connection;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dataforce-emulator");

/// A running program, which is killed at the end of the test.
struct Program {
    child: Child,
    log: BufReader<ChildStderr>,
    address: SocketAddr,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        log.read_line(&mut line).unwrap();
        let url = line
            .trim_end()
            .strip_prefix("DataForce emulator at http://")
            .unwrap();
        let address = url.parse().unwrap();
        Self {
            child,
            log,
            address,
        }
    }

    fn get(&self, path: &str, key: &str) -> raw::Reply {
        let mut connection = Connection::at(self.address);
        let authorization = format!("Bearer {key}");
        connection.send("GET", path, &[("authorization", &authorization)], b"");
        connection.receive().unwrap()
    }

    /// Ends it with a signal; returns whether it succeeded, and its log.
    fn signal(mut self, signal: &str) -> (bool, String) {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        let mut log = String::new();
        self.log.read_to_string(&mut log).unwrap();
        (self.child.wait().unwrap().success(), log)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file that is removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("dataforce-emulator-{}-{name}", std::process::id())))
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn fails(arguments: &[&str]) -> String {
    let Output { status, stderr, .. } = Command::new(PROGRAM).args(arguments).output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn a_shell_can_evaluate_what_it_prints() {
    let script = r#"
        eval "$("$0" --print-env --quiet --key "dfs_it's me" 2>/dev/null &)"
        printf '%s\n' "$DFS_BASE_URL" "$DFS_API_KEY" "$DFS_ORGANIZATION" "$DFS_ORBIT"
        kill "$DFS_EMULATOR_PID"
    "#;
    let output = Command::new("sh")
        .args(["-c", script, PROGRAM])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("http://127.0.0.1:"), "{text}");
    assert_eq!(lines[1], "dfs_it's me");
    assert_eq!(lines[2], Seed::ORGANIZATION_ID.to_string());
    assert_eq!(lines[3], Seed::ORBIT_ID.to_string());
}

#[test]
fn the_variables_are_those_of_the_version() {
    let script = r#"
        eval "$("$0" --api-version v1 --print-env --quiet 2>/dev/null &)"
        printf '%s\n' "$LUML_BASE_URL" "$LUML_API_KEY" "$LUML_ORGANIZATION" "$LUML_ORBIT" "$DFS_API_KEY"
        kill "$LUML_EMULATOR_PID"
    "#;
    let output = Command::new("sh")
        .args(["-c", script, PROGRAM])
        .env_remove("DFS_API_KEY")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("http://127.0.0.1:"), "{text}");
    let (organization, orbit) = (
        Seed::ORGANIZATION_ID.to_string(),
        Seed::ORBIT_ID.to_string(),
    );
    assert_eq!(lines[1..], [Seed::API_KEY, &organization, &orbit, ""]);
}

#[test]
fn the_version_can_be_chosen() {
    let program = Program::start(&["--api-version", "v1"]);
    let list = program.get("/v1/users/me/organizations", "dfs_your_key");
    assert_eq!(list.status, 200);
    let list = program.get("/users/me/organizations", "dfs_your_key");
    assert_eq!(list.status, 404);
    let unknown = fails(&["--api-version", "v2"]);
    assert!(unknown.contains("unknown API version `v2`"), "{unknown}");
}

#[test]
fn it_logs_requests_and_stops_on_signals() {
    for signal in ["-TERM", "-INT"] {
        let program = Program::start(&["--key", "dfs_mine", "--faults", "get_orbit,reset-before"]);
        assert_eq!(
            program
                .get("/users/me/organizations?a=b", "dfs_mine")
                .status,
            200
        );
        assert_eq!(
            program
                .get("/users/me/organizations", "dfs_your_key")
                .status,
            401
        );
        let (well, log) = program.signal(signal);
        assert!(well, "{log}");
        assert!(
            log.contains("GET /users/me/organizations?a=b → 200 · "),
            "{log}"
        );
        assert!(
            log.contains("GET /users/me/organizations → 401 · 30 bytes · "),
            "{log}"
        );
        assert!(log.ends_with("stopping\n"), "{log}");
    }
}

#[test]
fn content_is_read_from_a_file_and_written_to_one() {
    let (from, to) = (Scratch::new("seed.json"), Scratch::new("export.json"));
    let seed = r#"{"organizations": [{"name": "Acme", "orbits": [{"name": "Research", "collections": [{"name": "Images"}]}]}]}"#;
    std::fs::write(&from.0, seed).unwrap();
    let program = Program::start(&["--seed", from.path(), "--export", to.path()]);
    let list = program
        .get("/users/me/organizations", "dfs_your_key")
        .json();
    assert_eq!(list[0]["name"], "Acme");
    assert!(program.signal("-TERM").0);

    let export: Seed = serde_json::from_slice(&std::fs::read(&to.0).unwrap()).unwrap();
    assert_eq!(
        export.organizations[0].orbits[0].collections[0].name,
        "Images"
    );
    assert_eq!(
        export.organizations[0].id.to_string(),
        list[0]["id"].as_str().unwrap()
    );
    let owner = User {
        id: export.users[0].id,
        ..User::new("owner").key("dfs_your_key")
    };
    assert_eq!(export.users, [owner]);
}

#[test]
fn errors_are_described() {
    let missing = fails(&["--seed", "/does/not/exist.json"]);
    assert!(
        missing.starts_with("dataforce-emulator: cannot read /does/not/exist.json: "),
        "{missing}"
    );

    let broken = Scratch::new("broken.json");
    std::fs::write(&broken.0, r#"{"organisations": []}"#).unwrap();
    let misspelt = fails(&["--seed", broken.path()]);
    assert!(
        misspelt.contains("unknown field `organisations`"),
        "{misspelt}"
    );

    let fault = fails(&["--faults", "503,list_collection"]);
    assert!(
        fault.contains("`list_collection` is not a fault"),
        "{fault}"
    );

    let twice = Scratch::new("twice.json");
    std::fs::write(&twice.0, r#"{"users": [{"name": "a"}, {"name": "a"}]}"#).unwrap();
    let contradiction = fails(&["--seed", twice.path()]);
    let text = "dataforce-emulator: the seed contradicts itself: two users are called `a`\n";
    assert_eq!(contradiction, text);

    let taken = Program::start(&[]);
    let port = taken.address.port().to_string();
    let busy = fails(&["--port", &port]);
    assert!(
        busy.starts_with(&format!(
            "dataforce-emulator: cannot listen on port {port}: "
        )),
        "{busy}"
    );
}

#[test]
fn help_names_every_fault_and_endpoint() {
    let output = Command::new(PROGRAM).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    for word in [
        "reset-during",
        "slow-body",
        "retry-after-date",
        "\"collection_type\"",
        "kill",
    ] {
        assert!(help.contains(word), "{word}");
    }
    for endpoint in dataforce_emulator::Endpoint::ALL {
        assert!(help.contains(endpoint.id()), "{endpoint}");
    }
}
