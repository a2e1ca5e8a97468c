//! What the facade promises, rule by rule, on every version of the API and whatever the server's
//! behaviour.

use std::fmt::Debug;

use dataforce::Result;
use dataforce_emulator::{
    ApiVersion, Behaviour, Collection, Emulator, EmulatorBuilder, Orbit, Organization,
};
use dataforce_tests::{Server, lookup_by_id, steady, type_property};
use uuid::Uuid;

mod ambiguity;
mod default_sources;
mod defaults;
mod id_or_name;
mod not_found;
mod open_world;
mod orbit_borders;
mod secrecy;
mod update;
mod validate_collection;

/// Every kind of server: each version of the API, as it was measured, as its documentation says, and
/// as the releases that do not check the orbit of an update.
const SERVERS: [(ApiVersion, Behaviour); 4] = [
    (ApiVersion::Legacy, Behaviour::Measured),
    (ApiVersion::Legacy, Behaviour::Documented),
    (ApiVersion::V1, Behaviour::Measured),
    (ApiVersion::V1, Behaviour::Unbounded),
];

/// Runs a test against every kind of server, each with the content of `world`, and returns the
/// outcome, which has to be the same for all.
async fn on_every_server<T: Debug + PartialEq>(
    world: impl Fn() -> EmulatorBuilder,
    test: impl AsyncFn(&Server) -> Result<T>,
) -> T {
    let mut outcomes = Vec::new();
    for (version, behaviour) in SERVERS {
        eprintln!("{version}, {behaviour:?}:");
        let server = Server::run(world().api_version(version).behaviour(behaviour));
        match test(&server).await {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => panic!("{error}"),
        }
    }
    let first = outcomes.swap_remove(0);
    for outcome in &outcomes {
        assert_eq!(*outcome, first);
    }
    first
}

/// Formats messages as lines, without what differs between runs.
fn lines<T: ToString>(told: impl IntoIterator<Item = T>) -> String {
    let told = told.into_iter();
    told.map(|line| steady(&line.to_string()) + "\n").collect()
}

const IMAGES: Uuid = Uuid::from_u128(0x0199c455_0001_7000_8000_000000000001);
const TEXTS: Uuid = Uuid::from_u128(0x0199c455_0001_7000_8000_000000000002);
const SECRETS: Uuid = Uuid::from_u128(0x0199c455_0001_7000_8000_000000000003);
const PLANS: Uuid = Uuid::from_u128(0x0199c455_0001_7000_8000_000000000004);
const RESEARCH: Uuid = Uuid::from_u128(0x0199c455_0002_7000_8000_000000000001);
const BOARD: Uuid = Uuid::from_u128(0x0199c455_0002_7000_8000_000000000002);
const LAB: Uuid = Uuid::from_u128(0x0199c455_0002_7000_8000_000000000003);
const ACME: Uuid = Uuid::from_u128(0x0199c455_0003_7000_8000_000000000001);
const GLOBEX: Uuid = Uuid::from_u128(0x0199c455_0003_7000_8000_000000000002);

/// Two organizations: Acme with the orbits Research, which holds Images and Texts, and Board, which
/// holds Secrets; Globex with the orbit Lab, which holds Plans.
fn two_organizations() -> EmulatorBuilder {
    let tagged = |name, id| {
        Collection::new(name)
            .id(id)
            .description("As it was")
            .tags(["a", "b"])
    };
    Emulator::builder()
        .organization(
            Organization::new("Acme")
                .id(ACME)
                .orbit(
                    Orbit::new("Research")
                        .id(RESEARCH)
                        .collection(tagged("Images", IMAGES))
                        .collection(tagged("Texts", TEXTS)),
                )
                .orbit(
                    Orbit::new("Board")
                        .id(BOARD)
                        .collection(tagged("Secrets", SECRETS)),
                ),
        )
        .organization(
            Organization::new("Globex")
                .id(GLOBEX)
                .orbit(Orbit::new("Lab").id(LAB).collection(tagged("Plans", PLANS))),
        )
}

/// A client of [`two_organizations`] whose defaults are Acme and Research.
async fn researcher(server: &Server) -> Result<dataforce::Client> {
    let client = server
        .client()
        .organization("Acme")
        .orbit("Research")
        .connect()
        .await?;
    server.clear_requests();
    Ok(client)
}

/// Operations that change nothing.
fn only_reads(operations: &[&str]) -> bool {
    let changing = [
        "create_collection",
        "update_collection",
        "delete_collection",
    ];
    operations
        .iter()
        .all(|operation| !changing.contains(operation))
}
