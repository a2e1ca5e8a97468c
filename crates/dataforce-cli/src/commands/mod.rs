//! The commands.

pub(crate) mod collections;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod emulator;
pub(crate) mod manual;
pub(crate) mod orbits;
pub(crate) mod organizations;
pub(crate) mod status;

use crate::args::Command;
use crate::context::Context;
use crate::failure::Result;

pub(crate) async fn run(command: Command, context: Context) -> Result<()> {
    match command {
        Command::Status => status::run(&context).await,
        Command::Organizations(command) => organizations::run(command, &context).await,
        Command::Orbits(command) => orbits::run(command, &context).await,
        Command::Collections(command) => collections::run(command, context).await,
        Command::Config(command) => config::run(command, &context),
        Command::Completions(options) => completions::run(&options, &context),
        Command::Man(options) => manual::run(&options, &context),
        Command::Emulator(options) => emulator::run(options, &context).await,
    }
}
