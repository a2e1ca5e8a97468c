//! `dataforce collections`.

mod create;
mod delete;
mod export;
mod get;
mod import;
mod import_plan;
mod import_rows;
mod list;
mod update;

use clap::Subcommand;

use crate::context::Context;
use crate::failure::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the collections of the orbit, the oldest first
    List(list::Options),
    /// Show collections
    Get(get::Options),
    /// Create a collection
    Create(create::Options),
    /// Change collections; what is not given stays as it is
    Update(update::Options),
    /// Delete collections, after asking for confirmation
    Delete(delete::Options),
    /// Write collections as NDJSON, one on each line
    Export(export::Options),
    /// Create the collections of an export that are missing
    ///
    /// A row matches a collection with the same name, type, description and tags; each collection
    /// matches one row at most. Rows without a match are created. If a collection of that name
    /// exists that matches no row either, the two conflict, and --on-conflict decides. What a row
    /// leaves out matches anything. A second run creates only what is missing.
    Import(import::Options),
}

pub(crate) async fn run(command: Command, context: Context) -> Result<()> {
    match command {
        Command::List(options) => list::run(options, &context).await,
        Command::Get(options) => get::run(&options, &context).await,
        Command::Create(options) => create::run(options, &context).await,
        Command::Update(options) => update::run(options, &context).await,
        Command::Delete(options) => delete::run(&options, &context).await,
        Command::Export(options) => export::run(options, &context).await,
        Command::Import(options) => import::run(options, context).await,
    }
}
