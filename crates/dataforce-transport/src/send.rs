//! Sends a request and tells success from failure.

use http::{HeaderMap, StatusCode};
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::error::Error;
use crate::operation::Operation;
use crate::response::Response;
use crate::transport::Transport;

impl Transport {
    /// Sends a request and decodes the JSON that the server responds with. A success is any 2xx
    /// whose body decodes.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] for any other response and if there is none; see
    /// [`ErrorKind`](crate::ErrorKind).
    pub async fn send<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        request: RequestBuilder,
    ) -> Result<Response<T>, Error> {
        let (response, call) = Call::new(self, operation).run(request).await?;
        if !response.status.is_success() {
            return Err(call.status_error(response));
        }
        let filter = self.list_filter.as_ref();
        match response.body.decode(&response.headers, filter) {
            Ok(body) => Ok(Response::new(response.status, response.headers, body)),
            Err(what) => Err(call.undecodable(response, &what)),
        }
    }

    /// Sends a request for an operation that has no result. A success is a 204, or another 2xx
    /// except 202 with an empty or JSON body. After an attempt whose outcome is unknown, it is also
    /// a success that the target is missing.
    ///
    /// # Errors
    ///
    /// As for [`send`](Self::send).
    pub async fn send_without_body(
        &self,
        operation: &'static Operation,
        request: RequestBuilder,
    ) -> Result<Response<()>, Error> {
        let (response, call) = Call::new(self, operation).run(request).await?;
        if !response.status.is_success() {
            let error = call.status_error(response);
            if call.may_have_taken_effect() && error.is_missing_target() {
                tracing::debug!("the target is missing: an earlier attempt removed it");
                return Ok(Response::new(StatusCode::NO_CONTENT, HeaderMap::new(), ()));
            }
            return Err(error);
        }
        match response.status.as_u16() {
            204 => {}
            202 => return Err(call.undecodable(response, "says that the operation is pending")),
            _ if response.body.is_empty_or_json() => {}
            _ => return Err(call.undecodable(response, "is neither empty nor JSON")),
        }
        Ok(Response::new(response.status, response.headers, ()))
    }
}
