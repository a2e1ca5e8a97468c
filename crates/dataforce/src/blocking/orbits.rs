use super::runtime::Runtime;
use crate::{Orbit, OrbitId, ResourceRef, Result};

/// Operations on the orbits of the default organization. Made by [`Client::orbits`](super::Client::orbits).
#[derive(Clone, Debug)]
pub struct Orbits {
    pub(super) inner: crate::Orbits,
    pub(super) runtime: Runtime,
}

impl Orbits {
    /// Lists the orbits of the default organization. See [`crate::Orbits::list`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// for orbit in client.orbits().list()? {
    ///     println!("{}: {}", orbit.name, orbit.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> Result<Vec<Orbit>> {
        self.runtime.wait(self.inner.list())
    }

    /// Finds an orbit of the default organization by id or name. See [`crate::Orbits::get`].
    ///
    /// # Errors
    ///
    /// As the async method.
    ///
    /// ```
    /// # use dataforce_emulator::Emulator;
    /// # fn main() -> Result<(), dataforce::Error> {
    /// # let emulator = Emulator::start();
    /// # let client = dataforce::blocking::Client::builder().api_key(emulator.api_key()).base_url(emulator.base_url()).connect()?;
    /// assert!(client.orbits().get("Default Orbit")?.is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, orbit: impl Into<ResourceRef<OrbitId>>) -> Result<Option<Orbit>> {
        self.runtime.wait(self.inner.get(orbit))
    }
}
