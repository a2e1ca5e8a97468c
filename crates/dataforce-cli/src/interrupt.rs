//! Ctrl-C.

use std::sync::OnceLock;

use tokio::signal::ctrl_c;
use tokio::sync::watch;

use crate::failure::{Failure, Result};

/// Tells whether the user has pressed Ctrl-C.
///
/// A read ends at once. A change that was sent is waited for, unless Ctrl-C is pressed again. Before
/// the first of them, Ctrl-C ends the program as it ends any other.
#[derive(Debug, Default)]
pub(crate) struct Interrupt(OnceLock<watch::Receiver<u32>>);

impl Interrupt {
    /// How often Ctrl-C was pressed since this was first called, within a runtime.
    fn count(&self) -> &watch::Receiver<u32> {
        self.0.get_or_init(|| {
            let (sender, receiver) = watch::channel(0);
            tokio::spawn(async move {
                while ctrl_c().await.is_ok() {
                    sender.send_modify(|count| *count += 1);
                }
                // Without signals, nothing is ever requested.
                sender.closed().await;
            });
            receiver
        })
    }

    pub(crate) fn is_requested(&self) -> bool {
        *self.count().borrow() > 0
    }

    /// Waits for Ctrl-C.
    pub(crate) async fn requested(&self) {
        self.pressed(1).await;
    }

    /// Reads something. Ctrl-C ends it at once.
    pub(crate) async fn may_end<T>(&self, read: impl Future<Output = T>) -> Result<T> {
        tokio::select! {
            biased;
            () = self.pressed(1) => Err(Failure::interrupted("interrupted")),
            output = read => Ok(output),
        }
    }

    /// Changes something. Returns `None` if Ctrl-C was pressed twice before it was finished.
    pub(crate) async fn finish_change<T>(
        &self,
        on_first: impl FnOnce(),
        change: impl Future<Output = T>,
    ) -> Option<T> {
        let mut change = std::pin::pin!(change);
        tokio::select! {
            biased;
            output = &mut change => return Some(output),
            () = self.pressed(1) => on_first(),
        }
        tokio::select! {
            biased;
            output = &mut change => Some(output),
            () = self.pressed(2) => None,
        }
    }

    async fn pressed(&self, times: u32) {
        let mut count = self.count().clone();
        if count.wait_for(|count| *count >= times).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
