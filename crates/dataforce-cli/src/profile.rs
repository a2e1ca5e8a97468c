//! A profile of the configuration file.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use secrecy::SecretString;
use serde::Deserialize;

use crate::failure::{Failure, Result};

/// The keys that a profile can set.
pub(crate) const KEYS: [&str; 8] = [
    "base_url",
    "api_key",
    "key_env",
    "key_command",
    "organization",
    "orbit",
    "api_version",
    "ca_file",
];

/// Those of them that say where the API key comes from. A profile sets one of them.
pub(crate) const KEY_PLACES: [&str; 3] = ["api_key", "key_env", "key_command"];

/// Settings under one name.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) base_url: Option<String>,
    api_key: Option<SecretString>,
    /// The environment variable that holds the key.
    key_env: Option<String>,
    /// The program, with its arguments, that prints the key.
    key_command: Option<Vec<String>>,
    pub(crate) organization: Option<String>,
    pub(crate) orbit: Option<String>,
    pub(crate) api_version: Option<String>,
    pub(crate) ca_file: Option<PathBuf>,
}

impl Profile {
    /// Whether the profile sets a key that is not that of this variable.
    pub(crate) fn has_key_without(&self, variable: &str) -> bool {
        self.api_key.is_some()
            || self.key_command.is_some()
            || self.key_env.as_ref().is_some_and(|name| name != variable)
    }

    /// The API key, and where within the profile it comes from.
    pub(crate) fn key(&self) -> Result<Option<(SecretString, String)>> {
        let key = match (&self.api_key, &self.key_env, &self.key_command) {
            (None, None, None) => return Ok(None),
            (Some(key), None, None) => (key.clone(), "api_key".to_owned()),
            (None, Some(name), None) => (variable(name)?, format!("key_env {name}")),
            (None, None, Some(command)) => (printed_by(command)?, "key_command".to_owned()),
            _ => {
                return Err(Failure::usage(
                    "a profile takes its key from one of api_key, key_env and key_command: \
                     remove the others with `dataforce config set <KEY> \"\"`",
                ));
            }
        };
        Ok(Some(key))
    }
}

fn variable(name: &str) -> Result<SecretString> {
    match std::env::var(name) {
        Ok(key) if !key.is_empty() => Ok(key.into()),
        _ => Err(Failure::usage(format!(
            "the environment variable {name}, which key_env of the profile names, is not set"
        ))),
    }
}

/// Runs the command and returns the first line that it prints.
fn printed_by(command: &[String]) -> Result<SecretString> {
    let Some((program, arguments)) = command.split_first() else {
        return Err(Failure::usage("key_command of the profile is empty"));
    };
    let output = Command::new(program)
        .args(arguments)
        .stderr(Stdio::inherit())
        .stdin(Stdio::inherit())
        .output()
        .map_err(|error| Failure::usage(format!("cannot run key_command, {program}: {error}")))?;
    let printed = String::from_utf8_lossy(&output.stdout);
    match printed.lines().next() {
        _ if !output.status.success() => Err(Failure::usage(format!(
            "key_command failed: {program} ended with {}",
            output.status
        ))),
        Some(key) if !key.trim().is_empty() => Ok(key.trim().into()),
        _ => Err(Failure::usage(format!(
            "key_command printed no key: {program} has to print it in its first line"
        ))),
    }
}
