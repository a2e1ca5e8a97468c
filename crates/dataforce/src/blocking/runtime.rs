//! What drives the async client underneath.

use std::future::Future;
use std::sync::Arc;

use crate::{Error, Result};

/// A Tokio runtime, shared by all clones and handles of a blocking client.
///
/// The future of a call runs on the calling thread. One thread of the runtime's own watches the connections, also
/// between the calls.
#[derive(Clone, Debug)]
pub(super) struct Runtime(Arc<Background>);

#[derive(Debug)]
struct Background(Option<tokio::runtime::Runtime>);

impl Runtime {
    pub(super) fn start() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("dataforce")
            .enable_all()
            .build()
            .map_err(|error| {
                Error::runtime(format!(
                    "the thread of the blocking client could not be started: {error}"
                ))
            })?;
        Ok(Self(Arc::new(Background(Some(runtime)))))
    }

    /// Waits for a call, on the calling thread.
    pub(super) fn wait<T>(&self, call: impl Future<Output = Result<T>>) -> Result<T> {
        if tokio::runtime::Handle::try_current().is_ok() {
            return Err(Error::runtime(
                "the blocking client was called within an async runtime, which it would stop: use the async \
                 `dataforce::Client` there, or call it from `tokio::task::spawn_blocking`",
            ));
        }
        match &self.0.0 {
            Some(runtime) => runtime.block_on(call),
            None => Err(Error::runtime("the blocking client is shut down")),
        }
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // Waiting for the threads, as dropping a runtime does, panics within another runtime.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
