//! Streams, and readers that go away.

use std::io::{BufRead, BufReader, Write};
use std::process::Child;
use std::sync::{Mutex, mpsc};

use dataforce_emulator::{ApiVersion, Emulator};

use crate::support::{KEY, VERSIONS, World, end, spawn};

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
            let (code, said) = end(child);
            assert_eq!((code, said.as_str()), (Some(0), ""), "{version} {format}");
        }
    }
}

#[test]
fn a_change_goes_on_when_nobody_reads() {
    for version in VERSIONS {
        for (args, input) in [
            (
                "delete - --yes",
                "Collection 1\nCollection 2\nCollection 3\n",
            ),
            (
                "update - --add-tag new",
                "Collection 1\nCollection 2\nCollection 3\n",
            ),
            (
                "import -",
                "{\"name\":\"a\",\"type\":\"model\"}\n{\"name\":\"b\",\"type\":\"model\"}\n{\"name\":\"c\",\"type\":\"model\"}\n",
            ),
        ] {
            let world = World::of(
                Emulator::builder()
                    .key(KEY)
                    .api_version(version)
                    .collections(3)
                    .start(),
            );
            let args = format!("collections {args} -o id");
            let mut child = spawn(&mut world.command(args.split(' ')));
            drop(child.stdout.take());
            let mut stdin = child.stdin.take().unwrap();
            stdin.write_all(input.as_bytes()).unwrap();
            drop(stdin);
            let (code, said) = end(child);
            assert_eq!(code, Some(0), "{version} {args}: {said}");
            let left = world.emulator.collections();
            let is_done = match args.split(' ').nth(1) {
                Some("delete") => left.is_empty(),
                Some("update") => left.iter().all(|one| one.tags.is_some()),
                _ => left.len() == 6,
            };
            assert!(is_done, "{version} {args}: {left:?}");
        }
    }
}

/// A list of `count` collections on V1, whose last page waits until the sender is dropped.
fn list(count: usize, format: &str) -> (World, Child, mpsc::Sender<()>) {
    let (release, released) = mpsc::channel::<()>();
    let state = Mutex::new((0, released));
    let emulator = Emulator::builder()
        .key(KEY)
        .api_version(ApiVersion::V1)
        .collections(count)
        .keep_bodies_up_to(0)
        .observe(move |exchange| {
            let query = exchange.request.query.as_deref().unwrap_or_default();
            if !query.contains("limit=100") {
                return;
            }
            let mut state = state.lock().unwrap();
            state.0 += 1;
            if state.0 == count.div_ceil(100) {
                let _ = state.1.recv();
            }
        });
    let world = World::of(emulator.start());
    let child = spawn(&mut world.command(["collections", "list", "-o", format]));
    (world, child, release)
}

#[test]
fn the_first_lines_of_v1_come_before_the_last_page() {
    for format in ["id", "ndjson"] {
        let (_world, mut child, release) = list(250, format);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..200 {
            lines.next().unwrap().unwrap();
        }
        drop(release);
        assert_eq!(lines.count(), 50);
        assert!(child.wait().unwrap().success());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_a_list_of_v1() {
    /// The most memory that a list of this length takes until its last page, in KiB.
    fn peak(count: usize, format: &str) -> u64 {
        let (_world, mut child, release) = list(count, format);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for _ in 0..count - 100 {
            lines.next().unwrap().unwrap();
        }
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak
            .unwrap()
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .unwrap();
        drop(release);
        assert_eq!(lines.count(), 100);
        assert!(child.wait().unwrap().success());
        peak
    }
    for format in ["id", "ndjson"] {
        let (short, long) = (peak(1_000, format), peak(10_000, format));
        // The longer list has more than 2 MiB of JSON.
        assert!(
            long < short + 1_024,
            "{format}: {short} KiB, then {long} KiB"
        );
    }
}
