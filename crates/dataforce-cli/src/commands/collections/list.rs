//! `dataforce collections list`.

use clap::{Args, ValueEnum};
use dataforce::{Client, Collection, CollectionStream, CollectionType, Order, SortBy};
use futures_util::stream::Take;
use futures_util::{FutureExt, StreamExt};

use super::create::type_names;
use crate::context::{Context, explain_default};
use crate::failure::{Failure, Result};
use crate::output::Format;

/// Which collections are meant, in which order.
#[derive(Args, Debug)]
// The options of an export contain these.
#[group(id = "selection")]
pub(crate) struct Options {
    /// Only those whose name contains this text, regardless of case
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// Only those of this type; repeat it for several types
    #[arg(long = "type", value_name = "TYPE", value_parser = type_names())]
    types: Vec<String>,

    /// Only those with this tag; repeat it to ask for several tags at once
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,

    /// Order
    #[arg(long, value_name = "PROPERTY", default_value = "created")]
    sort: Sort,

    /// The newest or largest first
    #[arg(long)]
    reverse: bool,

    /// At most this many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sort {
    /// Time of creation
    Created,
    Name,
    Type,
    Description,
    /// Number of artifacts
    Artifacts,
}

impl Options {
    pub(crate) fn stream(self, client: &Client) -> Collections {
        let by = match self.sort {
            Sort::Created => SortBy::CreatedAt,
            Sort::Name => SortBy::Name,
            Sort::Type => SortBy::Type,
            Sort::Description => SortBy::Description,
            Sort::Artifacts => SortBy::TotalArtifacts,
        };
        let order = match self.reverse {
            true => Order::Descending,
            false => Order::Ascending,
        };
        let mut query = client.collections().query();
        if let Some(text) = self.search {
            query = query.search(text);
        }
        let types = self
            .types
            .iter()
            .map(|name| CollectionType::from(name.as_str()));
        let query = query.types(types).tags(self.tags).sort_by(by, order);
        Collections {
            stream: query.stream().take(self.limit.unwrap_or(usize::MAX)),
        }
    }
}

/// Collections as they arrive.
pub(crate) struct Collections {
    stream: Take<CollectionStream>,
}

impl Collections {
    /// Returns the next collection. Calls `before_waiting` if it has to be waited for.
    pub(crate) async fn next(
        &mut self,
        client: &Client,
        context: &Context,
        mut before_waiting: impl FnMut() -> Result<()>,
    ) -> Result<Option<Collection>> {
        let next = match self.stream.next().now_or_never() {
            Some(next) => next,
            None => {
                before_waiting()?;
                context.interrupt.may_end(self.stream.next()).await?
            }
        };
        next.transpose()
            .map_err(|error| explain_default(client, error))
    }
}

pub(crate) async fn run(options: Options, context: &Context) -> Result<()> {
    let client = context.client_in_orbit().await?;
    let mut collections = options.stream(&client);
    let mut output = context.output();
    let mut shown = 0_usize;
    loop {
        let next = collections.next(&client, context, || output.flush());
        let next = next.await.map_err(|failure| incomplete(failure, shown))?;
        let Some(collection) = next else {
            break;
        };
        output.push(&collection)?;
        shown += 1;
        // A long list that is read at once can be interrupted between two lines.
        if shown.is_multiple_of(100) {
            tokio::task::yield_now().await;
            if context.interrupt.is_requested() {
                output.flush()?;
                return Err(incomplete(Failure::interrupted("interrupted"), shown));
            }
        }
    }
    if shown == 0 && output.format() == Format::Table {
        context.terminal.note("no collections");
    }
    output.finish()
}

/// Says that the output is only a part of the list.
fn incomplete(failure: Failure, shown: usize) -> Failure {
    match failure.message {
        // Nobody reads the list any more.
        None => failure,
        Some(_) if shown == 0 => failure,
        Some(_) => failure.hint(format!("the list breaks off after {shown} collections")),
    }
}
