//! `dataforce collections create`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use dataforce::CollectionType;

use crate::context::{Context, explain_default};
use crate::exit_code;
use crate::failure::{Failure, Result};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Name, which need not be unique
    name: String,

    /// What the collection holds; a legacy server knows model and dataset
    #[arg(long = "type", value_name = "TYPE", value_parser = type_names())]
    collection_type: String,

    /// Description
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    description: String,

    /// Tag; can be repeated
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Change nothing, and say what would be done
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn type_names() -> PossibleValuesParser {
    PossibleValuesParser::new(CollectionType::KNOWN.iter().map(CollectionType::as_str))
}

pub(crate) async fn run(options: Options, context: &Context) -> Result<()> {
    let client = context.client_in_orbit().await?;
    let name = options.name;
    let terminal = &context.terminal;
    if options.dry_run {
        if client.orbit().is_none() {
            context.read(&client, client.collections().get("")).await?;
        }
        let kind = &options.collection_type;
        terminal.note(&format!(
            "would create the collection {name:?} of type {kind}"
        ));
        return Ok(());
    }
    let kind = CollectionType::from(options.collection_type.as_str());
    let mut create = client
        .collections()
        .create(&name, kind)
        .description(options.description);
    if !options.tags.is_empty() {
        create = create.tags(options.tags);
    }
    match context.change(create.send()).await {
        Some(Ok(collection)) => {
            terminal.note(&format!(
                "created {:?} ({})",
                collection.name, collection.id
            ));
            context.output().one(&collection)
        }
        Some(Err(error)) => {
            let is_unknown = error.outcome_unknown();
            let failure = explain_default(&client, error);
            Err(if is_unknown {
                look_first(failure, &name)
            } else {
                failure
            })
        }
        None => Err(look_first(
            Failure::new(
                exit_code::OUTCOME_UNKNOWN,
                "stopped while creating the collection; it may exist",
            ),
            &name,
        )),
    }
}

/// Says how to see whether the collection was created.
fn look_first(failure: Failure, name: &str) -> Failure {
    failure.hint(format!(
        "look whether it exists before you repeat this: dataforce collections list --search '{}'",
        name.replace('\'', r"'\''")
    ))
}
