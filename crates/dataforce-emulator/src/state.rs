//! The data of the server, in memory.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use crate::collection::Collection;
use crate::seed::{Orbit, Organization, OrganizationRole, Seed, User};

/// The users, organizations, orbits and collections.
///
/// The collections are kept apart from their orbits, because the server finds them by id alone.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) users: Vec<User>,
    /// The `collections` of their orbits are empty.
    pub(crate) organizations: Vec<Organization>,
    pub(crate) collections: Collections,
}

impl State {
    pub(crate) fn import(seed: Seed) -> Self {
        let mut state = Self {
            users: seed.users,
            ..Self::default()
        };
        for organization in seed.organizations {
            state.add_organization(organization);
        }
        state
    }

    pub(crate) fn export(&self) -> Seed {
        let mut organizations = self.organizations.clone();
        let orbits = organizations
            .iter_mut()
            .flat_map(|organization| &mut organization.orbits);
        for orbit in orbits {
            orbit.collections = self.collections.in_orbit(orbit.id).cloned().collect();
        }
        Seed {
            users: self.users.clone(),
            organizations,
        }
    }

    /// Adds a user with this name if there is none.
    pub(crate) fn ensure_user(&mut self, name: &str) {
        if !self.users.iter().any(|user| user.name == name) {
            self.users.push(User::new(name));
        }
    }

    pub(crate) fn user(&self, name: &str) -> Option<&User> {
        self.users.iter().find(|user| user.name == name)
    }

    pub(crate) fn user_with_key(&self, key: &str) -> Option<&User> {
        let has_key = |user: &&User| user.keys.iter().any(|known| known == key);
        self.users.iter().find(has_key)
    }

    pub(crate) fn add_organization(&mut self, mut organization: Organization) {
        if organization.members.is_empty()
            && let Some(user) = self.users.first()
        {
            let owner = OrganizationRole::Owner;
            organization.members.insert(user.name.clone(), owner);
        }
        for user in organization.members.keys() {
            self.ensure_user(user);
        }
        let orbits = std::mem::take(&mut organization.orbits);
        let id = organization.id;
        self.organizations.push(organization);
        for orbit in orbits {
            self.add_orbit(id, orbit);
        }
    }

    pub(crate) fn remove_organization(&mut self, id: Uuid) -> Option<Organization> {
        let position = self.organizations.iter().position(|it| it.id == id)?;
        let mut organization = self.organizations.remove(position);
        for orbit in &mut organization.orbits {
            orbit.collections = self.collections.remove_orbit(orbit.id);
        }
        Some(organization)
    }

    pub(crate) fn organization(&self, id: Uuid) -> Option<&Organization> {
        self.organizations.iter().find(|it| it.id == id)
    }

    pub(crate) fn organization_mut(&mut self, id: Uuid) -> Option<&mut Organization> {
        self.organizations.iter_mut().find(|it| it.id == id)
    }

    /// Adds an orbit to an organization, and returns whether the organization exists.
    pub(crate) fn add_orbit(&mut self, organization_id: Uuid, mut orbit: Orbit) -> bool {
        let collections = std::mem::take(&mut orbit.collections);
        for user in orbit.members.keys() {
            self.ensure_user(user);
        }
        let orbit_id = orbit.id;
        let Some(organization) = self.organization_mut(organization_id) else {
            return false;
        };
        organization.orbits.push(orbit);
        for mut collection in collections {
            collection.orbit_id = orbit_id;
            self.collections.insert(collection);
        }
        true
    }

    pub(crate) fn remove_orbit(&mut self, id: Uuid) -> Option<Orbit> {
        let orbits = self.organizations.iter_mut().map(|it| &mut it.orbits);
        let mut orbit = orbits
            .filter_map(|orbits| {
                let position = orbits.iter().position(|orbit| orbit.id == id)?;
                Some(orbits.remove(position))
            })
            .next()?;
        orbit.collections = self.collections.remove_orbit(id);
        Some(orbit)
    }

    /// Returns an orbit with the id of its organization.
    pub(crate) fn orbit(&self, id: Uuid) -> Option<(Uuid, &Orbit)> {
        self.organizations
            .iter()
            .flat_map(|organization| organization.orbits.iter().map(|it| (organization.id, it)))
            .find(|(_, orbit)| orbit.id == id)
    }

    pub(crate) fn orbit_mut(&mut self, id: Uuid) -> Option<&mut Orbit> {
        self.organizations
            .iter_mut()
            .flat_map(|organization| &mut organization.orbits)
            .find(|orbit| orbit.id == id)
    }
}

/// The collections of all orbits, in the order of the rows in the server's table.
#[derive(Debug, Default)]
pub(crate) struct Collections {
    rows: BTreeMap<u64, Collection>,
    positions: HashMap<Uuid, u64>,
    next: u64,
}

impl Collections {
    /// Puts a collection at the end of the table, and removes another one with the same id.
    pub(crate) fn insert(&mut self, collection: Collection) {
        self.remove(collection.id);
        self.positions.insert(collection.id, self.next);
        self.rows.insert(self.next, collection);
        self.next += 1;
    }

    pub(crate) fn get(&self, id: Uuid) -> Option<&Collection> {
        self.rows.get(self.positions.get(&id)?)
    }

    pub(crate) fn remove(&mut self, id: Uuid) -> Option<Collection> {
        self.rows.remove(&self.positions.remove(&id)?)
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Collection> {
        self.rows.values()
    }

    pub(crate) fn in_orbit(&self, orbit: Uuid) -> impl Iterator<Item = &Collection> {
        self.all().filter(move |it| it.orbit_id == orbit)
    }

    fn remove_orbit(&mut self, orbit: Uuid) -> Vec<Collection> {
        let ids: Vec<Uuid> = self.in_orbit(orbit).map(|it| it.id).collect();
        ids.into_iter().filter_map(|id| self.remove(id)).collect()
    }
}
