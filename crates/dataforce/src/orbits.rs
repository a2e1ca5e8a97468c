//! Operations on orbits, the workspaces of an organization.

use crate::call::Call;
use crate::id::OrbitId;
use crate::orbit::Orbit;
use crate::resource_ref::ResourceRef;
use crate::session::Session;

/// Operations on the orbits of the default organization. Returned by
/// [`Client::orbits`](crate::Client::orbits).
#[derive(Clone, Debug)]
pub struct Orbits {
    session: Session,
}

impl Orbits {
    pub(crate) fn new(session: Session) -> Self {
        Self { session }
    }

    /// Lists the orbits of the default organization, in no particular order. Operation
    /// `list_orbits`.
    ///
    /// A member without a higher role sees only the orbits that they belong to.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if no default organization is set.
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
    /// # let client = client.connect().await?;
    /// for orbit in client.orbits().list().await? {
    ///     println!("{}: {}", orbit.name, orbit.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Call<Vec<Orbit>> {
        self.session.call(async |session| {
            let organization = session.require_organization().await?;
            session.backend().orbits(organization).await
        })
    }

    /// Finds an orbit of the default organization by id or name. Operation `get_orbit` for an id,
    /// `list_orbits` for a name.
    ///
    /// Returns `None` if no orbit of the organization matches.
    ///
    /// # Errors
    ///
    /// - [`Configuration`](crate::ErrorKind::Configuration) if no default organization is set.
    /// - [`MultipleResourcesFound`](crate::ErrorKind::MultipleResourcesFound) if several orbits
    ///   have the name.
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
    /// # let client = client.connect().await?;
    /// let orbit = client.orbits().get("Default Orbit").await?;
    /// assert!(orbit.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, orbit: impl Into<ResourceRef<OrbitId>>) -> Call<Option<Orbit>> {
        let wanted = orbit.into();
        self.session.call(async move |session| {
            let organization = session.require_organization().await?;
            match wanted {
                ResourceRef::Id(id) => session.backend().orbit(organization, id).await,
                name => session.backend().find_orbit(organization, &name).await,
            }
        })
    }
}
