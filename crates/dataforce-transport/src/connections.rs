//! Over which connections requests go.
//!
//! A connection is used only on the Tokio runtime that drives it, so there is a connection pool for
//! each runtime.
//!
//! After a failure, which shows as a status 5xx, the server closes the connection without announcing
//! it. A request written before the close is noticed is lost, and nobody can tell whether it was
//! processed. For a while after such a failure no request goes over the pooled connections, and a
//! request that must not be repeated does not even start on one that was assigned to it in that
//! while.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::Version;
use http::header::LOCATION;
use reqwest::{Request, Response, Url};
use tokio::runtime;

use crate::base_url::same_origin;
use crate::cooldown::Cooldown;
use crate::error::Error;
use crate::guarded_body::{GuardedBody, Sent};
use crate::http_client::{HttpConfig, Pool};
use crate::proxy::InUse;

/// For how many runtimes connection pools are kept.
const MAX_POOLS: usize = 8;

/// The connections of a client and its clones.
#[derive(Debug)]
pub(crate) struct Connections {
    source: Source,
    cooldown: Arc<Cooldown>,
}

enum Source {
    Own(Box<OwnClients>),
    /// A custom client, whose pool is used whatever happens.
    Custom(reqwest::Client),
}

struct OwnClients {
    config: HttpConfig,
    base: Url,
    proxy: Option<InUse>,
    /// Built with the transport, so that settings that cannot be used are noticed at once. The first
    /// runtime uses it.
    first: reqwest::Client,
    /// The most recently used last.
    by_runtime: Mutex<Vec<(Owner, reqwest::Client)>>,
    /// Makes a new connection for each request. Built on first need, which is rare.
    unpooled: OnceLock<reqwest::Client>,
}

/// What drives the connections of a pool: a runtime in a process. A fork inherits the memory of a
/// runtime, but not its connections.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Owner {
    process: u32,
    runtime: runtime::Id,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Own(_) => "Own",
            Self::Custom(_) => "Custom",
        })
    }
}

/// A response and the kind of connection that it came over.
pub(crate) struct Received {
    pub(crate) response: Response,
    pub(crate) pool: Pool,
}

impl Connections {
    pub(crate) fn build(config: HttpConfig, base: &Url) -> Result<Self, Error> {
        let first = config.build(base, Pool::Enabled)?;
        let proxy = config.proxy.in_use(base);
        Ok(Self::new(Source::Own(Box::new(OwnClients {
            config,
            base: base.clone(),
            proxy,
            first,
            by_runtime: Mutex::default(),
            unpooled: OnceLock::new(),
        }))))
    }

    pub(crate) fn custom(client: reqwest::Client) -> Self {
        Self::new(Source::Custom(client))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            cooldown: Arc::default(),
        }
    }

    /// The client to build requests with.
    pub(crate) fn http(&self) -> &reqwest::Client {
        match &self.source {
            Source::Own(own) => &own.first,
            Source::Custom(client) => client,
        }
    }

    /// The proxy that requests go through, if that is known.
    pub(crate) fn proxy(&self) -> Option<&InUse> {
        match &self.source {
            Source::Own(own) => own.proxy.as_ref(),
            Source::Custom(_) => None,
        }
    }

    /// Sends a request, on the runtime of which `handle` is. `copy` is a copy of a request that must
    /// not be repeated; `sent` then tells whether any of it was sent, even if the returned future
    /// fails or is dropped.
    pub(crate) async fn send(
        &self,
        handle: &runtime::Handle,
        mut request: Box<Request>,
        copy: Option<&Request>,
        sent: &Sent,
    ) -> Result<Received, SendError> {
        let own = match &self.source {
            Source::Own(own) => own,
            Source::Custom(client) => {
                return received(client.execute(*request).await, Pool::Enabled);
            }
        };
        if self.cooldown.is_active() {
            return received(own.unpooled()?.execute(*request).await, Pool::Disabled);
        }
        let pooled = own.pooled(handle)?;
        let Some(copy) = copy else {
            return received(pooled.execute(*request).await, Pool::Enabled);
        };
        if let Some(body) = request.body_mut().take() {
            let body = GuardedBody::new(body, Arc::clone(&self.cooldown), sent.clone());
            *request.body_mut() = Some(reqwest::Body::wrap(body));
        }
        let outcome = pooled.execute(*request).await;
        let url = match &outcome {
            // It was assigned a connection in cooldown, or one that was closed in that moment.
            Err(error) if sent.get() == Some(false) && !error.is_connect() => copy.url().clone(),
            // A guarded body can be sent only once, so reqwest does not follow the redirect.
            Ok(response) => match redirect_within_origin(response) {
                Some(url) => url,
                None => return received(outcome, Pool::Enabled),
            },
            Err(_) => return received(outcome, Pool::Enabled),
        };
        match copy.try_clone().map(Box::new) {
            Some(mut request) => {
                sent.set();
                *request.url_mut() = url;
                received(own.unpooled()?.execute(*request).await, Pool::Disabled)
            }
            None => received(outcome, Pool::Enabled),
        }
    }

    /// Notes that the server failed while it handled a request over a pooled connection.
    pub(crate) fn note_failure(&self, pool: Pool, version: Version) {
        // From HTTP/2 on, a connection announces its end.
        if pool == Pool::Enabled && version < Version::HTTP_2 {
            self.cooldown.start();
        }
    }
}

/// Why a request got no response.
pub(crate) enum SendError {
    /// No client could be built.
    Configuration(Error),
    Http(reqwest::Error),
}

impl From<Error> for SendError {
    fn from(error: Error) -> Self {
        Self::Configuration(error)
    }
}

fn received(outcome: reqwest::Result<Response>, pool: Pool) -> Result<Received, SendError> {
    match outcome {
        Ok(response) => Ok(Received { response, pool }),
        Err(error) => Err(SendError::Http(error)),
    }
}

impl OwnClients {
    /// The client whose connections this runtime drives.
    fn pooled(&self, handle: &runtime::Handle) -> Result<reqwest::Client, Error> {
        let owner = Owner {
            process: std::process::id(),
            runtime: handle.id(),
        };
        let mut pools = self
            .by_runtime
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((last, client)) = pools.last()
            && *last == owner
        {
            return Ok(client.clone());
        }
        let pool = match pools.iter().position(|(other, _)| *other == owner) {
            Some(index) => pools.remove(index),
            None if pools.is_empty() => (owner, self.first.clone()),
            None => (owner, self.config.build(&self.base, Pool::Enabled)?),
        };
        if pools.len() == MAX_POOLS {
            pools.remove(0);
        }
        let client = pool.1.clone();
        pools.push(pool);
        Ok(client)
    }

    fn unpooled(&self) -> Result<&reqwest::Client, Error> {
        if let Some(client) = self.unpooled.get() {
            return Ok(client);
        }
        let client = self.config.build(&self.base, Pool::Disabled)?;
        Ok(self.unpooled.get_or_init(|| client))
    }
}

fn redirect_within_origin(response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url = response.url().join(location).ok()?;
    same_origin(&url, response.url()).then_some(url)
}
