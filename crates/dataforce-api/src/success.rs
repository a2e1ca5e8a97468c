//! Reads the body of an answer that reports success.

use http::Method;
use progenitor_client::OperationInfo;
use reqwest::{Response, ResponseBuilderExt};
use serde::de::DeserializeOwned;

use crate::failure::{Context, Unreadable};
use crate::transport::Answer;
use crate::{Client, Error, Operation, ResponseValue};

/// Decodes the body. Where it is not what the contract promises, the answer is handed on whole, as one that was not
/// expected: progenitor's own way keeps neither status nor headers.
pub(crate) async fn decode<T: DeserializeOwned>(
    client: &Client,
    mut response: Response,
    info: &OperationInfo,
) -> Result<ResponseValue<T>, Error<()>> {
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let url = response.url().clone();
    let body = response.bytes().await.map_err(Error::ResponseBodyError)?;
    let error = match serde_json::from_slice(&body) {
        Ok(value) => return Ok(ResponseValue::new(value, status, headers)),
        Err(error) => error,
    };
    let operation = Operation::by_id(info.operation_id);
    let reads = operation.is_some_and(|operation| operation.method == Method::GET.as_str());
    let answer = client.inner.conceal_key(Answer {
        status,
        headers,
        url,
        body,
    });
    let mut response = http::Response::builder()
        .status(answer.status)
        .url(answer.url)
        .extension(Unreadable::new(&error))
        .extension(Context {
            operation,
            outcome_unknown: !reads,
            ..Context::default()
        });
    if let Some(headers) = response.headers_mut() {
        *headers = answer.headers;
    }
    let response = response.body(answer.body).unwrap_or_default();
    Err(Error::UnexpectedResponse(response.into()))
}
