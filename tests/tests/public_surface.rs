//! What the types of the facade promise by being what they are.

use dataforce::{
    Call, Client, ClientBuilder, CollectionId, Collections, CreateCollection, Defaults, Error,
    Orbit, OrbitId, Orbits, Organization, OrganizationId, Organizations, ResourceRef,
    UpdateCollection, blocking,
};

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
    assert_eq!(size_of::<dataforce_api::Error>(), size_of::<usize>());
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

    // These are not boxed. The request and the response in them are held once.
    let (generated, nil) = (client.legacy(), uuid::Uuid::nil());
    let (organization, orbit) = (nil.into(), nil.into());
    let list = generated.list_collections(&organization, &orbit);
    assert!(size_of_val(&list) <= 2048, "{} bytes", size_of_val(&list));
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
