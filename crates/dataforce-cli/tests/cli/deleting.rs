//! Deleting without a terminal.

use dataforce_emulator::ApiVersion;
use expect_test::expect;

use crate::support::{VERSIONS, World, collection, id};

#[test]
fn without_a_terminal_nothing_is_deleted_unless_yes_is_said() {
    let world = World::new(ApiVersion::V1);
    expect![[r#"
        exit code 2
        --- stdout
        --- stderr
        error: cannot ask for confirmation here
        hint: confirm with --yes, or see what would be deleted with --dry-run
    "#]]
    .assert_eq(
        &world
            .run(&["collections", "delete", "My Collection"])
            .transcript(),
    );
    assert!(world.emulator.requests().is_empty());
}

#[test]
fn what_is_named_is_deleted() {
    for version in VERSIONS {
        let world = World::with(version, |builder| {
            builder
                .collection(collection("One", 3))
                .collection(collection("Two", 4))
        });
        // The same collection by name and by id is deleted once.
        let input = format!("One\n{}\nTwo\n", id(3));
        let args = ["collections", "delete", "-", "--yes", "-o", "id"];
        let outcome = world.run_with_input(&args, &input).ok();
        assert_eq!(outcome.stdout, format!("{}\n{}\n", id(3), id(4)));
        assert_eq!(world.emulator.collections().len(), 2);
    }
}

#[test]
fn nothing_is_deleted_if_one_is_missing() {
    for version in VERSIONS {
        let world = World::new(version);
        let outcome = world.run(&["collections", "delete", "My Collection", "none", "--yes"]);
        assert_eq!(outcome.code, 3);
        outcome.assert_says("nothing was deleted\n");
        assert_eq!(world.emulator.collections().len(), 2);
    }
}

#[test]
fn a_collection_with_artifacts_keeps_the_others_from_nothing() {
    for version in VERSIONS {
        let world = World::new(version);
        let outcome = world.run(&[
            "collections",
            "delete",
            "Training Data",
            "My Collection",
            "--yes",
        ]);
        assert_eq!(outcome.code, 6);
        outcome.assert_says("1 of 2 collections were deleted\n");
        let left: Vec<_> = world
            .emulator
            .collections()
            .into_iter()
            .map(|one| one.id)
            .collect();
        assert_eq!(left, [id(2)]);
    }
}
