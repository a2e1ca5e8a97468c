//! The handle of a running emulator.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::builder::EmulatorBuilder;
use crate::endpoints::Behaviour;
use crate::faults::Fault;
use crate::history::{Exchange, Request};
use crate::seed::{Collection, Orbit, OrbitRole, Organization, OrganizationRole, Seed, User};
use crate::server::{Server, Shared, lock};
use crate::state::State;

/// A running DataForce server, on a port of its own on loopback. It stops when it is dropped.
///
/// It serves on a thread of its own, so it may be started, used and dropped on an async runtime as well as off it.
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
    /// Starts an emulator with one organization, `My Personal Organization`, that has one orbit, `Default Orbit`, that
    /// has no collections.
    ///
    /// # Panics
    ///
    /// If no port can be had; [`EmulatorBuilder::try_start`] returns the error instead.
    #[must_use]
    #[track_caller]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Starts with more in it, or other manners.
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

    /// Stops, but lets the responses that are under way finish, for at most so long; dropping does not wait for them.
    /// Returns what it held at the end. It blocks the thread until then.
    pub fn stop(mut self, grace: Duration) -> Seed {
        self.server.stop(grace);
        self.export()
    }
}

/// Where it is and what lets one in.
impl Emulator {
    /// Such as `http://127.0.0.1:40123`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    /// The first key of the first user.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.api_key
    }

    /// The id of the first organization; nil if there is none.
    #[must_use]
    pub fn organization_id(&self) -> Uuid {
        let state = lock(&self.shared.state);
        state.organizations.first().map_or(Uuid::nil(), |it| it.id)
    }

    /// The id of the first orbit of the first organization; nil if there is none.
    #[must_use]
    pub fn orbit_id(&self) -> Uuid {
        let state = lock(&self.shared.state);
        let organization = state.organizations.first();
        let orbit = organization.and_then(|organization| organization.orbits.first());
        orbit.map_or(Uuid::nil(), |orbit| orbit.id)
    }
}

/// What arrived and what was answered.
impl Emulator {
    /// The requests that arrived, in order, including those that a fault kept from being processed.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let history = lock(&self.shared.history);
        let exchanges = history.exchanges();
        exchanges.map(|exchange| exchange.request.clone()).collect()
    }

    /// The requests with their responses, in the order in which the requests arrived.
    ///
    /// ```
    /// # use dataforce_emulator::{Emulator, Operation};
    /// # use std::io::Write;
    /// let emulator = Emulator::start();
    /// # let mut connection = std::net::TcpStream::connect(emulator.address()).unwrap();
    /// # write!(connection, "GET /users/me/organizations HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    /// # std::io::copy(&mut connection, &mut std::io::sink()).unwrap();
    /// // … after a request without a key …
    /// let exchange = &emulator.exchanges()[0];
    /// assert_eq!(exchange.operation(), Some(Operation::ListOrganizations));
    /// assert_eq!(exchange.response.as_ref().map(|it| it.status.as_u16()), Some(401));
    /// ```
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        let history = lock(&self.shared.history);
        history.exchanges().cloned().collect()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        lock(&self.shared.history).clear();
    }
}

/// What goes wrong.
impl Emulator {
    /// Lets something go wrong. Of several faults that fit a request, the one that was injected first happens.
    pub fn inject(&self, fault: Fault) {
        lock(&self.shared.faults).add(fault);
    }

    /// The faults that have yet to happen.
    #[must_use]
    pub fn pending_faults(&self) -> Vec<Fault> {
        lock(&self.shared.faults).pending().to_vec()
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Breaks all connections and refuses new ones, until [`accept_connections`](Self::accept_connections).
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
    /// If the operating system does not let go of the port.
    #[track_caller]
    pub fn refuse_connections(&self) {
        if let Err(error) = self.server.refuse() {
            panic!("cannot stop listening on {}: {error}", self.address());
        }
    }

    /// Listens again, on the same port as before.
    ///
    /// # Panics
    ///
    /// If the operating system does not give the port back.
    #[track_caller]
    pub fn accept_connections(&self) {
        if let Err(error) = self.server.accept() {
            panic!("cannot listen on {} again: {error}", self.address());
        }
    }

    /// Waits so long before each response.
    pub fn set_latency(&self, latency: Duration) {
        lock(&self.shared.settings).latency = latency;
    }

    /// Changes whom to believe, the server or its documentation.
    pub fn set_behaviour(&self, behaviour: Behaviour) {
        lock(&self.shared.settings).behaviour = behaviour;
    }
}

/// What it holds. Changes made here are not requests: they happen behind the back of the client.
impl Emulator {
    /// Everything, as it is now.
    #[must_use]
    pub fn export(&self) -> Seed {
        lock(&self.shared.state).export()
    }

    /// Replaces everything.
    pub fn import(&self, seed: Seed) {
        *lock(&self.shared.state) = State::import(seed);
    }

    /// The collections of all orbits, in no particular order.
    #[must_use]
    pub fn collections(&self) -> Vec<Collection> {
        let state = lock(&self.shared.state);
        state.collections.all().cloned().collect()
    }

    /// The collections of an orbit, in the order in which a list shows them at the moment.
    #[must_use]
    pub fn collections_in(&self, orbit: Uuid) -> Vec<Collection> {
        let state = lock(&self.shared.state);
        state.collections.in_orbit(orbit).cloned().collect()
    }

    /// The collection with this id.
    #[must_use]
    pub fn collection(&self, id: Uuid) -> Option<Collection> {
        lock(&self.shared.state).collections.get(id).cloned()
    }

    /// Puts a collection into the first orbit, and returns its id.
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

    /// Puts a collection into an orbit, in place of one with the same id, and returns its id.
    ///
    /// # Panics
    ///
    /// If there is no such orbit.
    #[track_caller]
    pub fn add_collection_to(&self, orbit: Uuid, mut collection: Collection) -> Uuid {
        collection.orbit_id = orbit;
        let id = collection.id;
        let mut state = lock(&self.shared.state);
        assert!(state.orbit(orbit).is_some(), "there is no orbit {orbit}");
        state.collections.insert(collection);
        id
    }

    /// Takes a collection away, models or not.
    pub fn remove_collection(&self, id: Uuid) -> Option<Collection> {
        lock(&self.shared.state).collections.remove(id)
    }

    /// The organizations, whoever their members are, in the order in which they were made.
    #[must_use]
    pub fn organizations(&self) -> Vec<Organization> {
        self.export().organizations
    }

    /// The organization with this id, with all that is in it.
    #[must_use]
    pub fn organization(&self, id: Uuid) -> Option<Organization> {
        self.organizations().into_iter().find(|it| it.id == id)
    }

    /// Adds an organization and returns its id. Without members, it belongs to the first user.
    pub fn add_organization(&self, organization: Organization) -> Uuid {
        let id = organization.id;
        lock(&self.shared.state).add_organization(organization);
        id
    }

    /// Takes an organization away, with all that is in it.
    pub fn remove_organization(&self, id: Uuid) -> Option<Organization> {
        lock(&self.shared.state).remove_organization(id)
    }

    /// The orbit with this id, with its collections.
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
    /// If there is no such organization.
    #[track_caller]
    pub fn add_orbit(&self, organization: Uuid, orbit: Orbit) -> Uuid {
        let id = orbit.id;
        let added = lock(&self.shared.state).add_orbit(organization, orbit);
        assert!(added, "there is no organization {organization}");
        id
    }

    /// Takes an orbit away, with its collections.
    pub fn remove_orbit(&self, id: Uuid) -> Option<Orbit> {
        lock(&self.shared.state).remove_orbit(id)
    }

    /// Adds a user, or replaces the one with the same name.
    pub fn add_user(&self, user: User) {
        let mut state = lock(&self.shared.state);
        match state.users.iter_mut().find(|known| known.name == user.name) {
            Some(known) => *known = user,
            None => state.users.push(user),
        }
    }

    /// Takes a key from whoever has it: from now on it is answered 401.
    pub fn revoke_key(&self, key: &str) {
        for user in &mut lock(&self.shared.state).users {
            user.keys.retain(|known| known != key);
        }
    }

    /// Makes a user a member of an organization, or with `None` no member any more.
    ///
    /// # Panics
    ///
    /// If there is no such organization.
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

    /// Makes a user a member of an orbit, or with `None` no member any more.
    ///
    /// # Panics
    ///
    /// If there is no such orbit.
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

fn set_role<R>(members: &mut BTreeMap<String, R>, user: &str, role: Option<R>) {
    match role {
        Some(role) => members.insert(user.to_owned(), role),
        None => members.remove(user),
    };
}
