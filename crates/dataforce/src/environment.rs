//! What the environment says about the key, the server and the defaults.
//!
//! There are two sets of variables, one for each name that the service has had. A key of one set is
//! never sent to the server of the other.

use std::env::VarError;

use crate::defaults::{DefaultSource, Defaults, Sources};
use crate::error::{Error, Result};
use crate::hosts::{DEFAULT_BASE_URL, FORMER_BASE_URL};

/// A set of variables, which start with the same letters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct VariableSet {
    api_key: &'static str,
    base_url: &'static str,
    organization: &'static str,
    orbit: &'static str,
    collection: &'static str,
    default_base_url: &'static str,
}

const LUML: VariableSet = VariableSet {
    api_key: "LUML_API_KEY",
    base_url: "LUML_BASE_URL",
    organization: "LUML_ORGANIZATION",
    orbit: "LUML_ORBIT",
    collection: "LUML_COLLECTION",
    default_base_url: DEFAULT_BASE_URL,
};

const DFS: VariableSet = VariableSet {
    api_key: "DFS_API_KEY",
    base_url: "DFS_BASE_URL",
    organization: "DFS_ORGANIZATION",
    orbit: "DFS_ORBIT",
    collection: "DFS_COLLECTION",
    default_base_url: FORMER_BASE_URL,
};

/// The key and the server, as far as the builder does not name them.
#[derive(Default, PartialEq, Eq)]
pub(crate) struct Access {
    pub(crate) api_key: Option<String>,
    pub(crate) base_url: Option<String>,
    /// The set of the variable that holds the key.
    variables: Option<&'static VariableSet>,
}

impl Access {
    /// Completes what the builder names.
    pub(crate) fn resolve(has_key: bool, has_base_url: bool) -> Result<Self> {
        Self::from_variables(has_key, has_base_url, &variable)
    }

    fn from_variables(
        has_key: bool,
        has_base_url: bool,
        variable: &dyn Fn(&str) -> Result<Option<String>>,
    ) -> Result<Self> {
        match (has_key, has_base_url) {
            (true, true) => Ok(Self::default()),
            (true, false) => {
                let base_url = one_of(|set| set.base_url, variable)?;
                let base_url = base_url.map(|(base_url, _)| base_url);
                Ok(Self {
                    base_url: Some(base_url.unwrap_or_else(|| DEFAULT_BASE_URL.to_owned())),
                    ..Self::default()
                })
            }
            (false, true) => {
                let key = one_of(|set| set.api_key, variable)?;
                let (api_key, set) = key.ok_or_else(missing_key)?;
                Ok(Self {
                    api_key: Some(api_key),
                    variables: Some(set),
                    ..Self::default()
                })
            }
            (false, false) => Self::of_one_set(variable),
        }
    }

    /// Takes key and server from the set whose key is there.
    fn of_one_set(variable: &dyn Fn(&str) -> Result<Option<String>>) -> Result<Self> {
        let (luml, dfs) = (variable(LUML.api_key)?, variable(DFS.api_key)?);
        if luml.is_some() && dfs.is_some() {
            return Err(Error::configuration(format!(
                "the environment variables {} and {} are both set, and either may be meant: unset \
                 one of them",
                LUML.api_key, DFS.api_key
            )));
        }
        for (set, key) in [(&LUML, &luml), (&DFS, &dfs)] {
            if key.is_none() && variable(set.base_url)?.is_some() {
                return Err(Error::configuration(format!(
                    "the environment variable {} is set, but {} is not, and no other key is sent \
                     to that server: set {1}, or unset {0}",
                    set.base_url, set.api_key
                )));
            }
        }
        let (set, api_key) = match (luml, dfs) {
            (Some(key), _) => (&LUML, key),
            (None, Some(key)) => (&DFS, key),
            (None, None) => return Err(missing_key()),
        };
        let base_url = variable(set.base_url)?;
        Ok(Self {
            api_key: Some(api_key),
            base_url: Some(base_url.unwrap_or_else(|| set.default_base_url.to_owned())),
            variables: Some(set),
        })
    }

    /// Adds the defaults that the environment names. A level that is named already hides the
    /// variables of that level and of those below.
    pub(crate) fn complete(&self, defaults: Defaults) -> Result<(Defaults, Sources)> {
        match self.variables {
            Some(set) => set.complete(defaults, &variable),
            None => Ok((defaults, Sources::all(DefaultSource::Builder))),
        }
    }
}

impl VariableSet {
    fn complete(
        &self,
        mut defaults: Defaults,
        variable: &dyn Fn(&str) -> Result<Option<String>>,
    ) -> Result<(Defaults, Sources)> {
        let mut sources = Sources::all(DefaultSource::Builder);
        // A level that the builder names hides the variables of those below.
        if defaults.organization.is_some() {
            return Ok((defaults, sources));
        }
        if let Some(organization) = variable(self.organization)? {
            defaults.organization = Some(organization.into());
            sources.organization = DefaultSource::Environment;
        }
        if defaults.orbit.is_some() {
            return Ok((defaults, sources));
        }
        if let Some(orbit) = variable(self.orbit)? {
            defaults.orbit = Some(orbit.into());
            sources.orbit = DefaultSource::Environment;
        }
        if defaults.collection.is_none()
            && let Some(collection) = variable(self.collection)?
        {
            defaults.collection = Some(collection.into());
            sources.collection = DefaultSource::Environment;
        }
        Ok((defaults, sources))
    }
}

/// Reads the variable of this name from both sets, and returns the value and its set.
fn one_of(
    name: fn(&VariableSet) -> &'static str,
    variable: &dyn Fn(&str) -> Result<Option<String>>,
) -> Result<Option<(String, &'static VariableSet)>> {
    let (one, other) = (name(&LUML), name(&DFS));
    match (variable(one)?, variable(other)?) {
        (Some(value), Some(different)) if value != different => Err(Error::configuration(format!(
            "the environment variables {one} and {other} are both set, to different values: \
                 unset one of them"
        ))),
        (Some(value), _) => Ok(Some((value, &LUML))),
        (None, Some(value)) => Ok(Some((value, &DFS))),
        (None, None) => Ok(None),
    }
}

fn missing_key() -> Error {
    Error::configuration(format!(
        "no API key was given: call `api_key` on the builder, or set the environment variable {}",
        LUML.api_key
    ))
}

/// Reads a variable. An empty one counts as unset.
fn variable(name: &str) -> Result<Option<String>> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::configuration(format!(
            "the environment variable {name} is not valid UTF-8: set it anew, or unset it"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key, the server and the set, for what the builder has and an environment.
    fn access(
        (has_key, has_base_url): (bool, bool),
        environment: &[(&str, &str)],
    ) -> Result<(Option<String>, Option<String>, Option<&'static str>)> {
        let variable = |name: &str| {
            let found = environment.iter().find(|(variable, _)| *variable == name);
            Ok(found.map(|(_, value)| (*value).to_owned()))
        };
        let access = Access::from_variables(has_key, has_base_url, &variable)?;
        let variables = access.variables.map(|set| set.api_key);
        Ok((access.api_key, access.base_url, variables))
    }

    const NOTHING: (bool, bool) = (false, false);
    const KEY: (bool, bool) = (true, false);
    const BASE_URL: (bool, bool) = (false, true);

    #[test]
    fn a_key_and_a_server_of_the_builder_need_no_environment() {
        let unreadable = |_: &str| panic!("a variable is read");
        let access = Access::from_variables(true, true, &unreadable).unwrap();
        assert_eq!((access.api_key, access.base_url), (None, None));
        assert_eq!(access.variables, None);
    }

    #[test]
    fn what_the_builder_lacks_comes_from_either_set() {
        for (environment, url) in [
            (&[][..], DEFAULT_BASE_URL),
            (&[("LUML_BASE_URL", "luml")], "luml"),
            (&[("DFS_BASE_URL", "dfs"), ("DFS_API_KEY", "other")], "dfs"),
            (
                &[("DFS_BASE_URL", "same"), ("LUML_BASE_URL", "same")],
                "same",
            ),
        ] {
            let expected = (None, Some(url.to_owned()), None);
            assert_eq!(
                access(KEY, environment).unwrap(),
                expected,
                "{environment:?}"
            );
        }
        for (environment, key, set) in [
            (&[("LUML_API_KEY", "luml")][..], "luml", "LUML_API_KEY"),
            (
                &[("DFS_API_KEY", "dfs"), ("LUML_BASE_URL", "x")],
                "dfs",
                "DFS_API_KEY",
            ),
            (
                &[("DFS_API_KEY", "same"), ("LUML_API_KEY", "same")],
                "same",
                "LUML_API_KEY",
            ),
        ] {
            let expected = (Some(key.to_owned()), None, Some(set));
            assert_eq!(
                access(BASE_URL, environment).unwrap(),
                expected,
                "{environment:?}"
            );
        }
    }

    #[test]
    fn without_a_builder_key_and_server_are_of_one_set() {
        for (environment, url, set) in [
            (
                &[("LUML_API_KEY", "key")][..],
                DEFAULT_BASE_URL,
                "LUML_API_KEY",
            ),
            (&[("DFS_API_KEY", "key")], FORMER_BASE_URL, "DFS_API_KEY"),
            (
                &[("LUML_API_KEY", "key"), ("LUML_BASE_URL", "url")],
                "url",
                "LUML_API_KEY",
            ),
            (
                &[("DFS_API_KEY", "key"), ("DFS_BASE_URL", "url")],
                "url",
                "DFS_API_KEY",
            ),
        ] {
            let expected = (Some("key".to_owned()), Some(url.to_owned()), Some(set));
            assert_eq!(
                access(NOTHING, environment).unwrap(),
                expected,
                "{environment:?}"
            );
        }
    }

    #[test]
    fn a_contradiction_is_an_error_that_names_the_variables() {
        let different_urls = [("DFS_BASE_URL", "one"), ("LUML_BASE_URL", "other")];
        let different_keys = [("DFS_API_KEY", "one"), ("LUML_API_KEY", "other")];
        for (builder, environment, names) in [
            (KEY, &different_urls[..], ["LUML_BASE_URL", "DFS_BASE_URL"]),
            (BASE_URL, &different_keys, ["LUML_API_KEY", "DFS_API_KEY"]),
            (NOTHING, &different_keys, ["LUML_API_KEY", "DFS_API_KEY"]),
            (
                NOTHING,
                &[("DFS_API_KEY", "same"), ("LUML_API_KEY", "same")],
                ["LUML_API_KEY", "DFS_API_KEY"],
            ),
            (
                NOTHING,
                &[("LUML_API_KEY", "key"), ("DFS_BASE_URL", "url")],
                ["DFS_BASE_URL", "DFS_API_KEY"],
            ),
            (
                NOTHING,
                &[("DFS_API_KEY", "key"), ("LUML_BASE_URL", "url")],
                ["LUML_BASE_URL", "LUML_API_KEY"],
            ),
            (
                NOTHING,
                &[("LUML_BASE_URL", "url")],
                ["LUML_BASE_URL", "LUML_API_KEY"],
            ),
            (NOTHING, &[], ["api_key", "LUML_API_KEY"]),
            (BASE_URL, &[], ["api_key", "LUML_API_KEY"]),
        ] {
            let error = access(builder, environment).unwrap_err();
            assert!(error.is_configuration());
            for name in names {
                assert!(error.to_string().contains(name), "{environment:?}: {error}");
            }
        }
    }

    #[test]
    fn variables_name_defaults_below_what_the_builder_names() {
        let variable = |name: &str| Ok(name.strip_prefix("LUML_").map(str::to_lowercase));
        let names = |defaults: Defaults| {
            let (defaults, sources) = LUML.complete(defaults, &variable).unwrap();
            assert!(defaults.organization.is_some());
            let shown = |source, named: bool| named.then_some(source);
            (
                shown(sources.organization, defaults.organization.is_some()),
                shown(sources.orbit, defaults.orbit.is_some()),
                shown(sources.collection, defaults.collection.is_some()),
            )
        };
        let (builder, environment) = (
            Some(DefaultSource::Builder),
            Some(DefaultSource::Environment),
        );
        assert_eq!(
            names(Defaults::new()),
            (environment, environment, environment)
        );
        assert_eq!(
            names(Defaults::new().collection("c")),
            (environment, environment, builder)
        );
        assert_eq!(
            names(Defaults::new().orbit("o")),
            (environment, builder, None)
        );
        assert_eq!(
            names(Defaults::new().organization("o")),
            (builder, None, None)
        );
    }
}
