//! The list of collections, page by page.

use serde::Serialize;

use crate::collection::Collection;
use crate::invocation::{Invocation, Outcome};
use crate::json::Json;
use crate::permissions::Action;
use crate::response::{OutgoingResponse, Rejection};
use crate::url_text::query_pairs;
use crate::validation::{Location, ValidationErrors};

use super::collection_view::CollectionView;
use super::cursor::{DIRECTIONS, SORT_KEYS, SortOrder};
use super::ilike::Pattern;

/// The types that a list can be limited to.
const TYPES: [&str; 4] = ["model", "dataset", "experiment", "mixed"];

const DEFAULT_LIMIT: usize = 50;
const MAX_LIMIT: usize = 100;

#[derive(Serialize)]
struct PageView<'s> {
    items: Vec<CollectionView<'s>>,
    cursor: Option<String>,
}

/// The parameters of a list.
struct Parameters {
    cursor: Option<String>,
    limit: usize,
    order: SortOrder,
    search: String,
    types: Vec<&'static str>,
}

pub(super) fn list(invocation: &mut Invocation<'_>) -> Outcome {
    let parameters = Parameters::read(invocation.query, &mut invocation.errors);
    invocation.errors.check()?;
    invocation.authorize(Action::List)?;
    let parameters = parameters.ok_or(Rejection::Crash)?;
    // The database cannot hold the character, not even to search for it.
    if parameters.search.contains('\0') {
        return Err(Rejection::Crash);
    }
    let order = parameters.order;
    let cursor = parameters.cursor.as_deref();
    let start = cursor.and_then(|cursor| order.read_cursor(cursor, invocation.orbit_id));
    let filter = Filter::new(&parameters);
    let mut rows: Vec<_> = invocation
        .state
        .collections
        .in_orbit(invocation.orbit_id)
        .filter(|collection| filter.matches(collection))
        .map(|collection| (order.position(collection), collection))
        .filter(|(position, _)| {
            let after = |start| order.compare(position, start).is_gt();
            start.as_ref().is_none_or(after)
        })
        .collect();
    // Of a long list, only the page is sorted.
    let has_more = rows.len() > parameters.limit;
    if has_more {
        rows.select_nth_unstable_by(parameters.limit, |(one, _), (other, _)| {
            order.compare(one, other)
        });
        rows.truncate(parameters.limit);
    }
    rows.sort_unstable_by(|(one, _), (other, _)| order.compare(one, other));
    let last = rows.last().filter(|_| has_more);
    Ok(OutgoingResponse::ok(&PageView {
        cursor: last.map(|(_, collection)| order.cursor(collection)),
        items: rows
            .iter()
            .map(|(_, row)| CollectionView::from(*row))
            .collect(),
    }))
}

/// Which collections a list shows.
struct Filter<'p> {
    search: Option<Pattern>,
    types: &'p [&'static str],
}

impl<'p> Filter<'p> {
    fn new(parameters: &'p Parameters) -> Self {
        let search = parameters.search.as_str();
        Self {
            search: (!search.is_empty()).then(|| Pattern::containing(search)),
            types: &parameters.types,
        }
    }

    fn matches(&self, collection: &Collection) -> bool {
        let of_type =
            self.types.is_empty() || self.types.contains(&collection.collection_type.as_str());
        let found = |pattern: &Pattern| {
            pattern.matches(&collection.name) || pattern.matches(&tags_text(collection))
        };
        of_type && self.search.as_ref().is_none_or(found)
    }
}

/// Returns the tags as the database writes their JSON.
fn tags_text(collection: &Collection) -> String {
    let Some(tags) = &collection.tags else {
        return "null".to_owned();
    };
    let tags: Vec<_> = tags
        .iter()
        .map(|tag| serde_json::json!(tag).to_string())
        .collect();
    format!("[{}]", tags.join(", "))
}

impl Parameters {
    /// Reads the query. Of a repeated parameter the last counts, except for `types`.
    fn read(query: Option<&str>, errors: &mut ValidationErrors) -> Option<Self> {
        let pairs = query_pairs(query.unwrap_or_default());
        let last = |name: &str| {
            let found = pairs.iter().rev().find(|(key, _)| key == name);
            found.map(|(_, value)| value.as_str())
        };
        let at = |name: &str| Location::new("query").at(name);
        let word = |name: &str, words: &[&'static str], default, errors: &mut _| match last(name) {
            Some(value) => one_of(words, value, at(name), errors),
            None => Some(default),
        };
        let limit = match last("limit") {
            Some(text) => limit(text, at("limit"), errors),
            None => Some(DEFAULT_LIMIT),
        };
        let key = word("sort_by", &SORT_KEYS, "created_at", errors);
        let direction = word("order", &DIRECTIONS, "desc", errors);
        let types = pairs.iter().filter(|(key, _)| key == "types");
        let types: Vec<_> = types
            .enumerate()
            .map(|(index, (_, value))| one_of(&TYPES, value, at("types").at(index), errors))
            .collect();
        Some(Self {
            cursor: last("cursor").map(ToOwned::to_owned),
            limit: limit?,
            order: SortOrder {
                key: key?,
                direction: direction?,
            },
            search: last("search").unwrap_or_default().to_owned(),
            types: types.into_iter().collect::<Option<_>>()?,
        })
    }
}

fn one_of(
    words: &[&'static str],
    value: &str,
    at: Location,
    errors: &mut ValidationErrors,
) -> Option<&'static str> {
    let index = errors.one_of(words, &value.into(), at)?;
    words.get(index).copied()
}

/// Reads the length of a page. Like the server, it accepts blanks around a number, a sign, single
/// underscores between digits, and a fraction of zeros.
fn limit(text: &str, at: Location, errors: &mut ValidationErrors) -> Option<usize> {
    let input = Json::from(text);
    let Some(number) = integer(text) else {
        let message = "Input should be a valid integer, unable to parse string as an integer";
        errors.add("int_parsing", at, message, input);
        return None;
    };
    match usize::try_from(number) {
        Ok(limit @ 1..=MAX_LIMIT) => Some(limit),
        Ok(1..) => {
            let message = format!("Input should be less than or equal to {MAX_LIMIT}");
            errors.add("less_than_equal", at, &message, input);
            errors.context([("le", MAX_LIMIT.into())]);
            None
        }
        _ => {
            errors.add("greater_than", at, "Input should be greater than 0", input);
            errors.context([("gt", 0.into())]);
            None
        }
    }
}

fn integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = match text.split_once('.') {
        Some((whole, zeros)) if !zeros.is_empty() && zeros.bytes().all(|it| it == b'0') => whole,
        Some(_) => return None,
        None => text,
    };
    if text.split('_').any(str::is_empty) {
        return None;
    }
    text.replace('_', "").parse().ok()
}
