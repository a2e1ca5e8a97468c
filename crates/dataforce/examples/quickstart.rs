//! Creates, finds, updates, lists and deletes collections over real HTTP.
//!
//! ```console
//! cargo run -p dataforce --example quickstart
//! ```
//!
//! Without any setting it does so twice, with an emulated server of each version of the API. If
//! `LUML_API_KEY` or `DFS_API_KEY` is set, it uses a real server instead, at `LUML_BASE_URL` or
//! `DFS_BASE_URL`, or else the hosted service. `LUML_ORGANIZATION` and `LUML_ORBIT`, or `DFS_…`, name
//! the organization and the orbit, by id or name, unless there is only one. It says which version the
//! server speaks, and deletes everything that it creates, even if a step fails.

use std::env;
use std::error::Error;

use dataforce::{Client, ClientBuilder, Collection, CollectionId, CollectionType, Order, SortBy};
use dataforce_emulator::{ApiVersion, Emulator};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    if env::var_os("LUML_API_KEY").is_some() || env::var_os("DFS_API_KEY").is_some() {
        run(Client::builder()).await?;
    } else {
        println!("Neither LUML_API_KEY nor DFS_API_KEY is set: using emulated servers.");
        for version in [ApiVersion::V1, ApiVersion::Legacy] {
            let emulator = Emulator::builder().api_version(version).start();
            println!("\nAn emulated server at {}\n", emulator.base_url());
            let builder = Client::builder()
                .base_url(emulator.base_url())
                .api_key(emulator.api_key());
            run(builder).await?;
        }
    }
    println!("\nEvery step succeeded.");
    Ok(())
}

async fn run(builder: ClientBuilder) -> Result<(), dataforce::Error> {
    step("connect: find out the version, and look the defaults up");
    let client = builder.connect().await?;
    println!("  API version  {}", shown(client.api_version()));
    println!("  organization {}", shown(client.organization()));
    println!("  orbit        {}", shown(client.orbit()));

    let mut created = Vec::new();
    let outcome = walk_through(client.clone(), &mut created).await;
    clean_up(&client, &created).await;
    outcome
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

    step("list the collections with a tag, the newest first");
    let tagged = client
        .collections()
        .query()
        .tags(["updated"])
        .sort_by(SortBy::CreatedAt, Order::Descending)
        .send()
        .await?;
    println!("  {} with the tag \"updated\"", tagged.len());

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
