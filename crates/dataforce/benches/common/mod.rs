//! What the benchmarks share: the exchanges, the server, and the clients to compare.

mod bare;
mod server;

use std::fmt;
use std::hint::black_box;

use tokio::runtime::Runtime;

pub(crate) use bare::Bare;
pub(crate) use server::Server;

pub(crate) const API_KEY: &str = "dfs_your_key";
pub(crate) const ORGANIZATION: &str = "0199c455-21ec-7c74-8efe-41470e29bae5";
pub(crate) const ORBIT: &str = "0199c455-21ed-7aba-9fe5-5231611220de";

/// A call and its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exchange {
    List,
    GetById,
    GetByName,
    Create,
}

impl Exchange {
    /// Makes the call on an orbit with this many collections. It gets the last of them.
    pub(crate) fn call<W: Way>(self, way: &W, collections: usize) {
        let wanted = collections - 1;
        match self {
            Self::List => assert_eq!(way.list(), collections),
            Self::GetById => assert!(way.get(&server::id(wanted))),
            Self::GetByName => assert!(way.get(&server::name(wanted))),
            Self::Create => way.create(),
        }
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::List => "list",
            Self::GetById => "get by id",
            Self::GetByName => "get by name",
            Self::Create => "create",
        })
    }
}

/// A client that has connected to the server and keeps its connection.
pub(crate) trait Way {
    fn new(server: &Server) -> Self;
    /// Lists all collections and returns their number.
    fn list(&self) -> usize;
    /// Gets one by id or name and returns whether it exists.
    fn get(&self, id_or_name: &str) -> bool;
    fn create(&self);
}

/// The async facade.
pub(crate) struct Async {
    client: dataforce::Client,
    runtime: Runtime,
}

impl Way for Async {
    fn new(server: &Server) -> Self {
        let client = dataforce::Client::builder()
            .api_key(API_KEY)
            .base_url(server.url())
            .api_version(dataforce::ApiVersion::Legacy)
            .organization(ORGANIZATION)
            .orbit(ORBIT)
            .build()
            .unwrap();
        Self {
            client,
            runtime: runtime(),
        }
    }

    fn list(&self) -> usize {
        let list = self.client.collections().list();
        black_box(self.runtime.block_on(list).unwrap()).len()
    }

    fn get(&self, id_or_name: &str) -> bool {
        let collections = self.client.collections();
        let get = collections.get(id_or_name);
        black_box(self.runtime.block_on(get).unwrap()).is_some()
    }

    fn create(&self) {
        let create = self
            .client
            .collections()
            .create("Training Dataset", dataforce::CollectionType::Dataset)
            .description("Dataset for model training")
            .tags(["ml", "training"]);
        black_box(self.runtime.block_on(create.send()).unwrap());
    }
}

/// The blocking facade.
pub(crate) struct Blocking(dataforce::blocking::Client);

impl Way for Blocking {
    fn new(server: &Server) -> Self {
        let client = dataforce::blocking::Client::builder()
            .api_key(API_KEY)
            .base_url(server.url())
            .api_version(dataforce::ApiVersion::Legacy)
            .organization(ORGANIZATION)
            .orbit(ORBIT)
            .build()
            .unwrap();
        Self(client)
    }

    fn list(&self) -> usize {
        black_box(self.0.collections().list().unwrap()).len()
    }

    fn get(&self, id_or_name: &str) -> bool {
        black_box(self.0.collections().get(id_or_name).unwrap()).is_some()
    }

    fn create(&self) {
        let create = self
            .0
            .collections()
            .create("Training Dataset", dataforce::CollectionType::Dataset)
            .description("Dataset for model training")
            .tags(["ml", "training"]);
        black_box(create.send().unwrap());
    }
}

/// The runtime with the least work of its own, so that the client is measured.
fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
