// Written by `cargo xtask regen` from crates/dataforce/src/organizations.rs. Do not edit.

use super::runtime::Runtime;
use crate::error::Result;
use crate::id::OrganizationId;
use crate::organization::Organization;
use crate::resource_ref::ResourceRef;

/// Operations on organizations. Returned by
/// [`Client::organizations`](super::Client::organizations).
///
/// The async counterpart is [`crate::Organizations`].
#[derive(Clone, Debug)]
pub struct Organizations {
    pub(super) inner: crate::Organizations,
    pub(super) runtime: Runtime,
}

impl Organizations {
    /// Lists the organizations that the key's owner belongs to, ordered by name. Operation
    /// `list_organizations`.
    ///
    /// # Errors
    ///
    /// Only those that every operation can return, see [`Error`](crate::Error).
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// for organization in client.organizations().list()? {
    ///     println!("{}: {}", organization.name, organization.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Result<Vec<Organization>> {
        self.runtime.wait(self.inner.list())
    }

    /// Finds an organization by id or name. Operation `list_organizations`.
    ///
    /// Returns `None` if no organization of the key's owner matches.
    ///
    /// # Errors
    ///
    /// [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) if several
    /// organizations have the name.
    ///
    /// # Examples
    ///
    /// ```
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// let organization = client.organizations().get("My Personal Organization")?;
    /// assert!(organization.is_some());
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
