//! What an import has to do.

use std::collections::{HashMap, HashSet};

use dataforce::{Collection, CollectionId};

use super::import_rows::{Key, Row};

/// What becomes of each row.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The number of rows that equal a collection.
    pub(super) unchanged: usize,
    /// The rows to create, in the order of the file.
    pub(super) create: Vec<Row>,
    /// The rows whose name has collections that equal no row.
    pub(super) differing: Vec<Difference>,
}

/// A row, and the collections of its name that differ from every row.
#[derive(Debug)]
pub(super) struct Difference {
    pub(super) row: Row,
    pub(super) others: Vec<Other>,
    /// The number of rows that differ from these.
    pub(super) rows: usize,
}

/// A collection that differs.
#[derive(Clone, Debug)]
pub(super) struct Other {
    pub(super) id: CollectionId,
    pub(super) key: Key,
}

/// Matches rows and collections as multisets.
pub(super) fn plan(rows: Vec<Row>, existing: &[Collection]) -> Plan {
    let mut equal: HashMap<Key, Vec<CollectionId>> = HashMap::new();
    for collection in existing {
        equal
            .entry(collection.into())
            .or_default()
            .push(collection.id);
    }
    let mut plan = Plan::default();
    let mut matched = HashSet::new();
    let mut rest = Vec::new();
    for row in rows {
        match equal.get_mut(&row.content.key()).and_then(Vec::pop) {
            Some(id) => {
                matched.insert(id);
                plan.unchanged += 1;
            }
            None => rest.push(row),
        }
    }
    let mut others: HashMap<&str, Vec<Other>> = HashMap::new();
    for collection in existing.iter().filter(|one| !matched.contains(&one.id)) {
        let other = Other {
            id: collection.id,
            key: collection.into(),
        };
        others.entry(&collection.name).or_default().push(other);
    }
    let mut rows_of_name: HashMap<String, usize> = HashMap::new();
    for row in &rest {
        *rows_of_name.entry(row.content.name.clone()).or_default() += 1;
    }
    for row in rest {
        let name = row.content.name.as_str();
        match others.get(name) {
            None => plan.create.push(row),
            Some(others) => plan.differing.push(Difference {
                others: others.clone(),
                rows: rows_of_name.get(name).copied().unwrap_or_default(),
                row,
            }),
        }
    }
    plan
}
