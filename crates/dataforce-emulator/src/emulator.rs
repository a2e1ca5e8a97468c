//! The handle of a running emulator.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::api_version::ApiVersion;
use crate::behaviour::Behaviour;
use crate::builder::EmulatorBuilder;
use crate::collection::Collection;
use crate::faults::Fault;
use crate::history::{Exchange, Request};
use crate::seed::{Orbit, OrbitRole, Organization, OrganizationRole, Seed, User};
use crate::server::Server;
use crate::shared::{Shared, lock};
use crate::state::{Contradiction, State};

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
    shared: Arc<Shared>,
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

/// Starting and stopping.
impl Emulator {
    /// Starts an emulator with the organization `My Personal Organization`, in it the orbit
    /// `Default Orbit`, and no collections.
    ///
    /// # Panics
    ///
    /// If it cannot listen; [`EmulatorBuilder::try_start`] returns the error instead.
    #[must_use]
    #[track_caller]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns a builder for an emulator with other content or behaviour.
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder::new()
    }

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
    /// under way are finished, but for at most `grace`. Dropping the emulator does not wait for them.
    pub fn stop(mut self, grace: Duration) -> Seed {
        self.server.stop(grace);
        self.export()
    }
}

/// Addresses, keys and ids.
impl Emulator {
    /// Returns the base URL without a slash at its end, such as `http://127.0.0.1:40123`.
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

    /// Sets the version of the API from the next request on, like an upgrade of the server. Content,
    /// keys and connections stay.
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
    /// # write!(connection, "GET /users/me/organizations HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
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

/// Content. Changes made here are not requests: they happen without the client knowing.
impl Emulator {
    /// Returns the whole content as it is now.
    #[must_use]
    pub fn export(&self) -> Seed {
        lock(&self.shared.state).export()
    }

    /// Replaces the whole content.
    ///
    /// # Panics
    ///
    /// If the seed contradicts itself, as described at [`EmulatorBuilder::try_start`].
    #[track_caller]
    pub fn import(&self, seed: Seed) {
        *lock(&self.shared.state) = consistent(State::import(seed));
    }

    /// Returns the collections of all orbits, in no particular order.
    #[must_use]
    pub fn collections(&self) -> Vec<Collection> {
        let state = lock(&self.shared.state);
        state.collections.all().cloned().collect()
    }

    /// Returns the collections of an orbit in the current order of the table, which is the order of
    /// the list.
    #[must_use]
    pub fn collections_in(&self, orbit: Uuid) -> Vec<Collection> {
        let state = lock(&self.shared.state);
        state.collections.in_orbit(orbit).cloned().collect()
    }

    /// Returns the collection with this id.
    #[must_use]
    pub fn collection(&self, id: Uuid) -> Option<Collection> {
        lock(&self.shared.state).collections.get(id).cloned()
    }

    /// Adds a collection to the first orbit, and returns its id.
    ///
    /// ```
    /// use dataforce_emulator::{Collection, Emulator};
    ///
    /// let emulator = Emulator::start();
    /// let id = emulator.add_collection(Collection::new("Images").models(3));
    /// assert_eq!(emulator.collection(id).map(|it| it.total_models), Some(3));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no orbit.
    #[track_caller]
    pub fn add_collection(&self, collection: Collection) -> Uuid {
        self.add_collection_to(self.orbit_id(), collection)
    }

    /// Adds a collection to an orbit, or replaces the one with the same id, and returns its id.
    ///
    /// # Panics
    ///
    /// If there is no orbit with this id.
    #[track_caller]
    pub fn add_collection_to(&self, orbit: Uuid, mut collection: Collection) -> Uuid {
        collection.orbit_id = orbit;
        let id = collection.id;
        let mut state = lock(&self.shared.state);
        assert!(state.orbit(orbit).is_some(), "there is no orbit {orbit}");
        state.collections.insert(collection);
        id
    }

    /// Removes a collection, even one with models.
    pub fn remove_collection(&self, id: Uuid) -> Option<Collection> {
        lock(&self.shared.state).collections.remove(id)
    }

    /// Returns all organizations, in the order in which they were added.
    #[must_use]
    pub fn organizations(&self) -> Vec<Organization> {
        self.export().organizations
    }

    /// Returns the organization with this id, with its orbits and collections.
    #[must_use]
    pub fn organization(&self, id: Uuid) -> Option<Organization> {
        self.organizations().into_iter().find(|it| it.id == id)
    }

    /// Adds an organization and returns its id. If it has no members, the first user owns it.
    ///
    /// # Panics
    ///
    /// If the id of the organization, or of an orbit or collection in it, exists already.
    #[track_caller]
    pub fn add_organization(&self, organization: Organization) -> Uuid {
        let id = organization.id;
        consistent(lock(&self.shared.state).add_organization(organization));
        id
    }

    /// Removes an organization with its orbits and collections.
    pub fn remove_organization(&self, id: Uuid) -> Option<Organization> {
        lock(&self.shared.state).remove_organization(id)
    }

    /// Returns the orbit with this id, with its collections.
    #[must_use]
    pub fn orbit(&self, id: Uuid) -> Option<Orbit> {
        let state = lock(&self.shared.state);
        let (_, orbit) = state.orbit(id)?;
        let mut orbit = orbit.clone();
        orbit.collections = state.collections.in_orbit(id).cloned().collect();
        Some(orbit)
    }

    /// Adds an orbit to an organization and returns its id.
    ///
    /// # Panics
    ///
    /// If there is no organization with this id, or if the id of the orbit or of a collection in it
    /// exists already.
    #[track_caller]
    pub fn add_orbit(&self, organization: Uuid, orbit: Orbit) -> Uuid {
        let id = orbit.id;
        consistent(lock(&self.shared.state).add_orbit(organization, orbit));
        id
    }

    /// Removes an orbit with its collections.
    pub fn remove_orbit(&self, id: Uuid) -> Option<Orbit> {
        lock(&self.shared.state).remove_orbit(id)
    }

    /// Adds a user, or replaces the one with the same name.
    ///
    /// # Panics
    ///
    /// If another user has the same id or one of the keys.
    #[track_caller]
    pub fn add_user(&self, user: User) {
        consistent(lock(&self.shared.state).set_user(user));
    }

    /// Revokes a key: requests with it get a 401.
    pub fn revoke_key(&self, key: &str) {
        for user in &mut lock(&self.shared.state).users {
            user.keys.retain(|known| known != key);
        }
    }

    /// Sets the role of a user in an organization; `None` removes the user from it.
    ///
    /// # Panics
    ///
    /// If there is no organization with this id.
    #[track_caller]
    pub fn set_organization_role(
        &self,
        organization: Uuid,
        user: &str,
        role: Option<OrganizationRole>,
    ) {
        let mut state = lock(&self.shared.state);
        state.ensure_user(user);
        match state.organization_mut(organization) {
            Some(organization) => set_role(&mut organization.members, user, role),
            None => panic!("there is no organization {organization}"),
        }
    }

    /// Sets the role of a user in an orbit; `None` removes the user from it.
    ///
    /// # Panics
    ///
    /// If there is no orbit with this id.
    #[track_caller]
    pub fn set_orbit_role(&self, orbit: Uuid, user: &str, role: Option<OrbitRole>) {
        let mut state = lock(&self.shared.state);
        state.ensure_user(user);
        match state.orbit_mut(orbit) {
            Some(orbit) => set_role(&mut orbit.members, user, role),
            None => panic!("there is no orbit {orbit}"),
        }
    }
}

#[track_caller]
fn consistent<T>(result: Result<T, Contradiction>) -> T {
    match result {
        Ok(value) => value,
        Err(Contradiction(text)) => panic!("{text}"),
    }
}

fn set_role<R>(members: &mut BTreeMap<String, R>, user: &str, role: Option<R>) {
    match role {
        Some(role) => members.insert(user.to_owned(), role),
        None => members.remove(user),
    };
}
