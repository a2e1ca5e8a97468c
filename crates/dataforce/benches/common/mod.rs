//! What the benchmarks share: the exchanges, the servers, the clients to compare, and the tables.
#![allow(dead_code, unused_imports, reason = "each benchmark uses a part of it")]

mod bare;
mod facade;
mod server;
mod table;

use std::fmt;
use std::future::Future;

use tokio::runtime::Runtime;
use uuid::Uuid;

pub(crate) use bare::{Bare, BareBlocking};
pub(crate) use facade::{Async, Blocking};
pub(crate) use server::{Server, place};
pub(crate) use table::{Table, Target, median};

pub(crate) const API_KEY: &str = "dfs_your_key";
pub(crate) const ORGANIZATION: &str = "My Personal Organization";
pub(crate) const ORBIT: &str = "Default Orbit";

/// Where the collections are.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) version: dataforce::ApiVersion,
    pub(crate) organization: Uuid,
    pub(crate) orbit: Uuid,
    pub(crate) collections: usize,
    /// The last collection, which is the one that is got.
    pub(crate) id: Uuid,
    pub(crate) name: String,
}

/// An operation and its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    List,
    GetById,
    GetByName,
    Create,
    /// A new client that looks up its default organization and orbit by name and its default
    /// collection by id.
    Connect,
    /// The first element of a stream.
    First,
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "`list`",
            Self::GetById => "`get` by id",
            Self::GetByName => "`get` by name",
            Self::Create => "`create`",
            Self::Connect => "`connect`",
            Self::First => "first of `stream`",
        })
    }
}

/// A client that is used with `async`. A clone shares its connections.
pub(crate) trait Way: Clone + Send + Sync + 'static {
    fn new(place: &Place) -> Self;

    /// Makes an exchange, and panics unless the result is what it should be.
    fn call(&self, exchange: Exchange) -> impl Future<Output = ()> + Send;
}

/// A client that blocks. A clone shares its connections.
pub(crate) trait BlockingWay: Clone + Send + 'static {
    fn new(place: &Place) -> Self;

    /// Lists a legacy server's collections, and panics unless all are there.
    fn list(&self);
}

/// Whether to measure. Otherwise the program is run as a test, which should end soon.
pub(crate) fn is_measuring() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// The runtime with the least work of its own, so that the client is measured.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
