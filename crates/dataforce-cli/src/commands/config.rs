//! `dataforce config`.

use std::io::{BufRead, IsTerminal};

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use dataforce::reqwest::Url;
use serde::Serialize;
use toml_edit::{Array, Item, value};

use crate::config_file::ConfigFile;
use crate::context::Context;
use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::output::Record;
use crate::profile::{KEY_PLACES, KEYS};
use crate::settings::{api_version, shorten_key};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the path of the configuration file
    Path,
    /// List the profiles, without their keys
    List,
    /// Print a value of the profile; of an API key, its last four characters
    Get(GetOptions),
    /// Set a value of the profile, or remove it with an empty value
    Set(SetOptions),
    /// Choose the profile that is used from now on
    Use(UseOptions),
}

#[derive(Args, Debug)]
pub(crate) struct GetOptions {
    /// Key within the profile
    #[arg(value_parser = PossibleValuesParser::new(KEYS))]
    key: String,
}

#[derive(Args, Debug)]
pub(crate) struct SetOptions {
    /// Key within the profile
    #[arg(value_parser = PossibleValuesParser::new(KEYS))]
    key: String,

    /// Value. Without one, api_key is asked for, or read from standard input. key_command takes a
    /// program and its arguments, after `--`
    #[arg(value_name = "VALUE")]
    values: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct UseOptions {
    /// Name of the profile
    #[arg(value_name = "NAME")]
    name: String,
}

pub(crate) fn run(command: Command, context: &Context) -> Result<()> {
    let path = context.options.config.as_deref();
    let named = context.options.profile.clone();
    let profile = |file: &ConfigFile| named.unwrap_or_else(|| file.active().to_owned());
    match command {
        Command::Path => {
            let path = ConfigFile::locate(path)?;
            context.output().text(&format!("{}\n", path.display()))
        }
        Command::List => list(&ConfigFile::read(path)?, context),
        Command::Get(GetOptions { key }) => {
            let file = ConfigFile::read(path)?;
            let profile = profile(&file);
            let entries = file.entries(&profile);
            match entries.iter().find(|(name, _)| *name == key) {
                Some((key, value)) => context.output().text(&format!("{}\n", shown(key, value))),
                None => Err(Failure::new(
                    exit_code::NOT_FOUND,
                    format!("the profile {profile} does not set {key}"),
                )),
            }
        }
        Command::Set(SetOptions { key, values }) => {
            let item = item(&key, values, context)?;
            let (mut file, _lock) = ConfigFile::read_to_change(path)?;
            let profile = profile(&file);
            let verb = if item.is_some() { "set" } else { "removed" };
            // A profile has one key, so another place for it replaces the one before.
            let replaced = match KEY_PLACES.contains(&key.as_str()) && item.is_some() {
                true => remove_other_places(&mut file, &profile, &key)?,
                false => String::new(),
            };
            file.set(&profile, &key, item)?;
            // Without a choice, the first profile is the one in use.
            if file.names().len() == 1 && file.active() != profile {
                file.choose(&profile);
            }
            file.write()?;
            let path = file.path().display();
            let note = format!("{verb} {key} of the profile {profile} in {path}{replaced}");
            context.terminal.note(&note);
            Ok(())
        }
        Command::Use(UseOptions { name }) => {
            let (mut file, _lock) = ConfigFile::read_to_change(path)?;
            if !file.names().contains(&name.as_str()) {
                return Err(file.missing(&name));
            }
            file.choose(&name);
            file.write()?;
            context.terminal.note(&format!("using the profile {name}"));
            Ok(())
        }
    }
}

/// Removes what says otherwise where the key comes from, and returns how to say that.
fn remove_other_places(file: &mut ConfigFile, profile: &str, key: &str) -> Result<String> {
    let mut removed = Vec::new();
    for (place, _) in file.entries(profile) {
        if place != key && KEY_PLACES.contains(&place.as_str()) {
            file.set(profile, &place, None)?;
            removed.push(place);
        }
    }
    Ok(match removed.is_empty() {
        true => String::new(),
        false => format!(", in place of {}", removed.join(" and ")),
    })
}

/// A line of `config list`.
#[derive(Serialize)]
struct Entry {
    profile: String,
    active: bool,
    key: String,
    value: String,
}

impl Record for Entry {
    const COLUMNS: &'static [&'static str] = &["PROFILE", "KEY", "VALUE"];

    fn id(&self) -> String {
        format!("{}.{}", self.profile, self.key)
    }

    fn row(&self) -> Vec<String> {
        let mark = if self.active { " *" } else { "" };
        vec![
            format!("{}{mark}", self.profile),
            self.key.clone(),
            self.value.clone(),
        ]
    }
}

fn list(file: &ConfigFile, context: &Context) -> Result<()> {
    let mut output = context.output();
    for profile in file.names() {
        for (key, value) in file.entries(profile) {
            output.push(&Entry {
                profile: profile.to_owned(),
                active: profile == file.active(),
                value: shown(&key, &value),
                key,
            })?;
        }
    }
    output.finish()
}

/// A value as it can be shown.
fn shown(key: &str, value: &str) -> String {
    match key {
        "api_key" => shorten_key(value),
        "base_url" => without_credentials(value),
        _ => value.to_owned(),
    }
}

/// A URL without user name and password. None that has them is used, but it can be in the file.
fn without_credentials(text: &str) -> String {
    let parsed = Url::parse(text).ok().filter(Url::has_host);
    match (parsed, text.rfind('@')) {
        (_, None) => text.to_owned(),
        (Some(url), _) if url.username().is_empty() && url.password().is_none() => text.to_owned(),
        (Some(url), _) => {
            let host = url.host_str().unwrap_or_default();
            let port = url
                .port()
                .map_or_else(String::new, |port| format!(":{port}"));
            format!("{}://[redacted]@{host}{port}{}", url.scheme(), url.path())
        }
        // What stands before it may be a password, however the text is meant.
        (None, Some(at)) => format!("[redacted]{}", &text[at..]),
    }
}

/// The value to store, or `None` to remove it.
fn item(key: &str, values: Vec<String>, context: &Context) -> Result<Option<Item>> {
    if key == "key_command" {
        return Ok(match values.as_slice() {
            [] => return Err(Failure::usage("key_command needs a program")),
            [one] if one.is_empty() => None,
            _ => Some(value(Array::from_iter(values))),
        });
    }
    let mut values = values.into_iter();
    let text = match (values.next(), values.next()) {
        (Some(text), None) => {
            if key == "api_key" && !text.is_empty() {
                context.terminal.note(
                    "note: other programs can see what is on a command line; without a value, \
                     `config set api_key` asks for the key or reads it from standard input",
                );
            }
            text
        }
        (None, _) if key == "api_key" => secret(context)?,
        (None, _) => return Err(Failure::usage(format!("{key} needs a value"))),
        (Some(_), Some(_)) => {
            return Err(Failure::usage(format!("{key} takes one value: quote it")));
        }
    };
    if text.is_empty() {
        return Ok(None);
    }
    match key {
        "api_version" => api_version(&text).map(|_| ())?,
        "key_env" if !is_variable_name(&text) || text.starts_with("dfs_") => {
            return Err(Failure::usage(
                "key_env takes the name of an environment variable: set a key as api_key",
            ));
        }
        "ca_file" => {
            let path =
                std::path::absolute(&text).map_err(|error| Failure::file("find", &text, &error))?;
            return Ok(Some(value(path.to_string_lossy().into_owned())));
        }
        _ => {}
    }
    Ok(Some(value(text)))
}

fn is_variable_name(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Asks for the key, or reads a line of standard input.
fn secret(context: &Context) -> Result<String> {
    let key = match context.terminal.can_ask() {
        true => context.terminal.ask_secret("API key")?,
        // It would be shown as it is typed.
        false if std::io::stdin().is_terminal() => {
            return Err(Failure::usage(
                "cannot ask for the key while standard error is redirected",
            ));
        }
        false => {
            let mut line = String::new();
            let read = std::io::stdin().lock().read_line(&mut line);
            read.map_err(|error| Failure::file("read", "standard input", &error))?;
            line
        }
    };
    match key.trim() {
        "" => Err(Failure::usage("no API key was given on standard input")),
        key => Ok(key.to_owned()),
    }
}
