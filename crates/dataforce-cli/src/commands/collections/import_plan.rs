//! What an import has to do.

use std::collections::HashMap;

use dataforce::Collection;

use super::import_rows::Row;

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
    pub(super) others: Vec<Collection>,
    /// The number of rows that differ from these.
    pub(super) rows: usize,
}

/// Matches each row with at most one collection, and each collection with at most one row. A row that
/// leaves something out comes after those that only one content matches.
pub(super) fn plan(rows: Vec<Row>, existing: &[Collection]) -> Plan {
    let mut unmatched: HashMap<&str, Vec<&Collection>> = HashMap::new();
    for collection in existing {
        unmatched
            .entry(&collection.name)
            .or_default()
            .push(collection);
    }
    let mut plan = Plan::default();
    let mut rest = Vec::new();
    let (complete, partial): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.content.is_complete());
    for row in complete.into_iter().chain(partial) {
        let mut others = unmatched.get_mut(row.content.name.as_str());
        let equal = others.as_mut().and_then(|others| {
            let equals = |one: &&Collection| row.content.differences(one).is_empty();
            let position = others.iter().position(equals)?;
            Some(others.swap_remove(position))
        });
        match equal {
            Some(_) => plan.unchanged += 1,
            None => rest.push(row),
        }
    }
    rest.sort_by_key(|row| row.line);
    let mut rows_of_name: HashMap<String, usize> = HashMap::new();
    for row in &rest {
        *rows_of_name.entry(row.content.name.clone()).or_default() += 1;
    }
    for row in rest {
        let name = row.content.name.as_str();
        match unmatched.get(name).filter(|others| !others.is_empty()) {
            None => plan.create.push(row),
            Some(others) => plan.differing.push(Difference {
                others: others.iter().map(|one| (*one).clone()).collect(),
                rows: rows_of_name.get(name).copied().unwrap_or_default(),
                row,
            }),
        }
    }
    plan
}
