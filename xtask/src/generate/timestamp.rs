//! Timestamps are read by `dataforce_api`'s own reader, which is several times faster than chrono's.

use quote::ToTokens;
use syn::{Fields, Item, parse_quote};

/// Names the reader at each field of a struct that is a timestamp.
pub(super) fn read_fast(item: &mut Item) {
    let Item::Struct(item) = item else { return };
    let Fields::Named(fields) = &mut item.fields else {
        return;
    };
    for field in &mut fields.named {
        match field
            .ty
            .to_token_stream()
            .to_string()
            .replace(' ', "")
            .as_str()
        {
            "::chrono::DateTime<::chrono::offset::Utc>" => field
                .attrs
                .push(parse_quote!(#[serde(deserialize_with = "crate::timestamp::deserialize")])),
            "::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>" => {
                field.attrs.push(
                    parse_quote!(#[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]),
                );
            }
            _ => {}
        }
    }
}
