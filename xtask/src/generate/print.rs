//! Prints syntax trees, readably and always in the same way.

use std::path::Path;

use anyhow::Result;
use proc_macro2::TokenStream;
use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Item, parse_quote};

use crate::rustfmt;
use crate::syntax::doc_text;

/// The start of the names of modules that are printed as calls of macros.
const MACRO: &str = "__macro_";

/// Returns an item that is printed as `crate::name! { … }` with these items in it.
pub(super) fn macro_call(name: &str, items: TokenStream) -> Item {
    let module = format_ident!("{MACRO}{name}");
    parse_quote! { mod #module { #items } }
}

/// Prints a file that is generated from `source`, with the format of the folder `root`.
pub(super) fn print(mut file: syn::File, source: &str, root: &Path) -> Result<String> {
    DocLines.visit_file_mut(&mut file);
    let mut code = format!("// Written by `cargo xtask regen` from {source}. Do not edit.\n\n");
    let mut previous = "";
    for line in prettyplease::unparse(&file).lines() {
        if previous.ends_with(['}', ';']) && starts_item(line.trim_start()) {
            code.push('\n');
        }
        let module = line
            .strip_prefix("mod ")
            .and_then(|name| name.strip_prefix(MACRO));
        match module {
            Some(name) => code += &format!("crate::{}", name.replacen(' ', "! ", 1)),
            None => code += line,
        }
        code.push('\n');
        previous = line;
    }
    rustfmt::format(code, root)
}

/// Returns whether a line is the first one of an item. There is a blank line above, which syntax
/// trees know nothing of.
fn starts_item(line: &str) -> bool {
    let starts = [
        "///", "#[", "pub ", "impl ", "impl<", "fn ", "mod ", "const ", "crate::",
    ];
    starts.iter().any(|start| line.starts_with(start)) && !line.starts_with("pub use")
}

/// Writes documentation as one `///` for each line, above the other attributes.
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
