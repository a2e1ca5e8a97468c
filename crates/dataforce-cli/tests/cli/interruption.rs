//! Ctrl-C.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::Child;
use std::sync::{Mutex, mpsc};

use dataforce_emulator::{ApiVersion, Emulator, EmulatorBuilder, Endpoint};
use rustix::process::{Pid, Signal, kill_process};
use tokio::runtime::Builder;
use tokio::signal::unix::{SignalKind, signal};

use crate::support::{KEY, VERSIONS, World, end, spawn};

/// An emulator whose response to one request waits.
struct Held {
    world: World,
    /// Says that the request was processed.
    arrived: mpsc::Receiver<()>,
    /// Dropping it lets the response go.
    release: mpsc::Sender<()>,
}

fn hold(version: ApiVersion, endpoint: Endpoint, number: usize) -> Held {
    hold_with(Emulator::builder().api_version(version), endpoint, number)
}

fn hold_with(builder: EmulatorBuilder, endpoint: Endpoint, number: usize) -> Held {
    let (arrive, arrived) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let state = Mutex::new((0, released));
    let emulator = builder.key(KEY).observe(move |exchange| {
        if exchange.endpoint() != Some(endpoint) {
            return;
        }
        let mut state = state.lock().unwrap();
        state.0 += 1;
        if state.0 == number {
            arrive.send(()).unwrap();
            let _ = state.1.recv();
        }
    });
    Held {
        world: World::of(emulator.start()),
        arrived,
        release,
    }
}

fn interrupt(child: &Child) {
    let pid = Pid::from_child(child);
    kill_process(pid, Signal::INT).unwrap();
}

fn rows(count: usize) -> String {
    let row = |number| format!("{{\"name\": \"Row {number}\", \"type\": \"model\"}}\n");
    (1..=count).map(row).collect()
}

#[test]
fn an_import_ends_between_two_rows_and_can_be_continued() {
    for version in VERSIONS {
        let Held {
            world,
            arrived,
            release,
        } = hold(version, Endpoint::CreateCollection, 3);
        world.file("rows.ndjson", &rows(10));
        let args = ["collections", "import", "rows.ndjson"];
        let mut child = spawn(&mut world.command(args));
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        arrived.recv().unwrap();
        interrupt(&child);
        // The request under way is waited for.
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert_eq!(
            line,
            "waiting for the response; Ctrl-C again stops at once\n"
        );
        drop(release);
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert_eq!(
            rest,
            "error: interrupted\n\
             hint: created 3, updated 0, unchanged 0, 7 not reached\n\
             hint: run the same command again: it creates only what is missing\n"
        );
        assert_eq!(world.emulator.collections().len(), 3);

        let outcome = world.run(&args).ok();
        assert_eq!(outcome.stderr, "created 7, updated 0, unchanged 3\n");
    }
}

#[test]
fn a_second_interruption_ends_an_import_at_once() {
    let Held {
        world,
        arrived,
        release,
    } = hold(ApiVersion::V1, Endpoint::CreateCollection, 2);
    world.file("rows.ndjson", &rows(3));
    let mut child = spawn(&mut world.command(["collections", "import", "rows.ndjson"]));
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    arrived.recv().unwrap();
    interrupt(&child);
    stderr.read_line(&mut String::new()).unwrap();
    interrupt(&child);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(7));
    assert!(
        rest.contains("stopped while creating line 2, \"Row 2\""),
        "{rest}"
    );
    assert!(
        rest.contains("created 1, updated 0, unchanged 0, 1 of unknown outcome, 1 not reached")
    );
    drop(release);
}

#[test]
fn a_read_ends_at_once() {
    let Held {
        world,
        arrived,
        release,
    } = hold(ApiVersion::V1, Endpoint::ListCollections, 2);
    let child = spawn(&mut world.command(["collections", "list"]));
    arrived.recv().unwrap();
    interrupt(&child);
    assert_eq!(end(child), (Some(130), "error: interrupted\n".to_owned()));
    drop(release);
}

#[test]
fn names_from_a_pipe_that_does_not_end_can_be_interrupted() {
    // A signal that these tests were told to ignore would be ignored by the program, too; one with a
    // handler is not.
    let runtime = Builder::new_current_thread().enable_io().build().unwrap();
    let _handler = {
        let _context = runtime.enter();
        signal(SignalKind::interrupt()).unwrap()
    };
    let world = World::new(ApiVersion::V1);
    let mut child = spawn(&mut world.command(["collections", "get", "-"]));
    let mut stdin = child.stdin.take().unwrap();
    // More than a pipe holds, so the program reads once this is written.
    stdin
        .write_all("Training Data\n".repeat(20_000).as_bytes())
        .unwrap();
    interrupt(&child);
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(Signal::INT.as_raw()));
    drop(stdin);
}

#[test]
fn a_list_is_shown_page_by_page() {
    for (format, lines) in [("table", 101), ("ndjson", 100), ("id", 100)] {
        let builder = Emulator::builder().api_version(ApiVersion::V1);
        // One request finds the default collection, and one asks for the first page.
        let Held {
            world,
            arrived,
            release,
        } = hold_with(builder.collections(150), Endpoint::ListCollections, 3);
        let mut child = spawn(&mut world.command(["collections", "list", "--output", format]));
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut shown = stdout.lines();
        assert_eq!(shown.by_ref().take(lines).count(), lines, "{format}");
        arrived.recv().unwrap();
        interrupt(&child);
        assert_eq!(shown.count(), 0, "{format}");
        let (code, said) = end(child);
        assert_eq!(code, Some(130));
        assert_eq!(
            said,
            "error: interrupted\nhint: the list breaks off after 100 collections\n"
        );
        drop(release);
    }
}

#[test]
fn an_export_that_is_interrupted_leaves_no_file() {
    let Held {
        world,
        arrived,
        release,
    } = hold(ApiVersion::V1, Endpoint::ListCollections, 2);
    let mut child = spawn(&mut world.command(["collections", "export", "backup.ndjson"]));
    arrived.recv().unwrap();
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(std::fs::read_dir(world.home()).unwrap().count(), 0);
    drop(release);
}
