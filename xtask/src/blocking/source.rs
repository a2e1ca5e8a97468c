//! The source files of the async client, and which of its types get a blocking counterpart.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use quote::ToTokens;
use syn::{
    Attribute, Fields, File, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct,
    Path, PathArguments, ReturnType, Type, UseTree, Visibility,
};

/// A source file.
pub(super) struct Source {
    /// Its path in the repository.
    pub(super) name: String,
    /// Its module.
    pub(super) module: String,
    pub(super) file: File,
    /// The names that it imports, with their paths.
    pub(super) imports: BTreeMap<String, String>,
}

impl Source {
    pub(super) fn parse(name: String, module: String, text: &str) -> Result<Self> {
        let file = syn::parse_file(text).with_context(|| name.clone())?;
        let mut imports = BTreeMap::new();
        for item in &file.items {
            if let Item::Use(import) = item {
                collect_imports("", &import.tree, &mut imports);
            }
        }
        Ok(Self {
            name,
            module,
            file,
            imports,
        })
    }

    pub(super) fn structs(&self) -> impl Iterator<Item = &ItemStruct> {
        self.file.items.iter().filter_map(|item| match item {
            Item::Struct(item) if is_public(&item.vis) => Some(item),
            _ => None,
        })
    }

    /// The `impl` blocks, each with the name of its type.
    pub(super) fn impls(&self) -> impl Iterator<Item = (String, &ItemImpl)> {
        self.file.items.iter().filter_map(|item| match item {
            Item::Impl(block) => Some((plain_name(&block.self_ty)?, block)),
            _ => None,
        })
    }
}

fn collect_imports(prefix: &str, tree: &UseTree, imports: &mut BTreeMap<String, String>) {
    match tree {
        UseTree::Path(path) => {
            let prefix = format!("{prefix}{}::", path.ident);
            collect_imports(&prefix, &path.tree, imports);
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                collect_imports(prefix, tree, imports);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            let path = prefix.trim_end_matches("::");
            let name = path.rsplit("::").next().unwrap_or(path);
            imports.insert(name.to_owned(), path.to_owned());
        }
        UseTree::Name(name) => {
            let name = name.ident.to_string();
            let path = format!("{prefix}{name}");
            imports.insert(name, path);
        }
        // Not used in signatures of the facade; an unknown name would not compile.
        UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

/// The async client.
pub(super) struct Facade {
    sources: Vec<Source>,
    /// The types with a blocking counterpart, each with the module that defines it.
    wrapped: BTreeMap<String, String>,
    /// Those without a runtime, which start one for what they make.
    starting: BTreeSet<String>,
    /// Those that are streams, whose counterparts are iterators.
    streams: BTreeSet<String>,
}

impl Facade {
    pub(super) fn new(sources: Vec<Source>) -> Result<Self> {
        let mut wrapped = BTreeMap::new();
        let mut starting = BTreeSet::new();
        for source in &sources {
            for item in &source.file.items {
                if let Item::Fn(function) = item
                    && is_public(&function.vis)
                    && function.sig.asyncness.is_some()
                {
                    let name = &function.sig.ident;
                    bail!("{}: `{name}` is async, but not a method", source.name);
                }
            }
        }
        let impls = || sources.iter().flat_map(Source::impls);
        let streams: BTreeSet<_> = impls()
            .filter(|(_, block)| implements_stream(block))
            .map(|(name, _)| name)
            .collect();
        let mut waiting = streams.clone();
        waiting.extend(
            impls()
                .filter(|(_, block)| methods(block).any(waits))
                .map(|(name, _)| name),
        );
        for source in &sources {
            for item in source.structs() {
                let name = item.ident.to_string();
                if !waiting.contains(&name) {
                    continue;
                }
                if !item.generics.params.is_empty() || !matches!(item.fields, Fields::Named(_)) {
                    bail!(
                        "{}: `{name}` is not a plain struct with fields",
                        source.name
                    );
                }
                if derives(&item.attrs, "Default") {
                    starting.insert(name.clone());
                }
                wrapped.insert(name, source.module.clone());
            }
        }
        for (name, block) in impls() {
            match &block.trait_ {
                Some((_, path, _)) if path.is_ident("Default") => _ = starting.insert(name),
                _ => {}
            }
        }
        Ok(Self {
            sources,
            wrapped,
            starting,
            streams,
        })
    }

    pub(super) fn sources(&self) -> &[Source] {
        &self.sources
    }

    pub(super) fn wrapped(&self) -> &BTreeMap<String, String> {
        &self.wrapped
    }

    pub(super) fn is_wrapped(&self, name: &str) -> bool {
        self.wrapped.contains_key(name)
    }

    pub(super) fn is_stream(&self, name: &str) -> bool {
        self.streams.contains(name)
    }

    /// Whether the counterpart has no runtime, but starts one. This is a type that can be made out
    /// of nothing.
    pub(super) fn starts_runtime(&self, name: &str) -> bool {
        self.starting.contains(name)
    }
}

/// Whether a block implements `Stream`.
pub(super) fn implements_stream(block: &ItemImpl) -> bool {
    let implemented = block
        .trait_
        .as_ref()
        .and_then(|(_, path, _)| path.get_ident());
    implemented.is_some_and(|name| name == "Stream")
}

/// The public methods of an inherent `impl` block.
pub(super) fn methods(block: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    let is_inherent = block.trait_.is_none();
    block.items.iter().filter_map(move |item| match item {
        ImplItem::Fn(method) if is_inherent && is_public(&method.vis) => Some(method),
        _ => None,
    })
}

fn waits(method: &ImplItemFn) -> bool {
    let called = match &method.sig.output {
        ReturnType::Type(_, output) => argument_of(output, "Call").is_some(),
        ReturnType::Default => false,
    };
    called || method.sig.asyncness.is_some()
}

/// `T` of the type `name<T>`.
pub(super) fn argument_of<'t>(output: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = output else {
        return None;
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if last.ident == name => {
            match arguments.args.first()? {
                GenericArgument::Type(argument) => Some(argument),
                _ => None,
            }
        }
        _ => None,
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The name of a type that is written without a path and without generics.
pub(super) fn plain_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => Some(path.path.get_ident()?.to_string()),
        _ => None,
    }
}

pub(super) fn derives(attributes: &[Attribute], wanted: &str) -> bool {
    let derives = attributes
        .iter()
        .filter(|one| one.path().is_ident("derive"));
    derives
        .map(|derive| derive.meta.to_token_stream().to_string())
        .any(|text| {
            text.split(|c: char| !c.is_alphanumeric())
                .any(|name| name == wanted)
        })
}

/// Whether a trait is one that the counterpart derives.
pub(super) fn is_derived(path: &Path) -> bool {
    ["Clone", "Debug", "Default"]
        .iter()
        .any(|name| path.segments.last().is_some_and(|last| last.ident == name))
}
