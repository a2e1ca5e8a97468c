//! For how long after a failure of the server the pooled connections are not used.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::http_client::POOL_IDLE_TIMEOUT;

/// How long a cooldown lasts. By then the pool has dropped all connections that were idle.
const POOL_COOLDOWN: Duration = POOL_IDLE_TIMEOUT.saturating_add(Duration::from_secs(1));

/// When the server last failed over a pooled connection.
#[derive(Debug, Default)]
pub(crate) struct Cooldown(Mutex<Option<Instant>>);

impl Cooldown {
    pub(crate) fn start(&self) {
        *self.since() = Some(Instant::now());
    }

    pub(crate) fn is_active(&self) -> bool {
        self.since()
            .is_some_and(|since| since.elapsed() < POOL_COOLDOWN)
    }

    fn since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
