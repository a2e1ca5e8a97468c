//! Creating, updating and deleting collections, as far as all versions have it in common.

use crate::behaviour::Behaviour;
use crate::collection::{Collection, CollectionType};
use crate::invocation::{Invocation, Reach};
use crate::permissions::Action;
use crate::response::Rejection;
use crate::state::State;
use crate::timestamp::now;

/// What a create request contains.
pub(crate) struct NewCollection {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) collection_type: CollectionType,
    pub(crate) tags: Option<Vec<String>>,
}

/// What an update request contains: `None` for an absent field, `Some(None)` for null.
pub(crate) struct Changes {
    pub(crate) name: Option<Option<String>>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) tags: Option<Option<Vec<String>>>,
}

/// Creates a collection and returns it.
pub(crate) fn create<'c>(
    invocation: &'c mut Invocation<'_>,
    new: Option<NewCollection>,
) -> Result<&'c Collection, Rejection> {
    invocation.errors.check()?;
    invocation.authorize(Action::Create)?;
    // What could not be read was reported above.
    let new = new.ok_or(Rejection::Crash)?;
    let collection = Collection {
        orbit_id: invocation.orbit_id,
        description: new.description,
        collection_type: new.collection_type,
        tags: new.tags,
        ..Collection::new(new.name)
    };
    store(invocation.state, collection)
}

/// Updates a collection and returns it.
pub(crate) fn update<'c>(
    invocation: &'c mut Invocation<'_>,
    changes: Option<Changes>,
    reach: Reach,
) -> Result<&'c Collection, Rejection> {
    invocation.errors.check()?;
    invocation.authorize(Action::Update)?;
    let before = invocation.collection(reach)?;
    let changes = changes.ok_or(Rejection::Crash)?;
    let (name, description) = (changes.name.flatten(), changes.description.flatten());
    let mut after = before.clone();
    match invocation.behaviour {
        Behaviour::Documented => {
            after.name = name.unwrap_or(after.name);
            after.description = description.unwrap_or(after.description);
            after.tags = changes.tags.unwrap_or(after.tags);
        }
        Behaviour::Measured | Behaviour::Unbounded => {
            after.name = name.ok_or(Rejection::Crash)?;
            after.description = description.ok_or(Rejection::Crash)?;
            after.tags = changes.tags.flatten();
        }
    }
    if after == *before {
        return invocation.collection(reach);
    }
    after.updated_at = Some(now());
    store(invocation.state, after)
}

/// Deletes a collection, or fails with a 409 if it holds anything.
pub(crate) fn delete(
    invocation: &mut Invocation<'_>,
    reach: Reach,
    conflict: &'static str,
) -> Result<(), Rejection> {
    invocation.errors.check()?;
    invocation.authorize(Action::Delete)?;
    if invocation.collection(reach)?.total_models > 0 {
        return Err(Rejection::Detail(http::StatusCode::CONFLICT, conflict));
    }
    invocation
        .state
        .collections
        .remove(invocation.collection_id);
    Ok(())
}

/// Puts a new or changed collection at the end of the table, unless it holds what the database
/// cannot store: the NUL character.
fn store(state: &mut State, collection: Collection) -> Result<&Collection, Rejection> {
    let holds_nul = |text: &String| text.contains('\0');
    if holds_nul(&collection.name)
        || holds_nul(&collection.description)
        || collection.tags.iter().flatten().any(holds_nul)
    {
        return Err(Rejection::Crash);
    }
    let id = collection.id;
    state.collections.insert(collection);
    state.collections.get(id).ok_or(Rejection::Crash)
}
