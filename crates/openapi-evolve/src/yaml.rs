//! YAML as people write it, with positions, layout and comments.

pub(crate) mod layout;
pub(crate) mod update;
mod writer;

use serde_json::Value;

/// Reads a text by the core schema of YAML 1.2, in which `yes` and `y` are strings.
pub(crate) fn parse(text: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        // The largest public documents have some millions of nodes, and may repeat one anchor
        // hundreds of times. What aliases add up to stays limited.
        budget: serde_saphyr::budget! {
            max_nodes: 10_000_000,
            max_events: 20_000_000,
            enforce_alias_anchor_ratio: false,
        },
    };
    serde_saphyr::from_str_with_options(text, options)
}
