//! Profiles, and which source of a setting is used.

use dataforce_emulator::{ApiVersion, Collection, Orbit, Seed};
use expect_test::expect;

#[cfg(unix)]
use crate::support::VERSIONS;
use crate::support::{KEY, World, end, id, spawn};

/// Where the file is on the platforms that tests run on.
const PLACE: &str = ".config/dataforce/config.toml";

impl World {
    fn config(&self, args: &[&str]) -> crate::support::Outcome {
        let args = ["config"].iter().chain(args);
        self.finish(self.bare(args), "")
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_file_is_in_the_platforms_place_and_private() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new(ApiVersion::V1);
    assert_eq!(world.config(&["path"]).ok().stdout, format!("~/{PLACE}\n"));
    let set = world.bare(["config", "set", "api_key"]);
    world.finish(set, &format!("{KEY}\n")).ok();
    let path = world.home().join(PLACE);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text, format!("[profiles.default]\napi_key = \"{KEY}\"\n"));
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    // A file that others can read is used with a warning.
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
    let list = world.bare([
        "organizations",
        "list",
        "--base-url",
        world.emulator.base_url(),
    ]);
    let outcome = world.finish(list, "").ok();
    assert!(
        outcome
            .stderr
            .starts_with("warning: others can read the API key")
    );
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_read_holds_nothing_and_is_told() {
    for version in VERSIONS {
        let world = World::new(version);
        let file = world.file("file", "");
        let mut list = world.command(["collections", "list", "-o", "id"]);
        list.env("HOME", &file);
        let outcome = world.finish(list, "").ok();
        let warning = "warning: cannot read ~/file/.config/dataforce/config.toml: ";
        assert!(outcome.stderr.starts_with(warning), "{outcome:?}");
        assert_eq!(outcome.stdout.lines().count(), 2, "{outcome:?}");

        // What was asked for has to be there, and what is written has to have a place.
        let place = file.join("config.toml");
        let mut named = world.command(["collections", "list"]);
        named.arg("--config").arg(place);
        assert_eq!(world.finish(named, "").code, 1);
        let mut set = world.command(["config", "set", "orbit", "Research"]);
        set.env("HOME", &file);
        assert_eq!(world.finish(set, "").code, 1);
        let mut profile = world.command(["collections", "list", "--profile", "work"]);
        profile.env("HOME", &file);
        assert_eq!(world.finish(profile, "").code, 2);
    }
}

#[test]
fn values_are_set_read_and_removed() {
    let world = World::new(ApiVersion::V1);
    world.file(
        "c.toml",
        "# mine\n\n[profiles.work]\norbit = \"Research\" # the large one\n",
    );
    let run = |args: &str| {
        let args = args.split(' ').chain(["--config", "c.toml"]);
        world.config(&args.collect::<Vec<_>>())
    };
    run("use work").ok();
    run("set organization Acme").ok();
    run("set base_url https://luml.example.com --profile home").ok();
    run("set key_command pass luml --profile home").ok();
    assert_eq!(run("get organization").ok().stdout, "Acme\n");
    assert_eq!(
        run("get base_url --profile home").ok().stdout,
        "https://luml.example.com\n"
    );
    assert_eq!(run("get base_url").code, 3);
    expect![[r#"
        PROFILE  KEY           VALUE
        work *   orbit         Research
        work *   organization  Acme
        home     base_url      https://luml.example.com
        home     key_command   ["pass", "luml"]
    "#]]
    .assert_eq(&run("list").ok().stdout);
    let file = world.home().join("c.toml");
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("\"Research\" # the large one")
    );

    let removed = world
        .config(&["set", "organization", "", "--config", "c.toml"])
        .ok();
    assert!(removed.stderr.starts_with("removed organization"));
    assert_eq!(run("get organization").code, 3);
    expect![[r#"
        exit code 2
        --- stdout
        --- stderr
        error: no profile is called "none" in c.toml; there are: work, home
        hint: create one with `dataforce config set <KEY> <VALUE> --profile <NAME>`
    "#]]
    .assert_eq(&run("use none").transcript());
}

#[test]
fn flags_beat_variables_and_variables_beat_the_profile() {
    let world = World::new(ApiVersion::V1);
    for (name, number) in [("Profile", 11), ("Variable", 12), ("Flag", 13)] {
        let orbit = Orbit::new(name).collection(Collection::new(name).id(id(number)));
        world.emulator.add_orbit(Seed::ORGANIZATION_ID, orbit);
    }
    let url = world.emulator.base_url();
    let profile = format!(
        "[profiles.default]\nbase_url = \"{url}\"\napi_key = \"{KEY}\"\norbit = \"Profile\"\n"
    );
    world.file("c.toml", &profile);
    let list = |variables: &[(&str, &str)], flags: &[&str]| {
        let args = ["collections", "list", "-o", "id", "--config", "c.toml"];
        let mut command = world.bare(args);
        command.args(flags).envs(variables.iter().copied());
        world.finish(command, "")
    };
    let [profile, variable, flag] = [11, 12, 13].map(|number| format!("{}\n", id(number)));
    assert_eq!(list(&[], &[]).ok().stdout, profile);
    let orbit = ("LUML_ORBIT", "Variable");
    assert_eq!(list(&[orbit], &[]).ok().stdout, variable);
    assert_eq!(list(&[orbit], &["--orbit", "Flag"]).ok().stdout, flag);

    // The same holds for the key and the server.
    let wrong = [("LUML_API_KEY", "dfs_wrong"), ("LUML_BASE_URL", url)];
    assert_eq!(list(&wrong, &[]).code, 5);
    world.file("key", &format!("{KEY}\n"));
    let wrong = [("LUML_API_KEY", "dfs_wrong")];
    let outcome = list(&wrong, &["--api-key-file", "key"]);
    assert_eq!(outcome.ok().stdout, profile);
    let nowhere = [
        ("LUML_BASE_URL", "http://127.0.0.1:1"),
        ("LUML_API_KEY", KEY),
    ];
    assert_eq!(list(&nowhere, &["--base-url", url]).ok().stdout, profile);
}

#[test]
fn variables_replace_the_key_and_the_server_of_a_profile_together() {
    let world = World::new(ApiVersion::V1);
    let url = world.emulator.base_url();
    let run = |profile: &str, variables: &[(&str, &str)]| {
        world.file("c.toml", &format!("[profiles.default]\n{profile}\n"));
        let args = ["organizations", "list", "-o", "id", "--config", "c.toml"];
        let mut command = world.bare(args);
        command.envs(variables.iter().copied());
        world.finish(command, "")
    };
    let (server, key) = (
        format!("base_url = \"{url}\""),
        format!("api_key = \"{KEY}\""),
    );
    let both = format!("{server}\n{key}");
    for (profile, variable, value) in [
        (&both, "LUML_API_KEY", KEY),
        (&both, "DFS_API_KEY", KEY),
        (&both, "LUML_BASE_URL", url),
        (&both, "DFS_BASE_URL", url),
        // This key is for the default server.
        (&key, "LUML_BASE_URL", url),
    ] {
        let outcome = run(profile, &[(variable, value)]);
        assert_eq!(outcome.code, 2, "{variable}");
        let expected =
            format!("{variable} is set, and the profile default has a key for another server");
        assert!(outcome.stderr.contains(&expected), "{}", outcome.stderr);
    }
    assert!(world.emulator.exchanges().is_empty());

    run(&both, &[("LUML_API_KEY", KEY), ("LUML_BASE_URL", url)]).ok();
    run(&key, &[("LUML_API_KEY", KEY), ("LUML_BASE_URL", url)]).ok();
    // What the profile says of its server is not true of that of the variables.
    let legacy = "base_url = \"http://127.0.0.1:1\"\napi_version = \"legacy\"";
    let legacy = format!("{legacy}\n{key}");
    run(&legacy, &[("LUML_API_KEY", KEY), ("LUML_BASE_URL", url)]).ok();
    // A profile without a key leaves it to the variables.
    run(&server, &[("LUML_API_KEY", KEY)]).ok();
    // This is the key of the profile.
    let named = format!("{server}\nkey_env = \"LUML_API_KEY\"");
    run(&named, &[("LUML_API_KEY", KEY)]).ok();
}

#[test]
fn a_profile_that_is_named_beats_the_variables() {
    let (world, other) = (World::new(ApiVersion::V1), World::new(ApiVersion::Legacy));
    let url = other.emulator.base_url();
    let profile = format!(
        "[profiles.old]\nbase_url = \"{url}\"\napi_key = \"{KEY}\"\norbit = \"Default Orbit\"\n"
    );
    world.file("c.toml", &profile);
    let args = "collections delete One --yes --config c.toml --profile old";
    let mut command = world.command(args.split(' '));
    command.env("LUML_ORBIT", "None");
    other.emulator.add_collection(Collection::new("One"));
    world.emulator.add_collection(Collection::new("One"));
    world.finish(command, "").ok();
    // Without a key of its own, it does not get that of another server.
    other.file("c.toml", &format!("[profiles.old]\nbase_url = \"{url}\"\n"));
    let mut command = other.bare("organizations list --config c.toml --profile old".split(' '));
    command.env("LUML_API_KEY", "dfs_other");
    command.env("LUML_BASE_URL", world.emulator.base_url());
    let before = other.emulator.requests().len();
    let outcome = other.finish(command, "");
    assert_eq!(outcome.code, 2);
    outcome.assert_says("LUML_API_KEY is for the server that LUML_BASE_URL names");
    assert_eq!(other.emulator.requests().len(), before);

    let has_one = |world: &World| {
        let collections = world.emulator.collections();
        collections.iter().any(|one| one.name == "One")
    };
    assert!(has_one(&world) && !has_one(&other));
}

#[test]
fn variables_for_what_a_command_does_not_need_are_ignored() {
    for version in [ApiVersion::V1, ApiVersion::Legacy] {
        let world = World::new(version);
        for (variable, args) in [
            ("COLLECTION", "collections list"),
            ("COLLECTION", "collections create New --type model"),
            ("ORBIT", "orbits list"),
        ] {
            let mut command = world.command(args.split(' '));
            for set in ["LUML", "DFS"] {
                command.env(format!("{set}_{variable}"), "None");
            }
            world.finish(command, "").ok();
        }
    }
}

#[test]
fn programs_that_set_values_at_once_lose_none() {
    let world = World::new(ApiVersion::V1);
    let children: Vec<_> = (0..8)
        .map(|n| {
            let args = format!("config set orbit Orbit --profile p{n} --config c.toml");
            spawn(&mut world.bare(args.split(' ')))
        })
        .collect();
    for child in children {
        assert_eq!(end(child).0, Some(0));
    }
    let args = ["config", "list", "-o", "ndjson", "--config", "c.toml"];
    let list = world.finish(world.bare(args), "").ok().stdout;
    assert_eq!(list.lines().count(), 8, "{list}");
}

#[test]
fn only_files_are_written() {
    let world = World::new(ApiVersion::V1);
    std::fs::create_dir(world.home().join("folder")).unwrap();
    let set = |file| {
        let args = ["config", "set", "orbit", "Orbit", "--config", file];
        world.finish(world.bare(args), "")
    };
    let outcome = set("folder");
    assert_eq!(outcome.code, 1);
    outcome.assert_says("cannot lock folder: it is not a regular file");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("none", world.home().join("link")).unwrap();
        assert_eq!(set("link").code, 1);
        assert!(world.home().join("link").is_symlink());
    }
}

#[test]
fn a_profile_in_use_has_to_exist() {
    let world = World::new(ApiVersion::V1);
    world.file("c.toml", "profile = \"gone\"\n");
    let args = ["organizations", "list", "--config", "c.toml"];
    let outcome = world.finish(world.bare(args), "");
    assert_eq!(outcome.code, 2);
    outcome.assert_says("no profile is called \"gone\" in c.toml; there are no profiles");
    // Where an invalid file is, can be asked.
    world.file("c.toml", "profile = \n");
    let args = ["config", "path", "--config", "c.toml"];
    assert_eq!(world.finish(world.bare(args), "").ok().stdout, "c.toml\n");
}

#[test]
fn a_key_is_not_taken_for_the_name_of_its_variable() {
    let world = World::new(ApiVersion::V1);
    for name in [KEY, "not-a-name", "1ST"] {
        let args = ["config", "set", "key_env", name, "--config", "c.toml"];
        let outcome = world.finish(world.bare(args), "");
        assert_eq!(outcome.code, 2);
        outcome.assert_says("key_env takes the name of an environment variable");
        assert!(!outcome.transcript().contains(name));
    }
}

#[test]
fn an_organization_hides_the_orbits_of_weaker_sources() {
    let world = World::new(ApiVersion::V1);
    let organization = dataforce_emulator::Organization::new("Acme")
        .orbit(Orbit::new("Lab").collection(Collection::new("Notes").id(id(20))));
    world.emulator.add_organization(organization);
    let mut command = world.command(["collections", "list", "-o", "id", "--organization", "Acme"]);
    command.env("LUML_ORGANIZATION", "My Personal Organization");
    command.env("LUML_ORBIT", "Default Orbit");
    assert_eq!(
        world.finish(command, "").ok().stdout,
        format!("{}\n", id(20))
    );
}

#[test]
fn a_key_comes_from_a_variable_or_a_command() {
    let world = World::new(ApiVersion::V1);
    let url = world.emulator.base_url();
    let run = |source: &str| {
        world.file(
            "c.toml",
            &format!("[profiles.default]\nbase_url = \"{url}\"\n{source}\n"),
        );
        let mut command = world.bare(["organizations", "list", "-o", "id", "--config", "c.toml"]);
        command.env("MY_KEY", KEY);
        world.finish(command, "")
    };
    run("key_env = \"MY_KEY\"").ok();
    run(&format!("key_command = [\"/bin/echo\", \"{KEY}\"]")).ok();
    for (source, said) in [
        (
            "key_env = \"NONE\"",
            "the environment variable NONE, which key_env",
        ),
        (
            "key_command = [\"/bin/false\"]",
            "key_command failed: /bin/false ended with",
        ),
        (
            "key_command = [\"/bin/true\"]",
            "key_command printed no key",
        ),
        ("key_command = [\"/none\"]", "cannot run key_command, /none"),
        (
            "key_env = \"MY_KEY\"\napi_key = \"dfs_x\"",
            "takes its key from one of",
        ),
    ] {
        let outcome = run(source);
        assert_eq!(outcome.code, 2, "{source}");
        outcome.assert_says(said);
    }
}

#[test]
fn an_invalid_file_is_neither_used_nor_overwritten_nor_quoted() {
    let world = World::new(ApiVersion::V1);
    for content in [
        format!("[profiles.default]\napi_key = \"{KEY}\nx"),
        format!("[profiles.default]\napi_key = [\"{KEY}\"]\n"),
        format!("[profiles.default]\nkey_command = \"{KEY}\"\n"),
        format!("profiles = \"{KEY}\""),
        format!("[profiles.default]\nkey = \"{KEY}\"\n"),
    ] {
        let path = world.file("c.toml", &content);
        for command in ["collections list", "config list", "config set orbit X"] {
            let args = command.split(' ').chain(["--config", "c.toml"]);
            let outcome = world.finish(world.bare(args), "");
            assert_eq!(outcome.code, 2);
            let said = "the configuration file c.toml is not valid in line ";
            outcome.assert_says(said);
            assert!(!outcome.stderr.contains(KEY), "{}", outcome.stderr);
        }
        assert_eq!(std::fs::read_to_string(path).unwrap(), content);
    }
}

#[test]
fn the_environment_names_the_profile_and_the_file() {
    let world = World::new(ApiVersion::V1);
    world.file(
        "other.toml",
        "[profiles.a]\norbit = \"A\"\n[profiles.b]\norbit = \"B\"\n",
    );
    let mut command = world.bare(["config", "get", "orbit"]);
    command
        .env("DATAFORCE_CONFIG", "other.toml")
        .env("DATAFORCE_PROFILE", "b");
    assert_eq!(world.finish(command, "").ok().stdout, "B\n");
    let args = [
        "collections",
        "list",
        "--config",
        "other.toml",
        "--profile",
        "c",
    ];
    let outcome = world.finish(world.bare(args), "");
    outcome.assert_says("no profile is called \"c\"");
}

#[test]
fn a_profile_has_one_place_for_its_key() {
    let world = World::new(ApiVersion::V1);
    let set = |args: &[&str], input| {
        let args = ["config", "set"].iter().chain(args);
        world.finish(world.bare(args), input).ok().stderr
    };
    set(&["key_env", "WORK_KEY"], "");
    let said = set(&["key_command", "--", "pass", "luml"], "");
    assert!(said.ends_with(", in place of key_env\n"), "{said}");
    let said = set(&["api_key"], KEY);
    assert!(said.ends_with(", in place of key_command\n"), "{said}");
    let list = world.finish(world.bare(["config", "list"]), "").ok();
    assert_eq!(
        list.stdout,
        "PROFILE    KEY      VALUE\ndefault *  api_key  …DEFG\n"
    );
}
