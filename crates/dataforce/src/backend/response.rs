//! What the generated clients return, as results of the facade.

use dataforce_api::Response;

use crate::error::{Error, Result};

type ApiResult<T> = std::result::Result<Response<T>, dataforce_api::Error>;

/// Returns the decoded body, or the error for a call that tried to do `what`.
pub(super) fn read<T>(response: ApiResult<T>, what: impl FnOnce() -> String) -> Result<T> {
    match response {
        Ok(value) => Ok(value.into_inner()),
        Err(error) => Err(Error::call(&what(), error)),
    }
}

/// The same, with `None` if the service says that the target does not exist.
pub(super) fn read_optional<T>(
    response: ApiResult<T>,
    what: impl FnOnce() -> String,
) -> Result<Option<T>> {
    match response {
        Err(error) if error.is_missing_target() => Ok(None),
        response => read(response, what).map(Some),
    }
}
