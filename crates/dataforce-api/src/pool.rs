//! Over which connections requests go.
//!
//! After a crash, which shows as a status 5xx, the server closes the connection without having said so. A request that
//! goes over that connection before the news arrives is lost, and nobody can tell whether it was processed. So for a
//! while after a crash nothing goes over the pooled connections, and a request that must not be repeated does not
//! even start on one that was handed to it in that while.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::LOCATION;
use http::{Method, Version};
use http_body::{Body, Frame, SizeHint};
use reqwest::{Request, Response, Url};
use tokio::time::Instant;

use crate::client::{HttpConfig, POOL_IDLE_TIMEOUT};

/// How long after a crash the pooled connections are left alone. By then the pool has given up all that were idle.
const DISTRUST: Duration = POOL_IDLE_TIMEOUT.saturating_add(Duration::from_secs(1));

/// Whether connections are kept for further requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pool {
    Enabled,
    Disabled,
}

/// The connections besides those of the pool, and what is known of the pool.
#[derive(Debug)]
pub(crate) struct Connections {
    /// How to make connections that no request has used before; `None` with an own `reqwest::Client`, whose pool is
    /// used whatever happens.
    http: Option<HttpConfig>,
    fresh: OnceLock<reqwest::Client>,
    /// When a crash was last seen on a pooled connection.
    last_crash: Mutex<Option<Instant>>,
}

impl Connections {
    pub(crate) fn new(http: Option<HttpConfig>) -> Self {
        Self {
            http,
            fresh: OnceLock::new(),
            last_crash: Mutex::new(None),
        }
    }

    /// Sends a request, of which `copy` is one that can be sent in its stead.
    ///
    /// The future also says which kind of connection it went over, for [`note_crash`](Self::note_crash); when it fails
    /// or is dropped, [`Progress`] tells what it came to.
    pub(crate) fn send<'s>(
        self: &'s Arc<Self>,
        pooled: &'s reqwest::Client,
        mut request: Request,
        copy: Option<&'s Request>,
    ) -> (
        Progress,
        impl Future<Output = reqwest::Result<(Response, Pool)>> + Send + 's,
    ) {
        let fresh = if self.distrusts_pool() {
            self.fresh()
        } else {
            None
        };
        let watched = *request.method() == Method::POST && fresh.is_none();
        let substitute = copy.filter(|_| watched);
        let progress = if watched {
            self.guard(&mut request)
        } else {
            Progress(None)
        };
        let seen = progress.clone();
        let sending = async move {
            if let Some(client) = fresh {
                return Ok((client.execute(request).await?, Pool::Disabled));
            }
            let outcome = pooled.execute(request).await;
            let instead = substitute.and_then(|copy| match &outcome {
                // It was given a connection that it does not trust, or one that was closed in that moment.
                Err(error) if progress.is_sent() == Some(false) && !error.is_connect() => {
                    Some((copy, copy.url().clone()))
                }
                // A guarded body can be sent once only, so reqwest does not follow.
                Ok(response) => Some((copy, redirect_within_origin(response)?)),
                Err(_) => None,
            });
            if let Some((copy, url)) = instead
                && let Some(mut request) = copy.try_clone()
            {
                progress.note_start();
                if let Some(client) = self.fresh() {
                    *request.url_mut() = url;
                    return Ok((client.execute(request).await?, Pool::Disabled));
                }
                // An own client follows as it sees fit.
                return Ok((pooled.execute(request).await?, Pool::Enabled));
            }
            Ok((outcome?, Pool::Enabled))
        };
        (seen, sending)
    }

    /// Notes that a request over a pooled connection crashed the server.
    pub(crate) fn note_crash(&self, pool: Pool, version: Version) {
        // From HTTP/2 on, a connection says so before it ends.
        if pool == Pool::Enabled && version < Version::HTTP_2 {
            *self.last_crash() = Some(Instant::now());
        }
    }

    /// Whether a pooled connection may be spoilt, and there are others.
    fn distrusts_pool(&self) -> bool {
        self.http.is_some()
            && self
                .last_crash()
                .is_some_and(|crash| crash.elapsed() < DISTRUST)
    }

    fn last_crash(&self) -> std::sync::MutexGuard<'_, Option<Instant>> {
        self.last_crash
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A client that makes a new connection for each request. Built on first need, which is rare.
    fn fresh(&self) -> Option<&reqwest::Client> {
        if let Some(client) = self.fresh.get() {
            return Some(client);
        }
        let client = self.http.as_ref()?.build(Pool::Disabled).ok()?;
        Some(self.fresh.get_or_init(|| client))
    }

    fn guard(self: &Arc<Self>, request: &mut Request) -> Progress {
        let Some(body) = request.body_mut().take() else {
            return Progress(None);
        };
        let progress = Progress(Some(Arc::default()));
        *request.body_mut() = Some(reqwest::Body::wrap(Guarded {
            body,
            connections: Arc::clone(self),
            progress: progress.clone(),
        }));
        progress
    }
}

/// How far the sending of a request has come, where that is watched.
#[derive(Clone)]
pub(crate) struct Progress(Option<Arc<AtomicBool>>);

impl Progress {
    /// Whether something was sent that could be processed; `None` where that is not watched.
    pub(crate) fn is_sent(&self) -> Option<bool> {
        let started = self.0.as_ref()?;
        Some(started.load(Ordering::Relaxed))
    }

    fn note_start(&self) {
        if let Some(started) = &self.0 {
            started.store(true, Ordering::Relaxed);
        }
    }
}

/// A body that fails instead of being sent over a connection that may be spoilt.
///
/// A request may wait for a connection while a crash spoils one, and then be given just that. Its body is asked for
/// when the connection is chosen and nothing is sent yet, and by then the crash is known: the spoilt connection
/// becomes free only when the answer has been read.
struct Guarded {
    body: reqwest::Body,
    connections: Arc<Connections>,
    progress: Progress,
}

impl Body for Guarded {
    type Data = Bytes;
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.progress.is_sent() == Some(false) {
            if self.connections.distrusts_pool() {
                return Poll::Ready(Some(Err(Distrust.into())));
            }
            self.progress.note_start();
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

/// Why a guarded body was not sent.
#[derive(Debug)]
struct Distrust;

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection may be one that the server has closed")
    }
}

impl StdError for Distrust {}

fn redirect_within_origin(response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url = response.url().join(location).ok()?;
    same_origin(&url, response.url()).then_some(url)
}

/// As comparing `Url::origin`, without building the origins.
pub(crate) fn same_origin(one: &Url, other: &Url) -> bool {
    one.scheme() == other.scheme()
        && one.host_str() == other.host_str()
        && one.port_or_known_default() == other.port_or_known_default()
}
