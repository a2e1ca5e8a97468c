//! `dataforce collections update`.

use clap::Args;
use dataforce::{Client, Collection, CollectionId, ResourceRef};

use super::get::found;
use crate::context::{Context, explain_default};
use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::names::Names;

#[derive(Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    names: Names,

    #[command(flatten)]
    change: Change,

    /// Change nothing, and say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
struct Change {
    /// New name
    #[arg(long, value_name = "NAME")]
    name: Option<String>,

    /// New description
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,

    /// Replace all tags by this one; can be repeated
    #[arg(long = "tag", value_name = "TAG", conflicts_with_all = ["add_tags", "remove_tags", "clear_tags"])]
    tags: Vec<String>,

    /// Add a tag; can be repeated
    #[arg(long = "add-tag", value_name = "TAG", conflicts_with = "clear_tags")]
    add_tags: Vec<String>,

    /// Remove a tag; can be repeated
    #[arg(long = "remove-tag", value_name = "TAG", conflicts_with = "clear_tags")]
    remove_tags: Vec<String>,

    /// Remove all tags
    #[arg(long)]
    clear_tags: bool,
}

impl Change {
    /// The tags that the collection will have, if they change.
    fn new_tags(&self, current: &Collection) -> Option<Vec<String>> {
        let old = current.tags.clone().unwrap_or_default();
        let new = if self.clear_tags {
            Vec::new()
        } else if !self.tags.is_empty() {
            self.tags.clone()
        } else {
            let mut new = old.clone();
            new.retain(|tag| !self.remove_tags.contains(tag));
            for tag in &self.add_tags {
                if !new.contains(tag) {
                    new.push(tag.clone());
                }
            }
            new
        };
        (new != old).then_some(new)
    }

    /// What would change, in words.
    fn describe(&self, current: &Collection) -> Vec<String> {
        let mut changes = Vec::new();
        if let Some(name) = &self.name
            && *name != current.name
        {
            changes.push(format!("name {name:?}"));
        }
        if let Some(text) = &self.description
            && *text != current.description
        {
            changes.push(format!("description {text:?}"));
        }
        changes.extend(self.new_tags(current).map(|tags| format!("tags {tags:?}")));
        changes
    }
}

pub(crate) async fn run(options: Options, context: &Context) -> Result<()> {
    if options.change.name.is_some() && !options.names.is_single() {
        return Err(Failure::usage(
            "--name is for one collection, and several are given",
        ));
    }
    let wanted: Vec<ResourceRef<CollectionId>> = options.names.resolve()?;
    let client = context.client_in_orbit().await?;
    let total = wanted.len();
    let mut updated = 0;
    let mut output = context.output();
    let mut first_failure = None;
    let mut end = None;
    for (number, wanted) in wanted.into_iter().enumerate() {
        if context.interrupt.is_requested() {
            let said = format!("interrupted after {number} of {total} collections");
            end = Some(Failure::interrupted(said));
            break;
        }
        match update(&client, &wanted, &options, context).await {
            Ok(Some(collection)) if options.names.is_single() => return output.one(&collection),
            Ok(Some(collection)) => {
                updated += 1;
                output.push_changed(&collection);
            }
            Ok(None) => {}
            Err(failure) if options.names.is_single() => return Err(failure),
            Err(failure) => {
                let goes_on = matches!(failure.code, exit_code::NOT_FOUND | exit_code::AMBIGUOUS);
                if !goes_on {
                    let said = format!("{updated} of {total} collections were updated");
                    end = Some(failure.hint(said));
                    break;
                }
                context.terminal.failure(&failure);
                first_failure.get_or_insert(failure.code);
            }
        }
    }
    // Whatever ended the update, what is updated is shown.
    let shown = match options.dry_run {
        true => Ok(()),
        false => output.finish(),
    };
    let failure = end.or(first_failure.map(Failure::reported));
    failure.map_or(shown, Err)
}

/// Updates one collection. Returns nothing after a dry run.
async fn update(
    client: &Client,
    wanted: &ResourceRef<CollectionId>,
    options: &Options,
    context: &Context,
) -> Result<Option<Collection>> {
    let collections = client.collections();
    let current = context
        .interrupt
        .may_end(collections.get(wanted.clone()))
        .await?;
    let current = found(client, wanted, current)?;
    let (id, name) = (current.id, &current.name);
    let terminal = &context.terminal;
    let change = &options.change;
    let changes = change.describe(&current);
    if changes.is_empty() {
        terminal.note(&format!("{name:?} ({id}) already has these values"));
        return Ok((!options.dry_run).then_some(current));
    }
    if options.dry_run {
        let changes = changes.join(", ");
        terminal.note(&format!("would update {name:?} ({id}): {changes}"));
        return Ok(None);
    }
    let mut update = collections.update(id);
    if let Some(name) = &change.name {
        update = update.name(name);
    }
    if let Some(description) = &change.description {
        update = update.description(description);
    }
    if let Some(tags) = change.new_tags(&current) {
        update = update.tags(tags);
    }
    match context.change(update.send()).await {
        Some(Ok(updated)) => {
            terminal.note(&format!("updated {:?} ({id})", updated.name));
            Ok(Some(updated))
        }
        Some(Err(error)) => Err(explain_default(client, error)),
        None => Err(Failure::new(
            exit_code::OUTCOME_UNKNOWN,
            format!("stopped while updating {name:?} ({id}); it may have changed"),
        )),
    }
}
