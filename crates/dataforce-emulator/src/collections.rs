//! Creating, updating and deleting collections, as far as all versions have it in common.

use crate::behaviour::Behaviour;
use crate::call::{Call, Reach};
use crate::collection::{Collection, CollectionType};
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
    call: &'c mut Call<'_>,
    new: Option<NewCollection>,
) -> Result<&'c Collection, Rejection> {
    call.errors.check()?;
    call.authorize(Action::Create)?;
    // What could not be read was reported above.
    let new = new.ok_or(Rejection::Crash)?;
    let collection = Collection {
        orbit_id: call.orbit_id,
        description: new.description,
        collection_type: new.collection_type,
        tags: new.tags,
        ..Collection::new(new.name)
    };
    store(call.state, collection)
}

/// Updates a collection and returns it.
pub(crate) fn update<'c>(
    call: &'c mut Call<'_>,
    changes: Option<Changes>,
    reach: Reach,
) -> Result<&'c Collection, Rejection> {
    call.errors.check()?;
    call.authorize(Action::Update)?;
    let before = call.collection(reach)?;
    let changes = changes.ok_or(Rejection::Crash)?;
    let (name, description) = (changes.name.flatten(), changes.description.flatten());
    let mut after = before.clone();
    match call.behaviour {
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
        return call.collection(reach);
    }
    after.updated_at = Some(now());
    store(call.state, after)
}

/// Deletes a collection, or fails with a 409 if it holds anything.
pub(crate) fn delete(
    call: &mut Call<'_>,
    reach: Reach,
    conflict: &'static str,
) -> Result<(), Rejection> {
    call.errors.check()?;
    call.authorize(Action::Delete)?;
    if call.collection(reach)?.total_models > 0 {
        return Err(Rejection::Detail(http::StatusCode::CONFLICT, conflict));
    }
    call.state.collections.remove(call.collection_id);
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
