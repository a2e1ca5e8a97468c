//! A request body that is not sent over a connection in cooldown.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::cooldown::Cooldown;

/// A body that fails instead of being sent over a pooled connection during the cooldown.
///
/// A request may wait for a connection while the server fails on one, and then be assigned just that.
/// The body is polled when the connection is chosen and nothing is sent yet. The failure is known by
/// then, since a connection becomes free only when its response has been read.
pub(crate) struct GuardedBody {
    body: reqwest::Body,
    cooldown: Arc<Cooldown>,
    sent: Sent,
}

impl GuardedBody {
    pub(crate) fn new(body: reqwest::Body, cooldown: Arc<Cooldown>, sent: Sent) -> Self {
        sent.0.store(NOT_SENT, Ordering::Relaxed);
        Self {
            body,
            cooldown,
            sent,
        }
    }
}

impl Body for GuardedBody {
    type Data = Bytes;
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.sent.get() == Some(false) {
            if self.cooldown.is_active() {
                return Poll::Ready(Some(Err(InCooldown.into())));
            }
            self.sent.set();
        }
        Pin::new(&mut self.body)
            .poll_frame(context)
            .map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Whether anything of a request was sent that the server could process.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent(Arc<AtomicU8>);

const NOT_SENT: u8 = 1;
const SENT: u8 = 2;

impl Sent {
    /// Notes that something is sent.
    pub(crate) fn set(&self) {
        self.0.store(SENT, Ordering::Relaxed);
    }

    /// Returns `None` if the body is not guarded, so that nothing is known.
    pub(crate) fn get(&self) -> Option<bool> {
        match self.0.load(Ordering::Relaxed) {
            NOT_SENT => Some(false),
            SENT => Some(true),
            _ => None,
        }
    }
}

/// Why a guarded body was not sent.
#[derive(Debug)]
struct InCooldown;

impl fmt::Display for InCooldown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the server may have closed the connection")
    }
}

impl StdError for InCooldown {}
