//! Questions, colour and progress on a terminal.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;

use dataforce_emulator::{ApiVersion, Emulator, Endpoint};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::support::{KEY, World, collection};

/// The program on a pseudo-terminal of 80 columns.
struct Session {
    child: Child,
    master: File,
    /// What the program has written so far.
    screen: String,
}

impl Session {
    fn start(mut command: Command) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let size = Winsize {
            ws_row: 24,
            ws_col: 80,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        tcsetwinsize(&master, size).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let terminal = File::options()
            .read(true)
            .write(true)
            .open(name.to_str().unwrap())
            .unwrap();
        command.env("TERM", "xterm");
        let child = command
            .stdin(Stdio::from(terminal.try_clone().unwrap()))
            .stdout(Stdio::from(terminal.try_clone().unwrap()))
            .stderr(Stdio::from(terminal))
            .spawn()
            .unwrap();
        Self {
            child,
            master: master.into(),
            screen: String::new(),
        }
    }

    /// Reads until the program has written this.
    fn expect(&mut self, text: &str) {
        while !self.screen.contains(text) {
            assert!(self.read(), "{text:?} did not come: {}", self.screen);
        }
    }

    /// Types something when the program is ready to read it: a question turns the echo off. What is
    /// typed before that may be discarded.
    fn send(&mut self, keys: &str) {
        let modes = || tcgetattr(&self.master).unwrap().local_modes;
        while modes().contains(LocalModes::ECHO) {
            std::thread::yield_now();
        }
        self.master.write_all(keys.as_bytes()).unwrap();
    }

    /// Reads to the end, and returns the exit code.
    fn end(mut self) -> (i32, String) {
        while self.read() {}
        (self.child.wait().unwrap().code().unwrap(), self.screen)
    }

    /// The end of a terminal is an error on some systems.
    fn read(&mut self) -> bool {
        let mut buffer = [0; 4096];
        let count = self.master.read(&mut buffer).unwrap_or(0);
        self.screen
            .push_str(&String::from_utf8_lossy(&buffer[..count]));
        count > 0
    }
}

fn delete(world: &World) -> Session {
    // `command` drops its copies of the terminal when the program has started.
    Session::start(world.command(["collections", "delete", "My Collection"]))
}

#[test]
fn a_deletion_is_confirmed() {
    let world = World::new(ApiVersion::V1);
    let mut session = delete(&world);
    session.expect("\"My Collection\" (0199c455-21ee-74c6-b747-19a82f1a1e75), model, 0 artifacts");
    session.expect("Delete this collection permanently?");
    session.send("y");
    let (code, screen) = session.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("deleted \"My Collection\""), "{screen}");
    assert_eq!(world.emulator.collections().len(), 1);
}

#[test]
fn a_deletion_can_be_declined() {
    for keys in ["n", "\r"] {
        let world = World::new(ApiVersion::V1);
        let mut session = delete(&world);
        session.expect("Delete this collection permanently?");
        session.send(keys);
        let (code, screen) = session.end();
        assert_eq!(code, 1, "{screen}");
        assert!(screen.contains("nothing was deleted"), "{screen}");
        assert_eq!(world.emulator.collections().len(), 2);
    }
}

#[test]
fn a_question_can_be_interrupted() {
    let world = World::new(ApiVersion::V1);
    let mut session = delete(&world);
    session.expect("Delete this collection permanently?");
    session.send("\u{3}");
    let (code, screen) = session.end();
    assert_eq!(code, 130, "{screen}");
    assert!(screen.ends_with("nothing was done\r\n"), "{screen}");
    // The cursor is visible again.
    assert!(
        screen.rfind("\u{1b}[?25h") > screen.rfind("\u{1b}[?25l"),
        "{screen:?}"
    );
    assert_eq!(world.emulator.collections().len(), 2);
}

#[test]
fn a_key_is_asked_for_and_not_shown() {
    let world = World::new(ApiVersion::V1);
    let mut session = Session::start(world.bare(["config", "set", "api_key"]));
    session.expect("API key");
    session.send(&format!("{KEY}\r"));
    let (code, screen) = session.end();
    assert_eq!(code, 0, "{screen}");
    assert!(!screen.contains(KEY), "{screen}");
    let get = world
        .finish(world.bare(["config", "get", "api_key"]), "")
        .ok();
    assert_eq!(get.stdout, "…DEFG\n");
}

#[test]
fn colour_is_used_on_terminals_alone_unless_asked_otherwise() {
    let world = World::new(ApiVersion::V1);
    let list = || world.command(["collections", "list"]);
    let bold = "\u{1b}[1mID";
    let (_, screen) = Session::start(list()).end();
    assert!(screen.contains(bold), "{screen:?}");
    let mut plain = list();
    plain.env("NO_COLOR", "1");
    let (_, screen) = Session::start(plain).end();
    assert!(!screen.contains('\u{1b}'), "{screen:?}");

    assert!(!world.finish(list(), "").ok().stdout.contains('\u{1b}'));
    let mut forced = list();
    forced.env("CLICOLOR_FORCE", "1");
    assert!(world.finish(forced, "").ok().stdout.contains(bold));
}

#[test]
fn a_table_fits_the_terminal() {
    let world = World::with(ApiVersion::V1, |builder| {
        builder.collection(collection(&"漢字 ".repeat(30), 3))
    });
    let mut command = world.command(["collections", "list"]);
    command.env("NO_COLOR", "1");
    let (_, screen) = Session::start(command).end();
    for line in screen.lines() {
        let wide = line.chars().filter(|c| "漢字".contains(*c)).count();
        assert!(line.trim_end().chars().count() + wide <= 80, "{line}");
    }
}

#[test]
fn an_import_shows_its_progress() {
    // The second row waits until the bar was seen.
    let (release, released) = mpsc::channel::<()>();
    let state = std::sync::Mutex::new((0, released));
    let emulator = Emulator::builder()
        .key(KEY)
        .api_version(ApiVersion::V1)
        .observe(move |exchange| {
            if exchange.endpoint() == Some(Endpoint::CreateCollection) {
                let mut state = state.lock().unwrap();
                state.0 += 1;
                if state.0 == 2 {
                    let _ = state.1.recv();
                }
            }
        });
    let world = World::of(emulator.start());
    let row = "{\"name\": \"Row\", \"type\": \"model\"}\n";
    world.file("rows.ndjson", &row.repeat(4));
    let args = ["collections", "import", "rows.ndjson"];
    let mut session = Session::start(world.command(args));
    session.expect("importing [");
    drop(release);
    let (code, screen) = session.end();
    assert_eq!(code, 0, "{screen}");
    assert!(
        screen.ends_with("created 4, updated 0, unchanged 0\r\n"),
        "{screen:?}"
    );

    let mut quiet = world.command(args);
    quiet.arg("--quiet");
    assert_eq!(Session::start(quiet).end(), (0, String::new()));
}
