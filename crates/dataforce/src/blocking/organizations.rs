use super::runtime::Runtime;
use crate::{Organization, OrganizationId, ResourceRef, Result};

/// Operations on organizations. Made by [`Client::organizations`](super::Client::organizations).
#[derive(Clone, Debug)]
pub struct Organizations {
    pub(super) inner: crate::Organizations,
    pub(super) runtime: Runtime,
}

impl Organizations {
    /// Lists the organizations that the key's owner belongs to. See [`crate::Organizations::list`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).build()?;
    /// for organization in client.organizations().list()? {
    ///     println!("{}: {}", organization.name, organization.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Result<Vec<Organization>> {
        self.runtime.wait(self.inner.list())
    }

    /// Finds an organization by id or name. See [`crate::Organizations::get`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).build()?;
    /// assert!(client.organizations().get("My Personal Organization")?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(
        &self,
        organization: impl Into<ResourceRef<OrganizationId>>,
    ) -> Result<Option<Organization>> {
        self.runtime.wait(self.inner.get(organization))
    }
}
