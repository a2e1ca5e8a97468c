//! The handle of a running emulator.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::api_version::ApiVersion;
use crate::behaviour::Behaviour;
use crate::faults::Fault;
use crate::history::{Exchange, Request};
use crate::seed::Seed;
use crate::server::Server;
use crate::shared::{Shared, lock};

/// A running DataForce server on a loopback port. It stops when it is dropped.
///
/// It serves on its own thread, so it can be started, used and dropped on an async runtime or
/// outside of one.
///
/// ```
/// use dataforce_emulator::Emulator;
///
/// let emulator = Emulator::start();
/// assert!(emulator.base_url().starts_with("http://127.0.0.1:"));
/// assert_eq!(emulator.api_key(), "dfs_your_key");
/// assert_eq!(emulator.organizations()[0].name, "My Personal Organization");
/// assert!(emulator.requests().is_empty());
/// ```
pub struct Emulator {
    pub(crate) shared: Arc<Shared>,
    server: Server,
    base_url: String,
    api_key: String,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Stopping.
impl Emulator {
    pub(crate) fn serve(address: SocketAddr, shared: Shared) -> io::Result<Self> {
        let shared = Arc::new(shared);
        let server = Server::start(address, Arc::clone(&shared))?;
        let first_key = lock(&shared.state)
            .users
            .iter()
            .find_map(|user| user.keys.first().cloned());
        Ok(Self {
            base_url: format!("http://{}", server.address),
            api_key: first_key.unwrap_or_default(),
            server,
            shared,
        })
    }

    /// Stops the emulator and returns its content. It blocks the calling thread until the responses
    /// under way are finished, but for at most `grace`. Dropping the emulator does not wait.
    pub fn stop(mut self, grace: Duration) -> Seed {
        self.server.stop(grace);
        lock(&self.shared.state).export()
    }
}

/// Addresses, keys and ids.
impl Emulator {
    /// Returns the base URL without a slash at its end, such as `http://127.0.0.1:40123`. The `/v1`
    /// of [`ApiVersion::V1`] is part of the paths.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the address that the emulator listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// Returns the version of the API that the emulator serves.
    #[must_use]
    pub fn api_version(&self) -> ApiVersion {
        lock(&self.shared.settings).api_version
    }

    /// Sets the version of the API from the next request on, like an upgrade of the server.
    /// Content, keys and connections stay.
    pub fn set_api_version(&self, version: ApiVersion) {
        lock(&self.shared.settings).api_version = version;
    }

    /// Returns the first API key of any user at the start.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// Returns the id of the first organization, or the nil UUID if there is none.
    #[must_use]
    pub fn organization_id(&self) -> Uuid {
        let state = lock(&self.shared.state);
        state.organizations.first().map_or(Uuid::nil(), |it| it.id)
    }

    /// Returns the id of the first orbit of the first organization, or the nil UUID if there is
    /// none.
    #[must_use]
    pub fn orbit_id(&self) -> Uuid {
        let state = lock(&self.shared.state);
        let organization = state.organizations.first();
        let orbit = organization.and_then(|organization| organization.orbits.first());
        orbit.map_or(Uuid::nil(), |orbit| orbit.id)
    }
}

/// Requests and responses.
impl Emulator {
    /// Returns the requests in the order of their arrival, including those that a fault prevented
    /// from being processed.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let history = lock(&self.shared.history);
        let exchanges = history.exchanges();
        exchanges.map(|exchange| exchange.request.clone()).collect()
    }

    /// Returns the requests with their responses, in the order in which the requests arrived.
    ///
    /// ```
    /// # use dataforce_emulator::{Emulator, Endpoint};
    /// # use std::io::Write;
    /// let emulator = Emulator::start();
    /// # let mut connection = std::net::TcpStream::connect(emulator.address()).unwrap();
    /// # let request = "GET /users/me/organizations HTTP/1.1\r\nconnection: close\r\n\r\n";
    /// # connection.write_all(request.as_bytes()).unwrap();
    /// # std::io::copy(&mut connection, &mut std::io::sink()).unwrap();
    /// // … after a request without a key …
    /// let exchange = &emulator.exchanges()[0];
    /// assert_eq!(exchange.endpoint(), Some(Endpoint::ListOrganizations));
    /// assert_eq!(exchange.response.as_ref().map(|it| it.status.as_u16()), Some(401));
    /// ```
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        let history = lock(&self.shared.history);
        history.exchanges().cloned().collect()
    }

    /// Clears the requests and exchanges so far.
    pub fn clear_requests(&self) {
        lock(&self.shared.history).clear();
    }
}

/// Faults.
impl Emulator {
    /// Injects a fault. If several faults apply to a request, the one injected first happens.
    pub fn inject(&self, fault: Fault) {
        lock(&self.shared.faults).add(fault);
    }

    /// Returns the faults that have yet to happen.
    #[must_use]
    pub fn pending_faults(&self) -> Vec<Fault> {
        lock(&self.shared.faults).pending().to_vec()
    }

    /// Clears all pending faults.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Ends all connections and refuses new ones until
    /// [`accept_connections`](Self::accept_connections).
    ///
    /// ```
    /// use std::net::TcpStream;
    /// use dataforce_emulator::Emulator;
    ///
    /// let emulator = Emulator::start();
    /// emulator.refuse_connections();
    /// assert!(TcpStream::connect(emulator.address()).is_err());
    /// emulator.accept_connections();
    /// assert!(TcpStream::connect(emulator.address()).is_ok());
    /// ```
    ///
    /// # Panics
    ///
    /// If the operating system does not free the port.
    #[track_caller]
    pub fn refuse_connections(&self) {
        if let Err(error) = self.server.refuse() {
            panic!("cannot stop listening on {}: {error}", self.address());
        }
    }

    /// Accepts connections again, on the same port as before.
    ///
    /// # Panics
    ///
    /// If the emulator cannot listen on the port again.
    #[track_caller]
    pub fn accept_connections(&self) {
        if let Err(error) = self.server.accept() {
            panic!("cannot listen on {} again: {error}", self.address());
        }
    }

    /// Waits this long before each response.
    pub fn set_latency(&self, latency: Duration) {
        lock(&self.shared.settings).latency = latency;
    }

    /// Sets which behaviour to emulate where servers and their documentation disagree.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        lock(&self.shared.settings).behaviour = behaviour;
    }
}
