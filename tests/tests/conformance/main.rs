//! What a server does, and what the client makes of it.
//!
//! Runs against an emulator of each version of the API, or against a live server if
//! `DATAFORCE_LIVE_BASE_URL`, `DATAFORCE_LIVE_API_KEY`, `DATAFORCE_LIVE_ORGANIZATION` and
//! `DATAFORCE_LIVE_ORBIT` are set. See the README of this package.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "whatever fails here fails a test"
)]

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::process::{Command, Output};

use dataforce_emulator::{
    Collection, Emulator, Orbit, OrbitRole, Organization, OrganizationRole, User,
};
use dataforce_tests::{Server, VERSIONS};
use futures_util::FutureExt;
use reqwest::{Method, StatusCode};

mod api;
mod facade;
mod place;
mod server;

/// Without this, a live server would fill up.
#[tokio::test]
async fn a_test_that_fails_leaves_nothing_behind() {
    for place in place::Place::open(place::TO_CHANGE).await {
        let failing = place.host(async |place| {
            place.create(place.named("Left behind")).await;
            place.elsewhere().await;
            assert_ne!(place.mine().await, []);
            panic!("on purpose");
        });
        let failure = AssertUnwindSafe(failing).catch_unwind().await.unwrap_err();
        assert_eq!(failure.downcast_ref(), Some(&"on purpose"));
        assert_eq!(place.mine().await, []);
        place.assert_bystanders_are_untouched();
    }
}

/// Runs the suite in a process of its own, as against a live server.
fn run_against(server: &Server, key: &str) -> Output {
    let orbit = server.orbit_id().to_string();
    let values = [server.base_url(), key, "Acme", &orbit];
    Command::new(std::env::current_exe().unwrap())
        .args(["--skip", "whoever_has_the_key"])
        .envs(place::VARIABLES.into_iter().zip(values))
        .output()
        .unwrap()
}

/// A suite that fails because rights are missing says nothing of the server, and what a key may create but
/// not delete stays there.
#[test]
fn whoever_has_the_key_nothing_fails_and_nothing_is_left() {
    use OrganizationRole::{Admin, Member, Owner};

    for version in VERSIONS {
        let others = || Collection::new("Bystander");
        let names = ["owner", "admin", "orbit admin", "writer", "visitor"];
        let users = names.map(|name| User::new(name).key(format!("dfs_{name}").replace(' ', "_")));
        let organization = Organization::new("Acme")
            .member("owner", Owner)
            .member("admin", Admin)
            .member("orbit admin", Member)
            .member("writer", Member)
            .member("visitor", Member)
            .orbit(
                Orbit::new("Research")
                    .member("orbit admin", OrbitRole::Admin)
                    .member("writer", OrbitRole::Member)
                    .collection(others()),
            )
            .orbit(
                // Where the roles are the other way round.
                Orbit::new("Elsewhere")
                    .member("orbit admin", OrbitRole::Member)
                    .member("writer", OrbitRole::Admin)
                    .collection(others()),
            );
        let mut builder = Emulator::builder().api_version(version);
        for user in &users {
            builder = builder.user(user.clone());
        }
        let server = Server::run(builder.organization(organization));
        let before = server.collections();
        for (user, orbits, lacking) in [
            ("owner", 2, None),
            ("admin", 2, None),
            ("orbit admin", 1, None),
            ("writer", 0, Some("may not delete")),
            (
                "visitor",
                0,
                Some("may not list, read, create, update, delete"),
            ),
        ] {
            server.clear_requests();
            let key = &users.iter().find(|it| it.name == user).unwrap().keys[0];
            let output = run_against(&server, key);
            assert!(output.status.success(), "{user}: {output:?}");
            assert_eq!(server.collections(), before, "{user}");

            assert_eq!(created_in(&server).len(), orbits, "{user}");
            let said = String::from_utf8_lossy(&output.stderr);
            match lacking {
                Some(lacking) => assert!(said.contains(lacking), "{user}: {said}"),
                None => assert!(!said.contains("may not"), "{user}: {said}"),
            }
            let one_orbit = said.contains(place::NOWHERE_ELSE);
            assert_eq!(one_orbit, orbits == 1, "{user}: {said}");
        }
    }
}

/// The paths of the orbits in which collections were created.
fn created_in(server: &Server) -> BTreeSet<String> {
    let exchanges = server.exchanges().into_iter();
    let creating = exchanges.filter(|exchange| {
        let status = exchange.response.as_ref().map(|response| response.status);
        exchange.request.method == Method::POST && status == Some(StatusCode::OK)
    });
    creating.map(|exchange| exchange.request.path).collect()
}
