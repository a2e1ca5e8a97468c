//! Reads response bodies of a bounded size.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use crate::decode::Body;
use crate::error::MAX_ERROR_BODY;
use crate::filter_reader::FilterReader;
use crate::list_filter::ListFilter;

/// How much memory an announced length reserves at once. More is reserved as it arrives.
const MAX_RESERVATION: usize = 16 << 20;

/// How long a list can be, in bytes, so that decoding it whole costs less than filtering it first.
const SHORT_LIST: usize = 4096;

/// Why a body could not be read.
pub(crate) enum ReadError {
    TooLarge,
    Http(reqwest::Error),
}

impl From<reqwest::Error> for ReadError {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

/// Reads a whole body of at most `limit` bytes.
pub(crate) async fn whole(response: &mut Response, limit: usize) -> Result<Body, ReadError> {
    let announced = response.content_length().unwrap_or_default();
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
    if announced > limit {
        return Err(ReadError::TooLarge);
    }
    let mut body = BytesMut::with_capacity(announced.min(MAX_RESERVATION));
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Err(ReadError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Body::Whole(body.freeze()))
}

/// Reads what errors keep of a body into `body`, and at most one chunk more. The rest stays unread,
/// which costs the connection, but no memory.
pub(crate) async fn prefix(response: &mut Response, body: &mut BytesMut) {
    while body.len() < MAX_ERROR_BODY
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk);
    }
}

/// Reads a list and keeps the wanted elements, in at most `limit` bytes of memory.
pub(crate) async fn filtered(
    response: &mut Response,
    filter: &ListFilter,
    limit: usize,
) -> Result<Body, ReadError> {
    if filter.property().is_some() {
        // A page is short enough to be read whole.
        return whole(response, limit).await;
    }
    let Some(first) = response.chunk().await? else {
        return Ok(Body::Whole(Bytes::new()));
    };
    let mut next = response.chunk().await?;
    if next.is_none() && first.len() <= SHORT_LIST.min(limit) {
        return Ok(Body::Whole(first));
    }
    let mut reader = FilterReader::new(filter);
    let mut received = BytesMut::new();
    let mut chunk = first;
    loop {
        reader.push(&chunk);
        let room = MAX_ERROR_BODY.saturating_sub(received.len());
        received.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if reader.held() > limit {
            return Err(ReadError::TooLarge);
        }
        match next {
            Some(arrived) if !reader.has_failed() => chunk = arrived,
            _ => break,
        }
        next = response.chunk().await?;
    }
    Ok(Body::Filtered {
        list: reader.finish(),
        received: received.freeze(),
    })
}
