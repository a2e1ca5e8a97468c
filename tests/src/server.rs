use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use dataforce::{ApiVersion, OrbitId, OrganizationId, RetryPolicy};
use dataforce_emulator::{self as emulated, Emulator, EmulatorBuilder, Exchange};

use crate::{Contract, Violation};

/// An emulator that is checked against the contract: a test fails if a response, or a request of
/// our own client, is not what the contract says.
///
/// Responses with an injected fault may break the contract.
pub struct Server {
    emulator: Emulator,
    violations: Arc<Mutex<Vec<Violation>>>,
}

impl Server {
    /// Starts a server with one organization, `My Personal Organization`, and one orbit, `Default
    /// Orbit`, without collections.
    pub fn start() -> Self {
        Self::run(Emulator::builder())
    }

    /// Starts what the builder describes.
    #[track_caller]
    pub fn run(builder: EmulatorBuilder) -> Self {
        let violations = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&violations);
        let emulator = builder
            .observe(move |exchange| {
                let mut noted = noted.lock().unwrap_or_else(PoisonError::into_inner);
                noted.extend(violations_of(exchange));
            })
            .start();
        Self {
            emulator,
            violations,
        }
    }

    /// Returns a builder for a client of this server and its version of the API. It sends each
    /// request once, so that what arrives is what the operation sends.
    pub fn client(&self) -> dataforce::ClientBuilder {
        dataforce::Client::builder()
            .api_key(self.api_key())
            .base_url(self.base_url())
            .api_version(self.version())
            .retry(RetryPolicy::none())
    }

    /// Returns a builder for a blocking client, otherwise like [`client`](Self::client).
    pub fn blocking_client(&self) -> dataforce::blocking::ClientBuilder {
        dataforce::blocking::Client::builder()
            .api_key(self.api_key())
            .base_url(self.base_url())
            .api_version(self.version())
            .retry(RetryPolicy::none())
    }

    /// Returns the version of the API that the server speaks now.
    pub fn version(&self) -> ApiVersion {
        match self.api_version() {
            emulated::ApiVersion::V1 => ApiVersion::V1,
            _ => ApiVersion::Legacy,
        }
    }

    /// Returns the id of the first organization.
    pub fn organization(&self) -> OrganizationId {
        self.organization_id().into()
    }

    /// Returns the id of the first orbit of the first organization.
    pub fn orbit(&self) -> OrbitId {
        self.orbit_id().into()
    }

    /// Returns the operations that arrived so far, in order, with `?` for other requests.
    pub fn arrived(&self) -> Vec<&'static str> {
        arrived(self)
    }
}

/// Returns the operations that arrived at an emulator so far, in order, with `?` for other requests.
pub fn arrived(emulator: &Emulator) -> Vec<&'static str> {
    let requests = emulator.requests();
    let operations = requests.iter().map(|request| request.endpoint);
    operations
        .map(|operation| operation.map_or("?", |operation| operation.id()))
        .collect()
}

fn violations_of(exchange: &Exchange) -> Vec<Violation> {
    let contract = Contract::of_exchange(exchange);
    let mut found = Vec::new();
    if !exchange.faulty {
        found.extend(contract.check_response(exchange).err());
    }
    let ours = exchange
        .request
        .header("user-agent")
        .is_some_and(|agent| agent.starts_with("dataforce"));
    if ours {
        found.extend(contract.check_request(exchange).err());
    }
    found
}

impl Deref for Server {
    type Target = Emulator;

    fn deref(&self) -> &Emulator {
        &self.emulator
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let violations = self.violations.lock();
        let violations = violations.unwrap_or_else(PoisonError::into_inner);
        if !violations.is_empty() && !std::thread::panicking() {
            let list: Vec<_> = violations.iter().map(ToString::to_string).collect();
            panic!("the contract was violated:\n{}", list.join("\n"));
        }
    }
}
