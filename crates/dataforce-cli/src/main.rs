//! The command line of the DataForce registry. `dataforce --help` describes it.

mod args;
mod commands;
mod config_file;
mod context;
mod exit_code;
mod failure;
mod interrupt;
mod names;
mod options;
mod output;
mod printable;
mod profile;
mod records;
mod replacement;
mod request_log;
mod settings;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use tokio::runtime::Runtime;

use crate::args::{Command, CommandLine};
use crate::context::Context;
use crate::failure::Result;
use crate::interrupt::Interrupt;
use crate::options::GlobalOptions;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    // Usage errors and --version end the program here, before a runtime or a client exists.
    let CommandLine { command, global } = CommandLine::parse();
    let terminal = Terminal::new(global.quiet, global.verbose);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => drive(runtime, run(command, global, terminal.clone())),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::from(exit_code::SUCCESS),
        Err(failure) => {
            terminal.failure(&failure);
            ExitCode::from(failure.code)
        }
    }
}

/// Drives the program to its end. Does not wait for what still runs then: the system looks up a name
/// for as long as it likes, whatever `--timeout` says.
fn drive<T>(runtime: Runtime, program: impl Future<Output = T>) -> T {
    let outcome = runtime.block_on(program);
    runtime.shutdown_background();
    outcome
}

async fn run(command: Command, options: GlobalOptions, terminal: Terminal) -> Result<()> {
    if options.verbose {
        request_log::start();
    }
    let context = Context {
        options,
        terminal,
        interrupt: Interrupt::default(),
    };
    command.run(context).await
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    #[test]
    fn what_hangs_in_the_background_does_not_delay_the_end() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let (end, ended) = mpsc::channel::<()>();
        let (start, started) = tokio::sync::oneshot::channel();
        super::drive(runtime, async {
            tokio::task::spawn_blocking(move || {
                let _ = start.send(());
                let _ = ended.recv_timeout(Duration::from_secs(60));
            });
            started.await.unwrap();
        });
        assert!(end.send(()).is_ok(), "it has ended by itself");
    }
}
