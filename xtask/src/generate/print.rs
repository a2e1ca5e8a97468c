//! Prints syntax trees, readably and always in the same way.

use std::path::Path;

use anyhow::Result;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, parse_quote};

use crate::rustfmt;

/// The module whose content is printed as that of `crate::open_enum! { … }`.
pub(super) const OPEN_ENUM: &str = "__open_enum";
const BLANK: &str = "__blank! {}";

const HEADER: &str =
    "// Written by `cargo xtask regen` from openapi/collections.yaml. Do not edit.";

/// Prints a file, with the formatting of the folder `root`.
pub(super) fn print(mut file: syn::File, root: &Path) -> Result<String> {
    DocLines.visit_file_mut(&mut file);
    BlankLines.visit_file_mut(&mut file);
    let code = prettyplease::unparse(&file)
        .replace(&format!("mod {OPEN_ENUM} {{"), "crate::open_enum! {")
        .lines()
        .map(|line| if line.trim() == BLANK { "" } else { line })
        .fold(format!("{HEADER}\n\n"), |text, line| text + line + "\n");
    rustfmt::format(code, root)
}

/// One `///` for each line instead of a `/** … */` block, and above the other attributes.
struct DocLines;

impl VisitMut for DocLines {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        // A stable sort: documentation first, the rest in its order.
        attributes.sort_by_key(|attribute| doc_text(attribute).is_none());
        let split = attributes.drain(..).flat_map(|attribute| {
            let Some(text) = doc_text(&attribute) else {
                return vec![attribute];
            };
            text.trim_matches('\n')
                .lines()
                .map(|line| {
                    let line = line.trim_end();
                    let spaced = if line.is_empty() || line.starts_with(' ') {
                        line.to_owned()
                    } else {
                        format!(" {line}")
                    };
                    match attribute.style {
                        syn::AttrStyle::Outer => parse_quote!(#[doc = #spaced]),
                        syn::AttrStyle::Inner(_) => parse_quote!(#![doc = #spaced]),
                    }
                })
                .collect()
        });
        *attributes = split.collect();
    }
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    match &meta.value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) if meta.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// A blank line between items, which syntax trees know nothing of: a macro call marks the place.
struct BlankLines;

impl VisitMut for BlankLines {
    fn visit_file_mut(&mut self, file: &mut syn::File) {
        visit_mut::visit_file_mut(self, file);
        file.items = spaced(&file.items, is_use);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        visit_mut::visit_item_mod_mut(self, module);
        if let Some((_, items)) = &mut module.content {
            *items = spaced(items, is_use);
        }
    }

    fn visit_item_trait_mut(&mut self, item: &mut syn::ItemTrait) {
        item.items = spaced(&item.items, |_| false);
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        item.items = spaced(&item.items, |item| matches!(item, syn::ImplItem::Type(_)));
    }
}

fn is_use(item: &Item) -> bool {
    matches!(item, Item::Use(_))
}

fn spaced<T: Clone + syn::parse::Parse>(items: &[T], keeps_close: fn(&T) -> bool) -> Vec<T> {
    let mut out: Vec<T> = Vec::with_capacity(items.len() * 2);
    for (index, item) in items.iter().enumerate() {
        out.push(item.clone());
        if let Some(next) = items.get(index + 1)
            && !(keeps_close(item) && keeps_close(next))
        {
            out.push(parse_quote!(__blank! {}));
        }
    }
    out
}
