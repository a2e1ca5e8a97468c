//! How many requests a call sends: the table of the crate's README.

mod replay;

use dataforce::{ApiVersion, Call, Client, CollectionId, CollectionType, Result};
use dataforce_emulator::{Collection, Emulator};
use futures_util::{FutureExt, TryFutureExt};

use crate::{VERSIONS, client, emulator, orbit_client};
use replay::Replay;

const README: &str = include_str!("../../../crates/dataforce/README.md");

/// The name that lookups ask for.
const NAME: &str = "Wanted";

/// A row of the table.
struct Row {
    /// Its text in the README.
    text: &'static str,
    calls: &'static [fn(&Client, CollectionId) -> Call<()>],
    v1: fn(&Orbit) -> usize,
    legacy: usize,
}

/// The collections in the orbit.
#[derive(Debug)]
struct Orbit {
    /// How many there are.
    n: usize,
    /// How many of them the server finds for the name.
    m: usize,
}

const TABLE: [Row; 8] = [
    Row {
        text: "| `collections().get(id)`, `details(id)` | 1 | 1 |",
        calls: &[
            |client, id| drop_value(client.collections().get(id)),
            |client, id| drop_value(client.collections().details(id)),
        ],
        v1: |_| 1,
        legacy: 1,
    },
    Row {
        text: "| `collections().get(name)` | ⌈*m* / 100⌉, at least 1 | 1 |",
        calls: &[|client, _| drop_value(client.collections().get(NAME))],
        v1: |orbit| pages(orbit.m),
        legacy: 1,
    },
    Row {
        text: "| `collections().details(name)` | one more than `get(name)` | 2 |",
        calls: &[|client, _| drop_value(client.collections().details(NAME))],
        v1: |orbit| pages(orbit.m) + 1,
        legacy: 2,
    },
    Row {
        text: "| `collections().list()`, `tags()` | ⌈*n* / 100⌉, at least 1 | 1 |",
        calls: &[
            |client, _| drop_value(client.collections().list()),
            |client, _| drop_value(client.collections().tags()),
        ],
        v1: |orbit| pages(orbit.n),
        legacy: 1,
    },
    Row {
        text: "| `collections().create(…)` | 1 | 1 |",
        calls: &[|client, _| {
            let create = client.collections().create("New", CollectionType::Model);
            drop_value(create.send())
        }],
        v1: |_| 1,
        legacy: 1,
    },
    Row {
        text: "| `collections().update(id)`, `delete(id)` | 2 | 2 |",
        calls: &[
            |client, id| drop_value(client.collections().update(id).name("New").send()),
            |client, id| client.collections().delete(id),
        ],
        v1: |_| 2,
        legacy: 2,
    },
    Row {
        text: "| `collections().update(name)`, `delete(name)` | one more than `get(name)` | 2 |",
        calls: &[
            |client, _| drop_value(client.collections().update(NAME).name("New").send()),
            |client, _| client.collections().delete(NAME),
        ],
        v1: |orbit| pages(orbit.m) + 1,
        legacy: 2,
    },
    Row {
        text: "| `organizations().list()`, `get(…)`, `orbits().list()`, `get(…)` | 1 | 1 |",
        calls: &[
            |client, _| drop_value(client.organizations().list()),
            |client, _| drop_value(client.organizations().get("My Personal Organization")),
            |client, _| drop_value(client.organizations().get(client.organization().unwrap())),
            |client, _| drop_value(client.orbits().list()),
            |client, _| drop_value(client.orbits().get("Default Orbit")),
            |client, _| drop_value(client.orbits().get(client.orbit().unwrap())),
        ],
        v1: |_| 1,
        legacy: 1,
    },
];

/// The last row of the table is about round trips as well.
const CONNECT: &str = "| `connect()` with three ids | 3 in 1 round trip | 3 in 1 round trip |";

fn drop_value<T: Send + 'static>(call: Call<T>) -> Call<()> {
    call.map_ok(drop).boxed()
}

fn pages(items: usize) -> usize {
    items.div_ceil(100).max(1)
}

/// Starts an emulator with such an orbit, and returns the id of the one collection with the name.
fn start(version: ApiVersion, orbit: &Orbit) -> (Emulator, CollectionId) {
    let wanted = Collection::new(NAME);
    let id = CollectionId::from(wanted.id);
    let mut emulator = emulator(version).collections(orbit.n - orbit.m);
    for number in 1..orbit.m {
        emulator = emulator.collection(Collection::new(format!("Not {NAME} {number}")));
    }
    (emulator.collection(wanted).start(), id)
}

#[test]
fn the_readme_holds_this_table() {
    let texts: Vec<_> = TABLE.iter().map(|row| row.text).chain([CONNECT]).collect();
    let section = README.split("## Requests per call").nth(1).unwrap();
    let rows = section.lines().skip_while(|line| !line.starts_with("|---"));
    let rows: Vec<_> = rows
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .collect();
    assert_eq!(rows, texts);
}

#[tokio::test]
async fn calls_send_as_many_requests_as_the_table_says() {
    for version in VERSIONS {
        for (n, m) in [(1, 1), (100, 100), (101, 100), (101, 101), (350, 201)] {
            let orbit = Orbit { n, m };
            for row in &TABLE {
                for (number, call) in row.calls.iter().enumerate() {
                    let (emulator, id) = start(version, &orbit);
                    let client = orbit_client(&emulator).api_version(version);
                    call(&client.build().unwrap(), id).await.unwrap();
                    let expected = match version {
                        ApiVersion::V1 => (row.v1)(&orbit),
                        _ => row.legacy,
                    };
                    let what = format!("call {number} of {:?}, {version}, {orbit:?}", row.text);
                    assert_eq!(emulator.requests().len(), expected, "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn an_empty_orbit_takes_one_request() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator).api_version(version);
        let collections = client.build().unwrap().collections();
        assert_eq!(collections.list().await.unwrap(), []);
        assert!(collections.tags().await.unwrap().is_empty());
        assert_eq!(collections.get(NAME).await.unwrap(), None);
        assert_eq!(collections.details(NAME).await.unwrap(), None);
        assert_eq!(emulator.requests().len(), 4, "{version}");
    }
}

#[tokio::test]
async fn ten_thousand_collections_take_a_hundred_requests() {
    let emulator = emulator(ApiVersion::V1).collections(10_000).start();
    let client = orbit_client(&emulator).api_version(ApiVersion::V1);
    let listed = client.build().unwrap().collections().list().await.unwrap();
    assert_eq!(listed.len(), 10_000);
    assert_eq!(emulator.requests().len(), 100);
}

#[tokio::test]
async fn finding_out_the_version_costs_one_request_once() {
    for version in VERSIONS {
        let emulator = emulator(version).start();
        let client = orbit_client(&emulator).build().unwrap();
        for expected in [2, 3, 4] {
            client.collections().list().await.unwrap();
            assert_eq!(emulator.requests().len(), expected, "{version}");
        }
    }
}

#[tokio::test]
async fn on_v1_the_list_of_organizations_finds_out_the_version() {
    for by_name in [false, true] {
        let emulator = emulator(ApiVersion::V1).start();
        let organizations = client(&emulator).build().unwrap().organizations();
        if by_name {
            let found = organizations.get("My Personal Organization").await.unwrap();
            assert!(found.is_some());
        } else {
            assert_eq!(organizations.list().await.unwrap().len(), 1);
        }
        assert_eq!(emulator.requests().len(), 1);
    }
}

async fn connect(
    emulator: &Emulator,
    collection: CollectionId,
    base_url: &str,
    pinned: Option<ApiVersion>,
) -> Result<Client> {
    let mut client = orbit_client(emulator)
        .base_url(base_url)
        .collection(collection);
    if let Some(version) = pinned {
        client = client.api_version(version);
    }
    client.connect().await
}

#[tokio::test]
async fn connecting_takes_few_round_trips() {
    for (version, is_pinned, rounds) in [
        (ApiVersion::V1, true, &[3][..]),
        (ApiVersion::Legacy, true, &[3]),
        (ApiVersion::V1, false, &[1, 2]),
        (ApiVersion::Legacy, false, &[1, 3]),
    ] {
        let what = format!("{version}, pinned: {is_pinned}");
        let pinned = is_pinned.then_some(version);
        let (emulator, id) = start(version, &Orbit { n: 3, m: 1 });
        connect(&emulator, id, emulator.base_url(), pinned)
            .await
            .unwrap();
        let requests: usize = rounds.iter().sum();
        assert_eq!(emulator.requests().len(), requests, "{what}");

        let replay = Replay::start(emulator.exchanges(), rounds);
        let client = connect(&emulator, id, &replay.base_url, pinned).await;
        assert_eq!(client.expect(&what).collection(), Some(id));
        assert_eq!(replay.arrived(), requests, "{what}");
    }
}
