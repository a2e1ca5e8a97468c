use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use dataforce::{OrbitId, OrganizationId, RetryPolicy};
use dataforce_emulator::{Emulator, EmulatorBuilder, Exchange};

use crate::{Contract, Violation};

/// An emulator that is held to the contract: when one of its answers, or a request of our own client, is not what the
/// contract says, the test that used it fails.
///
/// Answers that a fault was injected into may break the contract: that is what faults are for.
pub struct Server {
    emulator: Emulator,
    violations: Arc<Mutex<Vec<Violation>>>,
}

impl Server {
    /// One organization, `My Personal Organization`, with one orbit, `Default Orbit`, without collections.
    pub fn start() -> Self {
        Self::run(Emulator::builder())
    }

    /// Whatever the builder says.
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

    /// A client that knows where the server is and what lets it in. It sends every request once, so that what arrives
    /// is what the operation sends.
    pub fn client(&self) -> dataforce::ClientBuilder {
        dataforce::Client::builder()
            .api_key(self.api_key())
            .base_url(self.base_url())
            .retry(RetryPolicy::none())
    }

    /// The same without `async`.
    pub fn blocking_client(&self) -> dataforce::blocking::ClientBuilder {
        dataforce::blocking::Client::builder()
            .api_key(self.api_key())
            .base_url(self.base_url())
            .retry(RetryPolicy::none())
    }

    /// The first organization.
    pub fn organization(&self) -> OrganizationId {
        self.organization_id().into()
    }

    /// The first orbit of the first organization.
    pub fn orbit(&self) -> OrbitId {
        self.orbit_id().into()
    }

    /// The operations that arrived so far, in order; `?` where a request meant none.
    pub fn arrived(&self) -> Vec<&'static str> {
        let requests = self.requests();
        let operations = requests.iter().map(|request| request.endpoint);
        operations
            .map(|operation| operation.map_or("?", |operation| operation.id()))
            .collect()
    }
}

fn violations_of(exchange: &Exchange) -> Vec<Violation> {
    let contract = Contract::get();
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
