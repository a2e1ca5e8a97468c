//! The runtime that drives the async client.

use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::task::coop::poll_proceed;

use crate::{Error, Result};

/// A Tokio runtime, shared by all clones and handles of a blocking client.
///
/// It has no thread of its own. A call and the tasks of its connections run on the thread that
/// makes the call, so no message has to pass from one thread to another. If several threads call
/// at once, one of them drives the connections of all.
#[derive(Clone, Debug)]
pub(super) struct Runtime(Arc<Background>);

#[derive(Debug)]
struct Background {
    runtime: Option<tokio::runtime::Runtime>,
    /// The process that started the runtime. A forked process shares its connections and its event
    /// queue, so that using or even dropping it there disturbs the parent.
    process: u32,
}

impl Runtime {
    pub(super) fn start() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(cannot_start)?;
        Ok(Self(Arc::new(Background {
            runtime: Some(runtime),
            process: std::process::id(),
        })))
    }

    /// Waits for the next item of a stream.
    pub(super) fn wait_for_next<T, S>(&self, stream: &mut S) -> Option<Result<T>>
    where
        T: Send,
        S: Stream<Item = Result<T>> + Send + Unpin,
    {
        self.wait(async { Ok(stream.next().await) })
            .unwrap_or_else(|error| Some(Err(error)))
    }

    /// Waits for a call.
    ///
    /// # Errors
    ///
    /// Returns an error without starting the call in a process that was forked after the runtime
    /// was started, and where an async runtime polls the caller.
    pub(super) fn wait<T: Send>(&self, call: impl Future<Output = Result<T>> + Send) -> Result<T> {
        let Some(runtime) = &self.0.runtime else {
            return Err(Error::runtime("the blocking client is shut down"));
        };
        if self.0.is_inherited() {
            return Err(Error::runtime(
                "the process was forked after the blocking client was built: build another client \
                 in the new process",
            ));
        }
        if tokio::runtime::Handle::try_current().is_err() {
            return runtime.block_on(call);
        }
        if is_polled_by_tokio() {
            return Err(Error::runtime(
                "the blocking client was called within an async runtime, which it would block: use the \
                 async `dataforce::Client` there, or call it from `tokio::task::spawn_blocking`",
            ));
        }
        // This is a thread of a runtime that may block, for example in `spawn_blocking`. On some of
        // those, Tokio does not allow entering a second runtime, so another thread drives the call.
        let span = tracing::Span::current();
        let dispatch = tracing::dispatcher::get_default(Clone::clone);
        let drive = || {
            tracing::dispatcher::with_default(&dispatch, || {
                span.in_scope(|| runtime.block_on(call))
            })
        };
        std::thread::scope(|scope| {
            let driver = std::thread::Builder::new()
                .name("dataforce-call".into())
                .spawn_scoped(scope, drive)
                .map_err(cannot_start)?;
            driver
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }
}

/// Returns `true` if this thread is polling a future, where blocking would stop other tasks.
///
/// Tokio has no function for this. It limits the number of operations that a future may do before
/// it has to yield, though, and sets no such limit where blocking is allowed. This uses up the
/// budget, if there is one, and restores it.
fn is_polled_by_tokio() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let mut taken = Vec::new();
    let limited = (0..=u8::MAX).any(|_| match poll_proceed(&mut context) {
        Poll::Ready(unit) => {
            taken.push(unit);
            false
        }
        Poll::Pending => true,
    });
    // Each unit restores what was left when it was taken, so the first one has to be dropped last.
    while taken.pop().is_some() {}
    limited
}

fn cannot_start(error: std::io::Error) -> Error {
    Error::runtime(format!("the blocking client could not be started: {error}"))
}

impl Background {
    /// Whether this process was forked from the one that started the runtime.
    fn is_inherited(&self) -> bool {
        self.process != std::process::id()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        match self.runtime.take() {
            // Closing its connections would take the parent's out of the event queue.
            Some(runtime) if self.is_inherited() => std::mem::forget(runtime),
            // Waiting for the threads, as dropping a runtime does, panics within another runtime.
            Some(runtime) => runtime.shutdown_background(),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocking_is_refused_where_tokio_polls_and_nowhere_else() {
        let runtime = Runtime::start().unwrap();
        let wait = || runtime.wait(async { Ok(7) });
        let refused = || wait().is_err_and(|error| error.kind() == crate::ErrorKind::Runtime);
        assert_eq!(wait().unwrap(), 7);

        let many = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .build()
            .unwrap();
        let one = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        for host in [&many, &one] {
            assert!(host.block_on(async { refused() }));
            assert_eq!(
                host.block_on(async {
                    let runtime = runtime.clone();
                    let blocking = move || runtime.wait(async { Ok(8) }).unwrap();
                    tokio::task::spawn_blocking(blocking).await.unwrap()
                }),
                8
            );
            let _entered = host.enter();
            assert_eq!(wait().unwrap(), 7);
        }
        many.block_on(async {
            let clone = runtime.clone();
            let task = async move { clone.wait(async { Ok(9) }).is_err() };
            assert!(tokio::spawn(task).await.unwrap());
            assert_eq!(tokio::task::block_in_place(wait).unwrap(), 7);
        });
    }

    #[test]
    fn looking_whether_blocking_is_allowed_costs_the_task_nothing() {
        let host = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        host.block_on(async {
            assert!(is_polled_by_tokio());
            assert!(tokio::task::coop::has_budget_remaining());
            assert!(is_polled_by_tokio());
        });
    }

    #[test]
    fn in_a_forked_process_calls_are_refused() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let inherited = Runtime(Arc::new(Background {
            runtime: Some(runtime),
            process: std::process::id() + 1,
        }));
        let error = inherited.wait(async { Ok(7) }).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::Runtime);
        assert!(error.to_string().contains("forked"), "{error}");
    }

    #[test]
    fn the_runtime_may_be_dropped_within_another() {
        let host = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let runtime = Runtime::start().unwrap();
        host.block_on(async move { drop(runtime) });
    }
}
