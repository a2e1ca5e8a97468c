//! Export and import.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use dataforce_emulator::{
    ApiVersion, Collection, CollectionType, Emulator, Endpoint, Fault, Moment, Seed,
};
use expect_test::expect;

use crate::support::{KEY, VERSIONS, World, collection, id};

/// The contents of all collections, without what the server assigns.
fn contents(emulator: &Emulator) -> Vec<(String, String, CollectionType, Vec<String>)> {
    let collections = emulator.collections().into_iter();
    let mut contents: Vec<_> = collections
        .map(|it| {
            (
                it.name,
                it.description,
                it.collection_type,
                it.tags.unwrap_or_default(),
            )
        })
        .collect();
    contents.sort_by(|one, other| (&one.0, &one.1, &one.3).cmp(&(&other.0, &other.1, &other.3)));
    contents
}

fn creates(emulator: &Emulator) -> usize {
    let requests = emulator.requests();
    requests
        .iter()
        .filter(|request| request.method == "POST")
        .count()
}

#[test]
fn a_backup_moves_from_one_version_to_the_other() {
    for (from, to) in [
        (ApiVersion::Legacy, ApiVersion::V1),
        (ApiVersion::V1, ApiVersion::Legacy),
    ] {
        let source = World::with(from, |builder| {
            builder
                .collection(collection("Twin", 3))
                .collection(collection("Twin", 4))
        });
        let outcome = source.run(&["collections", "export", "backup.ndjson"]).ok();
        assert_eq!(outcome.stderr, "exported 4 collections to backup.ndjson\n");
        let backup = source.home().join("backup.ndjson");

        let target = World::empty(to);
        let import = ["collections", "import", backup.to_str().unwrap()];
        let outcome = target.run(&import).ok();
        assert_eq!(outcome.stderr, "created 4, updated 0, unchanged 0\n");
        assert_eq!(contents(&target.emulator), contents(&source.emulator));

        let outcome = target.run(&import).ok();
        assert_eq!(outcome.stderr, "created 0, updated 0, unchanged 4\n");
        assert_eq!(creates(&target.emulator), 4);
    }
}

#[test]
fn an_export_streams_to_an_import() {
    let source = World::new(ApiVersion::Legacy);
    let target = World::empty(ApiVersion::V1);
    let exported = source.run(&["collections", "export"]).ok();
    assert_eq!(exported.stderr, "exported 2 collections\n");
    let outcome = target.run_with_input(
        &["collections", "import", "-", "-o", "ndjson"],
        &exported.stdout,
    );
    assert_eq!(outcome.ok().stdout.lines().count(), 2);
    assert_eq!(contents(&target.emulator), contents(&source.emulator));
}

#[test]
fn a_part_can_be_exported_and_a_file_is_not_overwritten() {
    let world = World::new(ApiVersion::V1);
    world
        .run(&["collections", "export", "b", "--type", "dataset"])
        .ok();
    let text = std::fs::read_to_string(world.home().join("b")).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert_eq!(world.run(&["collections", "export", "b"]).code, 2);
    world.run(&["collections", "export", "b", "--force"]).ok();

    // One that fails leaves what was there.
    world.emulator.revoke_key(KEY);
    assert_eq!(world.run(&["collections", "export", "c"]).code, 5);
    assert!(!world.home().join("c").exists());
}

#[test]
fn an_export_does_not_replace_a_file_that_appears_meanwhile() {
    for version in VERSIONS {
        let home = Arc::new(OnceLock::<PathBuf>::new());
        let known = Arc::clone(&home);
        let emulator = Emulator::builder()
            .key(KEY)
            .api_version(version)
            .observe(move |_| {
                let file = known.get().unwrap().join("backup");
                std::fs::write(file, "precious").unwrap();
            });
        let world = World::of(emulator.start());
        home.set(world.home().to_owned()).unwrap();
        let outcome = world.run(&["collections", "export", "backup"]);
        assert_eq!(outcome.code, 2, "{}", outcome.transcript());
        outcome.assert_says("backup exists already");
        let kept = std::fs::read_to_string(world.home().join("backup")).unwrap();
        assert_eq!(kept, "precious");
    }
}

const DIFFERENT: &str = r#"{"name": "My Collection", "collection_type": "model", "description": "Changed", "tags": ["ml"]}
{"name": "New", "type": "dataset"}
"#;

#[test]
fn what_differs_is_told_and_nothing_is_done() {
    let world = World::new(ApiVersion::V1);
    let outcome = world.run_with_input(&["collections", "import", "-"], DIFFERENT);
    expect![[r#"
        exit code 6
        --- stdout
        --- stderr
        error: 1 row differs from what is there; nothing was changed
        hint: these rows differ:
          line 1, "My Collection": differs from 0199c455-21ee-74c6-b747-19a82f1a1e75 in description and tags
        hint: leave them alone with --on-conflict skip, or change them with update
    "#]]
    .assert_eq(&outcome.transcript());
    // A dry run promises nothing else.
    let dry_run = ["collections", "import", "-", "--dry-run"];
    assert_eq!(
        world.run_with_input(&dry_run, DIFFERENT).transcript(),
        outcome.transcript()
    );
    assert_eq!(creates(&world.emulator), 0);
}

#[test]
fn what_a_row_leaves_out_stays_as_it_is() {
    for version in VERSIONS {
        for (row, summary, description, tags) in [
            (
                "",
                "unchanged 1",
                "Dataset for ML models",
                ["ml", "training"].as_slice(),
            ),
            (
                r#", "tags": ["new"]"#,
                "updated 1",
                "Dataset for ML models",
                &["new"],
            ),
            (
                r#", "description": "new""#,
                "updated 1",
                "new",
                &["ml", "training"],
            ),
            (r#", "description": "", "tags": []"#, "updated 1", "", &[]),
        ] {
            let world = World::new(version);
            let row = format!("{{\"name\": \"My Collection\", \"type\": \"model\"{row}}}\n");
            let import = ["collections", "import", "-", "--on-conflict", "update"];
            world
                .run_with_input(&import, &row)
                .ok()
                .assert_says(summary);
            let stored = world.emulator.collection(Seed::COLLECTION_ID).unwrap();
            assert_eq!(stored.description, description, "{row}");
            assert_eq!(stored.tags.unwrap(), tags, "{row}");
            // It is complete now.
            world
                .run_with_input(&import, &row)
                .ok()
                .assert_says("unchanged 1");
        }
    }
}

#[test]
fn rows_that_leave_something_out_take_what_the_others_do_not_match() {
    for version in VERSIONS {
        let twins = |builder: dataforce_emulator::EmulatorBuilder| {
            let twin = |number, description| collection("Twin", number).description(description);
            builder.collection(twin(3, "x")).collection(twin(4, "y"))
        };
        let world = World::with(version, twins);
        let rows = r#"{"name": "Twin", "type": "model"}
            {"name": "Twin", "type": "model", "description": "x", "tags": []}
            {"name": "Twin", "type": "model", "description": "y", "tags": []}"#;
        let two = rows.lines().take(2).collect::<Vec<_>>().join("\n");
        world
            .run_with_input(&["collections", "import", "-"], &two)
            .ok()
            .assert_says("unchanged 2");
        let all = world
            .run_with_input(&["collections", "import", "-"], rows)
            .ok();
        all.assert_says("created 1, updated 0, unchanged 2");
    }
}

#[test]
fn what_differs_is_left_alone_or_updated_if_asked_for() {
    for version in VERSIONS {
        for (action, summary, description) in [
            (
                "skip",
                "created 1, updated 0, unchanged 0, 1 left alone although they differ\n",
                "Dataset for ML models",
            ),
            ("update", "created 1, updated 1, unchanged 0\n", "Changed"),
        ] {
            let world = World::new(version);
            let import = ["collections", "import", "-", "--on-conflict", action];
            let planned = [import.as_slice(), &["--dry-run"]].concat();
            world.run_with_input(&planned, DIFFERENT).ok();
            assert_eq!(world.emulator.collections().len(), 2);

            let outcome = world.run_with_input(&import, DIFFERENT).ok();
            outcome.assert_says(summary);
            let collection = world.emulator.collection(Seed::COLLECTION_ID);
            assert_eq!(collection.unwrap().description, description);
            assert_eq!(world.emulator.collections().len(), 3);
        }
    }
}

#[test]
fn an_update_of_one_of_several_is_an_error() {
    let twins = |builder: dataforce_emulator::EmulatorBuilder| {
        builder
            .collection(collection("Twin", 3))
            .collection(collection("Twin", 4))
    };
    let world = World::with(ApiVersion::V1, twins);
    let row = r#"{"name": "Twin", "type": "model", "description": "Other"}"#;
    let import = ["collections", "import", "-", "--on-conflict", "update"];
    let outcome = world.run_with_input(&import, row);
    expect![[r#"
        exit code 4
        --- stdout
        --- stderr
        error: line 1, "Twin" may update any of 2 collections; nothing was changed
        hint: these have the name and equal no row:
          0199c455-0000-7000-8000-000000000003
          0199c455-0000-7000-8000-000000000004
    "#]]
    .assert_eq(&outcome.transcript());

    let row = r#"{"name": "My Collection", "type": "model", "description": "Other"}"#;
    let rows = format!("{row}\n").repeat(2);
    let outcome = world.run_with_input(&import, &rows);
    assert_eq!(outcome.code, 4);
    outcome.assert_says("is one of 2 rows for one collection");
    let row = r#"{"name": "My Collection", "type": "dataset"}"#;
    assert_eq!(world.run_with_input(&import, row).code, 6);
    assert_eq!(creates(&world.emulator), 0);
}

#[test]
fn equal_rows_are_created_as_often_as_they_occur() {
    for version in VERSIONS {
        let world = World::with(version, |builder| builder.collection(collection("Twin", 3)));
        let rows = "{\"name\": \"Twin\", \"type\": \"model\", \"tags\": []}\n".repeat(3);
        for created in [2, 0] {
            let outcome = world
                .run_with_input(&["collections", "import", "-"], &rows)
                .ok();
            let summary = format!("created {created}, updated 0, unchanged {}\n", 3 - created);
            assert_eq!(outcome.stderr, summary);
        }
    }
}

#[test]
fn an_unknown_outcome_is_looked_up_once() {
    for version in VERSIONS {
        for (moment, code, summary) in [
            (Moment::After, 0, "created 3, updated 0, unchanged 0\n"),
            (
                Moment::Before,
                7,
                "created 2, updated 0, unchanged 0, 1 of unknown outcome\n",
            ),
        ] {
            let world = World::empty(version);
            world
                .emulator
                .inject(Fault::reset(moment).on(Endpoint::CreateCollection).after(1));
            let rows: String = ["a", "b", "c"]
                .map(|name| format!("{{\"name\": \"{name}\", \"type\": \"model\"}}\n"))
                .concat();
            let outcome = world.run_with_input(&["collections", "import", "-"], &rows);
            assert_eq!(outcome.code, code, "{}", outcome.transcript());
            outcome.assert_says(summary);
            assert_eq!(creates(&world.emulator), 3);

            // The next run creates what is missing.
            world
                .run_with_input(&["collections", "import", "-"], &rows)
                .ok();
            assert_eq!(world.emulator.collections().len(), 3);
        }
    }
}

#[test]
fn rows_beyond_the_limits_are_listed_before_anything_is_sent() {
    let world = World::empty(ApiVersion::V1);
    let tags: Vec<_> = (0..51).map(|number| number.to_string()).collect();
    let rows = [
        serde_json::json!({"name": "fits", "type": "model"}),
        serde_json::json!({"name": "ß".repeat(101), "type": "model"}),
        serde_json::json!({"name": "d", "type": "model", "description": "x".repeat(1001)}),
        serde_json::json!({"name": "t", "type": "model", "tags": tags}),
        serde_json::json!({"name": "u", "type": "model", "tags": ["y".repeat(65)]}),
        serde_json::json!({"name": "n\u{0}", "type": "model"}),
    ];
    let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let outcome = world.run_with_input(&["collections", "import", "-"], &rows);
    expect![[r#"
        exit code 1
        --- stdout
        --- stderr
        error: some rows cannot be stored by the server; nothing was changed
        hint: the rows are
          line 2, "ßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßßß…": the name has 101 characters, and at most 100 are stored
          line 3, "d": the description has 1001 characters, and at most 1000 are stored
          line 4, "t": it has 51 tags, and at most 50 are stored
          line 5, "u": the tag "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…" has 65 characters, and at most 64 are stored
          line 6, "n\0": a text contains a NUL character
        hint: correct them in the file, or leave them out
    "#]]
    .assert_eq(&outcome.transcript());
    assert_eq!(creates(&world.emulator), 0);

    // The legacy API has no limits, and knows two types.
    let world = World::empty(ApiVersion::Legacy);
    let rows = rows.lines().take(5).collect::<Vec<_>>().join("\n");
    world
        .run_with_input(&["collections", "import", "-"], &rows)
        .ok();
    let row = r#"{"name": "e", "type": "experiment"}"#;
    let outcome = world.run_with_input(&["collections", "import", "-"], row);
    assert_eq!(outcome.code, 1);
    outcome.assert_says("the type is experiment");
}

#[test]
fn rows_that_exist_already_need_not_keep_the_limits() {
    let long = Collection::new("ß".repeat(200)).id(id(3));
    let world = World::with(ApiVersion::V1, |builder| builder.collection(long));
    let backup = world.run(&["collections", "export"]).ok().stdout;
    world
        .run_with_input(&["collections", "import", "-"], &backup)
        .ok();
}

#[test]
fn lines_that_are_no_collections_are_listed() {
    let world = World::empty(ApiVersion::V1);
    let rows = "\u{feff}{\"name\": \"a\", \"type\": \"model\"}\n\nnonsense\n{\"name\": \"b\"}\n\
                [\"c\", \"\", \"model\", []]\n{c}\n";
    let outcome = world.run_with_input(&["collections", "import", "-"], rows);
    expect![[r#"
        exit code 1
        --- stdout
        --- stderr
        error: some rows are not collections in JSON; nothing was changed
        hint: the rows are
          line 3: each line holds one JSON object
          line 4, column 13: missing field `collection_type`
          line 5: each line holds one JSON object
          line 6, column 2: key must be a string
    "#]]
    .assert_eq(&outcome.transcript());
    assert!(world.emulator.requests().is_empty());
}

#[test]
fn a_row_that_cannot_be_looked_up_is_not_said_to_be_missing() {
    for version in VERSIONS {
        let world = World::empty(version);
        world
            .emulator
            .inject(Fault::close(Moment::After).on(Endpoint::CreateCollection));
        let args = ["collections", "import", "-", "--timeout", "5"];
        let row = "{\"name\": \"a\", \"type\": \"model\"}\n";
        // The first list is for the default collection, the second for the plan.
        world.emulator.inject(
            Fault::status(403)
                .json(&serde_json::json!({"detail": "Not enough rights"}))
                .on(Endpoint::ListCollections)
                .after(2)
                .always(),
        );
        let outcome = world.run_with_input(&args, row);
        assert_eq!(outcome.code, 7, "{}", outcome.transcript());
        outcome.assert_says("line 1, \"a\" may be there, and is not sent again in this run: ");
        outcome.assert_says("1 of unknown outcome");
        assert_eq!(world.emulator.collections().len(), 1);
    }
}

#[test]
fn an_update_without_a_response_is_of_unknown_outcome() {
    for version in VERSIONS {
        let world = World::new(version);
        let lost = Fault::close(Moment::After).on(Endpoint::UpdateCollection);
        world.emulator.inject(lost.always());
        let import = ["collections", "import", "-", "--on-conflict", "update"];
        let outcome = world.run_with_input(&import, DIFFERENT);
        assert_eq!(outcome.code, 7, "{}", outcome.transcript());
        outcome.assert_says("error: line 1, \"My Collection\": could not update");
        outcome.assert_says("created 1, updated 0, unchanged 0, 1 of unknown outcome\n");
    }
}

#[test]
fn an_error_says_what_was_done_before_it() {
    for version in VERSIONS {
        let world = World::empty(version);
        world.emulator.inject(
            Fault::status(403)
                .json(&serde_json::json!({"detail": "Not enough rights"}))
                .on(Endpoint::CreateCollection)
                .after(1),
        );
        let rows = "{\"name\": \"a\", \"type\": \"model\"}\n".repeat(3);
        let outcome = world.run_with_input(&["collections", "import", "-"], &rows);
        assert_eq!(outcome.code, 5, "{}", outcome.transcript());
        let summary = "hint: created 1, updated 0, unchanged 0, 2 not reached\n";
        outcome.assert_says(summary);
    }
}
