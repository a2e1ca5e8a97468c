//! `dataforce completions`.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::CommandLine;
use crate::context::Context;
use crate::failure::Result;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Shell to complete commands in
    shell: Shell,
}

pub(crate) fn run(options: &Options, context: &Context) -> Result<()> {
    let mut script = Vec::new();
    let mut command = CommandLine::command();
    clap_complete::generate(options.shell, &mut command, "dataforce", &mut script);
    context.output().text(&String::from_utf8_lossy(&script))
}
