//! `dataforce collections get`.

use clap::Args;
use dataforce::{Client, CollectionDetails, CollectionId, ResourceRef};
use futures_util::stream::{self, StreamExt};

use crate::context::{Context, explain_default, not_found};
use crate::failure::{Failure, Result};
use crate::names::Names;
use crate::output::Record;

/// How many names are looked up at a time.
const CONCURRENT: usize = 8;

#[derive(Args, Debug)]
pub(crate) struct Options {
    #[command(flatten)]
    names: Names,

    /// Also show the tags and extra values of the artifacts
    #[arg(long)]
    details: bool,
}

pub(crate) async fn run(options: &Options, context: &Context) -> Result<()> {
    let wanted = options.names.resolve()?;
    let client = context.client_in_orbit().await?;
    match options.details {
        true => {
            let get = |wanted| client.collections().details(wanted);
            print::<CollectionDetails>(&client, wanted, get, options, context).await
        }
        false => {
            let get = |wanted| client.collections().get(wanted);
            print(&client, wanted, get, options, context).await
        }
    }
}

/// Prints what was found, in the order of the names, and reports the rest.
async fn print<T: Record>(
    client: &Client,
    wanted: Vec<ResourceRef<CollectionId>>,
    get: impl Fn(ResourceRef<CollectionId>) -> dataforce::Call<Option<T>>,
    options: &Options,
    context: &Context,
) -> Result<()> {
    let lookups = wanted.into_iter().map(|wanted| {
        let call = get(wanted.clone());
        async move { found(client, &wanted, call.await) }
    });
    let mut lookups = stream::iter(lookups).buffered(CONCURRENT);
    let mut output = context.output();
    let mut first_failure = None;
    while let Some(found) = context.interrupt.may_end(lookups.next()).await? {
        match found {
            Ok(one) if options.names.is_single() => return output.one(&one),
            Ok(one) => output.push(&one)?,
            Err(failure) if options.names.is_single() => return Err(failure),
            Err(failure) => {
                context.terminal.failure(&failure);
                first_failure.get_or_insert(failure.code);
            }
        }
        output.flush_lines()?;
    }
    output.finish()?;
    first_failure.map_or(Ok(()), |code| Err(Failure::reported(code)))
}

/// Turns the absence of a collection into a failure.
pub(super) fn found<T>(
    client: &Client,
    wanted: &ResourceRef<CollectionId>,
    outcome: dataforce::Result<Option<T>>,
) -> Result<T> {
    match outcome {
        Ok(Some(one)) => Ok(one),
        Ok(None) => {
            let orbit = client.orbit().map(|orbit| format!(" in orbit {orbit}"));
            let failure = not_found("collection", wanted, &orbit.unwrap_or_default());
            Err(failure.hint(match wanted {
                ResourceRef::Id(_) => "if this is a name, add --by-name",
                _ => "list them with `dataforce collections list`",
            }))
        }
        Err(error) => Err(explain_default(client, error)),
    }
}
