//! The command line.

use clap::{CommandFactory, Parser, Subcommand};

use crate::commands::{
    collections, completions, config, emulator, manual, orbits, organizations, status,
};
use crate::context::Context;
use crate::exit_code;
use crate::failure::Result;
use crate::options::GlobalOptions;

/// Works with the collections of a DataForce (LUML) registry, by name or id.
///
/// Data goes to standard output, everything else to standard error. Text that parses as a UUID is
/// an id, any other text is a name, compared exactly. A name that several have is an error.
#[derive(Debug, Parser)]
#[command(
    name = "dataforce",
    version,
    after_help = exit_code::HELP,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: GlobalOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show the server, the key and the defaults in use, and check each of them
    Status,
    /// List organizations
    #[command(subcommand)]
    Organizations(organizations::Command),
    /// List and get the orbits of the organization
    #[command(subcommand)]
    Orbits(orbits::Command),
    /// List, get, create, update, delete, export and import the collections of the orbit
    #[command(subcommand)]
    Collections(collections::Command),
    /// Show and change the profiles in the configuration file
    #[command(subcommand)]
    Config(config::Command),
    /// Print a script that completes commands in a shell
    Completions(completions::Options),
    /// Print the manual page
    Man(manual::Options),
    /// Run a server in memory, with sample data, for trying things out
    ///
    /// It runs until Ctrl-C, keeps nothing, speaks v1 unless --api-version says legacy, and prints
    /// what to export in another terminal. In a shell, `eval "$(dataforce emulator &)"` starts it in
    /// the background and sets the variables.
    Emulator(emulator::Options),
}

impl Command {
    pub(crate) async fn run(self, context: Context) -> Result<()> {
        match self {
            Self::Status => status::run(&context).await,
            Self::Organizations(command) => organizations::run(command, &context).await,
            Self::Orbits(command) => orbits::run(command, &context).await,
            Self::Collections(command) => collections::run(command, context).await,
            Self::Config(command) => config::run(command, &context),
            Self::Completions(options) => {
                completions::run(&options, CommandLine::command(), &context)
            }
            Self::Man(options) => manual::run(&options, CommandLine::command(), &context),
            Self::Emulator(options) => emulator::run(options, &context).await,
        }
    }
}
