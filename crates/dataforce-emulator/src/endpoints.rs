//! What the operations do.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::answer::{Answer, Refusal};
use crate::permissions::{self, Action, Permissions};
use crate::seed::{
    Collection, Orbit, OrbitRole, OrganizationRole, User, now, optional_timestamp, timestamp,
};
use crate::state::State;
use crate::validation::{Changes, NewCollection};

/// Whom to believe where the server and its documentation disagree.
///
/// ```
/// use dataforce_emulator::{Behaviour, Emulator};
///
/// let emulator = Emulator::builder().behaviour(Behaviour::Documented).start();
/// emulator.set_behaviour(Behaviour::Measured);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Behaviour {
    /// As the server was measured to behave: an update must carry name and description and loses tags that it does not
    /// mention, and updates and deletes reach collections of every orbit of every organization.
    #[default]
    Measured,
    /// As the documentation promises: an update changes only what it carries, and a collection is found only in its
    /// own orbit.
    Documented,
}

/// Who calls, and which orbit of which organization the path names.
pub(crate) struct Caller {
    pub(crate) user: String,
    pub(crate) organization: Uuid,
    pub(crate) orbit: Uuid,
    pub(crate) behaviour: Behaviour,
}

#[derive(Serialize)]
struct OrganizationView<'s> {
    id: Uuid,
    name: &'s str,
    logo: Option<&'s str>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "optional_timestamp")]
    updated_at: Option<DateTime<Utc>>,
    role: OrganizationRole,
    permissions: Permissions,
}

#[derive(Serialize)]
struct OrbitView<'s> {
    id: Uuid,
    name: &'s str,
    organization_id: Uuid,
    bucket_secret_id: Uuid,
    total_members: usize,
    total_collections: usize,
    total_satellites: Option<u64>,
    total_model_artifacts: Option<u64>,
    role: Option<OrbitRole>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    #[serde(serialize_with = "optional_timestamp")]
    updated_at: Option<DateTime<Utc>>,
    permissions: Permissions,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Vec<MemberView<'s>>>,
}

#[derive(Serialize)]
struct MemberView<'s> {
    id: Uuid,
    orbit_id: Uuid,
    role: OrbitRole,
    user: UserView<'s>,
    #[serde(serialize_with = "timestamp")]
    created_at: DateTime<Utc>,
    updated_at: Option<&'s str>,
}

#[derive(Serialize)]
struct UserView<'s> {
    id: Uuid,
    email: String,
    full_name: &'s str,
    disabled: bool,
    photo: Option<&'s str>,
    has_api_key: bool,
}

impl Caller {
    fn role(&self, state: &State) -> Result<OrganizationRole, Refusal> {
        state
            .organization(self.organization)
            .and_then(|organization| organization.members.get(&self.user).copied())
            .ok_or(Refusal::NotEnoughRights)
    }

    /// The orbit in the path, if it belongs to the organization in the path.
    fn orbit<'s>(&self, state: &'s State) -> Result<&'s Orbit, Refusal> {
        state
            .organization(self.organization)
            .and_then(|organization| organization.orbits.iter().find(|it| it.id == self.orbit))
            .ok_or(Refusal::OrbitNotFound)
    }

    /// Whether the caller may do this with collections in the orbit of the path.
    fn check(&self, state: &State, action: Action) -> Result<(), Refusal> {
        let orbit_role = || {
            let (_, orbit) = state.orbit(self.orbit)?;
            orbit.members.get(&self.user).copied()
        };
        if !permissions::may(self.role(state)?, orbit_role, action) {
            return Err(Refusal::NotEnoughRights);
        }
        self.orbit(state).map(drop)
    }

    /// Finds the collection by its id, and only the documentation has it that the orbit matters.
    fn find<'s>(&self, state: &'s State, id: Uuid) -> Result<&'s Collection, Refusal> {
        state
            .collections
            .get(id)
            .filter(|it| self.behaviour == Behaviour::Measured || it.orbit_id == self.orbit)
            .ok_or(Refusal::CollectionNotFound)
    }

    pub(crate) fn list_organizations(&self, state: &State) -> Answer {
        let mut views: Vec<_> = state
            .organizations
            .iter()
            .filter_map(|organization| {
                let role = *organization.members.get(&self.user)?;
                Some(OrganizationView {
                    id: organization.id,
                    name: &organization.name,
                    logo: organization.logo.as_deref(),
                    created_at: organization.created_at,
                    updated_at: organization.updated_at,
                    role,
                    permissions: permissions::in_organization(role),
                })
            })
            .collect();
        views.sort_by_key(|view| view.name);
        Answer::ok(&views)
    }

    pub(crate) fn list_orbits(&self, state: &State) -> Result<Answer, Refusal> {
        let role = self.role(state)?;
        let orbits = state
            .organization(self.organization)
            .into_iter()
            .flat_map(|organization| &organization.orbits);
        let views: Vec<_> = orbits
            .filter_map(|orbit| {
                let view = OrbitView::of(state, self.organization, orbit);
                let orbit_role = orbit.members.get(&self.user).copied();
                if role != OrganizationRole::Member {
                    let permissions = permissions::in_orbit(role, None);
                    return Some(OrbitView {
                        permissions,
                        ..view
                    });
                }
                // A plain member sees only their own, and less of them.
                Some(OrbitView {
                    role: Some(orbit_role?),
                    total_satellites: None,
                    total_model_artifacts: None,
                    permissions: permissions::in_orbit(role, orbit_role),
                    ..view
                })
            })
            .collect();
        Ok(Answer::ok(&views))
    }

    pub(crate) fn get_orbit(&self, state: &State) -> Result<Answer, Refusal> {
        let role = self.role(state)?;
        let orbit = self.orbit(state)?;
        let mut members: Vec<_> = orbit
            .members
            .iter()
            .filter_map(|(name, role)| Some(MemberView::of(state.user(name)?, orbit, *role)))
            .collect();
        members.sort_by_key(|member| member.role);
        Ok(Answer::ok(&OrbitView {
            permissions: permissions::in_orbit(role, orbit.members.get(&self.user).copied()),
            members: Some(members),
            ..OrbitView::of(state, self.organization, orbit)
        }))
    }

    pub(crate) fn list_collections(&self, state: &State) -> Result<Answer, Refusal> {
        self.check(state, Action::List)?;
        let collections: Vec<_> = state.collections.in_orbit(self.orbit).collect();
        Ok(Answer::ok(&collections))
    }

    pub(crate) fn create_collection(
        &self,
        state: &mut State,
        new: NewCollection,
    ) -> Result<Answer, Refusal> {
        self.check(state, Action::Create)?;
        let collection = Collection {
            orbit_id: self.orbit,
            description: new.description,
            collection_type: new.collection_type,
            tags: new.tags,
            ..Collection::new(new.name)
        };
        store(state, collection)
    }

    pub(crate) fn update_collection(
        &self,
        state: &mut State,
        id: Uuid,
        changes: Changes,
    ) -> Result<Answer, Refusal> {
        self.check(state, Action::Update)?;
        let before = self.find(state, id)?;
        let (name, description) = (changes.name.flatten(), changes.description.flatten());
        let mut after = before.clone();
        match self.behaviour {
            Behaviour::Measured => {
                after.name = name.ok_or(Refusal::Crash)?;
                after.description = description.ok_or(Refusal::Crash)?;
                after.tags = changes.tags.flatten();
            }
            Behaviour::Documented => {
                after.name = name.unwrap_or(after.name);
                after.description = description.unwrap_or(after.description);
                after.tags = changes.tags.unwrap_or(after.tags);
            }
        }
        if after == *before {
            return Ok(Answer::ok(&after));
        }
        after.updated_at = Some(now());
        store(state, after)
    }

    pub(crate) fn delete_collection(&self, state: &mut State, id: Uuid) -> Result<Answer, Refusal> {
        self.check(state, Action::Delete)?;
        if self.find(state, id)?.total_models > 0 {
            return Err(Refusal::CollectionHasModels);
        }
        state.collections.remove(id);
        Ok(Answer::no_content())
    }
}

/// Puts the collection at the end of the table, new or changed, unless it holds what the database cannot: the NUL
/// character.
fn store(state: &mut State, collection: Collection) -> Result<Answer, Refusal> {
    let holds_nul = |text: &String| text.contains('\0');
    let tags = collection.tags.as_deref().unwrap_or_default();
    if holds_nul(&collection.name)
        || holds_nul(&collection.description)
        || tags.iter().any(holds_nul)
    {
        return Err(Refusal::Crash);
    }
    let answer = Answer::ok(&collection);
    state.collections.insert(collection);
    Ok(answer)
}

impl<'s> OrbitView<'s> {
    fn of(state: &'s State, organization_id: Uuid, orbit: &'s Orbit) -> Self {
        let collections = || state.collections.in_orbit(orbit.id);
        Self {
            id: orbit.id,
            name: &orbit.name,
            organization_id,
            bucket_secret_id: orbit.bucket_secret_id,
            total_members: orbit.members.len(),
            total_collections: collections().count(),
            total_satellites: Some(0),
            total_model_artifacts: Some(collections().map(|it| it.total_models).sum()),
            role: None,
            created_at: orbit.created_at,
            updated_at: orbit.updated_at,
            permissions: permissions::in_orbit(OrganizationRole::Member, None),
            members: None,
        }
    }
}

impl<'s> MemberView<'s> {
    fn of(user: &'s User, orbit: &Orbit, role: OrbitRole) -> Self {
        let email = if user.email.is_empty() {
            format!(
                "{}@example.com",
                user.name.replace(char::is_whitespace, ".")
            )
        } else {
            user.email.clone()
        };
        Self {
            // The membership has an id of its own, and always the same.
            id: Uuid::from_u128(user.id.as_u128() ^ (orbit.id.as_u128() << 64 >> 64)),
            orbit_id: orbit.id,
            role,
            user: UserView {
                id: user.id,
                email,
                full_name: &user.name,
                disabled: false,
                photo: None,
                has_api_key: !user.keys.is_empty(),
            },
            created_at: orbit.created_at,
            updated_at: None,
        }
    }
}
