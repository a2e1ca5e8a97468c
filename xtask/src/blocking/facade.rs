//! The source files of the async client, and which of its types get a blocking counterpart.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use syn::{
    Fields, File, ImplItem, ImplItemFn, Item, ItemImpl, ItemStruct, ReturnType, Type, UseTree,
    Visibility,
};

use crate::syntax::{argument_of, text};

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
    pub(super) sources: Vec<Source>,
    /// The types with a blocking counterpart, by name.
    pub(super) wrapped: BTreeMap<String, Wrapped>,
}

/// A type with a blocking counterpart.
pub(super) struct Wrapped {
    /// The module that defines it.
    pub(super) module: String,
    /// Whether the counterpart has no runtime, but starts one for what it makes. This is a type
    /// with a default, which nothing can give a runtime.
    pub(super) starts_runtime: bool,
    /// Whether it is a stream, whose counterpart is an iterator.
    pub(super) is_stream: bool,
}

impl Facade {
    pub(super) fn new(sources: Vec<Source>) -> Result<Self> {
        let mut waiting = BTreeSet::new();
        let mut streams = BTreeSet::new();
        let mut defaults = BTreeSet::new();
        for source in &sources {
            for item in &source.file.items {
                match item {
                    Item::Fn(function) => ensure!(
                        !is_public(&function.vis) || function.sig.asyncness.is_none(),
                        "{}: `{}` is async, but not a method",
                        source.name,
                        function.sig.ident
                    ),
                    Item::Impl(block) => {
                        let Some(name) = plain_name(&block.self_ty) else {
                            continue;
                        };
                        match implemented(block).as_deref() {
                            Some("Stream") => _ = streams.insert(name),
                            Some("Default") => _ = defaults.insert(name),
                            None if methods(block).any(waits) => _ = waiting.insert(name),
                            _ => {}
                        }
                    }
                    _ => {}
                }
            }
        }
        let mut wrapped = BTreeMap::new();
        for source in &sources {
            for item in source.structs() {
                let name = item.ident.to_string();
                let is_stream = streams.contains(&name);
                if !is_stream && !waiting.contains(&name) {
                    continue;
                }
                ensure!(
                    item.generics.params.is_empty() && matches!(item.fields, Fields::Named(_)),
                    "{}: `{name}` is not a plain struct with fields",
                    source.name
                );
                let starts_runtime = defaults.contains(&name) || derives_default(item);
                let module = source.module.clone();
                let found = Wrapped {
                    module,
                    starts_runtime,
                    is_stream,
                };
                wrapped.insert(name, found);
            }
        }
        Ok(Self { sources, wrapped })
    }
}

/// Returns the name of the trait that a block implements.
pub(super) fn implemented(block: &ItemImpl) -> Option<String> {
    let (_, path, _) = block.trait_.as_ref()?;
    Some(path.segments.last()?.ident.to_string())
}

/// Returns the public methods of a block.
pub(super) fn methods(block: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if is_public(&method.vis) => Some(method),
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

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns the name of a type that is written without a path and without generics.
pub(super) fn plain_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => Some(path.path.get_ident()?.to_string()),
        _ => None,
    }
}

fn derives_default(item: &ItemStruct) -> bool {
    item.attrs.iter().any(|attribute| {
        let text = text(&attribute.meta);
        let mut words = text.split(|c: char| !c.is_alphanumeric());
        attribute.path().is_ident("derive") && words.any(|word| word == "Default")
    })
}
