//! Random sequences of operations: on each version of the API, the facade returns what a plain
//! model in memory returns, and the server holds the same.

use std::collections::{BTreeMap, BTreeSet};

use dataforce::{Client, Collection, CollectionId, CollectionType, Error, ResourceRef};
use dataforce_emulator::{self as emulated, ApiVersion, Behaviour, Emulator};
use dataforce_tests::{Server, VERSIONS};
use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseResult, TestRunner};
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Few, so that they meet. The last one reads as an id.
const NAMES: [&str; 5] = ["a", "A", "a ", "", "0199c455-0000-7000-8000-000000000000"];
/// A collection of another orbit, which no operation may see.
const STRANGER: Uuid = Uuid::from_u128(0x0199c455_0000_7000_8000_00000000ffff);

type Tags = Option<Vec<String>>;

#[derive(Clone, Debug)]
enum Operation {
    List,
    Get(Target),
    Create {
        name: String,
        description: String,
        collection_type: CollectionType,
        tags: Tags,
    },
    Update(Target, Change),
    Delete(Target),
    /// Makes one of those that were created the default, gone or not; or none.
    SetDefault(Option<usize>),
}

#[derive(Clone, Debug)]
enum Target {
    /// A text, which may read as an id.
    Text(String),
    Name(String),
    /// One of those that were created, gone or not.
    Created(usize),
    Stranger,
    Default,
}

#[derive(Clone, Debug)]
struct Change {
    name: Option<String>,
    description: Option<String>,
    tags: Option<Tags>,
}

impl Change {
    fn is_empty(&self) -> bool {
        self.name.is_none() && self.description.is_none() && self.tags.is_none()
    }
}

/// What can be seen of a collection, without the times.
#[derive(Clone, Debug, PartialEq)]
struct Item {
    id: Uuid,
    name: String,
    description: String,
    collection_type: String,
    tags: Tags,
}

#[derive(Clone, Debug, PartialEq)]
enum Outcome {
    List(BTreeMap<Uuid, Item>),
    Found(Option<Item>),
    /// Created or updated.
    Item(Item),
    Done,
    NotFound,
    Ambiguous(BTreeSet<Uuid>),
    Unset,
    /// The server rejected the value.
    Invalid,
}

/// What a client with defaults of its own should return.
#[derive(Debug)]
struct Model {
    version: ApiVersion,
    items: BTreeMap<Uuid, Item>,
    created: Vec<Uuid>,
    default: Option<Uuid>,
}

impl Model {
    fn new(version: ApiVersion) -> Self {
        Self {
            version,
            items: BTreeMap::new(),
            created: Vec::new(),
            default: None,
        }
    }

    /// The id that a number means; before anything was created, that of nothing.
    fn created(&self, number: usize) -> Uuid {
        match self.created.len() {
            0 => Uuid::nil(),
            count => self.created[number % count],
        }
    }

    fn find(&self, target: &Target) -> Result<Option<Item>, Outcome> {
        let id = match target {
            Target::Text(text) => Uuid::try_parse(text).map_err(|_| text),
            Target::Name(name) => Err(name),
            Target::Created(number) => Ok(self.created(*number)),
            Target::Stranger => Ok(STRANGER),
            Target::Default => Ok(self.default.ok_or(Outcome::Unset)?),
        };
        let name = match id {
            Ok(id) => return Ok(self.items.get(&id).cloned()),
            Err(name) => name,
        };
        let mut named = self.items.values().filter(|item| item.name == *name);
        match (named.next(), named.next()) {
            (Some(_), Some(_)) => {
                let named = self.items.values().filter(|item| item.name == *name);
                Err(Outcome::Ambiguous(named.map(|item| item.id).collect()))
            }
            (found, _) => Ok(found.cloned()),
        }
    }

    fn expect(&self, target: &Target) -> Result<Item, Outcome> {
        self.find(target)?.ok_or(Outcome::NotFound)
    }

    /// What the operation should come to. Only the id of what is created is up to the server.
    fn perform(&mut self, operation: &Operation, observed: &Outcome) -> Outcome {
        match operation {
            Operation::List => Outcome::List(self.items.clone()),
            Operation::Get(target) => match self.find(target) {
                Ok(found) => Outcome::Found(found),
                Err(outcome) => outcome,
            },
            Operation::Create {
                name,
                description,
                collection_type,
                tags,
            } => {
                let id = match observed {
                    Outcome::Item(item) if !self.created.contains(&item.id) => item.id,
                    _ => Uuid::nil(),
                };
                let item = Item {
                    id,
                    name: name.clone(),
                    description: description.clone(),
                    collection_type: collection_type.to_string(),
                    tags: tags.clone(),
                };
                self.created.push(id);
                self.items.insert(id, item.clone());
                Outcome::Item(item)
            }
            Operation::Update(target, change) => match self.expect(target) {
                Ok(mut item) => {
                    let unchanged = change.is_empty();
                    item.name = change.name.clone().unwrap_or(item.name);
                    item.description = change.description.clone().unwrap_or(item.description);
                    item.tags = change.tags.clone().unwrap_or(item.tags);
                    // V1 creates collections without a name, but does not update them.
                    if self.version == ApiVersion::V1 && item.name.is_empty() && !unchanged {
                        return Outcome::Invalid;
                    }
                    self.items.insert(item.id, item.clone());
                    Outcome::Item(item)
                }
                Err(outcome) => outcome,
            },
            Operation::Delete(target) => match self.expect(target) {
                Ok(item) => {
                    self.items.remove(&item.id);
                    Outcome::Done
                }
                Err(outcome) => outcome,
            },
            Operation::SetDefault(number) => {
                self.default = number.map(|number| self.created(number));
                Outcome::Done
            }
        }
    }
}

/// Performs the operation through the facade. `model` says which id a number means.
async fn perform(client: &mut Client, model: &Model, operation: &Operation) -> Outcome {
    let collections = client.collections();
    let reference = |target: &Target| -> Option<ResourceRef<CollectionId>> {
        Some(match target {
            Target::Text(text) => text.into(),
            Target::Name(name) => ResourceRef::name(name),
            Target::Created(number) => ResourceRef::Id(model.created(*number).into()),
            Target::Stranger => ResourceRef::Id(STRANGER.into()),
            Target::Default => return None,
        })
    };
    let outcome = match operation {
        Operation::List => collections.list().await.map(|list| {
            let items = list.into_iter().map(Item::from);
            Outcome::List(items.map(|item| (item.id, item)).collect())
        }),
        Operation::Get(target) => match reference(target) {
            Some(target) => collections.get(target).await,
            None => collections.get_default().await,
        }
        .map(|found| Outcome::Found(found.map(Item::from))),
        Operation::Create {
            name,
            description,
            collection_type,
            tags,
        } => {
            let mut create = collections
                .create(name, collection_type.clone())
                .description(description);
            if let Some(tags) = tags {
                create = create.tags(tags);
            }
            create
                .send()
                .await
                .map(|created| Outcome::Item(created.into()))
        }
        Operation::Update(target, change) => {
            let mut update = match reference(target) {
                Some(target) => collections.update(target),
                None => collections.update_default(),
            };
            if let Some(name) = &change.name {
                update = update.name(name);
            }
            if let Some(description) = &change.description {
                update = update.description(description);
            }
            update = match &change.tags {
                None => update,
                Some(None) => update.clear_tags(),
                Some(Some(tags)) => update.tags(tags),
            };
            update
                .send()
                .await
                .map(|updated| Outcome::Item(updated.into()))
        }
        Operation::Delete(target) => match reference(target) {
            Some(target) => collections.delete(target).await,
            None => collections.delete_default().await,
        }
        .map(|()| Outcome::Done),
        Operation::SetDefault(number) => {
            client.set_collection(number.map(|number| CollectionId::from(model.created(number))));
            Ok(Outcome::Done)
        }
    };
    outcome.unwrap_or_else(|error| error.into())
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        if error.is_not_found() {
            Self::NotFound
        } else if error.is_multiple_resources_found() {
            Self::Ambiguous(error.ids().collect())
        } else if error.is_configuration() {
            Self::Unset
        } else if error.is_validation() {
            Self::Invalid
        } else {
            panic!("{error}")
        }
    }
}

impl From<Collection> for Item {
    fn from(collection: Collection) -> Self {
        Self {
            id: collection.id.into(),
            name: collection.name,
            description: collection.description,
            collection_type: collection.collection_type.to_string(),
            tags: collection.tags,
        }
    }
}

impl From<emulated::Collection> for Item {
    fn from(collection: emulated::Collection) -> Self {
        Self {
            id: collection.id,
            name: collection.name,
            description: collection.description,
            collection_type: collection.collection_type.as_str().to_owned(),
            tags: collection.tags,
        }
    }
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => proptest::sample::select(&NAMES[..]).prop_map(str::to_owned),
        // What the server cannot store is refused, which is tested elsewhere.
        1 => "[^\0]{0,12}",
    ]
}

fn tags() -> impl Strategy<Value = Tags> {
    proptest::option::of(proptest::collection::vec(name(), 0..3))
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        6 => any::<usize>().prop_map(Target::Created),
        3 => name().prop_map(Target::Text),
        2 => name().prop_map(Target::Name),
        2 => Just(Target::Default),
        1 => Just(Target::Stranger),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let optional = |text| proptest::option::of(text);
    (
        optional(name()),
        optional(name()),
        proptest::option::of(tags()),
    )
        .prop_map(|(name, description, tags)| Change {
            name,
            description,
            tags,
        })
}

/// The types that collections can be created with.
fn collection_types(version: ApiVersion) -> &'static [CollectionType] {
    match version {
        ApiVersion::V1 => CollectionType::KNOWN,
        _ => &[CollectionType::Model, CollectionType::Dataset],
    }
}

fn operation(version: ApiVersion) -> impl Strategy<Value = Operation> {
    let collection_type = proptest::sample::select(collection_types(version));
    let create = (name(), name(), collection_type, tags());
    let create = create.prop_map(
        |(name, description, collection_type, tags)| Operation::Create {
            name,
            description,
            collection_type,
            tags,
        },
    );
    prop_oneof![
        4 => create,
        3 => (target(), change()).prop_map(|(target, change)| Operation::Update(target, change)),
        2 => target().prop_map(Operation::Get),
        2 => target().prop_map(Operation::Delete),
        1 => proptest::option::of(any::<usize>()).prop_map(Operation::SetDefault),
        1 => Just(Operation::List),
    ]
}

fn operations(version: ApiVersion, most: usize) -> impl Strategy<Value = Vec<Operation>> {
    proptest::collection::vec(operation(version), 1..most)
}

fn behaviour() -> impl Strategy<Value = Behaviour> {
    prop_oneof![Just(Behaviour::Measured), Just(Behaviour::Documented)]
}

/// A server and a client for all cases, which begin with an empty orbit.
struct World {
    server: Server,
    client: Client,
    runtime: Runtime,
    beginning: emulated::Seed,
}

impl World {
    fn new(version: ApiVersion) -> Self {
        let builder = Emulator::builder().api_version(version);
        let server = Server::run(builder.keep_exchanges_up_to(0));
        let elsewhere = emulated::Orbit::new("Elsewhere");
        let stranger = emulated::Collection::new("a").id(STRANGER);
        server.add_orbit(server.organization_id(), elsewhere.collection(stranger));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let client = server.client().orbit(server.orbit());
        let client = runtime.block_on(client.connect()).unwrap();
        Self {
            beginning: server.export(),
            server,
            client,
            runtime,
        }
    }

    fn begin(&self, behaviour: Behaviour) {
        self.server.import(self.beginning.clone());
        self.server.set_behaviour(behaviour);
    }

    fn assert_holds(&self, expected: impl IntoIterator<Item = Item>) -> TestCaseResult {
        let held = self.server.collections_in(self.server.orbit_id());
        let held: BTreeMap<_, _> = held.into_iter().map(|it| (it.id, Item::from(it))).collect();
        let expected: BTreeMap<_, _> = expected.into_iter().map(|it| (it.id, it)).collect();
        prop_assert_eq!(held, expected);
        prop_assert_eq!(self.server.collection(STRANGER).unwrap().updated_at, None);
        Ok(())
    }
}

fn run<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> TestCaseResult) {
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    if let Err(failure) = runner.run(strategy, test) {
        panic!("{failure}");
    }
}

#[test]
fn one_client_returns_what_the_model_returns() {
    for version in VERSIONS {
        let world = World::new(version);
        let cases = (behaviour(), operations(version, 30));
        run(100, &cases, |(behaviour, operations)| {
            world.begin(behaviour);
            let mut client = world.client.clone();
            let mut model = Model::new(version);
            for operation in &operations {
                let observed = world
                    .runtime
                    .block_on(perform(&mut client, &model, operation));
                let expected = model.perform(operation, &observed);
                prop_assert_eq!(observed, expected, "{}: {:?}", version, operation);
            }
            world.assert_holds(model.items.into_values())
        });
    }
}

#[test]
fn clients_that_take_turns_see_each_others_work() {
    for version in VERSIONS {
        let world = World::new(version);
        let turns = proptest::collection::vec((0usize..3, operation(version)), 1..30);
        run(60, &(behaviour(), turns), |(behaviour, turns)| {
            world.begin(behaviour);
            let mut clients = [(); 3].map(|()| (world.client.clone(), None));
            let mut model = Model::new(version);
            for (turn, operation) in &turns {
                // All share the collections, and each client has a default of its own.
                let (client, default) = &mut clients[*turn];
                model.default = *default;
                let observed = world.runtime.block_on(perform(client, &model, operation));
                let expected = model.perform(operation, &observed);
                prop_assert_eq!(observed, expected, "{}: {:?}", version, operation);
                *default = model.default;
            }
            world.assert_holds(model.items.into_values())
        });
    }
}

#[test]
fn clients_at_work_at_once_do_not_get_in_each_others_way() {
    for version in VERSIONS {
        let world = World::new(version);
        let sequences = [12; 3].map(|most| operations(version, most));
        run(30, &(behaviour(), sequences), |(behaviour, sequences)| {
            world.begin(behaviour);
            let work = sequences
                .into_iter()
                .enumerate()
                .map(|(worker, operations)| {
                    let mut client = world.client.clone();
                    async move {
                        let mut model = Model::new(version);
                        for operation in operations {
                            let operation = operation.by(worker);
                            let observed =
                                perform(&mut client, &model, &operation).await.of(worker);
                            let expected = model.perform(&operation, &observed);
                            prop_assert_eq!(observed, expected, "{}: {:?}", version, operation);
                        }
                        Ok(model.items)
                    }
                });
            let mut held = Vec::new();
            for items in world.runtime.block_on(join_all(work)) {
                held.extend(items?.into_values());
            }
            world.assert_holds(held)
        });
    }
}

/// Names of different workers differ, so that none of them meets what another one has made.
fn name_by(worker: usize, name: String) -> String {
    format!("{worker} {name}")
}

impl Operation {
    fn by(self, worker: usize) -> Self {
        let target_by = |target| match target {
            Target::Text(text) => Target::Text(name_by(worker, text)),
            Target::Name(name) => Target::Name(name_by(worker, name)),
            other => other,
        };
        match self {
            Self::Create {
                name,
                description,
                collection_type,
                tags,
            } => Self::Create {
                name: name_by(worker, name),
                description,
                collection_type,
                tags,
            },
            Self::Update(target, change) => {
                let name = change.name.map(|name| name_by(worker, name));
                Self::Update(target_by(target), Change { name, ..change })
            }
            Self::Get(target) => Self::Get(target_by(target)),
            Self::Delete(target) => Self::Delete(target_by(target)),
            other => other,
        }
    }
}

impl Outcome {
    /// Leaves what this worker has made.
    fn of(self, worker: usize) -> Self {
        match self {
            Self::List(mut items) => {
                items.retain(|_, item| item.name.starts_with(&name_by(worker, String::new())));
                Self::List(items)
            }
            other => other,
        }
    }
}
