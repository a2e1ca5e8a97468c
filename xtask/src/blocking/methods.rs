//! The structs and methods of the blocking client.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, Expr, ExprLit, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Lit, Meta,
    Pat, Receiver, ReturnType, Type,
};

use super::docs;
use super::source::{
    Facade, Source, argument_of, implements_stream, is_derived, is_public, methods, plain_name,
};

/// Returns the blocking counterpart of a file, or `None` if the file needs none.
pub(super) fn blocking_module(source: &Source, facade: &Facade) -> Result<Option<String>> {
    let writer = Writer { source, facade };
    let mut code = Code::default();
    for item in &source.file.items {
        match item {
            Item::Struct(item) if facade.is_wrapped(&item.ident.to_string()) => {
                writer.write_struct(item, &mut code)?;
            }
            Item::Impl(block) => {
                let Some(name) = plain_name(&block.self_ty).filter(|name| facade.is_wrapped(name))
                else {
                    continue;
                };
                if implements_stream(block) {
                    writer.write_iterator(&name, block, &mut code)?;
                    continue;
                }
                if let Some((_, path, _)) = &block.trait_ {
                    ensure!(
                        is_derived(path),
                        "{}: `{name}` implements `{}`, whose blocking form is not known",
                        source.name,
                        path.to_token_stream(),
                    );
                    continue;
                }
                for item in &block.items {
                    if let ImplItem::Const(item) = item {
                        ensure!(
                            !is_public(&item.vis),
                            "{}: `{name}::{}` is not a method",
                            source.name,
                            item.ident,
                        );
                    }
                }
                let name = format_ident!("{name}");
                let mut inner = Code::default();
                for method in methods(block) {
                    writer
                        .write_method(&name, method, &mut inner)
                        .with_context(|| {
                            format!("{}: `{name}::{}`", source.name, method.sig.ident)
                        })?;
                }
                if !inner.text.is_empty() {
                    code.used.append(&mut inner.used);
                    _ = write!(code.text, "impl {name} {{\n{}}}\n\n", inner.text);
                }
            }
            _ => {}
        }
    }
    if code.text.is_empty() {
        return Ok(None);
    }
    Ok(Some(writer.imports(&code) + &code.text))
}

/// Written code, and the names that occur in it.
#[derive(Default)]
struct Code {
    text: String,
    used: BTreeSet<String>,
}

impl Code {
    fn push(&mut self, docs: &[String], tokens: TokenStream) {
        for line in docs {
            _ = writeln!(self.text, "///{line}");
        }
        _ = write!(self.text, "{tokens}\n\n");
        self.note_names(tokens);
    }

    /// Notes the names that are used without a path.
    fn note_names(&mut self, tokens: TokenStream) {
        let mut colons = 0;
        for token in tokens {
            match &token {
                TokenTree::Ident(name) if colons < 2 => _ = self.used.insert(name.to_string()),
                TokenTree::Group(group) => self.note_names(group.stream()),
                _ => {}
            }
            colons = match &token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
                _ => 0,
            };
        }
    }
}

struct Writer<'w> {
    source: &'w Source,
    facade: &'w Facade,
}

impl Writer<'_> {
    /// Imports of the names that are used.
    fn imports(&self, code: &Code) -> String {
        let mut paths = BTreeSet::new();
        for name in &code.used {
            match (
                self.facade.wrapped().get(name),
                self.source.imports.get(name),
            ) {
                (Some(module), _) if *module == self.source.module => {}
                (Some(module), _) => _ = paths.insert(format!("super::{module}::{name}")),
                (None, Some(path)) => _ = paths.insert(path.clone()),
                (None, None) if name == "Runtime" => {
                    _ = paths.insert("super::runtime::Runtime".into())
                }
                // An async method has its result in `Call`.
                (None, None) if name == "Result" => _ = paths.insert("crate::error::Result".into()),
                // A type of this file, of the prelude or with its path.
                (None, None) => {
                    let mut structs = self.source.structs();
                    if structs.any(|item| item.ident == name) {
                        paths.insert(format!("crate::{}::{name}", self.source.module));
                    }
                }
            }
        }
        // The standard library first, this crate last, and one `use` for each module.
        let mut modules: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
        for path in &paths {
            let (module, name) = path.rsplit_once("::").unwrap_or_default();
            let group = match module.split("::").next() {
                Some("std") => 0,
                Some("crate" | "super") => 2,
                _ => 1,
            };
            modules.entry((group, module)).or_default().push(name);
        }
        let mut imports = String::new();
        let mut last_group = None;
        for ((group, module), names) in modules {
            if last_group.is_some_and(|last| last != group) {
                imports.push('\n');
            }
            _ = writeln!(imports, "use {module}::{{{}}};", names.join(", "));
            last_group = Some(group);
        }
        imports + "\n"
    }

    fn write_struct(&self, item: &ItemStruct, code: &mut Code) -> Result<()> {
        let name = &item.ident;
        let mut docs = self
            .docs(&item.attrs)
            .with_context(|| format!("{}: `{name}`", self.source.name))?;
        // After the first paragraph.
        let end = docs.iter().position(String::is_empty).unwrap_or(docs.len());
        let counterpart = format!(" The async counterpart is [`crate::{name}`].");
        docs.splice(end..end, [String::new(), counterpart]);
        let attributes = item.attrs.iter().filter(|attribute| {
            !attribute.path().is_ident("doc") && !attribute.path().is_ident("derive")
        });
        let starts = self.facade.starts_runtime(&name.to_string());
        let derives = match (starts, self.facade.is_stream(&name.to_string())) {
            (true, _) => quote!(Clone, Debug, Default),
            (false, true) => quote!(Debug),
            (false, false) => quote!(Clone, Debug),
        };
        let runtime = (!starts).then(|| quote!(pub(super) runtime: Runtime,));
        code.push(
            &docs,
            quote! {
                #[derive(#derives)]
                #(#attributes)*
                pub struct #name {
                    pub(super) inner: crate::#name,
                    #runtime
                }
            },
        );
        Ok(())
    }

    /// A stream becomes an iterator that waits for each item.
    fn write_iterator(&self, name: &str, block: &ItemImpl, code: &mut Code) -> Result<()> {
        let item = block.items.iter().find_map(|item| match item {
            ImplItem::Type(item) if item.ident == "Item" => Some(&item.ty),
            _ => None,
        });
        let item = item.with_context(|| format!("the stream `{name}` has no `Item`"))?;
        let name = format_ident!("{name}");
        code.push(
            &[],
            quote! {
                impl Iterator for #name {
                    type Item = #item;

                    fn next(&mut self) -> Option<Self::Item> {
                        self.runtime.wait_for_next(&mut self.inner)
                    }
                }
            },
        );
        Ok(())
    }

    fn write_method(&self, of: &Ident, method: &ImplItemFn, code: &mut Code) -> Result<()> {
        let docs = self.docs(&method.attrs)?;
        let attributes = method
            .attrs
            .iter()
            .filter(|one| !one.path().is_ident("doc"));
        let mut signature = method.sig.clone();
        let output = self.output(of, &signature.output, signature.asyncness.take().is_some())?;
        signature.output = output.declared;
        let receiver = signature.receiver().cloned();
        let mut arguments = Vec::new();
        for input in &mut signature.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    if receiver.reference.is_none() {
                        receiver.mutability = None;
                    }
                }
                FnArg::Typed(typed) => match &mut *typed.pat {
                    Pat::Ident(pattern) if pattern.subpat.is_none() => {
                        pattern.mutability = None;
                        arguments.push(pattern.ident.clone());
                    }
                    other => bail!("the argument `{}` has no name", other.to_token_stream()),
                },
            }
        }
        let name = &signature.ident;
        let call = match &receiver {
            Some(_) => quote!(self.inner.#name(#(#arguments),*)),
            None => quote!(crate::#of::#name(#(#arguments),*)),
        };
        let body = self.body(of, receiver.as_ref(), call, &output.kind)?;
        code.push(&docs, quote!(#(#attributes)* pub #signature { #body }));
        Ok(())
    }

    fn output(&self, of: &Ident, declared: &ReturnType, is_async: bool) -> Result<Output> {
        let ReturnType::Type(_, written) = declared else {
            ensure!(!is_async, "an async method without a result cannot fail");
            return Ok(Output {
                declared: declared.clone(),
                kind: Kind::default(),
            });
        };
        let called = argument_of(written, "Call");
        let value = called.or_else(|| argument_of(written, "Result"));
        let waits = is_async || called.is_some();
        ensure!(
            !waits || value.is_some(),
            "an async method that does not return a `Result` has no blocking form"
        );
        let declared = match called {
            Some(value) => syn::parse_quote!(-> Result<#value>),
            None => declared.clone(),
        };
        let of_value = value.unwrap_or(written);
        let makes = match plain_name(of_value) {
            Some(name) if name == "Self" => Some(of.clone()),
            Some(name) if self.facade.is_wrapped(&name) => Some(format_ident!("{name}")),
            _ => {
                self.check_plain(of_value)?;
                None
            }
        };
        let kind = Kind {
            waits,
            fails: value.is_some(),
            makes,
        };
        Ok(Output { declared, kind })
    }

    /// Fails if a type is not the same in blocking code.
    fn check_plain(&self, value: &Type) -> Result<()> {
        let mut names = Code::default();
        names.note_names(value.to_token_stream());
        for name in names.used {
            let is_async = ["impl", "dyn", "Future", "Stream", "Pin", "Call"].contains(&&*name);
            if is_async || self.facade.is_wrapped(&name) {
                bail!(
                    "the blocking form of the type `{}` is not known, because of `{name}`",
                    value.to_token_stream()
                );
            }
        }
        Ok(())
    }

    fn body(
        &self,
        of: &Ident,
        receiver: Option<&Receiver>,
        call: TokenStream,
        kind: &Kind,
    ) -> Result<TokenStream> {
        let starts = receiver.is_none() || self.facade.starts_runtime(&of.to_string());
        let makes_with_runtime = kind
            .makes
            .as_ref()
            .is_some_and(|made| !self.facade.starts_runtime(&made.to_string()));
        ensure!(
            !starts || kind.fails || !(kind.waits || makes_with_runtime),
            "it needs a runtime, which may fail to start, but returns no `Result`"
        );
        let start = match starts && kind.waits {
            true => Some(quote!(let runtime = Runtime::start()?;)),
            false => None,
        };
        let call = match (kind.waits, starts) {
            (false, _) => call,
            (true, true) => quote!(runtime.wait(#call)),
            (true, false) => quote!(self.runtime.wait(#call)),
        };
        let Some(made) = &kind.makes else {
            return Ok(quote!(#start #call));
        };
        let runtime = match (makes_with_runtime, starts) {
            (false, _) => None,
            (true, true) if kind.waits => Some(quote!(runtime)),
            (true, true) => Some(quote!(runtime: Runtime::start()?)),
            (true, false) if receiver.is_some_and(|one| one.reference.is_some()) => {
                Some(quote!(runtime: self.runtime.clone()))
            }
            (true, false) => Some(quote!(runtime: self.runtime)),
        };
        let made = if made == of {
            &format_ident!("Self")
        } else {
            made
        };
        Ok(match kind.fails {
            true => quote!(#start let inner = #call?; Ok(#made { inner, #runtime })),
            false => quote!(#made { inner: #call, #runtime }),
        })
    }

    fn docs(&self, attributes: &[Attribute]) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for attribute in attributes {
            if let Meta::NameValue(meta) = &attribute.meta
                && meta.path.is_ident("doc")
            {
                let Expr::Lit(ExprLit {
                    lit: Lit::Str(line),
                    ..
                }) = &meta.value
                else {
                    bail!("the documentation is not plain text");
                };
                lines.push(line.value());
            }
        }
        docs::blocking(&lines, self.facade)
    }
}

/// The return type of a method.
struct Output {
    /// As the blocking method declares it.
    declared: ReturnType,
    kind: Kind,
}

#[derive(Default)]
struct Kind {
    /// The async method has to be awaited.
    waits: bool,
    /// It returns a `Result`.
    fails: bool,
    /// It returns a type with a blocking counterpart, alone or in a `Result`.
    makes: Option<Ident>,
}
