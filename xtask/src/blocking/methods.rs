//! The structs and methods of the blocking client.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{
    Attribute, FnArg, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, Pat, Receiver, ReturnType,
    Type,
};

use super::docs;
use super::facade::{Facade, Source, Wrapped, implemented, is_public, methods, plain_name};
use crate::syntax::{argument_of, doc_text, text};

/// Returns the blocking counterpart of a file, or `None` if the file needs none.
pub(super) fn blocking_module(source: &Source, facade: &Facade) -> Result<Option<String>> {
    let writer = Writer { source, facade };
    let mut code = Code::default();
    for item in &source.file.items {
        match item {
            Item::Struct(item) => {
                let name = item.ident.to_string();
                if let Some(wrapped) = facade.wrapped.get(&name) {
                    writer
                        .write_struct(item, wrapped, &mut code)
                        .with_context(|| format!("{}: `{name}`", source.name))?;
                }
            }
            Item::Impl(block) => {
                let name = plain_name(&block.self_ty);
                if let Some(name) = name.filter(|name| facade.wrapped.contains_key(name)) {
                    writer.write_impl(&format_ident!("{name}"), block, &mut code)?;
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
            paths.extend(self.import(name));
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

    /// Returns the path of a name; `None` for a name that needs no import, such as one of the
    /// prelude.
    fn import(&self, name: &str) -> Option<String> {
        let own = &self.source.module;
        if let Some(Wrapped { module, .. }) = self.facade.wrapped.get(name) {
            return (module != own).then(|| format!("super::{module}::{name}"));
        }
        if let Some(path) = self.source.imports.get(name) {
            return Some(path.clone());
        }
        match name {
            "Runtime" => Some("super::runtime::Runtime".to_owned()),
            // An async method has its result in `Call`.
            "Result" => Some("crate::error::Result".to_owned()),
            _ => {
                let is_own = self.source.structs().any(|item| item.ident == name);
                is_own.then(|| format!("crate::{own}::{name}"))
            }
        }
    }

    fn write_struct(&self, item: &ItemStruct, wrapped: &Wrapped, code: &mut Code) -> Result<()> {
        let name = &item.ident;
        let mut docs = self.docs(&item.attrs)?;
        // After the first paragraph.
        let end = docs.iter().position(String::is_empty).unwrap_or(docs.len());
        let counterpart = format!(" The async counterpart is [`crate::{name}`].");
        docs.splice(end..end, [String::new(), counterpart]);
        let attributes = item.attrs.iter().filter(|attribute| {
            !attribute.path().is_ident("doc") && !attribute.path().is_ident("derive")
        });
        let clone = (!wrapped.is_stream).then(|| quote!(Clone,));
        let default = wrapped.starts_runtime.then(|| quote!(, Default));
        let runtime = (!wrapped.starts_runtime).then(|| quote!(pub(super) runtime: Runtime,));
        code.push(
            &docs,
            quote! {
                #[derive(#clone Debug #default)]
                #(#attributes)*
                pub struct #name {
                    pub(super) inner: crate::#name,
                    #runtime
                }
            },
        );
        Ok(())
    }

    fn write_impl(&self, name: &Ident, block: &ItemImpl, code: &mut Code) -> Result<()> {
        match implemented(block).as_deref() {
            None => {}
            // Derived.
            Some("Clone" | "Debug" | "Default") => return Ok(()),
            Some("Stream") => return write_iterator(name, block, code),
            Some(other) => bail!(
                "{}: `{name}` implements `{other}`, whose blocking form is not known",
                self.source.name,
            ),
        }
        for item in &block.items {
            if let ImplItem::Const(item) = item {
                ensure!(
                    !is_public(&item.vis),
                    "{}: `{name}::{}` is not a method",
                    self.source.name,
                    item.ident,
                );
            }
        }
        let mut inner = Code::default();
        for method in methods(block) {
            self.write_method(name, method, &mut inner)
                .with_context(|| format!("{}: `{name}::{}`", self.source.name, method.sig.ident))?;
        }
        if !inner.text.is_empty() {
            code.used.append(&mut inner.used);
            _ = write!(code.text, "impl {name} {{\n{}}}\n\n", inner.text);
        }
        Ok(())
    }

    fn write_method(&self, of: &Ident, method: &ImplItemFn, code: &mut Code) -> Result<()> {
        let docs = self.docs(&method.attrs)?;
        let attributes = method
            .attrs
            .iter()
            .filter(|one| !one.path().is_ident("doc"));
        let mut signature = method.sig.clone();
        let is_async = signature.asyncness.take().is_some();
        let result = self.blocking_output(of, &mut signature.output, is_async)?;
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
                    other => bail!("the argument `{}` has no name", text(other)),
                },
            }
        }
        let name = &signature.ident;
        let receiver = signature.receiver();
        let call = match receiver {
            Some(_) => quote!(self.inner.#name(#(#arguments),*)),
            None => quote!(crate::#of::#name(#(#arguments),*)),
        };
        let body = self.body(of, receiver, call, &result)?;
        code.push(&docs, quote!(#(#attributes)* pub #signature { #body }));
        Ok(())
    }

    /// Rewrites the return type of a method as the blocking method declares it.
    fn blocking_output(
        &self,
        of: &Ident,
        declared: &mut ReturnType,
        is_async: bool,
    ) -> Result<Output> {
        let ReturnType::Type(_, written) = &*declared else {
            ensure!(!is_async, "an async method without a result cannot fail");
            return Ok(Output::default());
        };
        let called = argument_of(written, "Call").cloned();
        let value = called.as_ref().or_else(|| argument_of(written, "Result"));
        let waits = is_async || called.is_some();
        ensure!(
            !waits || value.is_some(),
            "an async method that does not return a `Result` has no blocking form"
        );
        let (fails, value) = (value.is_some(), value.unwrap_or(written));
        let makes = match plain_name(value) {
            Some(name) if name == "Self" => Some(of.clone()),
            Some(name) if self.facade.wrapped.contains_key(&name) => Some(format_ident!("{name}")),
            _ => {
                self.check_plain(value)?;
                None
            }
        };
        if let Some(value) = called {
            *declared = syn::parse_quote!(-> Result<#value>);
        }
        Ok(Output {
            waits,
            fails,
            makes,
        })
    }

    /// Fails if a type is not the same in blocking code.
    fn check_plain(&self, value: &Type) -> Result<()> {
        let mut names = Code::default();
        names.note_names(value.to_token_stream());
        for name in names.used {
            let is_async = ["impl", "dyn", "Future", "Stream", "Pin", "Call"].contains(&&*name);
            if is_async || self.facade.wrapped.contains_key(&name) {
                bail!(
                    "the blocking form of the type `{}` is not known, because of `{name}`",
                    text(value)
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
        output: &Output,
    ) -> Result<TokenStream> {
        let starts_runtime = |name: &Ident| self.facade.wrapped[&name.to_string()].starts_runtime;
        let starts = receiver.is_none() || starts_runtime(of);
        let needs_runtime = output
            .makes
            .as_ref()
            .is_some_and(|made| !starts_runtime(made));
        ensure!(
            !starts || output.fails || !(output.waits || needs_runtime),
            "it needs a runtime, which may fail to start, but returns no `Result`"
        );
        let start = (starts && output.waits).then(|| quote!(let runtime = Runtime::start()?;));
        let call = match (output.waits, starts) {
            (false, _) => call,
            (true, true) => quote!(runtime.wait(#call)),
            (true, false) => quote!(self.runtime.wait(#call)),
        };
        let Some(made) = &output.makes else {
            return Ok(quote!(#start #call));
        };
        let is_borrowed = receiver.is_some_and(|receiver| receiver.reference.is_some());
        let runtime = needs_runtime.then(|| match (starts, output.waits, is_borrowed) {
            (true, true, _) => quote!(runtime),
            (true, false, _) => quote!(runtime: Runtime::start()?),
            (false, _, true) => quote!(runtime: self.runtime.clone()),
            (false, _, false) => quote!(runtime: self.runtime),
        });
        let made = match made == of {
            true => quote!(Self),
            false => quote!(#made),
        };
        Ok(match output.fails {
            true => quote!(#start let inner = #call?; Ok(#made { inner, #runtime })),
            false => quote!(#made { inner: #call, #runtime }),
        })
    }

    fn docs(&self, attributes: &[Attribute]) -> Result<Vec<String>> {
        let documentation = attributes.iter().filter(|one| one.path().is_ident("doc"));
        let lines: Option<Vec<_>> = documentation.map(doc_text).collect();
        let lines = lines.context("the documentation is not plain text")?;
        docs::blocking(&lines, self.facade)
    }
}

/// What a method returns.
#[derive(Default)]
struct Output {
    /// Whether the async method has to be awaited.
    waits: bool,
    /// Whether it is a `Result`.
    fails: bool,
    /// The type with a blocking counterpart that is returned, alone or in a `Result`.
    makes: Option<Ident>,
}

/// Writes an iterator that waits for each item of a stream.
fn write_iterator(name: &Ident, stream: &ItemImpl, code: &mut Code) -> Result<()> {
    let item = stream.items.iter().find_map(|item| match item {
        ImplItem::Type(item) if item.ident == "Item" => Some(&item.ty),
        _ => None,
    });
    let item = item.with_context(|| format!("the stream `{name}` has no `Item`"))?;
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
