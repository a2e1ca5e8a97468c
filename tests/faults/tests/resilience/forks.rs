//! Clients in a process that forks: the parent goes on, the child starts afresh or is told why not.

use std::process::Command;

use dataforce_fault_tests::{Version, on_both_versions};

on_both_versions!(
    #[test]
    a_fork_disturbs_no_client,
);

fn a_fork_disturbs_no_client(version: Version) {
    let emulator = version.emulator().key("dfs_your_key").start();
    let output = Command::new(env!("CARGO_BIN_EXE_forking"))
        .arg(emulator.base_url())
        .env_clear()
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    let lines = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    for (when, calls) in [("before", 1), ("parent", 20), ("after", 1)] {
        for client in ["blocking", "async"] {
            let ok = format!("{when}, {client}: 1 organizations");
            assert_eq!(lines(&ok), calls, "{ok}: {text}");
        }
    }
    assert_eq!(lines("child, async: 1 organizations"), 1, "{text}");
    let refused = "child, blocking: Runtime: the process was forked";
    assert_eq!(lines(refused), 1, "{text}");
}
