//! The data of the server, in memory.

use std::collections::{BTreeMap, HashMap};

use chrono::SubsecRound;
use uuid::Uuid;

use crate::collection::Collection;
use crate::seed::{Orbit, Organization, OrganizationRole, Seed, User};

/// Why content cannot be part of one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Contradiction(pub(crate) String);

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
    /// Builds the state, unless the seed contradicts itself.
    pub(crate) fn import(seed: Seed) -> Result<Self, Contradiction> {
        let mut state = Self::default();
        for user in seed.users {
            if state.user(&user.name).is_some() {
                return Err(Contradiction(format!(
                    "two users are called `{}`",
                    user.name
                )));
            }
            state.set_user(user)?;
        }
        for organization in seed.organizations {
            state.add_organization(organization)?;
        }
        Ok(state)
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

    /// Adds a user, or replaces the one with the same name.
    pub(crate) fn set_user(&mut self, user: User) -> Result<(), Contradiction> {
        for other in self.users.iter().filter(|other| other.name != user.name) {
            let same = if other.id == user.id {
                "id"
            } else if other.keys.iter().any(|key| user.keys.contains(key)) {
                "key"
            } else {
                continue;
            };
            let text = format!(
                "the users `{}` and `{}` have the same {same}",
                other.name, user.name
            );
            return Err(Contradiction(text));
        }
        match self.users.iter_mut().find(|known| known.name == user.name) {
            Some(known) => *known = user,
            None => self.users.push(user),
        }
        Ok(())
    }

    /// Adds a user with this name if there is none.
    pub(crate) fn ensure_user(&mut self, name: &str) {
        if self.user(name).is_none() {
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

    pub(crate) fn add_organization(
        &mut self,
        mut organization: Organization,
    ) -> Result<(), Contradiction> {
        let id = organization.id;
        if self.organization(id).is_some() {
            return Err(Contradiction(format!("two organizations have the id {id}")));
        }
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
        self.organizations.push(organization);
        for orbit in orbits {
            self.add_orbit(id, orbit)?;
        }
        Ok(())
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

    pub(crate) fn add_orbit(
        &mut self,
        organization_id: Uuid,
        mut orbit: Orbit,
    ) -> Result<(), Contradiction> {
        let orbit_id = orbit.id;
        if self.orbit(orbit_id).is_some() {
            return Err(Contradiction(format!("two orbits have the id {orbit_id}")));
        }
        let collections = std::mem::take(&mut orbit.collections);
        for user in orbit.members.keys() {
            self.ensure_user(user);
        }
        let Some(organization) = self.organization_mut(organization_id) else {
            let text = format!("there is no organization {organization_id}");
            return Err(Contradiction(text));
        };
        organization.orbits.push(orbit);
        for mut collection in collections {
            let id = collection.id;
            if self.collections.get(id).is_some() {
                return Err(Contradiction(format!("two collections have the id {id}")));
            }
            collection.orbit_id = orbit_id;
            self.collections.insert(collection);
        }
        Ok(())
    }

    pub(crate) fn remove_orbit(&mut self, id: Uuid) -> Option<Orbit> {
        let mut orbit = self.organizations.iter_mut().find_map(|organization| {
            let orbits = &mut organization.orbits;
            let position = orbits.iter().position(|orbit| orbit.id == id)?;
            Some(orbits.remove(position))
        })?;
        orbit.collections = self.collections.remove_orbit(id);
        Some(orbit)
    }

    pub(crate) fn orbit(&self, id: Uuid) -> Option<&Orbit> {
        self.organizations
            .iter()
            .flat_map(|organization| &organization.orbits)
            .find(|orbit| orbit.id == id)
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
    /// Puts a collection at the end of the table, and removes another one with the same id. Its
    /// times are kept in microseconds, as cursors hold them.
    pub(crate) fn insert(&mut self, mut collection: Collection) {
        collection.created_at = collection.created_at.trunc_subsecs(6);
        collection.updated_at = collection.updated_at.map(|time| time.trunc_subsecs(6));
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
