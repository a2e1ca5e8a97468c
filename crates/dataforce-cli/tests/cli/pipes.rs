//! Streams, and readers that go away.

use std::io::{BufRead, BufReader, Read};
use std::sync::mpsc;

use dataforce_emulator::{ApiVersion, Emulator, Endpoint};

use crate::support::{KEY, VERSIONS, World, spawn};

#[test]
fn a_closed_pipe_is_no_error() {
    for version in VERSIONS {
        for format in ["id", "ndjson", "json", "table"] {
            let world = World::with(version, |builder| builder.collections(2000));
            let mut command = world.command(["collections", "list", "-o", format]);
            let mut child = spawn(&mut command);
            let mut first = String::new();
            let mut stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
            stdout.read_line(&mut first).unwrap();
            assert!(!first.is_empty());
            drop(stdout);
            let mut said = String::new();
            child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            let status = child.wait().unwrap();
            assert_eq!(
                (status.code(), said.as_str()),
                (Some(0), ""),
                "{version} {format}"
            );
        }
    }
}

#[test]
fn the_first_lines_of_v1_come_before_the_last_page() {
    for format in ["id", "ndjson"] {
        // The second page waits until the first has been printed.
        let (release, released) = mpsc::channel::<()>();
        let released = std::sync::Mutex::new(released);
        let emulator = Emulator::builder()
            .key(KEY)
            .api_version(ApiVersion::V1)
            .collections(250);
        let emulator = emulator.observe(move |exchange| {
            let query = exchange.request.query.as_deref().unwrap_or_default();
            if exchange.endpoint() == Some(Endpoint::ListCollections) && query.contains("cursor=") {
                let _ = released.lock().unwrap().recv();
            }
        });
        let world = World::of(emulator.start());
        let mut child = spawn(&mut world.command(["collections", "list", "-o", format]));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..100 {
            lines.next().unwrap().unwrap();
        }
        drop(release);
        assert_eq!(lines.count(), 150);
        assert!(child.wait().unwrap().success());
    }
}
