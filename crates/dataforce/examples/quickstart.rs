//! Creates, finds, updates, lists and deletes collections over real HTTP.
//!
//! ```console
//! cargo run -p dataforce --example quickstart
//! ```
//!
//! Without any setting it starts an emulated server. If `DFS_API_KEY` is set, it uses the real server
//! at `DFS_BASE_URL`, or else the hosted service, with the organization `DFS_ORGANIZATION` and the
//! orbit `DFS_ORBIT` (ids or names, not needed if there is only one). It deletes everything that it
//! creates, even if a step fails.

use std::env;
use std::error::Error;

use dataforce::{Client, Collection, CollectionId, CollectionType};
use dataforce_emulator::Emulator;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    // Runs until it is dropped at the end of `main`.
    let emulator;
    let mut builder = Client::builder();
    if env::var_os("DFS_API_KEY").is_none() {
        emulator = Emulator::start();
        println!(
            "DFS_API_KEY is not set: using an emulated server at {}\n",
            emulator.base_url()
        );
        builder = builder
            .base_url(emulator.base_url())
            .api_key(emulator.api_key());
    }
    if let Ok(organization) = env::var("DFS_ORGANIZATION") {
        builder = builder.organization(organization);
    }
    if let Ok(orbit) = env::var("DFS_ORBIT") {
        builder = builder.orbit(orbit);
    }

    step("connect: look the defaults up");
    let client = builder.connect().await?;
    println!("  organization {}", shown(client.organization()));
    println!("  orbit        {}", shown(client.orbit()));

    let mut created = Vec::new();
    let outcome = walk_through(client.clone(), &mut created).await;
    clean_up(&client, &created).await;
    outcome?;
    println!("\nEvery step succeeded.");
    Ok(())
}

/// Calls the operations, and records what it creates, so that it is deleted if a step fails.
async fn walk_through(
    mut client: Client,
    created: &mut Vec<CollectionId>,
) -> Result<(), dataforce::Error> {
    // Names are not unique. This one does not match a collection of a real server.
    let run = std::process::id();
    let name = format!("Quickstart {run}");
    let new_name = format!("Quickstart {run}, renamed");

    step("list the organizations, and the orbits of the default one");
    for organization in client.organizations().list().await? {
        println!("  organization {:?}", organization.name);
    }
    for orbit in client.orbits().list().await? {
        println!("  orbit        {:?}", orbit.name);
    }

    step("create a collection");
    let collection = client
        .collections()
        .create(&name, CollectionType::Dataset)
        .description("Dataset for model training")
        .tags(["ml", "training"])
        .send()
        .await?;
    created.push(collection.id);
    show(&collection);

    step("get it by name");
    show_found(client.collections().get(&name).await?);

    step("get it by id");
    show_found(client.collections().get(collection.id).await?);

    step("get one that does not exist");
    show_found(client.collections().get("No Such Collection").await?);

    step("update it by id: name and tags, the description stays");
    let updated = client
        .collections()
        .update(collection.id)
        .name(&new_name)
        .tags(["ml", "updated"])
        .send()
        .await?;
    show(&updated);

    step("update it by name: the description, name and tags stay");
    let updated = client
        .collections()
        .update(&new_name)
        .description("Updated description")
        .send()
        .await?;
    show(&updated);

    step("make it the default collection, then get and update that");
    client.set_collection(collection.id);
    show_found(client.collections().get_default().await?);
    let updated = client
        .collections()
        .update_default()
        .clear_tags()
        .send()
        .await?;
    show(&updated);

    step("delete the default collection");
    client.collections().delete_default().await?;
    show_found(client.collections().get_default().await?);

    step("create two with one name: an ambiguous name is an error");
    for _ in 0..2 {
        let twin = client
            .collections()
            .create(&name, CollectionType::Model)
            .send()
            .await?;
        created.push(twin.id);
    }
    match client.collections().get(&name).await {
        Err(error) if error.is_multiple_resources_found() => println!("  {error}"),
        Err(error) => return Err(error),
        Ok(found) => unreachable!("one of two was chosen: {found:?}"),
    }

    step("delete both by id");
    for id in &created[1..] {
        client.collections().delete(*id).await?;
        println!("  deleted {id}");
    }

    step("list the collections");
    let collections = client.collections().list().await?;
    println!("  {} in the orbit", collections.len());
    Ok(())
}

async fn clean_up(client: &Client, created: &[CollectionId]) {
    for id in created {
        match client.collections().delete(*id).await {
            Ok(()) => println!("\nCleaned up: collection {id} was left over and is deleted."),
            Err(error) if error.is_not_found() => {}
            Err(error) => eprintln!("\nCollection {id} is left over: {error}"),
        }
    }
}

fn step(title: &str) {
    println!("• {title}");
}

fn show(collection: &Collection) {
    println!(
        "  {:?} ({}), described as {:?}, tags {:?}, id {}",
        collection.name,
        collection.collection_type,
        collection.description,
        collection.tags,
        collection.id
    );
}

fn show_found(collection: Option<Collection>) {
    match collection {
        Some(collection) => show(&collection),
        None => println!("  none"),
    }
}

fn shown<T: ToString>(id: Option<T>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| id.to_string())
}
