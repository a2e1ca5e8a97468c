//! Runs the program with an environment of its own.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use dataforce_emulator::{ApiVersion, Collection, CollectionType, Emulator, EmulatorBuilder};
use tempfile::TempDir;
use uuid::Uuid;

/// Both versions, for tests that hold for each.
pub(crate) const VERSIONS: [ApiVersion; 2] = [ApiVersion::Legacy, ApiVersion::V1];

/// A key of the length that real ones have.
pub(crate) const KEY: &str = "dfs_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

/// An emulator, and a home directory for the program.
pub(crate) struct World {
    pub(crate) emulator: Emulator,
    home: TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl World {
    pub(crate) fn new(version: ApiVersion) -> Self {
        Self::with(version, |builder| builder)
    }

    /// Two collections, and whatever `more` adds.
    pub(crate) fn with(
        version: ApiVersion,
        more: impl FnOnce(EmulatorBuilder) -> EmulatorBuilder,
    ) -> Self {
        let builder = Emulator::builder()
            .key(KEY)
            .api_version(version)
            .collection(Collection::example())
            .collection(training_data());
        Self::of(more(builder).start())
    }

    /// No collections.
    pub(crate) fn empty(version: ApiVersion) -> Self {
        Self::of(Emulator::builder().key(KEY).api_version(version).start())
    }

    pub(crate) fn of(emulator: Emulator) -> Self {
        Self {
            emulator,
            home: tempfile::tempdir().unwrap(),
        }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Writes a file into the home directory.
    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The program without a key or server.
    pub(crate) fn bare<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dataforce"));
        command.args(args).env_clear().current_dir(self.home());
        command.env("HOME", self.home());
        for name in ["SYSTEMROOT", "LLVM_PROFILE_FILE"] {
            command.envs(std::env::var_os(name).map(|value| (name, value)));
        }
        command
    }

    /// The program with the variables of the emulator.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let set = match self.emulator.api_version() {
            ApiVersion::V1 => "LUML",
            _ => "DFS",
        };
        let mut command = self.bare(args);
        command.env(format!("{set}_BASE_URL"), self.emulator.base_url());
        command.env(format!("{set}_API_KEY"), self.emulator.api_key());
        command
    }

    /// Runs the program without a terminal or input.
    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        self.finish(self.command(args), "")
    }

    /// Runs the program with this on standard input.
    pub(crate) fn run_with_input(&self, args: &[&str], input: &str) -> Outcome {
        self.finish(self.command(args), input)
    }

    pub(crate) fn finish(&self, mut command: Command, input: &str) -> Outcome {
        let mut child = spawn(&mut command);
        // A program that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Outcome {
            code: output.status.code().unwrap(),
            stdout: self.stable(&output.stdout),
            stderr: self.stable(&output.stderr),
        }
    }

    /// Replaces what differs from run to run.
    fn stable(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let text = text.replace(self.emulator.base_url(), "http://SERVER");
        text.replace(&self.home().display().to_string(), "~")
    }
}

impl Outcome {
    /// Both streams and the code, for a snapshot.
    pub(crate) fn transcript(&self) -> String {
        let Self {
            code,
            stdout,
            stderr,
        } = self;
        format!("exit code {code}\n--- stdout\n{stdout}--- stderr\n{stderr}")
    }

    /// Asserts that standard error contains this.
    #[track_caller]
    pub(crate) fn assert_says(&self, text: &str) {
        assert!(
            self.stderr.contains(text),
            "{text:?} is not in {}",
            self.stderr
        );
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.transcript());
        self
    }
}

pub(crate) fn spawn(command: &mut Command) -> Child {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for the end of a program. Returns its exit code and what it says on stderr.
pub(crate) fn end(mut child: Child) -> (Option<i32>, String) {
    let mut said = String::new();
    let mut stderr = child.stderr.take().unwrap();
    stderr.read_to_string(&mut said).unwrap();
    (child.wait().unwrap().code(), said)
}

pub(crate) fn training_data() -> Collection {
    Collection::new("Training Data")
        .id(id(2))
        .of_type(CollectionType::Dataset)
        .description("What the models learn from")
        .tags(["ml"])
        .models(3)
        .created_at("2025-02-01T00:00:00Z".parse().unwrap())
}

/// A collection whose id and time of creation do not differ from run to run.
pub(crate) fn collection(name: &str, number: u32) -> Collection {
    Collection::new(name)
        .id(id(number))
        .created_at(format!("2025-03-01T00:00:{number:02}Z").parse().unwrap())
}

pub(crate) fn id(number: u32) -> Uuid {
    Uuid::from_u128(0x0199c455_0000_7000_8000_000000000000 + u128::from(number))
}
