//! `dataforce collections import`.

use std::collections::HashMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dataforce::{Client, Collection};

use super::import_plan::{Difference, Plan, plan};
use super::import_rows::{self, Content, Key, Row};
use crate::context::{Context, explain_default};
use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::output::{Format, Output};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// File with a JSON object on each line, as `export` writes it; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// What to do with rows that differ from the existing collection of their name
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    on_conflict: OnConflict,

    /// Change nothing, and say what would be done
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OnConflict {
    /// Leave alone what is there, and import the other rows
    Skip,
    /// Change description and tags to those of the row
    Update,
    /// Change nothing at all
    Fail,
}

pub(crate) async fn run(options: Options, context: Context) -> Result<()> {
    let rows = import_rows::read(&options.file)?;
    let client = context.client_in_orbit().await?;
    let existing = context.read(&client, client.collections().list()).await?;
    let mut plan = plan(rows, &existing);
    let differing: Vec<_> = plan.differing.iter().map(Difference::describe).collect();
    match options.on_conflict {
        OnConflict::Fail if !differing.is_empty() => {
            let rows = match differing.len() {
                1 => "1 row differs".to_owned(),
                count => format!("{count} rows differ"),
            };
            return Err(Failure::new(
                exit_code::CONFLICT,
                format!("{rows} from what is there; nothing was changed"),
            )
            .hint(format!("these rows differ:\n  {}", differing.join("\n  ")))
            .hint("leave them alone with --on-conflict skip, or change them with update"));
        }
        OnConflict::Update => check_updates(&plan.differing)?,
        OnConflict::Skip | OnConflict::Fail => {}
    }
    for difference in &differing {
        context.terminal.note(difference);
    }
    let updates = match options.on_conflict {
        OnConflict::Update => std::mem::take(&mut plan.differing),
        OnConflict::Skip | OnConflict::Fail => Vec::new(),
    };
    let sent = plan.create.iter().chain(updates.iter().map(|it| &it.row));
    import_rows::check(sent, client.api_version())?;
    if options.dry_run {
        announce(&plan, &updates, &context);
        return Ok(());
    }
    let mut import = Import::new(client, context, &plan, &existing);
    let outcome = import.run(&plan, &updates).await;
    import.conclude(outcome)
}

/// Says what would be done.
fn announce(plan: &Plan, updates: &[Difference], context: &Context) {
    let terminal = &context.terminal;
    for row in &plan.create {
        terminal.note(&format!("would create {}", row.place()));
    }
    for update in updates {
        terminal.note(&format!("would update {}", update.row.place()));
    }
    terminal.note(&format!(
        "would create {}, update {}, leave {} unchanged and {} that differ",
        plan.create.len(),
        updates.len(),
        plan.unchanged,
        plan.differing.len()
    ));
}

/// Fails if it is not clear which collection a row updates, or if it cannot.
fn check_updates(differing: &[Difference]) -> Result<()> {
    for Difference { row, others, rows } in differing {
        let place = row.place();
        let [other] = others.as_slice() else {
            let ids: String = others
                .iter()
                .map(|other| format!("\n  {}", other.id))
                .collect();
            let count = others.len();
            return Err(Failure::new(
                exit_code::AMBIGUOUS,
                format!("{place} may update any of {count} collections; nothing was changed"),
            )
            .hint(format!("these have the name and equal no row:{ids}")));
        };
        if *rows > 1 {
            return Err(Failure::new(
                exit_code::AMBIGUOUS,
                format!("{place} is one of {rows} rows for one collection; nothing was changed"),
            ));
        }
        if other.collection_type != row.content.collection_type {
            return Err(Failure::new(
                exit_code::CONFLICT,
                format!(
                    "{place} has a different type from {}; nothing was changed",
                    other.id
                ),
            )
            .hint("the type of a collection cannot be changed: leave it alone with skip"));
        }
    }
    Ok(())
}

impl Difference {
    fn describe(&self) -> String {
        let others: Vec<_> = self
            .others
            .iter()
            .map(|other| {
                format!(
                    "differs from {} in {}",
                    other.id,
                    self.row.content.differences(other).join(" and ")
                )
            })
            .collect();
        format!("{}: {}", self.row.place(), others.join("; "))
    }
}

/// An import under way.
struct Import {
    client: Client,
    context: Context,
    output: Output,
    /// How many collections of each content are known to exist.
    known: HashMap<Key, usize>,
    created: usize,
    updated: usize,
    unchanged: usize,
    skipped: usize,
    /// The rows of which it is not known whether they were created.
    unknown: usize,
    left: usize,
}

impl Import {
    fn new(client: Client, context: Context, plan: &Plan, existing: &[Collection]) -> Self {
        let mut known = HashMap::new();
        for collection in existing {
            *known.entry(collection.into()).or_default() += 1;
        }
        Self {
            output: context.output(),
            client,
            context,
            known,
            created: 0,
            updated: 0,
            unchanged: plan.unchanged,
            skipped: plan.differing.len(),
            unknown: 0,
            left: 0,
        }
    }

    async fn run(&mut self, plan: &Plan, updates: &[Difference]) -> Result<()> {
        self.left = plan.create.len() + updates.len();
        self.context.terminal.progress("importing", self.left);
        for row in &plan.create {
            self.check_interrupt()?;
            self.create(row).await?;
        }
        for update in updates {
            self.check_interrupt()?;
            self.update(update).await?;
        }
        Ok(())
    }

    fn check_interrupt(&self) -> Result<()> {
        match self.context.interrupt.is_requested() {
            true => Err(Failure::interrupted("interrupted")),
            false => Ok(()),
        }
    }

    async fn create(&mut self, row: &Row) -> Result<()> {
        let content = row.content.clone();
        let key = content.key();
        let create = self
            .client
            .collections()
            .create(content.name, content.collection_type);
        let mut create = create.description(content.description.unwrap_or_default());
        if let Some(tags) = content.tags {
            create = create.tags(tags);
        }
        match self.context.change(create.send()).await {
            Some(Ok(collection)) => self.record_created(key, &collection),
            Some(Err(error)) if error.outcome_unknown() => {
                let place = row.place();
                self.context.terminal.note(&format!("{place}: {error}"));
                let said = match self.look_up(&key, &row.content.name).await {
                    Ok(Some(collection)) => {
                        self.record_created(key, &collection);
                        format!("{place} was created nevertheless")
                    }
                    Ok(None) => {
                        self.unknown += 1;
                        format!("{place} is not there, and not sent again in this run")
                    }
                    Err(error) => {
                        self.unknown += 1;
                        format!("{place} may be there, and is not sent again in this run: {error}")
                    }
                };
                self.context.terminal.note(&said);
            }
            Some(Err(error)) => return Err(self.failure(row, error)),
            None => {
                self.unknown += 1;
                self.left -= 1;
                return Err(Failure::new(
                    exit_code::OUTCOME_UNKNOWN,
                    format!("stopped while creating {}; it may exist", row.place()),
                ));
            }
        }
        self.done_with_row();
        Ok(())
    }

    fn record_created(&mut self, key: Key, collection: &Collection) {
        *self.known.entry(key).or_default() += 1;
        self.created += 1;
        self.print(collection);
    }

    /// The failure of a row, which ends the import.
    fn failure(&self, row: &Row, error: dataforce::Error) -> Failure {
        let mut failure = explain_default(&self.client, error);
        failure.message = failure.message.map(|it| format!("{}: {it}", row.place()));
        failure
    }

    /// Looks once for a collection of this content in addition to the known ones.
    async fn look_up(&self, key: &Key, name: &str) -> dataforce::Result<Option<Collection>> {
        let query = self.client.collections().query();
        let list = query.search(name).send().await?;
        let mut equal: Vec<_> = list
            .into_iter()
            .filter(|one| Key::from(one) == *key)
            .collect();
        let known = self.known.get(key).copied().unwrap_or_default();
        // The newest comes last.
        Ok(equal.pop().filter(|_| equal.len() >= known))
    }

    async fn update(&mut self, update: &Difference) -> Result<()> {
        let Difference { row, others, .. } = update;
        let Some(other) = others.first() else {
            return Ok(());
        };
        let Content {
            description, tags, ..
        } = row.content.clone();
        let mut change = self.client.collections().update(other.id);
        if let Some(description) = description {
            change = change.description(description);
        }
        if let Some(tags) = tags {
            change = change.tags(tags);
        }
        let failure = match self.context.change(change.send()).await {
            Some(Ok(collection)) => {
                self.updated += 1;
                self.print(&collection);
                self.done_with_row();
                return Ok(());
            }
            Some(Err(error)) => self.failure(row, error),
            None => Failure::new(
                exit_code::OUTCOME_UNKNOWN,
                format!(
                    "stopped while updating {}; it may have changed",
                    row.place()
                ),
            ),
        };
        if failure.code == exit_code::OUTCOME_UNKNOWN {
            self.unknown += 1;
            self.left -= 1;
        }
        Err(failure)
    }

    fn done_with_row(&mut self) {
        self.left -= 1;
        self.context.terminal.advance();
    }

    fn print(&mut self, collection: &Collection) {
        if self.output.format() != Format::Table {
            self.output.push_changed(collection);
        }
    }

    /// Says what was done, whatever ended the import.
    fn conclude(self, outcome: Result<()>) -> Result<()> {
        let terminal = &self.context.terminal;
        terminal.finish_progress();
        let shown = match self.output.format() {
            Format::Table => Ok(()),
            _ => self.output.finish(),
        };
        let mut summary = format!(
            "created {}, updated {}, unchanged {}",
            self.created, self.updated, self.unchanged
        );
        for (count, what) in [
            (self.skipped, "left alone although they differ"),
            (self.unknown, "of unknown outcome"),
            (self.left, "not reached"),
        ] {
            if count > 0 {
                summary.push_str(&format!(", {count} {what}"));
            }
        }
        let again = "run the same command again: it creates only what is missing";
        match outcome {
            Err(failure) => Err(failure.hint(summary).hint(again)),
            Ok(()) if self.unknown > 0 => {
                let rows = match self.unknown {
                    1 => "1 row was".to_owned(),
                    count => format!("{count} rows were"),
                };
                Err(Failure::new(
                    exit_code::OUTCOME_UNKNOWN,
                    format!("it is not known whether {rows} created"),
                )
                .hint(summary)
                .hint(again))
            }
            Ok(()) => {
                terminal.note(&summary);
                shown
            }
        }
    }
}
