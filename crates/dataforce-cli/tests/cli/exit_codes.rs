//! The exit codes. The table is the test's data.

use dataforce_emulator::{Endpoint, Fault, Moment, OrganizationRole, Seed, User};

use crate::support::{VERSIONS, World, collection};

/// What happens on the server, what is asked for, and the code.
const TABLE: &[(&str, &str, i32)] = &[
    ("", "collections list", 0),
    ("", "collections list --search none", 0),
    ("", "--help", 0),
    ("", "--version", 0),
    ("server error", "collections list", 1),
    ("", "collections list --base-url http://127.0.0.1:1", 1),
    ("another server", "collections list", 1),
    ("", "collections import none.ndjson", 1),
    ("", "", 2),
    ("", "collections", 2),
    ("", "collections list --sort size", 2),
    ("", "collections list --type Model", 2),
    ("", "collections get", 2),
    ("", "collections update One", 2),
    ("", "collections update One --tag a --add-tag b", 2),
    ("", "collections update One Two --name Three", 2),
    ("", "collections create One", 2),
    ("", "collections create One --type image", 2),
    ("", "collections delete One", 2),
    ("", "collections list --timeout 0", 2),
    ("", "collections list --profile none", 2),
    ("", "collections list --base-url ftp://x", 2),
    ("", "config set colour blue", 2),
    ("", "collections get none", 3),
    (
        "",
        "collections get 0199c455-0000-7000-8000-00000000ffff",
        3,
    ),
    ("", "collections update none --name x", 3),
    ("", "collections delete none --yes", 3),
    ("", "collections list --organization none", 3),
    ("", "collections list --orbit none", 3),
    ("", "orbits get none", 3),
    ("", "collections get Twin", 4),
    ("", "collections update Twin --name x", 4),
    ("", "collections delete Twin --yes", 4),
    ("wrong key", "collections list", 5),
    ("wrong key", "organizations list", 5),
    ("wrong key", "status", 5),
    ("plain member", "collections delete One --yes", 5),
    ("", "collections delete Full --yes", 6),
    ("lost response", "collections create New --type model", 7),
    (
        "lost response",
        "collections create New --type model --quiet",
        7,
    ),
];

#[test]
fn each_outcome_has_its_code() {
    for version in VERSIONS {
        for (situation, command, code) in TABLE {
            let world = World::with(version, |builder| {
                builder
                    .collection(collection("One", 3))
                    .collection(collection("Twin", 4))
                    .collection(collection("Twin", 5))
                    .collection(collection("Full", 6).models(1))
            });
            arrange(&world, situation);
            let outcome = world.run(&command.split_whitespace().collect::<Vec<_>>());
            let transcript = outcome.transcript();
            assert_eq!(
                outcome.code, *code,
                "{version} {situation} `{command}` {transcript}"
            );
        }
    }
}

fn arrange(world: &World, situation: &str) {
    let emulator = &world.emulator;
    match situation {
        "" => {}
        "server error" => {
            // The pauses between the attempts are the server's to choose.
            emulator.inject(Fault::status(503).header("retry-after", "0").always());
        }
        "another server" => emulator.inject(Fault::status(200).html("<h1>Welcome</h1>").always()),
        "wrong key" => emulator.revoke_key(emulator.api_key()),
        "plain member" => {
            let (organization, orbit) = (Seed::ORGANIZATION_ID, Seed::ORBIT_ID);
            emulator.add_user(User::new("other"));
            let member = dataforce_emulator::OrbitRole::Member;
            emulator.set_organization_role(
                organization,
                Seed::USER,
                Some(OrganizationRole::Member),
            );
            emulator.set_orbit_role(orbit, Seed::USER, Some(member));
        }
        "lost response" => {
            emulator.inject(Fault::reset(Moment::After).on(Endpoint::CreateCollection));
        }
        _ => panic!("{situation} is not arranged"),
    }
}
