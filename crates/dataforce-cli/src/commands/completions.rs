//! `dataforce completions`.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::context::Context;
use crate::failure::Result;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Shell to complete commands in
    shell: Shell,
}

/// Prints the script for a program.
pub(crate) fn run(options: &Options, mut program: Command, context: &Context) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program, "dataforce", &mut script);
    context.output().text(&String::from_utf8_lossy(&script))
}
