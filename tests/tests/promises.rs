//! The table of promises in this package's README is complete and true.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, ItemFn};

const README: &str = include_str!("../README.md");
const ASYNC: &str = include_str!("seed_document.rs");

/// The functions of a file by their paths within it, as `get::finds_a_collection_by_name`.
fn functions(source: &str) -> BTreeMap<String, ItemFn> {
    fn collect(prefix: &str, items: Vec<Item>, found: &mut BTreeMap<String, ItemFn>) {
        for item in items {
            match item {
                Item::Fn(function) => {
                    found.insert(format!("{prefix}{}", function.sig.ident), function);
                }
                Item::Mod(module) => {
                    let items = module.content.map(|(_, items)| items);
                    let prefix = format!("{prefix}{}::", module.ident);
                    collect(&prefix, items.unwrap_or_default(), found);
                }
                _ => {}
            }
        }
    }
    let mut found = BTreeMap::new();
    collect("", syn::parse_file(source).unwrap().items, &mut found);
    found
}

fn is_test(function: &ItemFn) -> bool {
    let mut attributes = function.attrs.iter().map(syn::Attribute::path);
    attributes.any(|path| {
        path.segments
            .last()
            .is_some_and(|last| last.ident == "test")
    })
}

fn tests(source: &str) -> BTreeSet<String> {
    let functions = functions(source).into_iter();
    functions
        .filter(|(_, function)| is_test(function))
        .map(|(name, _)| name)
        .collect()
}

/// What the rows of the table name in their last column.
fn named_in_readme() -> Vec<String> {
    let (_, section) = README.split_once("## Promises").unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
    cells
        .flat_map(|cell| cell.split('`').skip(1).step_by(2))
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn every_test_that_the_table_names_exists() {
    let named = named_in_readme();
    assert!(!named.is_empty());
    let tests = tests(ASYNC);
    for name in named {
        assert!(tests.contains(&name), "{name} is in the table only");
    }
}

#[test]
fn every_test_of_the_seed_document_is_in_the_table() {
    let named = BTreeSet::from_iter(named_in_readme());
    for name in tests(ASYNC) {
        assert!(named.contains(&name), "{name} is not in the table");
    }
}
