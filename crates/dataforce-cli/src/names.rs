//! Ids and names on the command line or on standard input.

use std::io::BufRead;

use clap::Args;
use dataforce::{ResourceId, ResourceRef};

use crate::failure::{Failure, Result};

/// Ids or names of collections.
#[derive(Args, Debug)]
pub(crate) struct Names {
    /// Ids or names; `-` reads them from standard input, one on each line
    #[arg(required = true, value_name = "ID|NAME")]
    names: Vec<String>,

    /// Treat each as a name, even if it parses as an id
    #[arg(long)]
    by_name: bool,
}

impl Names {
    /// Whether exactly one was asked for, rather than a list that may be short.
    pub(crate) fn is_single(&self) -> bool {
        self.names.len() == 1 && !self.reads_stdin()
    }

    pub(crate) fn reads_stdin(&self) -> bool {
        self.names.iter().any(|name| name == "-")
    }

    pub(crate) fn resolve<Id: ResourceId>(&self) -> Result<Vec<ResourceRef<Id>>> {
        let mut names = Vec::new();
        for name in &self.names {
            match name.as_str() {
                "-" => names.extend(lines()?),
                _ => names.push(name.clone()),
            }
        }
        let refs = names.into_iter().map(|name| match self.by_name {
            true => ResourceRef::name(name),
            false => ResourceRef::from(name),
        });
        Ok(refs.collect())
    }
}

/// The lines of standard input, without empty ones.
fn lines() -> Result<Vec<String>> {
    let lines: std::result::Result<Vec<_>, _> = std::io::stdin().lock().lines().collect();
    let lines = lines.map_err(|error| Failure::file("read", "standard input", &error))?;
    Ok(lines.into_iter().filter(|line| !line.is_empty()).collect())
}
