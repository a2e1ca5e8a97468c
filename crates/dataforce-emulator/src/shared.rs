//! What the serving thread and the handle share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::api_version::ApiVersion;
use crate::behaviour::Behaviour;
use crate::faults::Schedule;
use crate::history::{Exchange, History};
use crate::http1::RequestBounds;
use crate::state::State;

/// A callback for each exchange as it ends.
pub(crate) type Observer = Box<dyn Fn(&Exchange) + Send + Sync>;

pub(crate) struct Shared {
    pub(crate) state: Mutex<State>,
    pub(crate) faults: Mutex<Schedule>,
    pub(crate) history: Mutex<History>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) bounds: Bounds,
    pub(crate) observers: Vec<Observer>,
}

/// What can be changed while the emulator runs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) api_version: ApiVersion,
    pub(crate) behaviour: Behaviour,
    pub(crate) latency: Duration,
}

/// What clients can make the emulator hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) request: RequestBounds,
    pub(crate) connections: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            request: RequestBounds {
                body: 64 << 20,
                time: Duration::from_secs(30),
            },
            connections: 1024,
        }
    }
}

/// Locks a mutex. A test that panicked while it held the lock does not affect the others.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
