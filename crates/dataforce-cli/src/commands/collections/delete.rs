//! `dataforce collections delete`.

use clap::Args;
use dataforce::{Client, Collection, CollectionId, ResourceRef};

use super::get::found;
use crate::context::{Context, explain_default};
use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::names::Names;
use crate::output::Format;

#[derive(Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    names: Names,

    /// Delete without asking for confirmation
    #[arg(short, long)]
    yes: bool,

    /// Delete nothing, and say what would be deleted
    #[arg(long)]
    dry_run: bool,
}

pub(crate) async fn run(options: &Options, context: &Context) -> Result<()> {
    let terminal = &context.terminal;
    if !options.yes && !options.dry_run && (!terminal.can_ask() || options.names.reads_stdin()) {
        return Err(Failure::usage("cannot ask for confirmation here")
            .hint("confirm with --yes, or see what would be deleted with --dry-run"));
    }
    let wanted = options.names.resolve()?;
    let client = context.client_in_orbit().await?;
    let doomed = resolve(&client, wanted, context).await?;
    let descriptions: Vec<_> = doomed.iter().map(describe).collect();
    if options.dry_run {
        for description in &descriptions {
            terminal.note(&format!("would delete {description}"));
        }
        return Ok(());
    }
    if doomed.is_empty() {
        return Ok(());
    }
    let question = match doomed.len() {
        1 => "Delete this collection permanently?".to_owned(),
        count => format!("Delete these {count} collections permanently?"),
    };
    if !options.yes && !terminal.confirm(&descriptions, &question)? {
        terminal.note("nothing was deleted");
        return Err(Failure::reported(exit_code::FAILURE));
    }
    delete(&client, doomed, context).await
}

/// Finds everything that is to be deleted, before anything is.
async fn resolve(
    client: &Client,
    wanted: Vec<ResourceRef<CollectionId>>,
    context: &Context,
) -> Result<Vec<Collection>> {
    let mut doomed: Vec<Collection> = Vec::new();
    let mut first_failure = None;
    for wanted in wanted {
        let call = client.collections().get(wanted.clone());
        match found(client, &wanted, context.interrupt.may_end(call).await?) {
            // Naming one twice, by its name and by its id, is no reason to fail.
            Ok(collection) if doomed.iter().any(|one| one.id == collection.id) => {}
            Ok(collection) => doomed.push(collection),
            Err(failure) => {
                context.terminal.failure(&failure);
                first_failure.get_or_insert(failure.code);
            }
        }
    }
    match first_failure {
        None => Ok(doomed),
        Some(code) => {
            context.terminal.note("nothing was deleted");
            Err(Failure::reported(code))
        }
    }
}

async fn delete(client: &Client, doomed: Vec<Collection>, context: &Context) -> Result<()> {
    let terminal = &context.terminal;
    let total = doomed.len();
    let mut deleted = 0;
    let mut first_failure = None;
    let mut end = None;
    let mut output = context.output();
    let is_shown = output.format() != Format::Table;
    let progress = |deleted| format!("{deleted} of {total} collections were deleted");
    for collection in &doomed {
        if context.interrupt.is_requested() {
            let said = format!("interrupted; {}", progress(deleted));
            end = Some(Failure::interrupted(said));
            break;
        }
        let call = client.collections().delete(collection.id);
        let failure = match context.change(call).await {
            Some(Ok(())) => {
                deleted += 1;
                terminal.note(&format!("deleted {}", describe(collection)));
                if is_shown {
                    output.push_changed(collection);
                }
                continue;
            }
            Some(Err(error)) => explain_default(client, error),
            None => Failure::new(
                exit_code::OUTCOME_UNKNOWN,
                format!(
                    "stopped while deleting {}; it may be gone",
                    describe(collection)
                ),
            ),
        };
        // What concerns this collection alone does not keep the others.
        if !matches!(failure.code, exit_code::CONFLICT | exit_code::NOT_FOUND) {
            end = Some(failure.hint(progress(deleted)));
            break;
        }
        terminal.failure(&failure);
        first_failure.get_or_insert(failure.code);
    }
    // Whatever ended the deletion, what is deleted is shown.
    let shown = match is_shown {
        true => output.finish(),
        false => Ok(()),
    };
    match (end, first_failure) {
        (Some(failure), _) => Err(failure),
        (None, None) => shown,
        (None, Some(code)) => {
            terminal.note(&progress(deleted));
            Err(Failure::reported(code))
        }
    }
}

fn describe(collection: &Collection) -> String {
    let artifacts = match collection.total_artifacts {
        Some(1) => ", 1 artifact".to_owned(),
        Some(count) => format!(", {count} artifacts"),
        None => String::new(),
    };
    let Collection {
        id,
        name,
        collection_type,
        ..
    } = collection;
    format!("{name:?} ({id}), {collection_type}{artifacts}")
}
