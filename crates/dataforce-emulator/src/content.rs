//! Reading and changing the content of a running emulator.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::collection::Collection;
use crate::emulator::Emulator;
use crate::seed::{Orbit, OrbitRole, Organization, OrganizationRole, Seed, User};
use crate::shared::lock;
use crate::state::{Contradiction, State};

/// Content. Changes made here are not requests: they happen without the client knowing.
impl Emulator {
    /// Returns the whole content as it is now.
    #[must_use]
    pub fn export(&self) -> Seed {
        lock(&self.shared.state).export()
    }

    /// Replaces the whole content.
    ///
    /// # Panics
    ///
    /// If the seed contradicts itself, as described at
    /// [`EmulatorBuilder::try_start`](crate::EmulatorBuilder::try_start).
    #[track_caller]
    pub fn import(&self, seed: Seed) {
        *lock(&self.shared.state) = consistent(State::import(seed));
    }

    /// Returns the collections of all orbits, in no particular order.
    #[must_use]
    pub fn collections(&self) -> Vec<Collection> {
        let state = lock(&self.shared.state);
        state.collections.all().cloned().collect()
    }

    /// Returns the collections of an orbit in the current order of the table, which is the order of
    /// the list.
    #[must_use]
    pub fn collections_in(&self, orbit: Uuid) -> Vec<Collection> {
        let state = lock(&self.shared.state);
        state.collections.in_orbit(orbit).cloned().collect()
    }

    /// Returns the collection with this id.
    #[must_use]
    pub fn collection(&self, id: Uuid) -> Option<Collection> {
        lock(&self.shared.state).collections.get(id).cloned()
    }

    /// Adds a collection to the first orbit, and returns its id.
    ///
    /// ```
    /// use dataforce_emulator::{Collection, Emulator};
    ///
    /// let emulator = Emulator::start();
    /// let id = emulator.add_collection(Collection::new("Images").models(3));
    /// assert_eq!(emulator.collection(id).map(|it| it.total_models), Some(3));
    /// ```
    ///
    /// # Panics
    ///
    /// If there is no orbit.
    #[track_caller]
    pub fn add_collection(&self, collection: Collection) -> Uuid {
        self.add_collection_to(self.orbit_id(), collection)
    }

    /// Adds a collection to an orbit, or replaces the one with the same id, and returns its id.
    ///
    /// # Panics
    ///
    /// If there is no orbit with this id.
    #[track_caller]
    pub fn add_collection_to(&self, orbit: Uuid, mut collection: Collection) -> Uuid {
        collection.orbit_id = orbit;
        let id = collection.id;
        let mut state = lock(&self.shared.state);
        assert!(state.orbit(orbit).is_some(), "there is no orbit {orbit}");
        state.collections.insert(collection);
        id
    }

    /// Removes a collection, even one with models.
    pub fn remove_collection(&self, id: Uuid) -> Option<Collection> {
        lock(&self.shared.state).collections.remove(id)
    }

    /// Returns all organizations, in the order in which they were added.
    #[must_use]
    pub fn organizations(&self) -> Vec<Organization> {
        self.export().organizations
    }

    /// Returns the organization with this id, with its orbits and collections.
    #[must_use]
    pub fn organization(&self, id: Uuid) -> Option<Organization> {
        self.organizations().into_iter().find(|it| it.id == id)
    }

    /// Adds an organization and returns its id. If it has no members, the first user owns it.
    ///
    /// # Panics
    ///
    /// If the id of the organization, or of an orbit or collection in it, exists already.
    #[track_caller]
    pub fn add_organization(&self, organization: Organization) -> Uuid {
        let id = organization.id;
        consistent(lock(&self.shared.state).add_organization(organization));
        id
    }

    /// Removes an organization with its orbits and collections.
    pub fn remove_organization(&self, id: Uuid) -> Option<Organization> {
        lock(&self.shared.state).remove_organization(id)
    }

    /// Returns the orbit with this id, with its collections.
    #[must_use]
    pub fn orbit(&self, id: Uuid) -> Option<Orbit> {
        let state = lock(&self.shared.state);
        let mut orbit = state.orbit(id)?.clone();
        orbit.collections = state.collections.in_orbit(id).cloned().collect();
        Some(orbit)
    }

    /// Adds an orbit to an organization and returns its id.
    ///
    /// # Panics
    ///
    /// If there is no organization with this id, or if the id of the orbit or of a collection in it
    /// exists already.
    #[track_caller]
    pub fn add_orbit(&self, organization: Uuid, orbit: Orbit) -> Uuid {
        let id = orbit.id;
        consistent(lock(&self.shared.state).add_orbit(organization, orbit));
        id
    }

    /// Removes an orbit with its collections.
    pub fn remove_orbit(&self, id: Uuid) -> Option<Orbit> {
        lock(&self.shared.state).remove_orbit(id)
    }

    /// Adds a user, or replaces the one with the same name.
    ///
    /// # Panics
    ///
    /// If another user has the same id or one of the keys.
    #[track_caller]
    pub fn add_user(&self, user: User) {
        consistent(lock(&self.shared.state).set_user(user));
    }

    /// Revokes a key: requests with it get a 401.
    pub fn revoke_key(&self, key: &str) {
        for user in &mut lock(&self.shared.state).users {
            user.keys.retain(|known| known != key);
        }
    }

    /// Sets the role of a user in an organization; `None` removes the user from it.
    ///
    /// # Panics
    ///
    /// If there is no organization with this id.
    #[track_caller]
    pub fn set_organization_role(
        &self,
        organization: Uuid,
        user: &str,
        role: Option<OrganizationRole>,
    ) {
        let mut state = lock(&self.shared.state);
        state.ensure_user(user);
        match state.organization_mut(organization) {
            Some(organization) => set_role(&mut organization.members, user, role),
            None => panic!("there is no organization {organization}"),
        }
    }

    /// Sets the role of a user in an orbit; `None` removes the user from it.
    ///
    /// # Panics
    ///
    /// If there is no orbit with this id.
    #[track_caller]
    pub fn set_orbit_role(&self, orbit: Uuid, user: &str, role: Option<OrbitRole>) {
        let mut state = lock(&self.shared.state);
        state.ensure_user(user);
        match state.orbit_mut(orbit) {
            Some(orbit) => set_role(&mut orbit.members, user, role),
            None => panic!("there is no orbit {orbit}"),
        }
    }
}

#[track_caller]
fn consistent<T>(result: Result<T, Contradiction>) -> T {
    match result {
        Ok(value) => value,
        Err(Contradiction(text)) => panic!("{text}"),
    }
}

fn set_role<R>(members: &mut BTreeMap<String, R>, user: &str, role: Option<R>) {
    match role {
        Some(role) => members.insert(user.to_owned(), role),
        None => members.remove(user),
    };
}
