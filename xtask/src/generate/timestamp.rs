//! Timestamps are read by `dataforce_api`'s own reader, which is several times faster than chrono's.

use quote::ToTokens;
use syn::{Attribute, Fields, Item, parse_quote};

/// Names the reader at each field of a struct that is a timestamp.
pub(super) fn read_fast(item: &mut Item) {
    let Item::Struct(item) = item else { return };
    let Fields::Named(fields) = &mut item.fields else {
        return;
    };
    for field in &mut fields.named {
        let kind = field.ty.to_token_stream().to_string().replace(' ', "");
        let reader: Attribute = match kind.as_str() {
            TIMESTAMP => parse_quote!(#[serde(deserialize_with = "crate::timestamp::deserialize")]),
            // One that may be null but not absent has a reader already, which sees to that.
            OPTION if take_reader(&mut field.attrs) => {
                parse_quote!(#[serde(deserialize_with = "crate::timestamp::option::deserialize")])
            }
            OPTION => parse_quote! {
                #[serde(default, deserialize_with = "crate::timestamp::option::deserialize")]
            },
            _ => continue,
        };
        field.attrs.push(reader);
    }
}

const TIMESTAMP: &str = "::chrono::DateTime<::chrono::offset::Utc>";
const OPTION: &str = "::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>";

/// Removes the reader that a field has, if it has one.
fn take_reader(attributes: &mut Vec<Attribute>) -> bool {
    let count = attributes.len();
    attributes.retain(|attribute| {
        !attribute
            .to_token_stream()
            .to_string()
            .contains("deserialize_with")
    });
    attributes.len() < count
}
