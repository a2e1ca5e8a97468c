//! What the types of the facade promise by being what they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dataforce::{
    Call, Client, ClientBuilder, CollectionId, Collections, CreateCollection, Defaults, Error,
    Orbit, OrbitId, Orbits, Organization, OrganizationId, Organizations, ResourceRef,
    UpdateCollection, blocking,
};
use quote::ToTokens;
use syn::{FnArg, ImplItem, Item, ReturnType, Visibility};

fn sendable<T: Send + Sync + 'static>() {}
fn cloneable<T: Clone>() {}

#[test]
fn what_programs_keep_can_be_shared_among_threads() {
    sendable::<Client>();
    sendable::<ClientBuilder>();
    sendable::<Collections>();
    sendable::<CreateCollection>();
    sendable::<UpdateCollection>();
    sendable::<Orbits>();
    sendable::<Organizations>();
    sendable::<dataforce::Collection>();
    sendable::<Orbit>();
    sendable::<Organization>();
    sendable::<Defaults>();
    sendable::<Error>();
    sendable::<blocking::Client>();
    sendable::<blocking::ClientBuilder>();
    sendable::<blocking::Collections>();
    sendable::<blocking::CreateCollection>();
    sendable::<blocking::UpdateCollection>();
    sendable::<blocking::Orbits>();
    sendable::<blocking::Organizations>();

    cloneable::<Client>();
    cloneable::<ClientBuilder>();
    cloneable::<blocking::Client>();
    cloneable::<blocking::ClientBuilder>();
}

#[test]
fn errors_are_small_and_errors() {
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<Error>();
    assert!(size_of::<Error>() <= 16);
    assert!(size_of::<dataforce::Result<()>>() <= 16);
    assert!(size_of::<dataforce_api::Failure>() <= 24);
}

#[test]
fn handles_are_cheap_to_clone() {
    // A pointer or two each for connections, session and base URL, and the ids of the defaults.
    assert!(size_of::<Client>() <= 512, "{}", size_of::<Client>());
}

/// A future that is shorter than `clippy::large_futures` allows by far, wherever it is held.
#[track_caller]
fn small<F: Future + Send>(future: &F) {
    assert!(size_of_val(future) <= 512, "{} bytes", size_of_val(future));
}

/// A call: small, and bound to nothing, so that it can be spawned.
#[track_caller]
fn call<T: 'static>(call: Call<T>) {
    fn spawnable<F: Future + Send + 'static>(_: &F) {}
    spawnable(&call);
    assert_eq!(size_of_val(&call), 2 * size_of::<usize>());
}

#[test]
fn futures_can_be_sent_and_are_small() {
    let builder = Client::builder()
        .api_key("dfs_your_key")
        .base_url("http://localhost");
    let mut client = builder.clone().build().unwrap();
    let collections = client.collections();
    let id = CollectionId::from(uuid::Uuid::nil());
    let create = collections.create("New", dataforce::CollectionType::Model);
    let update = collections.update("Old").name("New");

    call(builder.connect());
    call(collections.list());
    call(collections.get("Old"));
    call(collections.get("Old".to_owned()));
    call(collections.get(id));
    call(collections.get_default());
    call(create.send());
    call(update.send());
    call(collections.update_default().send());
    call(collections.delete("Old"));
    call(collections.delete_default());
    call(client.orbits().list());
    call(client.orbits().get("Orbit"));
    call(client.organizations().list());
    call(client.organizations().get("Organization"));
    // It borrows the client, so it is no `Call`.
    small(&client.setup_config(Defaults::new()));
}

/// Decides at compile time whether `$type` can be given where a `$reference` is wanted.
macro_rules! can_name {
    ($type:ty, $reference:ty) => {{
        #[allow(dead_code)]
        trait Otherwise {
            const CAN: bool = false;
        }
        impl<T> Otherwise for T {}
        struct Asked<T>(std::marker::PhantomData<T>);
        #[allow(dead_code)]
        impl<T: Into<$reference>> Asked<T> {
            const CAN: bool = true;
        }
        Asked::<$type>::CAN
    }};
}

#[test]
fn the_id_of_one_kind_does_not_name_another() {
    assert!(can_name!(CollectionId, ResourceRef<CollectionId>));
    assert!(can_name!(OrbitId, ResourceRef<OrbitId>));
    assert!(can_name!(&str, ResourceRef<OrbitId>));
    assert!(can_name!(&dataforce::Collection, ResourceRef<CollectionId>));

    assert!(!can_name!(OrbitId, ResourceRef<CollectionId>));
    assert!(!can_name!(OrganizationId, ResourceRef<CollectionId>));
    assert!(!can_name!(CollectionId, ResourceRef<OrbitId>));
    assert!(!can_name!(CollectionId, ResourceRef<OrganizationId>));
    assert!(!can_name!(&Orbit, ResourceRef<CollectionId>));
    assert!(!can_name!(&dataforce::Collection, ResourceRef<OrbitId>));
}

/// The public methods of the facade by type and name, with arguments and result as they are written.
fn methods(folder: &Path) -> BTreeMap<(String, String), String> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut found = BTreeMap::new();
    for file in files {
        for item in syn::parse_file(&fs::read_to_string(file).unwrap())
            .unwrap()
            .items
        {
            let Item::Impl(block) = item else { continue };
            if block.trait_.is_some() {
                continue;
            }
            let subject = tokens(&block.self_ty);
            for item in block.items {
                let ImplItem::Fn(method) = item else { continue };
                if !matches!(method.vis, Visibility::Public(_)) {
                    continue;
                }
                let arguments: Vec<_> = method.sig.inputs.iter().map(argument).collect();
                let result = match &method.sig.output {
                    ReturnType::Default => String::new(),
                    ReturnType::Type(_, result) => awaited(&tokens(result)),
                };
                let bounds = tokens(&method.sig.generics.where_clause);
                let signature = format!("({}) -> {result} {bounds}", arguments.join(", "));
                found.insert((subject.clone(), method.sig.ident.to_string()), signature);
            }
        }
    }
    found
}

fn argument(argument: &FnArg) -> String {
    match argument {
        FnArg::Receiver(receiver) if receiver.reference.is_some() => match receiver.mutability {
            Some(_) => "&mut self".to_owned(),
            None => "&self".to_owned(),
        },
        FnArg::Receiver(_) => "self".to_owned(),
        FnArg::Typed(typed) => {
            // Only a future has to be `Send`.
            tokens(&typed.ty).replace("+Send", "")
        }
    }
}

/// What a future resolves to; anything else as it is.
fn awaited(result: &str) -> String {
    match result.strip_prefix("Call<") {
        Some(output) => format!("Result<{output}"),
        None => result.to_owned(),
    }
}

fn tokens(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let text: String = text.split_whitespace().collect();
    text.replace("crate::", "").replace("super::", "")
}

#[test]
fn every_method_has_its_blocking_twin() {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/dataforce/src");
    let (ours, theirs) = (methods(&source), methods(&source.join("blocking")));
    // What has a method that waits, and what is given by such, has a twin.
    let mirrored = [
        "Client",
        "ClientBuilder",
        "Collections",
        "CreateCollection",
        "UpdateCollection",
        "Orbits",
        "Organizations",
    ];
    let async_types = async_types(&source);
    for subject in &async_types {
        assert!(
            mirrored.contains(&subject.as_str()),
            "{subject} has no blocking twin"
        );
    }
    for ((subject, method), signature) in &ours {
        if !mirrored.contains(&subject.as_str()) {
            continue;
        }
        let twin = theirs.get(&(subject.clone(), method.clone()));
        let twin = twin.unwrap_or_else(|| panic!("blocking::{subject}::{method} is missing"));
        assert_eq!(twin, signature, "{subject}::{method}");
    }
    for (subject, method) in theirs
        .keys()
        .filter(|(subject, _)| mirrored.contains(&subject.as_str()))
    {
        let known = ours.contains_key(&(subject.clone(), method.clone()));
        assert!(known, "blocking::{subject}::{method} has no async twin");
    }
    assert!(ours.len() > 50, "only {} methods were found", ours.len());
}

/// The types with public async methods.
fn async_types(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut found = Vec::new();
    for file in files {
        for item in syn::parse_file(&fs::read_to_string(file).unwrap())
            .unwrap()
            .items
        {
            let Item::Impl(block) = item else { continue };
            let waits = block.items.iter().any(|item| {
                matches!(item, ImplItem::Fn(method)
                    if matches!(method.vis, Visibility::Public(_))
                        && (method.sig.asyncness.is_some()
                            || tokens(&method.sig.output).contains("Call<")))
            });
            if waits {
                found.push(tokens(&block.self_ty));
            }
        }
    }
    found
}
