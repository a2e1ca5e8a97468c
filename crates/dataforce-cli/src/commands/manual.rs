//! `dataforce man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory};

use crate::args::CommandLine;
use crate::context::Context;
use crate::failure::{Failure, Result};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Write a page for each command into this directory
    #[arg(value_name = "DIRECTORY")]
    directory: Option<PathBuf>,
}

pub(crate) fn run(options: &Options, context: &Context) -> Result<()> {
    let command = CommandLine::command();
    match &options.directory {
        Some(directory) => std::fs::create_dir_all(directory)
            .and_then(|()| clap_mangen::generate_to(command, directory))
            .map_err(|error| Failure::file("write to", directory.display(), &error)),
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            context.output().text(&String::from_utf8_lossy(&page))
        }
    }
}
