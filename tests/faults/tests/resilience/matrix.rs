//! Every fault happens to every operation. `MATRIX.md` says what is to come of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dataforce::{Client, ClientBuilder, CollectionId, CollectionType, OrbitId, Result};
use dataforce_emulator::{Collection, Emulator, Endpoint, Fault, Moment};
use dataforce_fault_tests::{Version, on_both_versions};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::{brief, builder_of};

const TABLE: &str = include_str!("../../MATRIX.md");
const KEY: &str = "dfs_key_of_the_matrix_85013";

/// Beyond what the deadline allows, for a machine that is busy.
const SLACK: Duration = Duration::from_secs(20);
/// Longer than any test.
const EVER: Duration = Duration::from_secs(3600);

on_both_versions!(
    #[tokio::test(flavor = "multi_thread")]
    every_operation_ends_as_the_matrix_says,
);

async fn every_operation_ends_as_the_matrix_says(version: Version) {
    let rows = rows(TABLE);
    let faults: BTreeSet<_> = rows.iter().map(|row| row.fault).collect();
    let known: BTreeSet<_> = FAULTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        faults, known,
        "the faults of the table are those of this file"
    );

    let (mild, busy): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|row| row.fault != "endless body");
    let mut wrong = unexpected(version, mild).await;
    // An endless body keeps the machine busy, which is no time to measure others.
    wrong.extend(unexpected(version, busy).await);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Fills the cells of some rows, and describes those that are not as expected.
async fn unexpected(version: Version, rows: Vec<Row>) -> Vec<String> {
    // Most of the time is waiting for things that do not happen.
    let places = Arc::new(Semaphore::new(16));
    let mut cells = JoinSet::new();
    for row in rows {
        assert_eq!(row.cells.len(), COLUMNS.len(), "cells in {row:?}");
        for (column, expected) in COLUMNS.iter().zip(row.cells) {
            let expected = of_version(version, expected);
            if expected == "-" {
                continue;
            }
            let places = Arc::clone(&places);
            cells.spawn(async move {
                let _place = places.acquire_owned().await.unwrap();
                let outcome = cell(version, row.fault, row.always, column).await;
                let frequency = if row.always { "always" } else { "once" };
                let place = format!("{} {frequency}, {}", row.fault, column.name);
                match outcome {
                    Ok(outcome) if outcome == expected => None,
                    Ok(outcome) => Some(format!("{place}: {outcome} instead of {expected}")),
                    Err(violation) => Some(format!("{place}: {violation}")),
                }
            });
        }
    }
    cells.join_all().await.into_iter().flatten().collect()
}

/// A cell holds what both versions have in common, or `legacy / v1`.
fn of_version(version: Version, cell: &'static str) -> &'static str {
    match (cell.split_once(" / "), version) {
        (None, _) => cell,
        (Some((legacy, _)), Version::Legacy) => legacy,
        (Some((_, v1)), Version::V1) => v1,
    }
}

#[derive(Debug)]
struct Row {
    fault: &'static str,
    always: bool,
    cells: Vec<&'static str>,
}

/// The rows of the second table.
fn rows(table: &'static str) -> Vec<Row> {
    let (_, table) = table.split_once("| fault |").unwrap();
    let rows = table.lines().skip(2).map(|line| {
        let line = line.trim_matches('|');
        let mut cells = line.split('|').map(str::trim);
        Row {
            fault: cells.next().unwrap(),
            always: match cells.next().unwrap() {
                "always" => true,
                "once" => false,
                other => panic!("how often is {other}?"),
            },
            cells: cells.collect(),
        }
    });
    rows.collect()
}

/// An operation of the facade, and the request of it that the fault happens to.
struct Column {
    name: &'static str,
    request: Endpoint,
    change: Change,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Nothing,
    Create,
    Update,
    Delete,
}

const COLUMNS: &[Column] = &[
    column("list", Endpoint::ListCollections, Change::Nothing),
    column("get", Endpoint::ListCollections, Change::Nothing),
    column("get by id", Endpoint::GetCollection, Change::Nothing),
    column("create", Endpoint::CreateCollection, Change::Create),
    column("update", Endpoint::UpdateCollection, Change::Update),
    column("update (read)", Endpoint::ListCollections, Change::Update),
    column("delete", Endpoint::DeleteCollection, Change::Delete),
    column("delete (read)", Endpoint::ListCollections, Change::Delete),
    column(
        "organizations",
        Endpoint::ListOrganizations,
        Change::Nothing,
    ),
    column("orbit", Endpoint::GetOrbit, Change::Nothing),
];

const fn column(name: &'static str, request: Endpoint, change: Change) -> Column {
    Column {
        name,
        request,
        change,
    }
}

/// What a fault is made of.
enum Trouble {
    /// The emulator does it.
    Fault(fn() -> Fault),
    /// It redirects to the same path, at its own or another origin.
    Redirect { other_origin: bool },
    /// Nothing listens.
    Refused,
    /// The address leads nowhere; `{port}` is where the emulator listens.
    Address(&'static str),
}

const HTML: &str = "<!doctype html><title>502 Bad Gateway</title>";

const FAULTS: &[(&str, Trouble)] = &[
    ("refused", Trouble::Refused),
    // No host name is so long, which shows without asking anybody.
    (
        "DNS failure",
        Trouble::Address(
            "http://a-label-of-a-host-name-that-has-more-than-the-63-characters-allowed.invalid:{port}",
        ),
    ),
    // There is plain HTTP at that port.
    ("TLS failure", Trouble::Address("https://127.0.0.1:{port}")),
    (
        "reset before",
        Trouble::Fault(|| Fault::reset(Moment::Before)),
    ),
    (
        "reset during",
        Trouble::Fault(|| Fault::reset(Moment::During)),
    ),
    (
        "reset after",
        Trouble::Fault(|| Fault::reset(Moment::After)),
    ),
    (
        "closed before",
        Trouble::Fault(|| Fault::close(Moment::Before)),
    ),
    (
        "closed after",
        Trouble::Fault(|| Fault::close(Moment::After)),
    ),
    ("slow headers", Trouble::Fault(|| Fault::delay(EVER))),
    ("slow body", Trouble::Fault(|| Fault::slow_body(EVER))),
    ("truncated", Trouble::Fault(Fault::truncated)),
    ("malformed JSON", Trouble::Fault(Fault::malformed)),
    (
        "wrong type",
        Trouble::Fault(|| Fault::status(200).json(&serde_json::json!({"name": ["?"]}))),
    ),
    (
        "wrong content type",
        Trouble::Fault(|| Fault::content_type("text/html")),
    ),
    (
        "HTML 200",
        Trouble::Fault(|| Fault::status(200).html("<!doctype html><title>Log in</title>")),
    ),
    ("HTML 502", Trouble::Fault(|| Fault::status(502).html(HTML))),
    (
        "HTML 502, processed",
        Trouble::Fault(|| Fault::status(502).html(HTML).after_processing()),
    ),
    (
        "crash",
        Trouble::Fault(|| {
            Fault::status(500)
                .body("Internal Server Error")
                .then_close()
        }),
    ),
    (
        "too many requests",
        Trouble::Fault(|| Fault::status(429).header("retry-after", "0")),
    ),
    ("empty 200", Trouble::Fault(Fault::empty)),
    (
        "empty 200, processed",
        Trouble::Fault(|| Fault::empty().after_processing()),
    ),
    ("204", Trouble::Fault(Fault::no_content)),
    (
        "204, processed",
        Trouble::Fault(|| Fault::no_content().after_processing()),
    ),
    ("endless body", Trouble::Fault(Fault::endless)),
    (
        "redirect, same origin",
        Trouble::Redirect {
            other_origin: false,
        },
    ),
    (
        "redirect, other origin",
        Trouble::Redirect { other_origin: true },
    ),
];

/// Lets the fault happen, and says what came of it in the words of the table.
async fn cell(
    version: Version,
    fault: &str,
    always: bool,
    column: &Column,
) -> std::result::Result<String, String> {
    let (_, trouble) = FAULTS.iter().find(|(name, _)| *name == fault).unwrap();
    let bystander = Collection::new("bystander").tags(["as", "ever"]);
    let target = Collection::new("target").description("before").tags(["a"]);
    let emulator = version
        .emulator()
        .key(KEY)
        .collection(target.clone())
        .collection(bystander.clone())
        .start();
    let elsewhere = version.emulator().key(KEY).start();

    // Whatever is not about time gets plenty of it.
    let about_time = fault.starts_with("slow") || fault.starts_with("endless");
    let (attempt, deadline) = match (about_time, always) {
        (true, true) => (Duration::from_millis(1500), Duration::from_secs(4)),
        (true, false) => (Duration::from_secs(2), Duration::from_secs(60)),
        (false, _) => (Duration::from_secs(30), Duration::from_secs(60)),
    };
    let builder = builder_of(&emulator)
        .retry(brief())
        .attempt_timeout(attempt)
        .deadline(deadline)
        .max_response_bytes(1 << 16);
    let client = arrange(trouble, always, column, &emulator, &elsewhere, builder);

    let start = Instant::now();
    let result = perform(column.name, &client, &target, &bystander).await;
    let took = start.elapsed();
    if took > deadline + SLACK {
        return Err(format!(
            "it took {took:.1?}, with a deadline of {deadline:?}"
        ));
    }

    let done = effects(column.change, &emulator, &target, &bystander)?;
    if !elsewhere.requests().is_empty() {
        return Err("another origin was asked".to_owned());
    }
    match result {
        Ok(()) if column.change != Change::Nothing && done == 0 => {
            Err("success is reported, and nothing happened".to_owned())
        }
        Ok(()) => Ok("ok".to_owned()),
        Err(error) => {
            let said = format!("{error} {error:?} {error:#?}");
            if said.contains(KEY) {
                return Err(format!("the key is shown: {said}"));
            }
            let kind = format!("{:?}", error.kind()).to_lowercase();
            let kind = kind.trim_end_matches("response");
            match (error.outcome_unknown(), done) {
                (false, 0) => Ok(kind.to_owned()),
                (false, _) => Err(format!("it happened, and the error denies it: {error}")),
                (true, 0) => Ok(format!("{kind}?undone")),
                (true, _) => Ok(format!("{kind}?done")),
            }
        }
    }
}

fn arrange(
    trouble: &Trouble,
    always: bool,
    column: &Column,
    emulator: &Emulator,
    elsewhere: &Emulator,
    builder: ClientBuilder,
) -> Client {
    let frequency = |fault: Fault| if always { fault.always() } else { fault };
    match trouble {
        Trouble::Fault(fault) => emulator.inject(frequency(fault().on(column.request))),
        Trouble::Redirect { other_origin } => {
            let (organization, orbit) = (emulator.organization_id(), emulator.orbit_id());
            let origin = if *other_origin {
                elsewhere.base_url()
            } else {
                ""
            };
            let orbit = format!("/organizations/{organization}/orbits/{orbit}");
            let target = emulator.collections_in(emulator.orbit_id())[0].id;
            let path = Version::of(emulator).path(&match column.request {
                Endpoint::ListOrganizations => "/users/me/organizations".to_owned(),
                Endpoint::GetOrbit => orbit,
                Endpoint::GetCollection
                | Endpoint::UpdateCollection
                | Endpoint::DeleteCollection => format!("{orbit}/collections/{target}"),
                // As the client asks for it.
                _ => format!("{orbit}/collections?order=asc&sort_by=created_at"),
            });
            let fault = Fault::redirect(&format!("{origin}{path}"));
            emulator.inject(frequency(fault.on(column.request)));
        }
        Trouble::Refused => emulator.refuse_connections(),
        Trouble::Address(address) => {
            let port = emulator.address().port().to_string();
            let builder = builder.base_url(address.replace("{port}", &port));
            return builder.build().unwrap();
        }
    }
    builder.build().unwrap()
}

/// Calls the operation. Anything but an error has to be the true result.
async fn perform(
    column: &str,
    client: &Client,
    target: &Collection,
    bystander: &Collection,
) -> Result<()> {
    let collections = client.collections();
    match column {
        "list" => {
            let list = collections.list().await?;
            let names: BTreeSet<_> = list.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(names, BTreeSet::from(["bystander", "target"]));
        }
        "get" => {
            let found = collections.get("bystander").await?.unwrap();
            assert_eq!(uuid::Uuid::from(found.id), bystander.id);
        }
        "get by id" => {
            let id = CollectionId::from(target.id);
            let found = collections.get(id).await?.unwrap();
            assert_eq!(found.id, id);
        }
        "create" => {
            let create = collections.create("made", CollectionType::Dataset);
            assert_eq!(create.send().await?.name, "made");
        }
        "update" | "update (read)" => {
            let updated = collections
                .update("target")
                .description("after")
                .send()
                .await?;
            assert_eq!(uuid::Uuid::from(updated.id), target.id);
            assert_eq!(updated.description, "after");
        }
        "delete" | "delete (read)" => collections.delete("target").await?,
        "organizations" => assert_eq!(client.organizations().list().await?.len(), 1),
        "orbit" => {
            let orbit: OrbitId = client.orbit().unwrap();
            assert_eq!(client.orbits().get(orbit).await?.unwrap().id, orbit);
        }
        other => panic!("what is {other}?"),
    }
    Ok(())
}

/// How often the change happened. Nothing else may have.
fn effects(
    change: Change,
    emulator: &Emulator,
    target: &Collection,
    bystander: &Collection,
) -> std::result::Result<usize, String> {
    let mut collections = emulator.collections();
    let mut take = |id| {
        let place = collections.iter().position(|it| it.id == id)?;
        Some(collections.swap_remove(place))
    };
    let same = |is: &Collection, was: &Collection| {
        is.name == was.name && is.tags == was.tags && is.description == was.description
    };
    if !take(bystander.id).is_some_and(|it| same(&it, bystander)) {
        return Err("another collection was changed".to_owned());
    }
    let done = match (take(target.id), change) {
        (None, Change::Delete) => 1,
        (Some(target_now), _) if same(&target_now, target) => 0,
        (Some(target_now), Change::Update) => {
            let wanted = target.clone().description("after");
            if !same(&target_now, &wanted) {
                return Err(format!("the target is {target_now:?}"));
            }
            1
        }
        (now, _) => return Err(format!("the target is {now:?}")),
    };
    match (change, collections.as_slice()) {
        (Change::Create, [made]) if made.name == "made" => Ok(1),
        (_, []) => Ok(done),
        (_, more) => Err(format!("{} collections are there besides", more.len())),
    }
}
