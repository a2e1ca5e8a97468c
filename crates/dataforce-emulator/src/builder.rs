//! What an emulator starts with.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use crate::emulator::Emulator;
use crate::endpoints::Behaviour;
use crate::faults::{Fault, Schedule};
use crate::history::{Exchange, History, Limits};
use crate::seed::{Collection, Orbit, OrbitRole, Organization, Seed, User};
use crate::server::{Observer, Settings, Shared};
use crate::state::State;

/// Says what an [`Emulator`] starts with.
///
/// Unless organizations are added, there is the default one, with the default orbit. Unless users are added, there is
/// one called `owner`, with the default key.
///
/// ```
/// use dataforce_emulator::{Collection, Emulator, Orbit, OrbitRole, Organization, OrganizationRole, Seed, User};
///
/// let emulator = Emulator::builder()
///     .user(User::new("owner").key(Seed::API_KEY))
///     .user(User::new("jane").key("dfs_jane"))
///     .organization(
///         Organization::new("Acme")
///             .member("owner", OrganizationRole::Owner)
///             .member("jane", OrganizationRole::Member)
///             .orbit(Orbit::new("Hidden from Jane"))
///             .orbit(
///                 Orbit::new("Research")
///                     .member("jane", OrbitRole::Member)
///                     .collection(Collection::new("Images").tags(["raw"]))
///                     .collections(1000),
///             ),
///     )
///     .start();
/// assert_eq!(emulator.collections().len(), 1001);
/// ```
#[must_use = "an emulator runs only when it is started"]
pub struct EmulatorBuilder {
    seed: Seed,
    collections: Vec<Collection>,
    key: Option<String>,
    address: SocketAddr,
    settings: Settings,
    faults: Schedule,
    limits: Limits,
    observers: Vec<Observer>,
}

impl EmulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            seed: Seed::default(),
            collections: Vec::new(),
            key: None,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            settings: Settings::default(),
            faults: Schedule::default(),
            limits: Limits::default(),
            observers: Vec::new(),
        }
    }

    /// Starts with all this, and adds what else is said.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed.users.extend(seed.users);
        self.seed.organizations.extend(seed.organizations);
        self
    }

    /// Adds a user.
    pub fn user(mut self, user: User) -> Self {
        self.seed.users.push(user);
        self
    }

    /// Gives the first user this key instead of those they have.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Adds an organization; without members, it belongs to the first user.
    pub fn organization(mut self, organization: Organization) -> Self {
        self.seed.organizations.push(organization);
        self
    }

    /// Adds a collection to the first orbit.
    pub fn collection(mut self, collection: Collection) -> Self {
        self.collections.push(collection);
        self
    }

    /// Adds many collections to the first orbit, as [`Collection::numbered`] makes them.
    pub fn collections(mut self, count: usize) -> Self {
        self.collections.extend(Collection::numbered(count));
        self
    }

    /// Chooses whom to believe, the server or its documentation.
    pub fn behaviour(mut self, behaviour: Behaviour) -> Self {
        self.settings.behaviour = behaviour;
        self
    }

    /// Waits so long before each response.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.settings.latency = latency;
        self
    }

    /// Lets something go wrong from the start.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.add(fault);
        self
    }

    /// Listens on this port, instead of on one that is free.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Calls back as each exchange ends, with the whole body. What takes long here delays all responses.
    ///
    /// ```
    /// use dataforce_emulator::Emulator;
    ///
    /// let emulator = Emulator::builder()
    ///     .observe(|exchange| eprintln!("{} {}", exchange.request.method, exchange.request.path))
    ///     .start();
    /// # drop(emulator);
    /// ```
    pub fn observe(mut self, observer: impl Fn(&Exchange) + Send + Sync + 'static) -> Self {
        self.observers.push(Box::new(observer));
        self
    }

    /// Keeps at most so many bytes of response bodies for [`Emulator::exchanges`], all together; 64 MiB unless told
    /// otherwise. Observers get each body however large it is.
    pub fn keep_bodies_up_to(mut self, bytes: usize) -> Self {
        self.limits.body_bytes = bytes;
        self
    }

    /// Keeps at most so many exchanges, the latest ones; all unless told otherwise.
    pub fn keep_exchanges_up_to(mut self, count: usize) -> Self {
        self.limits.exchanges = count;
        self
    }

    /// Starts.
    ///
    /// # Panics
    ///
    /// Where [`try_start`](Self::try_start) fails.
    #[must_use]
    #[track_caller]
    pub fn start(self) -> Emulator {
        let address = self.address;
        match self.try_start() {
            Ok(emulator) => emulator,
            Err(error) => panic!("the emulator cannot start on {address}: {error}"),
        }
    }

    /// Starts.
    ///
    /// # Errors
    ///
    /// If the port cannot be had, or no thread, or if there are collections for the first orbit and no orbit.
    pub fn try_start(self) -> io::Result<Emulator> {
        let shared = Shared {
            settings: Mutex::new(self.settings),
            faults: Mutex::new(self.faults),
            history: Mutex::new(History::new(self.limits)),
            observers: self.observers,
            state: Mutex::new(populate(self.seed, self.key, self.collections)?),
        };
        Emulator::serve(self.address, shared)
    }
}

fn populate(
    mut seed: Seed,
    key: Option<String>,
    collections: Vec<Collection>,
) -> io::Result<State> {
    if seed.users.is_empty() {
        seed.users.push(User::new(Seed::USER).key(Seed::API_KEY));
    }
    if let Some(key) = key {
        seed.users[0].keys = vec![key];
    }
    if seed.organizations.is_empty() {
        let owner = seed.users[0].name.clone();
        let orbit = Orbit::new("Default Orbit")
            .id(Seed::ORBIT_ID)
            .member(owner, OrbitRole::Admin);
        let organization = Organization::new("My Personal Organization")
            .id(Seed::ORGANIZATION_ID)
            .orbit(orbit);
        seed.organizations.push(organization);
    }
    match seed.organizations[0].orbits.first_mut() {
        Some(orbit) => orbit.collections.extend(collections),
        None if collections.is_empty() => {}
        None => {
            let problem = "the first organization has no orbit to put the collections in";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, problem));
        }
    }
    Ok(State::import(seed))
}
