//! Lists and lookups.

use dataforce_emulator::{ApiVersion, Collection, Orbit, Organization, Seed};
use expect_test::expect;
use serde_json::Value;

use crate::support::{VERSIONS, World, collection, id};

#[test]
fn a_list_is_a_table_for_people() {
    let expected = expect![[r#"
        ID                                    NAME           TYPE     TAGS          ARTIFACTS  CREATED
        0199c455-21ee-74c6-b747-19a82f1a1e75  My Collection  model    ml, training  0          2025-01-15
        0199c455-0000-7000-8000-000000000002  Training Data  dataset  ml            3          2025-02-01
    "#]];
    for version in VERSIONS {
        let world = World::new(version);
        expected.assert_eq(&world.run(&["collections", "list"]).ok().stdout);
    }
}

#[test]
fn a_table_is_aligned_by_display_width_and_shows_control_characters() {
    let world = World::with(ApiVersion::V1, |builder| {
        builder
            .collection(collection("漢字", 3))
            .collection(collection("\u{1b}[31mred\u{9b}0m\n\u{202e}", 4).tags(["\t"]))
    });
    expect![[r#"
        ID                                    NAME                             TYPE     TAGS          ARTIFACTS  CREATED
        0199c455-21ee-74c6-b747-19a82f1a1e75  My Collection                    model    ml, training  0          2025-01-15
        0199c455-0000-7000-8000-000000000002  Training Data                    dataset  ml            3          2025-02-01
        0199c455-0000-7000-8000-000000000003  漢字                             model                  0          2025-03-01
        0199c455-0000-7000-8000-000000000004  \u{1b}[31mred\u{9b}0m\n\u{202e}  model    \t            0          2025-03-01
    "#]]
    .assert_eq(&world.run(&["collections", "list"]).ok().stdout);

    // JSON keeps the value.
    let json = world
        .run(&["collections", "list", "-o", "json"])
        .ok()
        .stdout;
    let list: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(list[3]["name"], "\u{1b}[31mred\u{9b}0m\n\u{202e}");
    assert!(!json.contains('\u{9b}') && !json.contains('\u{1b}'));
}

#[test]
fn json_and_ndjson_hold_the_same_objects() {
    for version in VERSIONS {
        let world = World::new(version);
        let json = world
            .run(&["collections", "list", "-o", "json"])
            .ok()
            .stdout;
        let list: Vec<Value> = serde_json::from_str(&json).unwrap();
        let ndjson = world
            .run(&["collections", "list", "-o", "ndjson"])
            .ok()
            .stdout;
        let lines = ndjson
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        assert_eq!(lines.collect::<Vec<Value>>(), list);
        assert_eq!(list[1]["collection_type"], "dataset");
        assert_eq!(list[1]["total_artifacts"], 3);
    }
}

#[test]
fn an_object_is_shown_as_it_is() {
    let world = World::new(ApiVersion::V1);
    let args = ["collections", "get", "Training Data", "-o", "json"];
    expect![[r#"
        {
          "id": "0199c455-0000-7000-8000-000000000002",
          "orbit_id": "0199c455-21ed-7aba-9fe5-5231611220de",
          "name": "Training Data",
          "description": "What the models learn from",
          "collection_type": "dataset",
          "tags": [
            "ml"
          ],
          "total_artifacts": 3,
          "total_models": null,
          "created_at": "2025-02-01T00:00:00Z",
          "updated_at": null
        }
    "#]]
    .assert_eq(&world.run(&args).ok().stdout);
    expect![[r#"
        id           0199c455-0000-7000-8000-000000000002
        name         Training Data
        description  What the models learn from
        type         dataset
        tags         ml
        artifacts    3
        orbit        0199c455-21ed-7aba-9fe5-5231611220de
        created      2025-02-01 00:00:00 UTC
    "#]]
    .assert_eq(&world.run(&args[..3]).ok().stdout);
}

#[test]
fn a_list_can_be_narrowed_and_sorted() {
    for version in VERSIONS {
        let world = World::with(version, |builder| {
            builder
                .collection(collection("training logs", 3).tags(["ml", "logs"]))
                .collection(collection("Archive", 4))
        });
        for (options, expected) in [
            ("--search TRAINING", vec![2, 3]),
            ("--type dataset", vec![2]),
            ("--tag ml --tag logs", vec![3]),
            ("--sort name --limit 1", vec![4]),
            ("--search a --sort created --reverse --limit 2", vec![4, 3]),
            ("--search none", vec![]),
        ] {
            let args = ["collections", "list", "-o", "id"].into_iter();
            let args: Vec<_> = args.chain(options.split(' ')).collect();
            let ids: String = expected
                .into_iter()
                .map(|number| format!("{}\n", id(number)))
                .collect();
            assert_eq!(world.run(&args).ok().stdout, ids, "{version} {options}");
        }
    }
}

#[test]
fn several_names_are_looked_up_from_arguments_and_standard_input() {
    for version in VERSIONS {
        let world = World::new(version);
        let args = ["collections", "get", "-", "-o", "id"];
        let found = world
            .run_with_input(&args, "Training Data\n\nMy Collection\n")
            .ok();
        assert_eq!(
            found.stdout,
            format!("{}\n{}\n", id(2), Seed::COLLECTION_ID)
        );

        // One that is missing does not hide the others.
        let args = ["collections", "get", "none", "Training Data", "-o", "id"];
        let some = world.run(&args);
        assert_eq!((some.code, some.stdout), (3, format!("{}\n", id(2))));
        assert!(some.stderr.contains("no collection has the name \"none\""));
    }
}

#[test]
fn a_name_can_read_as_an_id() {
    let name = "0199c455-0000-7000-8000-00000000ffff";
    let world = World::with(ApiVersion::V1, |builder| {
        builder.collection(collection(name, 3))
    });
    assert_eq!(world.run(&["collections", "get", name]).code, 3);
    let args = ["collections", "get", name, "--by-name", "-o", "id"];
    assert_eq!(world.run(&args).ok().stdout, format!("{}\n", id(3)));
}

#[test]
fn details_of_artifacts_are_shown_if_asked_for() {
    let world = World::with(ApiVersion::V1, |builder| {
        builder.collection(collection("Models", 3).artifacts_tags(["best"]).models(1))
    });
    let shown = world
        .run(&["collections", "get", "Models", "--details"])
        .ok();
    assert!(
        shown.stdout.contains("artifact tags  best"),
        "{}",
        shown.stdout
    );
}

#[test]
fn organizations_and_orbits_are_listed() {
    for version in VERSIONS {
        let world = World::new(version);
        let organization = format!("{}\n", Seed::ORGANIZATION_ID);
        let orbit = format!("{}\n", Seed::ORBIT_ID);
        for (command, expected) in [
            ("organizations list -o id", organization.as_str()),
            ("organizations list -o id --search PERSONAL", &organization),
            ("organizations list -o id --search other", ""),
            ("orbits list -o id", &orbit),
            ("orbits get -o id Default_Orbit", &orbit),
        ] {
            let args = command.split(' ').map(|arg| arg.replace('_', " "));
            let outcome = world.finish(world.command(args), "").ok();
            assert_eq!(outcome.stdout, expected, "{version} {command}");
        }
    }
}

#[test]
fn an_orbit_that_is_not_named_is_asked_for() {
    let world = World::new(ApiVersion::V1);
    let orbit = Orbit::new("Research")
        .id(id(9))
        .collection(Collection::new("Notes").id(id(10)));
    world.emulator.add_orbit(Seed::ORGANIZATION_ID, orbit);
    expect![[r#"
        exit code 2
        --- stdout
        --- stderr
        error: no default orbit is set: name it on the builder and `connect`, or call `setup_config`, or `set_orbit`; there are 2 orbits: "Default Orbit" (0199c455-21ed-7aba-9fe5-5231611220de), "Research" (0199c455-0000-7000-8000-000000000009)
        hint: give --orbit, or keep it with `dataforce config set orbit <ID|NAME>`:
          --orbit 0199c455-21ed-7aba-9fe5-5231611220de
          --orbit 0199c455-0000-7000-8000-000000000009
    "#]]
    .assert_eq(&world.run(&["collections", "list"]).transcript());
    let args = ["collections", "list", "--orbit", "Research", "-o", "id"];
    assert_eq!(world.run(&args).ok().stdout, format!("{}\n", id(10)));
}

#[test]
fn an_organization_that_does_not_exist_is_named_with_its_source() {
    let world = World::new(ApiVersion::V1);
    world
        .emulator
        .add_organization(Organization::new("Acme").id(id(8)));
    let mut command = world.command(["collections", "list"]);
    command.env("LUML_ORGANIZATION", "Amce");
    let outcome = world.finish(command, "");
    assert_eq!(outcome.code, 3);
    let hint = format!(
        "hint: it comes from variable LUML_ORGANIZATION; choose one of these:\n  \
         --organization {}\n  --organization {}\n",
        id(8),
        Seed::ORGANIZATION_ID
    );
    outcome.assert_says(&hint);
}

#[test]
fn a_table_shows_the_beginning_of_a_text_without_end() {
    let name = "x".repeat(100_000);
    let long =
        |builder: dataforce_emulator::EmulatorBuilder| builder.collection(collection(&name, 3));
    let world = World::with(ApiVersion::Legacy, long);
    let table = world.run(&["collections", "list"]).ok().stdout;
    assert!(table.contains(&format!("{}…", &name[..10_000])));
    let json = world
        .run(&["collections", "list", "-o", "json"])
        .ok()
        .stdout;
    assert!(json.contains(&name));
}
