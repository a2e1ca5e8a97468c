//! A stream of collections.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt};

use crate::backend::PageStart;
use crate::collection::Collection;
use crate::error::Result;
use crate::list_query::ListQuery;
use crate::orbit_path::OrbitPath;
use crate::session::Session;

/// A stream of collections. Returned by
/// [`QueryCollections::stream`](crate::QueryCollections::stream).
///
/// # Async
///
/// ```
/// # use dataforce::Client;
/// # use dataforce_emulator::Emulator;
/// use futures_util::TryStreamExt;
/// #
/// # #[tokio::main]
/// # async fn main() -> Result<(), dataforce::Error> {
/// # let emulator = Emulator::start();
/// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
/// # let client = client.connect().await?;
/// let mut collections = client.collections().query().stream();
/// while let Some(collection) = collections.try_next().await? {
///     println!("{}", collection.name);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct CollectionStream {
    items: BoxStream<'static, Result<Collection>>,
}

/// What to request next.
enum Next {
    First,
    Page(OrbitPath, PageStart),
    Nothing,
}

impl CollectionStream {
    pub(crate) fn new(session: Session, query: ListQuery) -> Self {
        let pages = stream::try_unfold((session, query, Next::First), next_page);
        let items = pages.map_ok(|items| stream::iter(items.into_iter().map(Ok)));
        Self {
            items: items.try_flatten().boxed(),
        }
    }
}

type State = (Session, ListQuery, Next);

/// Requests the next page, which has the time of an operation.
async fn next_page((session, query, next): State) -> Result<Option<(Vec<Collection>, State)>> {
    let timed = session.sharing_deadline();
    let backend = timed.backend();
    let (path, page) = match next {
        Next::First => {
            let path = timed.require_orbit().await?;
            (path, backend.first_page(path, &query).await?)
        }
        Next::Page(path, start) => (path, backend.next_page(path, &query, &start).await?),
        Next::Nothing => return Ok(None),
    };
    let next = page
        .next
        .map_or(Next::Nothing, |start| Next::Page(path, start));
    Ok(Some((page.items, (session, query, next))))
}

impl Stream for CollectionStream {
    type Item = Result<Collection>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.items.poll_next_unpin(context)
    }
}

impl fmt::Debug for CollectionStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectionStream").finish_non_exhaustive()
    }
}
