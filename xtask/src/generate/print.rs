//! Prints syntax trees, readably and always in the same way.
//!
//! A syntax tree has neither blank lines nor calls of macros with formatted items. Items that stand
//! for them are printed, and replaced in the text.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprLit, Item, Lit, Meta, parse_quote};

const MACRO: &str = "__macro_";
const BLANK: &str = "__blank! {}";

/// Returns an item that is printed as `crate::name! { … }` with these items in it.
pub(super) fn macro_call(name: &str, items: TokenStream) -> Item {
    let module = format_ident!("{MACRO}{name}");
    parse_quote! { mod #module { #items } }
}

/// Prints a file that is generated from `source`, with the format of the folder `root`.
pub(super) fn print(mut file: syn::File, source: &str, root: &Path) -> Result<String> {
    DocLines.visit_file_mut(&mut file);
    BlankLines.visit_file_mut(&mut file);
    let mut code = format!("// Written by `cargo xtask regen` from {source}. Do not edit.\n\n");
    for line in prettyplease::unparse(&file).lines() {
        let placeholder = line.trim_start().strip_prefix("mod ");
        let name = placeholder.and_then(|module| module.strip_prefix(MACRO)?.strip_suffix(" {"));
        code += &match name {
            Some(name) => format!("crate::{name}! {{"),
            None if line.trim() == BLANK => String::new(),
            None => line.to_owned(),
        };
        code.push('\n');
    }
    rustfmt(code, root)
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

/// Marks the places of blank lines between items.
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

fn rustfmt(code: String, root: &Path) -> Result<String> {
    let program = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let mut child = Command::new(program)
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run rustfmt; install it with `rustup component add rustfmt`")?;
    // A thread of its own writes, so that neither side waits for the other with a full pipe.
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || match stdin {
        Some(mut stdin) => stdin.write_all(code.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output().context("cannot run rustfmt")?;
    if !output.status.success() {
        bail!(
            "rustfmt rejects the generated code:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    if let Ok(Err(error)) = writer.join() {
        return Err(error).context("cannot write the generated code to rustfmt");
    }
    String::from_utf8(output.stdout).context("the output of rustfmt is not UTF-8")
}
