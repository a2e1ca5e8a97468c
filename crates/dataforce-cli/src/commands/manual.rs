//! `dataforce man`.

use std::path::PathBuf;

use clap::{Args, Command};

use crate::context::Context;
use crate::failure::{Failure, Result};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Write a page for each command into this directory
    #[arg(value_name = "DIRECTORY")]
    directory: Option<PathBuf>,
}

/// Prints or writes the manual of a program.
pub(crate) fn run(options: &Options, program: Command, context: &Context) -> Result<()> {
    match &options.directory {
        Some(directory) => std::fs::create_dir_all(directory)
            .and_then(|()| clap_mangen::generate_to(program, directory))
            .map_err(|error| Failure::file("write to", directory.display(), &error)),
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(program).render(&mut page)?;
            context.output().text(&String::from_utf8_lossy(&page))
        }
    }
}
