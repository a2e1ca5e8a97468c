//! The command line of the DataForce registry. `dataforce --help` describes it.

mod args;
mod commands;
mod config_file;
mod context;
mod exit_code;
mod failure;
mod interrupt;
mod names;
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

use crate::args::CommandLine;
use crate::context::Context;
use crate::failure::Result;
use crate::interrupt::Interrupt;
use crate::terminal::Terminal;

fn main() -> ExitCode {
    // Usage errors and --version end the program here, before a runtime or a client exists.
    let CommandLine { command, global } = CommandLine::parse();
    let terminal = Terminal::new(global.quiet, global.verbose);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(command, global, terminal.clone())),
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

async fn run(
    command: args::Command,
    options: args::GlobalOptions,
    terminal: Terminal,
) -> Result<()> {
    if options.verbose {
        request_log::start();
    }
    let context = Context {
        options,
        terminal,
        interrupt: Interrupt::default(),
    };
    commands::run(command, context).await
}
