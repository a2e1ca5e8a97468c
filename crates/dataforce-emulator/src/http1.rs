//! HTTP/1 as the server speaks it: reading requests, and writing the heads of responses.
//!
//! The emulator does this itself because an HTTP library would stand in the way of what it is for:
//! it would reject requests that the server accepts, and keep responses from breaking off where a
//! fault wants it.

use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::response::OutgoingResponse;
use crate::timestamp::http_date;

/// How much of a request the emulator holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestBounds {
    /// The length of a body in bytes.
    pub(crate) body: usize,
    /// How long a request may take from its first byte to its last.
    pub(crate) time: Duration,
}

/// The length of request line and headers in bytes.
const MAX_HEAD: usize = 1 << 20;
/// The number of headers.
const MAX_HEADERS: usize = 4096;

/// The methods that the server's parser knows.
const METHODS: &[&str] = &[
    "DELETE",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "CONNECT",
    "OPTIONS",
    "TRACE",
    "COPY",
    "LOCK",
    "MKCOL",
    "MOVE",
    "PROPFIND",
    "PROPPATCH",
    "SEARCH",
    "UNLOCK",
    "BIND",
    "REBIND",
    "UNBIND",
    "ACL",
    "REPORT",
    "MKACTIVITY",
    "CHECKOUT",
    "MERGE",
    "M-SEARCH",
    "NOTIFY",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
    "PATCH",
    "PURGE",
    "MKCALENDAR",
    "LINK",
    "UNLINK",
    "SOURCE",
];

/// A request as it was read.
#[derive(Debug)]
pub(crate) struct RawRequest {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the client lets the connection stay open.
    pub(crate) keep_alive: bool,
}

/// Why no request was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HttpError {
    /// The connection ended.
    Closed,
    /// The bytes are not an HTTP request.
    Invalid,
    HeadTooLarge,
    BodyTooLarge,
    TimedOut,
}

/// A connection, with the bytes that were read and not used yet.
pub(crate) struct HttpStream {
    stream: TcpStream,
    buffer: BytesMut,
}

impl HttpStream {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            buffer: BytesMut::new(),
        }
    }

    /// Reads the next request. Waiting for its first byte takes as long as it takes.
    pub(crate) async fn read_request(
        &mut self,
        bounds: RequestBounds,
    ) -> Result<RawRequest, HttpError> {
        if self.buffer.is_empty() {
            self.fill().await?;
        }
        tokio::time::timeout(bounds.time, self.read_begun_request(bounds.body))
            .await
            .unwrap_or(Err(HttpError::TimedOut))
    }

    async fn read_begun_request(&mut self, max_body: usize) -> Result<RawRequest, HttpError> {
        let mut head = loop {
            match parse_head(&self.buffer)? {
                Some((head, length)) => {
                    self.buffer.advance(length);
                    break head;
                }
                None if self.buffer.len() > MAX_HEAD => return Err(HttpError::HeadTooLarge),
                None => self.fill().await?,
            }
        };
        let length = BodyLength::of(&head.headers)?;
        if let BodyLength::Known(length) = length
            && length > max_body
        {
            return Err(HttpError::BodyTooLarge);
        }
        let expects = head.headers.get(EXPECT);
        if expects.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"100-continue")) {
            self.write(Bytes::from_static(b"HTTP/1.1 100 Continue\r\n\r\n"))
                .await?;
        }
        head.body = match length {
            BodyLength::Known(length) => self.take(length).await?,
            BodyLength::Chunked => self.read_chunks(max_body).await?,
        };
        Ok(head)
    }

    async fn read_chunks(&mut self, max_body: usize) -> Result<Bytes, HttpError> {
        let mut body = BytesMut::new();
        loop {
            let size = self.read_chunk_size().await?;
            if size == 0 {
                break;
            }
            if size > max_body - body.len() {
                return Err(HttpError::BodyTooLarge);
            }
            let chunk = self.take(size).await?;
            body.extend_from_slice(&chunk);
            if self.take(2).await? != b"\r\n"[..] {
                return Err(HttpError::Invalid);
            }
        }
        // Trailers end, like headers, with an empty line.
        while !self.read_line().await?.is_empty() {}
        Ok(body.freeze())
    }

    async fn read_chunk_size(&mut self) -> Result<usize, HttpError> {
        let line = self.read_line().await?;
        let digits = line.split(|byte| *byte == b';').next().unwrap_or_default();
        let digits = str::from_utf8(digits.trim_ascii()).map_err(|_| HttpError::Invalid)?;
        usize::from_str_radix(digits, 16).map_err(|_| HttpError::Invalid)
    }

    async fn read_line(&mut self) -> Result<Bytes, HttpError> {
        loop {
            if let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line = self.buffer.split_to(end + 1).freeze();
                return Ok(line.slice(..line.trim_ascii_end().len()));
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(HttpError::HeadTooLarge);
            }
            self.fill().await?;
        }
    }

    async fn take(&mut self, length: usize) -> Result<Bytes, HttpError> {
        // Into memory of its own, so that a body that is kept holds nothing else.
        let read = length.min(self.buffer.len());
        let mut bytes = self.buffer.split_to(read).to_vec();
        let mut rest = (&mut self.stream).take((length - read) as u64);
        match rest.read_to_end(&mut bytes).await {
            Ok(_) if bytes.len() == length => Ok(bytes.into()),
            _ => Err(HttpError::Closed),
        }
    }

    async fn fill(&mut self) -> Result<(), HttpError> {
        self.buffer.reserve(16 << 10);
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(0) | Err(_) => Err(HttpError::Closed),
            Ok(_) => Ok(()),
        }
    }

    /// Completes when the client closes the connection. Meanwhile it may send further requests, of
    /// which a bounded part is read.
    pub(crate) async fn closed(&mut self) {
        while self.buffer.len() <= MAX_HEAD {
            if self.fill().await.is_err() {
                return;
            }
        }
        std::future::pending().await
    }

    /// Reads and drops everything until the client closes the connection: a connection that is
    /// closed while data arrive is reset, and the client may lose the response.
    pub(crate) async fn drain(&mut self, time: Duration) {
        let _ = self.stream.shutdown().await;
        let drain = async {
            while self.fill().await.is_ok() {
                self.buffer.clear();
            }
        };
        let _ = tokio::time::timeout(time, drain).await;
    }

    pub(crate) async fn write(&mut self, bytes: impl Buf) -> Result<(), HttpError> {
        let mut bytes = bytes;
        let written = self.stream.write_all_buf(&mut bytes).await;
        written.map_err(|_| HttpError::Closed)
    }

    /// Ends the connection with a reset. If that fails, it is closed all the same.
    pub(crate) fn reset(self) {
        let _ = self.stream.set_zero_linger();
    }
}

enum BodyLength {
    Known(usize),
    Chunked,
}

impl BodyLength {
    fn of(headers: &HeaderMap) -> Result<Self, HttpError> {
        if let Some(encoding) = headers.get(TRANSFER_ENCODING) {
            let chunked = encoding.as_bytes().eq_ignore_ascii_case(b"chunked");
            let alone = !headers.contains_key(CONTENT_LENGTH);
            let valid = chunked && alone;
            return valid.then_some(Self::Chunked).ok_or(HttpError::Invalid);
        }
        let mut lengths = headers.get_all(CONTENT_LENGTH).iter();
        let Some(length) = lengths.next() else {
            return Ok(Self::Known(0));
        };
        let digits = length.to_str().ok().filter(|text| {
            lengths.next().is_none() && text.bytes().all(|byte| byte.is_ascii_digit())
        });
        digits
            .and_then(|digits| digits.parse().ok())
            .map(Self::Known)
            .ok_or(HttpError::Invalid)
    }
}

/// Parses request line and headers, and returns them with their length once they are complete.
fn parse_head(bytes: &[u8]) -> Result<Option<(RawRequest, usize)>, HttpError> {
    let mut count = 64;
    loop {
        let mut headers = vec![httparse::EMPTY_HEADER; count];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(bytes) {
            Ok(httparse::Status::Complete(length)) => return Ok(Some((head(&request)?, length))),
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) if count < MAX_HEADERS => count *= 4,
            Err(httparse::Error::TooManyHeaders) => return Err(HttpError::HeadTooLarge),
            Err(_) => return Err(HttpError::Invalid),
        }
    }
}

fn head(request: &httparse::Request<'_, '_>) -> Result<RawRequest, HttpError> {
    let (Some(method), Some(target), Some(minor)) = (request.method, request.path, request.version)
    else {
        return Err(HttpError::Invalid);
    };
    if !METHODS.contains(&method) {
        return Err(HttpError::Invalid);
    }
    let mut headers = HeaderMap::with_capacity(request.headers.len());
    for header in request.headers.iter() {
        let name = HeaderName::try_from(header.name).map_err(|_| HttpError::Invalid)?;
        let value = HeaderValue::from_bytes(header.value).map_err(|_| HttpError::Invalid)?;
        headers.append(name, value);
    }
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    Ok(RawRequest {
        method: method.try_into().map_err(|_| HttpError::Invalid)?,
        path: without_origin(path).to_owned(),
        query,
        keep_alive: minor == 1 && !asks_to_close(&headers),
        headers,
        body: Bytes::new(),
    })
}

/// Removes `http://host` from the target of a request to a proxy.
fn without_origin(path: &str) -> &str {
    match path.split_once("://") {
        Some((_, rest)) if !path.starts_with('/') => {
            rest.find('/').map_or("/", |start| &rest[start..])
        }
        _ => path,
    }
}

fn asks_to_close(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONNECTION).iter();
    values.any(|value| value.as_bytes().eq_ignore_ascii_case(b"close"))
}

/// Returns the head of a response, which says `connection: close` if the client asked for that.
pub(crate) fn response_head(response: &OutgoingResponse, says_close: bool) -> Bytes {
    let status = response.status;
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_str()).into_bytes();
    let mut line = |name: &[u8], value: &[u8]| {
        for part in [name, b": ", value, b"\r\n"] {
            head.extend_from_slice(part);
        }
    };
    if !response.headers.contains_key("date") {
        line(b"date", http_date(chrono::Utc::now()).as_bytes());
    }
    if !response.headers.contains_key("server") {
        line(b"server", b"uvicorn");
    }
    for (name, value) in &response.headers {
        line(name.as_str().as_bytes(), value.as_bytes());
    }
    if says_close && !response.headers.contains_key(CONNECTION) {
        line(b"connection", b"close");
    }
    head.extend_from_slice(b"\r\n");
    head.into()
}
