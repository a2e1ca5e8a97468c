//! The transport of a client.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use crate::attempt::AttemptLimits;
use crate::budget::RetryBudget;
use crate::connections::Connections;
use crate::deadline::Deadline;
use crate::key::ApiKey;
use crate::list_filter::ListFilter;
use crate::retry::RetryPolicy;

/// Sends requests: adds the key, attempts them again as the retry policy says, keeps to deadlines
/// and limits, and decodes the responses.
///
/// A clone is cheap and shares connections and retry budget. [`ClientBuilder`](crate::ClientBuilder)
/// makes one.
#[derive(Clone, Debug)]
pub struct Transport {
    pub(crate) shared: Arc<Shared>,
    pub(crate) retry: RetryPolicy,
    pub(crate) deadline: Deadline,
    pub(crate) list_filter: Option<ListFilter>,
}

/// What all clones share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) key: ApiKey,
    pub(crate) base: Url,
    pub(crate) limits: AttemptLimits,
    pub(crate) budget: RetryBudget,
    pub(crate) connections: Connections,
}

impl Transport {
    /// Returns the address of the server, without a slash at the end.
    pub fn base_url(&self) -> &str {
        self.shared.base.as_str().trim_end_matches('/')
    }

    /// Returns the URL of a path below the base URL. The path starts with a slash.
    pub fn url(&self, path: &str) -> Url {
        // The origin is parsed already.
        let mut url = self.shared.base.clone();
        let path = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&path);
        url
    }

    /// Returns a client to build requests with.
    pub fn http(&self) -> &reqwest::Client {
        self.shared.connections.http()
    }

    /// Returns a transport over the same connections with another retry policy.
    #[must_use]
    pub fn with_retry(&self, retry: RetryPolicy) -> Self {
        let mut transport = self.clone();
        transport.retry = retry;
        transport
    }

    /// Returns a transport over the same connections with an earlier
    /// [deadline](crate::ClientBuilder::deadline) for each call. A later one has no effect.
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        let mut transport = self.clone();
        transport.deadline = self.deadline.shortened(deadline);
        transport
    }

    /// Returns a transport over the same connections whose calls share the
    /// [deadline](crate::ClientBuilder::deadline) of one, which starts now. For an operation that
    /// takes several calls.
    #[must_use]
    pub fn sharing_deadline(&self) -> Self {
        let mut transport = self.clone();
        transport.deadline = self.deadline.started();
        transport
    }

    /// Returns how long a call that starts now may take until its
    /// [deadline](crate::ClientBuilder::deadline).
    pub fn time_left(&self) -> Duration {
        self.deadline.left()
    }

    /// Returns a transport over the same connections that keeps only some elements of lists, or all
    /// of them without a filter.
    #[must_use]
    pub fn with_list_filter(&self, filter: impl Into<Option<ListFilter>>) -> Self {
        let mut transport = self.clone();
        transport.list_filter = filter.into();
        transport
    }
}
