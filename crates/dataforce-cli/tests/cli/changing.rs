//! Creating and updating.

use dataforce_emulator::{ApiVersion, Endpoint, Fault, Moment};
use expect_test::expect;

use crate::support::{VERSIONS, World, collection, id};

#[test]
fn a_collection_is_created() {
    for version in VERSIONS {
        let world = World::empty(version);
        let args = ["collections", "create", "Images", "--type", "dataset"];
        let more = [
            "--description",
            "Photos",
            "--tag",
            "raw",
            "--tag",
            "2025",
            "-o",
            "id",
        ];
        let args: Vec<_> = args.into_iter().chain(more).collect();
        let outcome = world.run(&args).ok();
        let created = &world.emulator.collections()[0];
        assert_eq!(outcome.stdout, format!("{}\n", created.id));
        assert_eq!(
            outcome.stderr,
            format!("created \"Images\" ({})\n", created.id)
        );
        assert_eq!(created.description, "Photos");
        assert_eq!(
            created.tags,
            Some(vec!["raw".to_owned(), "2025".to_owned()])
        );
    }
}

#[test]
fn a_dry_run_changes_nothing() {
    for version in VERSIONS {
        let world = World::new(version);
        for command in [
            "collections create Images --type model --dry-run",
            "collections update My_Collection --name Other --dry-run",
            "collections delete My_Collection --dry-run",
        ] {
            let args = command.split(' ').map(|arg| arg.replace('_', " "));
            let outcome = world.finish(world.command(args), "").ok();
            assert!(outcome.stderr.starts_with("would "), "{}", outcome.stderr);
        }
        let requests = world.emulator.requests();
        assert!(requests.iter().all(|request| request.method == "GET"));
    }
}

#[test]
fn an_outcome_that_is_unknown_is_said_and_not_repeated() {
    for version in VERSIONS {
        let world = World::empty(version);
        let lost = Fault::reset(Moment::After).on(Endpoint::CreateCollection);
        world.emulator.inject(lost);
        let outcome = world.run(&["collections", "create", "It's $(all)", "--type", "model"]);
        assert_eq!(outcome.code, 7, "{}", outcome.transcript());
        // As a shell takes it.
        let advice = r"dataforce collections list --search 'It'\''s $(all)'";
        outcome.assert_says(advice);
        assert_eq!(world.emulator.collections().len(), 1);
    }
}

#[test]
fn an_update_changes_what_is_given() {
    for version in VERSIONS {
        for (options, name, description, tags) in [
            (
                "--name Data",
                "Data",
                "What the models learn from",
                vec!["ml"],
            ),
            ("--description=", "Training Data", "", vec!["ml"]),
            (
                "--tag a --tag b",
                "Training Data",
                "What the models learn from",
                vec!["a", "b"],
            ),
            (
                "--add-tag b --add-tag ml",
                "Training Data",
                "What the models learn from",
                vec!["ml", "b"],
            ),
            (
                "--remove-tag ml --add-tag c",
                "Training Data",
                "What the models learn from",
                vec!["c"],
            ),
            (
                "--clear-tags",
                "Training Data",
                "What the models learn from",
                vec![],
            ),
        ] {
            let world = World::new(version);
            let args = ["collections", "update", "Training Data"].into_iter();
            let args: Vec<_> = args.chain(options.split(' ')).collect();
            world.run(&args).ok();
            let updated = world.emulator.collection(id(2)).unwrap();
            assert_eq!(
                (updated.name.as_str(), updated.description.as_str()),
                (name, description)
            );
            assert_eq!(updated.tags.unwrap(), tags, "{version} {options}");
        }
    }
}

#[test]
fn many_can_be_tagged_at_once() {
    for version in VERSIONS {
        let world = World::new(version);
        let ids = world.run(&["collections", "list", "-o", "id"]).ok().stdout;
        let args = ["collections", "update", "-", "--add-tag", "new", "-q"];
        world.run_with_input(&args, &ids).ok();
        for collection in world.emulator.collections() {
            assert!(collection.tags.unwrap().contains(&"new".to_owned()));
        }
    }
}

#[test]
fn an_update_that_changes_nothing_sends_nothing() {
    let world = World::new(ApiVersion::V1);
    let outcome = world
        .run(&["collections", "update", "My Collection", "--add-tag", "ml"])
        .ok();
    outcome.assert_says("already has these values");
    let mut requests = world.emulator.requests().into_iter();
    assert!(requests.all(|request| request.method == "GET"));
}

#[test]
fn an_ambiguous_name_lists_ids_to_paste() {
    let world = World::with(ApiVersion::V1, |builder| {
        builder
            .collection(collection("Twin", 3))
            .collection(collection("Twin", 4))
    });
    expect![[r#"
        exit code 4
        --- stdout
        --- stderr
        error: the collection name "Twin" is ambiguous, because 2 collections have it: use one of the ids 0199c455-0000-7000-8000-000000000003, 0199c455-0000-7000-8000-000000000004
        hint: give one of these instead of the name:
          0199c455-0000-7000-8000-000000000003
          0199c455-0000-7000-8000-000000000004
    "#]]
    .assert_eq(&world.run(&["collections", "update", "Twin", "--name", "One"]).transcript());
}

#[test]
fn several_changes_are_shown_as_one_table() {
    let world = World::new(ApiVersion::V1);
    let args = ["collections", "update", "My Collection", "Training Data"];
    let outcome = world.run(&[&args[..], &["--tag", "x", "--quiet"]].concat());
    expect![[r#"
        ID                                    NAME           TYPE     TAGS  ARTIFACTS  CREATED
        0199c455-21ee-74c6-b747-19a82f1a1e75  My Collection  model    x     0          2025-01-15
        0199c455-0000-7000-8000-000000000002  Training Data  dataset  x     3          2025-02-01
    "#]]
    .assert_eq(&outcome.ok().stdout);
}

#[test]
fn what_was_changed_before_an_error_is_whole_json() {
    let changes = [
        (
            Endpoint::UpdateCollection,
            &["update", "-", "--description", "new"][..],
        ),
        (Endpoint::DeleteCollection, &["delete", "-", "--yes"]),
    ];
    for version in VERSIONS {
        for (endpoint, args) in changes {
            let numbers = [11, 12, 13];
            let world = World::with(version, |builder| {
                numbers.into_iter().fold(builder, |builder, number| {
                    builder.collection(collection(&format!("Number {number}"), number))
                })
            });
            let refused = Fault::status(403)
                .json(&serde_json::json!({"detail": "Not enough rights"}))
                .on(endpoint)
                .after(1);
            world.emulator.inject(refused);
            let args = [&["collections"], args, &["--output", "json"]].concat();
            let ids = numbers.map(|number| format!("{}\n", id(number))).concat();
            let outcome = world.run_with_input(&args, &ids);
            assert_eq!(outcome.code, 5, "{}", outcome.transcript());
            let shown: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
            assert_eq!(shown.as_array().map(Vec::len), Some(1), "{shown}");
            assert_eq!(shown[0]["id"], id(11).to_string());
        }
    }
}
