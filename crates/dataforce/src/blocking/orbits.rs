// Written by `cargo xtask regen` from crates/dataforce/src/orbits.rs. Do not edit.

use super::runtime::Runtime;
use crate::error::Result;
use crate::id::OrbitId;
use crate::orbit::Orbit;
use crate::resource_ref::ResourceRef;

/// Operations on the orbits of the default organization. Returned by
/// [`Client::orbits`](super::Client::orbits).
///
/// The async counterpart is [`crate::Orbits`].
#[derive(Clone, Debug)]
pub struct Orbits {
    pub(super) inner: crate::Orbits,
    pub(super) runtime: Runtime,
}

impl Orbits {
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
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// for orbit in client.orbits().list()? {
    ///     println!("{}: {}", orbit.name, orbit.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Result<Vec<Orbit>> {
        self.runtime.wait(self.inner.list())
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
    /// # use dataforce::blocking::Client;
    /// # use dataforce_emulator::Emulator;
    /// #
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url());
    /// # let client = client.connect()?;
    /// let orbit = client.orbits().get("Default Orbit")?;
    /// assert!(orbit.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, orbit: impl Into<ResourceRef<OrbitId>>) -> Result<Option<Orbit>> {
        self.runtime.wait(self.inner.get(orbit))
    }
}
