//! What an emulator starts with.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use crate::api_version::ApiVersion;
use crate::behaviour::Behaviour;
use crate::collection::Collection;
use crate::emulator::Emulator;
use crate::faults::{Fault, Schedule};
use crate::history::{Capacity, Exchange, History};
use crate::seed::{Orbit, OrbitRole, Organization, Seed, User};
use crate::shared::{Bounds, Observer, Settings, Shared};
use crate::state::{Contradiction, State};

/// Starting.
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
}

/// A builder for an [`Emulator`].
///
/// If no organizations are added, the emulator has the default one with the default orbit. If no
/// users are added, it has one called `owner` with the default key.
///
/// ```
/// use dataforce_emulator::{
///     Collection, Emulator, Orbit, OrbitRole, Organization, OrganizationRole, Seed, User,
/// };
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
#[must_use = "the emulator does not run before it is started"]
pub struct EmulatorBuilder {
    seed: Seed,
    collections: Vec<Collection>,
    key: Option<String>,
    address: SocketAddr,
    settings: Settings,
    faults: Schedule,
    capacity: Capacity,
    bounds: Bounds,
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
            capacity: Capacity::default(),
            bounds: Bounds::default(),
            observers: Vec::new(),
        }
    }

    /// Adds everything in `seed` to the initial state.
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

    /// Replaces the keys of the first user with this one.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Adds an organization. If it has no members, the first user owns it.
    pub fn organization(mut self, organization: Organization) -> Self {
        self.seed.organizations.push(organization);
        self
    }

    /// Adds a collection to the first orbit.
    pub fn collection(mut self, collection: Collection) -> Self {
        self.collections.push(collection);
        self
    }

    /// Adds collections to the first orbit, as [`Collection::numbered`] creates them.
    pub fn collections(mut self, count: usize) -> Self {
        self.collections.extend(Collection::numbered(count));
        self
    }

    /// Sets the version of the API. The default is [`ApiVersion::Legacy`].
    ///
    /// ```
    /// use dataforce_emulator::{ApiVersion, Emulator};
    ///
    /// let emulator = Emulator::builder().api_version(ApiVersion::V1).start();
    /// assert_eq!(emulator.api_version(), ApiVersion::V1);
    /// ```
    pub fn api_version(mut self, version: ApiVersion) -> Self {
        self.settings.api_version = version;
        self
    }

    /// Sets which behaviour to emulate where servers and their documentation disagree.
    pub fn behaviour(mut self, behaviour: Behaviour) -> Self {
        self.settings.behaviour = behaviour;
        self
    }

    /// Waits this long before each response.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.settings.latency = latency;
        self
    }

    /// Injects a fault from the start.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.add(fault);
        self
    }

    /// Listens on this port instead of a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.address.set_port(port);
        self
    }

    /// Calls `observer` as each exchange ends, with the whole body. A slow observer delays all
    /// responses.
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

    /// Keeps at most this many bytes of request bodies, and as many of response bodies, for
    /// [`Emulator::exchanges`]. The default is 64 MiB. Observers get every body, however large it
    /// is.
    pub fn keep_bodies_up_to(mut self, bytes: usize) -> Self {
        self.capacity.body_bytes = bytes;
        self
    }

    /// Keeps at most this many exchanges, the latest ones. By default, all are kept.
    pub fn keep_exchanges_up_to(mut self, count: usize) -> Self {
        self.capacity.exchanges = count;
        self
    }

    /// Limits the length of request bodies. The default is 64 MiB.
    ///
    /// A longer body gets a 413, and the connection is closed. Servers have no such limit.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.bounds.request.body = bytes;
        self
    }

    /// Limits how long a request may take from its first byte to its last. The default is 30
    /// seconds.
    ///
    /// When the time is over, the connection is closed. Connections on which no request has begun
    /// stay open.
    pub fn request_timeout(mut self, time: Duration) -> Self {
        self.bounds.request.time = time;
        self
    }

    /// Limits the number of connections at a time. The default is 1024.
    ///
    /// Further connections are served when others end.
    ///
    /// # Panics
    ///
    /// If the number is zero.
    #[track_caller]
    pub fn max_connections(mut self, count: usize) -> Self {
        assert!(count > 0, "an emulator needs at least one connection");
        self.bounds.connections = count;
        self
    }

    /// Starts the emulator.
    ///
    /// # Panics
    ///
    /// If [`try_start`](Self::try_start) fails.
    #[must_use]
    #[track_caller]
    pub fn start(self) -> Emulator {
        let address = self.address;
        match self.try_start() {
            Ok(emulator) => emulator,
            Err(error) => panic!("the emulator cannot start on {address}: {error}"),
        }
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// If it cannot listen on the port or start a thread, if there are collections for the first
    /// orbit but no orbit, or if the seed contradicts itself: if two users have one name or key, or
    /// two users, organizations, orbits or collections have one id.
    pub fn try_start(self) -> io::Result<Emulator> {
        let shared = Shared {
            settings: Mutex::new(self.settings),
            faults: Mutex::new(self.faults),
            history: Mutex::new(History::new(self.capacity)),
            bounds: self.bounds,
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
    State::import(seed).map_err(|Contradiction(text)| {
        let text = format!("the seed contradicts itself: {text}");
        io::Error::new(io::ErrorKind::InvalidInput, text)
    })
}
