//! What a client takes from the environment.
//!
//! Each case runs in a process of its own: the environment of this one stays as it is.

mod child;

use dataforce::ApiVersion;
use dataforce_emulator::{Collection, Emulator, Orbit, Organization};
use serde_json::{Value, json};

use crate::{VERSIONS, emulator};
use child::client_of;

const LUML_KEY: &str = "dfs_of_luml";
const DFS_KEY: &str = "dfs_of_dfs";

/// Checks that the client is for this base URL.
#[track_caller]
fn assert_base_url(client: &Value, url: &str) {
    let shown = client["shown"].as_str();
    let shown = shown.unwrap_or_else(|| panic!("no client: {client}"));
    assert!(
        shown.contains(&format!("base_url: {url:?}")),
        "{shown} is not for {url}"
    );
}

/// Checks that building the client failed, and that the message names these variables.
#[track_caller]
fn assert_contradiction(client: &Value, variables: &[&str]) {
    assert_eq!(client["kind"], "Configuration", "{client}");
    let text = client["error"].as_str().unwrap();
    for variable in variables {
        assert!(text.contains(variable), "{variable} is not in: {text}");
    }
}

#[test]
fn a_key_selects_the_host_of_its_own_pair() {
    for (settings, variables, url) in [
        (
            json!({}),
            &[("LUML_API_KEY", LUML_KEY)][..],
            "https://api.luml.ai",
        ),
        (
            json!({}),
            &[("DFS_API_KEY", DFS_KEY)],
            "https://api.dataforce.studio",
        ),
        (
            json!({}),
            &[
                ("LUML_API_KEY", LUML_KEY),
                ("LUML_BASE_URL", "https://luml.test"),
            ],
            "https://luml.test",
        ),
        (
            json!({}),
            &[
                ("DFS_API_KEY", DFS_KEY),
                ("DFS_BASE_URL", "https://dfs.test"),
            ],
            "https://dfs.test",
        ),
        // An empty variable counts as unset.
        (
            json!({}),
            &[
                ("LUML_API_KEY", ""),
                ("LUML_BASE_URL", ""),
                ("DFS_API_KEY", DFS_KEY),
            ],
            "https://api.dataforce.studio",
        ),
        (json!({"key": "dfs_key"}), &[], "https://api.luml.ai"),
        (
            json!({"key": "dfs_key"}),
            &[("DFS_API_KEY", DFS_KEY), ("LUML_API_KEY", LUML_KEY)],
            "https://api.luml.ai",
        ),
        (
            json!({"key": "dfs_key"}),
            &[("DFS_BASE_URL", "https://dfs.test")],
            "https://dfs.test",
        ),
        (
            json!({"key": "dfs_key", "base_url": "https://own.test"}),
            &[
                ("DFS_BASE_URL", "https://dfs.test"),
                ("LUML_BASE_URL", "https://luml.test"),
            ],
            "https://own.test",
        ),
        (
            json!({"base_url": "https://own.test"}),
            &[
                ("DFS_API_KEY", DFS_KEY),
                ("LUML_BASE_URL", "https://luml.test"),
            ],
            "https://own.test",
        ),
    ] {
        assert_base_url(&client_of(&settings, variables), url);
    }
}

#[test]
fn contradictions_are_errors_that_name_the_variables() {
    let keys = [("LUML_API_KEY", LUML_KEY), ("DFS_API_KEY", DFS_KEY)];
    let urls = [
        ("LUML_BASE_URL", "https://luml.test"),
        ("DFS_BASE_URL", "https://dfs.test"),
    ];
    for (settings, variables, names) in [
        (json!({}), &keys[..], &["LUML_API_KEY", "DFS_API_KEY"][..]),
        (
            json!({}),
            &[keys[0], urls[1]],
            &["DFS_BASE_URL", "DFS_API_KEY"],
        ),
        (
            json!({}),
            &[keys[1], urls[0]],
            &["LUML_BASE_URL", "LUML_API_KEY"],
        ),
        (json!({}), &urls[..1], &["LUML_BASE_URL", "LUML_API_KEY"]),
        (json!({}), &urls[1..], &["DFS_BASE_URL", "DFS_API_KEY"]),
        (json!({}), &[], &["LUML_API_KEY"]),
        (
            json!({"key": "dfs_key"}),
            &urls,
            &["LUML_BASE_URL", "DFS_BASE_URL"],
        ),
        (
            json!({"base_url": "https://own.test"}),
            &keys,
            &["LUML_API_KEY", "DFS_API_KEY"],
        ),
        (
            json!({"base_url": "https://own.test"}),
            &[],
            &["LUML_API_KEY"],
        ),
    ] {
        assert_contradiction(&client_of(&settings, variables), names);
    }
}

#[test]
fn a_base_url_of_the_environment_that_ends_in_v1_names_that_version() {
    let variables = [
        ("LUML_API_KEY", LUML_KEY),
        ("LUML_BASE_URL", "https://luml.test/v1/"),
    ];
    let client = client_of(&json!({}), &variables);
    assert_base_url(&client, "https://luml.test");
    assert!(
        client["shown"].as_str().unwrap().contains("Some(V1)"),
        "{client}"
    );
}

#[test]
fn no_key_reaches_the_host_of_the_other_pair() {
    let luml = emulator(ApiVersion::V1).key(LUML_KEY).start();
    let dfs = emulator(ApiVersion::Legacy).key(DFS_KEY).start();
    let all = [
        ("LUML_API_KEY", LUML_KEY),
        ("LUML_BASE_URL", luml.base_url()),
        ("DFS_API_KEY", DFS_KEY),
        ("DFS_BASE_URL", dfs.base_url()),
    ];
    let mut connected = 0;
    for set in 0..16_u32 {
        let variables = all.into_iter().enumerate();
        let variables = variables.filter(|(bit, _)| set & (1 << bit) != 0);
        let variables: Vec<_> = variables.map(|(_, variable)| variable).collect();
        let client = client_of(&json!({}), &variables);
        connected += u32::from(!client["organization"].is_null());
    }
    // Only where key and host of one pair are set, and nothing else.
    assert_eq!(connected, 2);
    for (emulator, key) in [(&luml, LUML_KEY), (&dfs, DFS_KEY)] {
        assert!(!emulator.requests().is_empty());
        for request in emulator.requests() {
            let expected = format!("Bearer {key}");
            assert_eq!(request.header("authorization"), Some(expected.as_str()));
        }
    }
}

/// Starts an emulator with two of everything, so that nothing is chosen automatically.
fn two_of_everything(version: ApiVersion) -> Emulator {
    let orbit = |name: &str| {
        Orbit::new(name)
            .collection(Collection::new("C 1"))
            .collection(Collection::new("C 2"))
    };
    let organization = |name: &str| {
        Organization::new(name)
            .orbit(orbit("Orbit 1"))
            .orbit(orbit("Orbit 2"))
    };
    let emulator = emulator(version).key(LUML_KEY);
    let emulator = emulator.organization(organization("Organization 1"));
    emulator
        .organization(organization("Organization 2"))
        .start()
}

#[test]
fn the_environment_names_the_defaults_below_those_of_the_builder() {
    const ENVIRONMENT: &str = "Some(Environment)";
    const BUILDER: &str = "Some(Builder)";
    for version in VERSIONS {
        let emulator = two_of_everything(version);
        let organization = &emulator.organizations()[1];
        let orbit = &organization.orbits[1];
        let variables = |set: &str| {
            [("API_KEY", LUML_KEY), ("BASE_URL", emulator.base_url())]
                .into_iter()
                .chain([("ORGANIZATION", "Organization 2"), ("ORBIT", "Orbit 2")])
                .chain([("COLLECTION", "C 2")])
                .map(|(name, value)| (format!("{set}_{name}"), value.to_owned()))
                .collect::<Vec<_>>()
        };
        for set in ["LUML", "DFS"] {
            let other = if set == "LUML" { "DFS" } else { "LUML" };
            let mut variables = variables(set);
            // Those of the other pair mean nothing to this key.
            variables.push((format!("{other}_ORGANIZATION"), "Organization 1".to_owned()));
            let variables: Vec<_> = variables
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .collect();

            let client = client_of(&json!({}), &variables);
            assert_eq!(
                client["sources"],
                json!([ENVIRONMENT, ENVIRONMENT, ENVIRONMENT])
            );
            assert_eq!(client["organization"], json!(organization.id));
            assert_eq!(client["orbit"], json!(orbit.id));
            assert_eq!(client["collection"], json!(orbit.collections[1].id));

            for (defaults, sources) in [
                (
                    json!({"organization": "Organization 1"}),
                    [BUILDER, "None", "None"],
                ),
                (json!({"orbit": "Orbit 1"}), [ENVIRONMENT, BUILDER, "None"]),
                (
                    json!({"collection": "C 1"}),
                    [ENVIRONMENT, ENVIRONMENT, BUILDER],
                ),
            ] {
                let client = client_of(&json!({"defaults": defaults}), &variables);
                assert_eq!(client["sources"], json!(sources), "{client}");
            }

            // A key of the builder is not of a pair.
            let own = json!({"key": LUML_KEY, "base_url": emulator.base_url()});
            let client = client_of(&own, &variables);
            assert_eq!(
                client["sources"],
                json!(["None", "None", "None"]),
                "{client}"
            );
        }
    }
}

#[test]
fn a_name_that_is_quoted_once_too_often_is_looked_up_and_told() {
    for version in VERSIONS {
        let emulator = emulator(version).key(LUML_KEY);
        let orbit = |name: &str| {
            Orbit::new(name)
                .collection(Collection::new("C 1"))
                .collection(Collection::new("'C 2'"))
        };
        let organization = Organization::new("Organization 1")
            .orbit(orbit("Orbit 1"))
            .orbit(orbit("“Orbit 2”"));
        let emulator = emulator.organization(organization).start();
        let access = [("API_KEY", LUML_KEY), ("BASE_URL", emulator.base_url())];
        let client = |set: &str, names: [&str; 3]| {
            let names = ["ORGANIZATION", "ORBIT", "COLLECTION"]
                .into_iter()
                .zip(names);
            let variables = access.into_iter().chain(names);
            let variables: Vec<_> = variables
                .map(|(name, value)| (format!("{set}_{name}"), value))
                .collect();
            let variables: Vec<_> = variables.iter().map(|(k, v)| (k.as_str(), *v)).collect();
            client_of(&json!({}), &variables)
        };
        for set in ["LUML", "DFS"] {
            for (names, resource) in [
                (["\"Organization 1\"", "", ""], "organization"),
                (["Organization 1", "'Orbit 1'", ""], "orbit"),
                (["Organization 1", "Orbit 1", "“C 1”"], "collection"),
                (["Organization 1", "Orbit 1", "\"\""], "collection"),
            ] {
                let client = client(set, names);
                assert_eq!(client["kind"], "NotFound", "{client}");
                let text = client["error"].as_str().unwrap();
                let start = format!("no {resource} has the name ");
                assert!(text.starts_with(&start), "{text}");
                assert!(text.contains("the name is in quotation marks"), "{text}");
            }
            // Neither is a name without them, nor one that has them.
            let client_of = client(set, ["Organization 1", "Orbit 1", "It's"]);
            let text = client_of["error"].as_str().unwrap();
            assert!(!text.contains("quotation"), "{text}");
            let found = client(set, ["Organization 1", "“Orbit 2”", "'C 2'"]);
            assert!(found["collection"].is_string(), "{found}");
        }
    }
}
