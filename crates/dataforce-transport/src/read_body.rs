//! Reads response bodies of a bounded size.

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
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
    let announced = response
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|announced| announced > limit) {
        return Err(ReadError::TooLarge);
    }
    let Some(first) = response.chunk().await? else {
        return Ok(Body::Whole(Bytes::new()));
    };
    // A short body arrives in one chunk, which is used without copying it.
    let Some(second) = response.chunk().await? else {
        return match first.len() > limit {
            true => Err(ReadError::TooLarge),
            false => Ok(Body::Whole(first)),
        };
    };
    let expected = announced.map_or(0, |announced| announced.min(MAX_RESERVATION));
    let mut body = BytesMut::with_capacity(expected.max(first.len() + second.len()));
    body.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if body.len() + chunk.len() > limit {
            return Err(ReadError::TooLarge);
        }
        body.extend_from_slice(&chunk);
        next = response.chunk().await?;
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
        let body = whole(response, limit).await?;
        return Ok(Body::Short(body.received().clone(), filter.clone()));
    }
    let Some(first) = response.chunk().await? else {
        return Ok(Body::Whole(Bytes::new()));
    };
    let mut next = response.chunk().await?;
    if next.is_none() && first.len() <= SHORT_LIST.min(limit) {
        return Ok(Body::Short(first, filter.clone()));
    }
    let mut reader = FilterReader::new(filter);
    let mut received = Received::None;
    let mut chunk = first;
    loop {
        reader.push(&chunk);
        received.add(chunk);
        if reader.held() > limit {
            return Err(ReadError::TooLarge);
        }
        match next {
            Some(_) if reader.has_failed() => break,
            Some(arrived) => chunk = arrived,
            None => break,
        }
        next = response.chunk().await?;
    }
    Ok(Body::Filtered {
        list: reader.finish(),
        received: received.into_bytes(),
    })
}

/// The beginning of a body, as far as errors keep it. A single chunk is kept without copying it.
enum Received {
    None,
    Chunk(Bytes),
    Copy(BytesMut),
}

impl Received {
    fn add(&mut self, chunk: Bytes) {
        *self = match std::mem::replace(self, Self::None) {
            Self::None => Self::Chunk(chunk),
            Self::Chunk(first) => {
                let mut copy = BytesMut::from(&first[..first.len().min(MAX_ERROR_BODY)]);
                extend(&mut copy, &chunk);
                Self::Copy(copy)
            }
            Self::Copy(mut copy) => {
                extend(&mut copy, &chunk);
                Self::Copy(copy)
            }
        };
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::None => Bytes::new(),
            Self::Chunk(chunk) => chunk,
            Self::Copy(copy) => copy.freeze(),
        }
    }
}

fn extend(copy: &mut BytesMut, chunk: &[u8]) {
    let room = MAX_ERROR_BODY.saturating_sub(copy.len());
    copy.extend_from_slice(&chunk[..chunk.len().min(room)]);
}
