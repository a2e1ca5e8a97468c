//! `dataforce orbits`.

use clap::{Args, Subcommand};
use dataforce::{OrbitId, ResourceRef};

use super::organizations::ListOptions;
use crate::context::{Context, not_found};
use crate::failure::Result;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the orbits of the organization
    List(ListOptions),
    /// Show an orbit
    Get(GetOptions),
}

#[derive(Args, Debug)]
pub(crate) struct GetOptions {
    /// Id or name of the orbit
    #[arg(value_name = "ID|NAME")]
    orbit: String,
}

pub(crate) async fn run(command: Command, context: &Context) -> Result<()> {
    let client = context.client_in_organization().await?;
    match command {
        Command::List(options) => {
            let list = context.read(&client, client.orbits().list()).await?;
            options.print(context, &list, |orbit| &orbit.name)
        }
        Command::Get(GetOptions { orbit }) => {
            let wanted = ResourceRef::<OrbitId>::from(orbit);
            let found = client.orbits().get(wanted.clone());
            match context.read(&client, found).await? {
                Some(orbit) => context.output().one(&orbit),
                None => {
                    Err(not_found("orbit", &wanted, "")
                        .hint("list them with `dataforce orbits list`"))
                }
            }
        }
    }
}
