//! Which settings are in use, and where each comes from.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use dataforce::ApiVersion;
use secrecy::{ExposeSecret, SecretString};

use crate::config_file::ConfigFile;
use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::options::{GlobalOptions, Version};
use crate::profile::Profile;
use crate::terminal::Terminal;

/// Where a setting comes from. Flags beat variables, variables beat the profile, unless the profile
/// is named. Variables replace the key and the base URL of a profile together, or neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Flag(&'static str),
    Variable(&'static str),
    Profile(String),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "{name}"),
            Self::Variable(name) => write!(f, "variable {name}"),
            Self::Profile(name) => write!(f, "profile {name}"),
        }
    }
}

/// A value and its source.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) source: Source,
}

/// Everything that a client is built from.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) key: Option<Setting<SecretString>>,
    /// Not set if the client takes it from a variable, or uses its default.
    pub(crate) base_url: Option<Setting<String>>,
    /// The variable that the client takes the base URL from.
    base_url_variable: Option<&'static str>,
    pub(crate) organization: Option<Setting<String>>,
    pub(crate) orbit: Option<Setting<String>>,
    pub(crate) api_version: Option<Setting<ApiVersion>>,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) timeout: Option<Duration>,
}

/// The two names that the service has had, and the variables of each.
const LUML: [&str; 4] = [
    "LUML_API_KEY",
    "LUML_BASE_URL",
    "LUML_ORGANIZATION",
    "LUML_ORBIT",
];
const DFS: [&str; 4] = [
    "DFS_API_KEY",
    "DFS_BASE_URL",
    "DFS_ORGANIZATION",
    "DFS_ORBIT",
];
const API_KEY: usize = 0;
const BASE_URL: usize = 1;
const ORGANIZATION: usize = 2;
const ORBIT: usize = 3;

impl Settings {
    pub(crate) fn resolve(options: &GlobalOptions, terminal: &Terminal) -> Result<Self> {
        let file = match ConfigFile::read(options.config.as_deref()) {
            // Everything may be set elsewhere.
            Err(Failure {
                code: exit_code::FAILURE,
                message: Some(message),
                ..
            }) if options.config.is_none() => {
                terminal.note(&format!("warning: {message}"));
                ConfigFile::default()
            }
            file => file?,
        };
        if file.is_exposed() {
            let path = file.path().display();
            terminal.note(&format!(
                "warning: others can read the API key in {path}: run `chmod 600 {path}`"
            ));
        }
        let name = options.profile.as_deref().unwrap_or(file.active());
        let unset = Profile::default();
        let profile = match file.profile(name) {
            Some(profile) => profile,
            None if options.profile.is_some() || file.chosen().is_some() => {
                return Err(file.missing(name));
            }
            None => &unset,
        };
        let from_profile = |value: Option<&String>| {
            value.map(|value| Setting {
                value: value.clone(),
                source: Source::Profile(name.to_owned()),
            })
        };

        // Whoever names a profile means it, whatever variables are left over.
        let is_named = options.profile.is_some();
        let key_of_profile = || -> Result<_> {
            Ok(profile.key()?.map(|(value, place)| Setting {
                value,
                source: Source::Profile(format!("{name}, {place}")),
            }))
        };
        let key = match flag_key(options)? {
            Some(key) => Some(key),
            None if is_named => key_of_profile()?.or_else(variable_key),
            None => match variable_key() {
                Some(key) => Some(key),
                None => key_of_profile()?,
            },
        };
        let has_variable = is_set(LUML[BASE_URL]) || is_set(DFS[BASE_URL]);
        let base_url = match &options.base_url {
            Some(url) => Some(flag(url, "--base-url")),
            None if has_variable && !(is_named && profile.base_url.is_some()) => None,
            None => from_profile(profile.base_url.as_ref()),
        };
        let key_source = key.as_ref().map(|key| &key.source);
        let base_url_source = base_url.as_ref().map(|url| &url.source);
        require_pair(name, profile, key_source, base_url_source)?;

        // An orbit belongs to an organization, so a stronger source that names the organization
        // hides the orbits of weaker ones.
        let sets: &[[&'static str; 4]] = match key_source {
            Some(Source::Variable(name)) if *name == LUML[API_KEY] => &[LUML],
            Some(Source::Variable(_)) => &[DFS],
            _ => &[LUML, DFS],
        };
        let flags = [
            options
                .organization
                .as_ref()
                .map(|name| flag(name, "--organization")),
            options.orbit.as_ref().map(|name| flag(name, "--orbit")),
        ];
        let variables = [one_of(sets, ORGANIZATION)?, one_of(sets, ORBIT)?];
        let profiled = [
            from_profile(profile.organization.as_ref()),
            from_profile(profile.orbit.as_ref()),
        ];
        let (mut organization, mut orbit) = (None, None);
        let by_strength = match is_named {
            true => [flags, profiled, variables],
            false => [flags, variables, profiled],
        };
        for [one, other] in by_strength {
            if organization.is_none() {
                orbit = orbit.or(other);
                organization = one;
            }
        }

        let is_server_of_profile = match base_url_source {
            Some(source) => matches!(source, Source::Profile(_)),
            None => !has_variable,
        };
        let api_version = match (options.api_version, &profile.api_version) {
            (Some(version), _) => Some(Setting {
                value: version.into(),
                source: Source::Flag("--api-version"),
            }),
            (None, Some(version)) if is_server_of_profile => Some(Setting {
                value: api_version(version)?,
                source: Source::Profile(name.to_owned()),
            }),
            _ => None,
        };
        Ok(Self {
            key,
            base_url_variable: sets
                .iter()
                .map(|set| set[BASE_URL])
                .find(|name| is_set(name)),
            base_url,
            organization,
            orbit,
            api_version,
            ca_file: options
                .ca_file
                .as_ref()
                .or(profile.ca_file.as_ref())
                .cloned(),
            timeout: options.timeout,
        })
    }

    /// Where the base URL comes from.
    pub(crate) fn base_url_source(&self) -> String {
        match (&self.base_url, self.base_url_variable) {
            (Some(setting), _) => setting.source.to_string(),
            (None, Some(name)) => Source::Variable(name).to_string(),
            (None, None) => "default".to_owned(),
        }
    }

    /// The key as it can be shown: its last four characters, if they are a small part of it.
    pub(crate) fn shown_key(&self) -> Option<String> {
        let key = self.key.as_ref()?.value.expose_secret();
        Some(shorten_key(key))
    }
}

/// Shows the last four characters of a key, or none of a short one.
pub(crate) fn shorten_key(key: &str) -> String {
    let count = key.chars().count();
    let shown: String = match count {
        0..12 => String::new(),
        _ => key.chars().skip(count - 4).collect(),
    };
    format!("…{shown}")
}

pub(crate) fn api_version(text: &str) -> Result<ApiVersion> {
    let version = <Version as clap::ValueEnum>::from_str(text, false);
    version.map(ApiVersion::from).map_err(|_| {
        Failure::usage(format!(
            "no API version is called {text:?}: use legacy or v1"
        ))
    })
}

fn flag(value: &str, name: &'static str) -> Setting<String> {
    Setting {
        value: value.to_owned(),
        source: Source::Flag(name),
    }
}

fn flag_key(options: &GlobalOptions) -> Result<Option<Setting<SecretString>>> {
    let Some(path) = &options.api_key_file else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::file("read", path.display(), &error))?;
    match text.trim() {
        "" => Err(Failure::usage(format!("{} is empty", path.display()))),
        key => Ok(Some(Setting {
            value: key.into(),
            source: Source::Flag("--api-key-file"),
        })),
    }
}

/// The key in the environment. If there are two, the client says so.
fn variable_key() -> Option<Setting<SecretString>> {
    let setting = |name| {
        variable(name).map(|value| Setting {
            value: value.into(),
            source: Source::Variable(name),
        })
    };
    setting(LUML[API_KEY]).or_else(|| setting(DFS[API_KEY]))
}

fn one_of(sets: &[[&'static str; 4]], which: usize) -> Result<Option<Setting<String>>> {
    let mut found: Option<Setting<String>> = None;
    for name in sets.iter().map(|set| set[which]) {
        let Some(value) = variable(name) else {
            continue;
        };
        match &found {
            Some(other) if other.value != value => {
                return Err(Failure::usage(format!(
                    "the environment {} differs from {name}: unset one of them",
                    other.source
                )));
            }
            Some(_) => {}
            None => {
                found = Some(Setting {
                    value,
                    source: Source::Variable(name),
                });
            }
        }
    }
    Ok(found)
}

/// Fails if a variable replaces the key or the base URL of a profile, but not the other: the key of
/// one server would go to another.
fn require_pair(
    name: &str,
    profile: &Profile,
    key: Option<&Source>,
    base_url: Option<&Source>,
) -> Result<()> {
    let (replaced, kept) = match (key, base_url) {
        (Some(Source::Variable(_)), Some(Source::Profile(_))) => (API_KEY, BASE_URL),
        // Without a base URL, the profile is for the default server.
        (Some(Source::Profile(_)), None) => (BASE_URL, API_KEY),
        _ => return Ok(()),
    };
    let set = [LUML, DFS].into_iter().find(|set| is_set(set[replaced]));
    match set.map(|set| (set[replaced], set[kept])) {
        Some((variable, other)) if replaced == API_KEY && is_set(other) => {
            Err(Failure::usage(format!(
                "{variable} is for the server that {other} names, and the profile {name} is for \
                 another: unset both, or name no profile"
            )))
        }
        Some((variable, other)) if profile.has_key_without(variable) => {
            Err(Failure::usage(format!(
                "{variable} is set, and the profile {name} has a key for another server: unset \
                 {variable}, or set {other} as well and name no profile"
            )))
        }
        _ => Ok(()),
    }
}

/// An empty variable counts as unset.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_set(name: &str) -> bool {
    variable(name).is_some()
}
