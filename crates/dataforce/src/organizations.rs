//! Operations on organizations.

use crate::call::Call;
use crate::id::OrganizationId;
use crate::organization::Organization;
use crate::resource_ref::ResourceRef;
use crate::session::Session;

/// Operations on organizations. Returned by
/// [`Client::organizations`](crate::Client::organizations).
#[derive(Clone, Debug)]
pub struct Organizations {
    session: Session,
}

impl Organizations {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

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
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// for organization in client.organizations().list().await? {
    ///     println!("{}: {}", organization.name, organization.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<Vec<Organization>> {
        self.session
            .call(async |session| session.backend().organizations().await)
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
    /// # use dataforce::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.build()?;
    /// let organization = client.organizations().get("My Personal Organization").await?;
    /// assert!(organization.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(
        &self,
        organization: impl Into<ResourceRef<OrganizationId>>,
    ) -> Call<Option<Organization>> {
        let wanted = organization.into();
        self.session
            .call(async move |session| session.backend().find_organization(&wanted).await)
    }
}
