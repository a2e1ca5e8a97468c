//! `dataforce collections export`.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use dataforce::{Client, Collection};

use super::list;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::replacement::Replacement;

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// File to write, which appears when it is complete; by default, standard output
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,

    /// Replace the file if it exists
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    list: list::Options,
}

pub(crate) async fn run(options: Options, context: &Context) -> Result<()> {
    let file = options.file.filter(|file| *file != Path::new("-"));
    // What is no file, such as a pipe, is written to and cannot be replaced.
    let existing = file.as_deref().and_then(|file| fs::metadata(file).ok());
    let is_file = existing.as_ref().is_none_or(fs::Metadata::is_file);
    if let (Some(file), Some(_), true, false) = (&file, existing, is_file, options.force) {
        return Err(exists_already(file));
    }
    let client = context.client_in_orbit().await?;
    let count = match &file {
        None => write(options.list, &client, context, io::stdout(), Failure::from).await?,
        Some(path) => {
            let failed = |error: io::Error| Failure::file("write", path.display(), &error);
            if is_file {
                let replacement = Replacement::of(path).map_err(failed)?;
                let out = replacement.file();
                let count = write(options.list, &client, context, out, failed).await?;
                let finished = replacement.finish(options.force);
                finished.map_err(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => exists_already(path),
                    _ => failed(error),
                })?;
                count
            } else {
                let out = File::options().write(true).open(path).map_err(failed)?;
                write(options.list, &client, context, out, failed).await?
            }
        }
    };
    let place = file.map_or_else(String::new, |file| format!(" to {}", file.display()));
    context
        .terminal
        .note(&format!("exported {count} collections{place}"));
    Ok(())
}

fn exists_already(file: &Path) -> Failure {
    let said = format!("{} exists already", file.display());
    Failure::usage(said).hint("replace it with --force")
}

/// Writes a collection on each line, and returns how many there were.
async fn write(
    options: list::Options,
    client: &Client,
    context: &Context,
    out: impl Write,
    failed: impl Fn(io::Error) -> Failure,
) -> Result<usize> {
    let mut out = BufWriter::new(out);
    let mut collections = options.stream(client);
    let mut count = 0;
    while let Some(collection) = collections.next(client, context, || Ok(())).await? {
        write_line(&mut out, &collection).map_err(&failed)?;
        count += 1;
    }
    out.flush().map_err(&failed)?;
    Ok(count)
}

fn write_line(mut out: impl Write, collection: &Collection) -> io::Result<()> {
    serde_json::to_writer(&mut out, collection)?;
    out.write_all(b"\n")
}
