//! `dataforce collections export`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use dataforce::{Client, Collection};

use super::list;
use crate::context::Context;
use crate::failure::{Failure, Result};

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
    if let Some(file) = &file
        && !options.force
        && file.exists()
    {
        let said = format!("{} exists already", file.display());
        return Err(Failure::usage(said).hint("replace it with --force"));
    }
    let client = context.orbit().await?;
    let count = match &file {
        None => {
            let out = BufWriter::new(io::stdout());
            write(options.list, &client, context, out, Failure::from).await?
        }
        Some(path) => {
            let failed = |error: io::Error| Failure::file("write", path.display(), &error);
            let directory = match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            let temporary = tempfile::NamedTempFile::new_in(directory).map_err(failed)?;
            let out = BufWriter::new(temporary.as_file());
            let count = write(options.list, &client, context, out, failed).await?;
            temporary.as_file().sync_all().map_err(failed)?;
            temporary
                .persist(path)
                .map_err(|error| failed(error.error))?;
            count
        }
    };
    let place = file.map_or_else(String::new, |file| format!(" to {}", file.display()));
    context
        .terminal
        .note(&format!("exported {count} collections{place}"));
    Ok(())
}

/// Writes a collection on each line, and returns how many there were.
async fn write(
    options: list::Options,
    client: &Client,
    context: &Context,
    mut out: impl Write,
    failed: impl Fn(io::Error) -> Failure,
) -> Result<usize> {
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
