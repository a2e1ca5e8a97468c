//! One connection: its requests, and the responses to them.

use std::time::{Duration, Instant};

use bytes::Buf;
use http::{Method, StatusCode};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::api_version::ApiVersion;
use crate::history::{Exchange, Request, Response};
use crate::http1::{HttpError, HttpStream, RawRequest, response_head};
use crate::respond::{BodyStep, CloseMode, Delivery, has_body, respond};
use crate::response::OutgoingResponse;
use crate::routing::Api;
use crate::shared::{Shared, lock};
use crate::{legacy, v1};

/// Serves a connection until its end.
pub(crate) async fn serve_connection(
    stream: TcpStream,
    shared: &Shared,
    mut stopping: watch::Receiver<bool>,
) {
    // Small responses are not held back.
    let _ = stream.set_nodelay(true);
    let mut stream = HttpStream::new(stream);
    while !*stopping.borrow() {
        let request = tokio::select! {
            request = stream.read_request(shared.bounds.request) => request,
            Ok(()) = stopping.changed() => return,
        };
        let request = match request {
            Ok(request) => request,
            Err(error) => return reject(stream, error, shared.bounds.request.time).await,
        };
        let keep_alive = request.keep_alive;
        let is_head = request.method == Method::HEAD;
        let Some(delivery) = exchange(&mut stream, shared, request).await else {
            return;
        };
        let says_close = !keep_alive || *stopping.borrow();
        let close = delivery.close;
        if send(&mut stream, delivery, says_close, is_head)
            .await
            .is_err()
        {
            return;
        }
        match close {
            CloseMode::KeepAlive if keep_alive => {}
            CloseMode::KeepAlive | CloseMode::Close => return,
            CloseMode::Reset => return stream.reset(),
        }
    }
}

/// Responds to something that is not a request, or is too much of one, and closes the connection.
async fn reject(mut stream: HttpStream, error: HttpError, patience: Duration) {
    let (status, text) = match error {
        HttpError::Closed | HttpError::TimedOut => return,
        HttpError::Invalid => (StatusCode::BAD_REQUEST, "Invalid HTTP request received."),
        HttpError::HeadTooLarge => (
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The emulator does not accept headers of this size.",
        ),
        HttpError::BodyTooLarge => (
            StatusCode::PAYLOAD_TOO_LARGE,
            "The emulator does not accept bodies of this size.",
        ),
    };
    let delivery = respond(None, || OutgoingResponse::text(status, text));
    if send(&mut stream, delivery, true, false).await.is_ok() {
        stream.drain(patience).await;
    }
}

/// Processes a request and returns what is sent, unless the client goes away before.
async fn exchange(stream: &mut HttpStream, shared: &Shared, raw: RawRequest) -> Option<Delivery> {
    let start = Instant::now();
    let settings = *lock(&shared.settings);
    let api = api(settings.api_version);
    let request = Request {
        endpoint: api.endpoint(&raw.method, &raw.path),
        method: raw.method,
        path: raw.path,
        query: raw.query,
        headers: raw.headers,
        body: raw.body,
    };
    let number = lock(&shared.history).record_request(request.clone());
    let fault = lock(&shared.faults).next(request.endpoint);
    let delivery = respond(fault.as_ref(), || {
        api.respond(&mut lock(&shared.state), settings.behaviour, &request)
    });

    let delay = settings.latency + fault.as_ref().map_or(Duration::ZERO, |fault| fault.delay);
    pause(stream, delay).await.ok()?;

    let exchange = Exchange {
        request,
        response: delivery.response.as_ref().map(|response| Response {
            status: response.status,
            headers: response.headers.clone(),
            body: Some(response.body.clone()),
        }),
        faulty: fault.is_some(),
        elapsed: start.elapsed(),
    };
    lock(&shared.history).record_response(number, &exchange);
    for observer in &shared.observers {
        observer(&exchange);
    }
    Some(delivery)
}

fn api(version: ApiVersion) -> &'static Api {
    match version {
        ApiVersion::Legacy => &legacy::API,
        ApiVersion::V1 => &v1::API,
    }
}

async fn send(
    stream: &mut HttpStream,
    delivery: Delivery,
    says_close: bool,
    is_head: bool,
) -> Result<(), HttpError> {
    let Some(response) = &delivery.response else {
        return Ok(());
    };
    let mut head = response_head(response, says_close);
    for step in delivery.body {
        match step {
            BodyStep::Data(_) if is_head || !has_body(response.status) => {}
            // Head and body leave together, in one packet if they are short.
            BodyStep::Data(data) => stream.write(std::mem::take(&mut head).chain(data)).await?,
            BodyStep::Pause(duration) => {
                stream.write(std::mem::take(&mut head)).await?;
                pause(stream, duration).await?;
            }
            BodyStep::Endless(chunk) => loop {
                stream.write(chunk.clone()).await?;
            },
        }
    }
    stream.write(head).await
}

/// Waits, unless the client closes the connection.
async fn pause(stream: &mut HttpStream, duration: Duration) -> Result<(), HttpError> {
    if duration.is_zero() {
        return Ok(());
    }
    tokio::select! {
        () = tokio::time::sleep(duration) => Ok(()),
        () = stream.closed() => Err(HttpError::Closed),
    }
}
