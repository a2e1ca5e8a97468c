//! `dataforce organizations`.

use clap::{Args, Subcommand};

use crate::context::Context;
use crate::failure::Result;
use crate::output::Record;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the organizations that the key's owner belongs to
    List(ListOptions),
}

/// Which elements of a list without pages are shown.
#[derive(Args, Debug)]
pub(crate) struct ListOptions {
    /// Only those whose name contains this text, regardless of case
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,

    /// At most this many
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
}

impl ListOptions {
    pub(crate) fn print<T: Record>(
        &self,
        context: &Context,
        list: &[T],
        name: impl Fn(&T) -> &str,
    ) -> Result<()> {
        let search = self.search.as_ref().map(|text| text.to_lowercase());
        let is_wanted = |one: &&T| {
            let wanted = search.as_ref();
            wanted.is_none_or(|text| name(one).to_lowercase().contains(text))
        };
        let mut output = context.output();
        let limit = self.limit.unwrap_or(usize::MAX);
        for one in list.iter().filter(is_wanted).take(limit) {
            output.push(one)?;
        }
        output.finish()
    }
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<()> {
    let Command::List(options) = command;
    let client = context.client()?;
    let list = context.read(&client, client.organizations().list()).await?;
    options.print(context, &list, |organization| &organization.name)
}
