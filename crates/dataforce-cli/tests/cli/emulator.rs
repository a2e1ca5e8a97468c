//! The emulator that the program starts.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use dataforce_emulator::ApiVersion;

use crate::support::World;

#[test]
fn what_it_prints_is_enough_to_work_with_it() {
    for (flags, set) in [(vec![], "LUML"), (vec!["--api-version", "legacy"], "DFS")] {
        let world = World::empty(ApiVersion::V1);
        let mut command = world.bare(["emulator"]);
        let mut child = command
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It closes its output once everything is said.
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let variables: Vec<_> = lines
            .map(|line| {
                let line = line.unwrap();
                let (name, value) = line
                    .strip_prefix("export ")
                    .unwrap()
                    .split_once('=')
                    .unwrap();
                (name.to_owned(), value.to_owned())
            })
            .collect();
        assert_eq!(
            variables[2],
            (format!("{set}_EMULATOR_PID"), child.id().to_string())
        );
        let mut list = world.bare([
            "collections",
            "list",
            "--search",
            "training",
            "-o",
            "ndjson",
        ]);
        let outcome = world
            .finish(
                {
                    list.envs(variables);
                    list
                },
                "",
            )
            .ok();
        assert!(
            outcome.stdout.contains("\"name\":\"Training Data\""),
            "{}",
            outcome.stdout
        );
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
