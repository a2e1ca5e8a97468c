//! Finds out which version of the API a server speaks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dataforce_api::{ApiClient, Transport, v1};
use serde_json::Value;
use tokio::time::timeout;

use super::needed::Needed;
use super::v1::V1;
use crate::api_version::ApiVersion;
use crate::error::{Error, Result};
use crate::id::OrganizationId;
use crate::organization::Organization;

/// How long a call waits for the detection that another one has started, if its deadline is not
/// near. After that it detects the version itself: the other call may not be polled any more.
const SHARED_DETECTION: Duration = Duration::from_secs(2);

/// What is known about the version. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Detection {
    pinned: Option<ApiVersion>,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    detected: Mutex<Option<ApiVersion>>,
    /// Held during a detection.
    detecting: tokio::sync::Mutex<()>,
}

/// A version that is known now.
pub(super) struct Detected {
    pub(super) version: ApiVersion,
    /// The outcome of listing the organizations, if that is what detected the version.
    pub(super) organizations: Option<Result<Vec<Organization>>>,
}

impl From<ApiVersion> for Detected {
    fn from(version: ApiVersion) -> Self {
        Self {
            version,
            organizations: None,
        }
    }
}

impl Detection {
    /// `pinned` is the version that the client's user has named.
    pub(super) fn new(pinned: Option<ApiVersion>) -> Self {
        Self {
            pinned,
            shared: Arc::default(),
        }
    }

    pub(super) fn known(&self) -> Option<ApiVersion> {
        self.pinned.or_else(|| *self.detected())
    }

    /// Returns the version, and sends a request if it is not known. Concurrent calls share one.
    ///
    /// The request is the list of the organizations that are needed, so that an organization that
    /// is not needed has no influence on the outcome.
    pub(super) async fn detect(
        &self,
        transport: &Transport,
        needed: Needed<'_, OrganizationId>,
    ) -> Result<Detected> {
        if let Some(version) = self.known() {
            return Ok(version.into());
        }
        let wait = SHARED_DETECTION.min(transport.time_left() / 2);
        let _detecting = timeout(wait, self.shared.detecting.lock()).await;
        if let Some(version) = self.known() {
            return Ok(version.into());
        }
        let detected = request(transport, needed).await?;
        *self.detected() = Some(detected.version);
        Ok(detected)
    }

    /// Forgets a version that was detected. Returns whether it was, rather than pinned.
    pub(super) fn forget(&self, version: ApiVersion) -> bool {
        let mut detected = self.detected();
        if *detected == Some(version) {
            *detected = None;
        }
        self.pinned.is_none()
    }

    fn detected(&self) -> MutexGuard<'_, Option<ApiVersion>> {
        let detected = self.shared.detected.lock();
        detected.unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks a server of V1 for the organizations. A server of the legacy API does not know the path.
async fn request(transport: &Transport, needed: Needed<'_, OrganizationId>) -> Result<Detected> {
    let v1 = V1::new(v1::Client::from_transport(transport.clone()));
    let error = match v1.list_organizations(needed).await {
        Ok(organizations) => {
            return Ok(Detected {
                version: ApiVersion::V1,
                organizations: Some(Ok(organizations)),
            });
        }
        Err(error) => error,
    };
    let status = error.status().map(|status| status.as_u16());
    if matches!(status, Some(401 | 403)) && has_detail(&error) {
        return Ok(Detected {
            version: ApiVersion::V1,
            organizations: Some(Err(Error::call("list the organizations", error))),
        });
    }
    let error = Error::call("find out which API version the server speaks", error);
    if error.is_unknown_path() {
        return Ok(ApiVersion::Legacy.into());
    }
    Err(error)
}

/// Whether the body is a JSON object with a `detail`.
fn has_detail(error: &dataforce_api::Error) -> bool {
    let body = error
        .body()
        .and_then(|body| serde_json::from_slice(body).ok());
    body.is_some_and(|body: Value| body.get("detail").is_some())
}
