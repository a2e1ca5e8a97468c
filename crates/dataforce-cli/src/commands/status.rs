//! `dataforce status`.

use dataforce::{Client, DefaultSource, Defaults, ErrorKind, Organization};
use secrecy::ExposeSecret;
use serde::Serialize;

use crate::context::{Context, client, explain_default};
use crate::failure::{Failure, Result};
use crate::output::{Format, Record};
use crate::settings::{Setting, Settings};

/// What `status` shows.
#[derive(Default, Serialize)]
struct Status {
    server: Option<String>,
    server_source: Option<String>,
    api_version: Option<String>,
    api_version_source: Option<String>,
    /// Its last four characters.
    api_key: Option<String>,
    api_key_source: Option<String>,
    organization: Option<Chosen>,
    orbit: Option<Chosen>,
    collection: Option<Chosen>,
    organizations: Vec<Organization>,
    checks: Vec<Check>,
}

/// A default, and where it comes from.
#[derive(Serialize)]
struct Chosen {
    id: String,
    name: String,
    source: String,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Ok,
    Failed,
    NotChecked,
    NotNeeded,
}

/// The checks, in the order in which they depend on each other.
const CHECKS: [&str; 5] = ["reachable", "certificate", "key", "organization", "orbit"];
const REACHABLE: usize = 0;
const CERTIFICATE: usize = 1;
const KEY: usize = 2;
const ORGANIZATION: usize = 3;
const ORBIT: usize = 4;

pub(crate) async fn run(context: &Context) -> Result<()> {
    let settings = context.settings()?;
    let mut status = Status::default();
    let outcome = context
        .interrupt
        .may_end(examine(&settings, &mut status))
        .await?;
    let is_https = status
        .server
        .as_ref()
        .is_none_or(|url| url.starts_with("https:"));
    let failed = outcome.as_ref().err().map(|(check, _)| *check);
    for (number, name) in CHECKS.into_iter().enumerate() {
        let state = match failed {
            Some(failed) if number == failed => State::Failed,
            Some(failed) if number > failed => State::NotChecked,
            // Without a client, nothing was sent.
            _ if status.server.is_none() => State::NotChecked,
            _ if number == CERTIFICATE && !is_https => State::NotNeeded,
            _ => State::Ok,
        };
        let advice = match (&outcome, state) {
            (Err((_, failure)), State::Failed) => failure.message.clone(),
            _ => None,
        };
        status.checks.push(Check {
            name,
            state,
            advice,
        });
    }
    let output = context.output();
    match output.format() {
        Format::Id => {
            let ids = [&status.organization, &status.orbit].into_iter().flatten();
            let ids: Vec<_> = ids.map(|chosen| format!("{}\n", chosen.id)).collect();
            output.text(&ids.concat())?;
        }
        _ => output.one(&status)?,
    }
    match outcome {
        Ok(()) => Ok(()),
        Err((_, failure)) => Err(failure),
    }
}

/// Finds out everything that can be found out. Fails with the number of the first check that does.
async fn examine(
    settings: &Settings,
    status: &mut Status,
) -> std::result::Result<(), (usize, Failure)> {
    status.api_key = settings.shown_key();
    status.api_key_source = settings.key.as_ref().map(|key| key.source.to_string());
    status.server_source = Some(settings.base_url_source());
    let mut client = client(settings).map_err(|failure| (check_of_settings(settings), failure))?;
    status.server = Some(client.base_url().to_owned());

    let named_version = client.api_version();
    let organizations = client.organizations().list().await;
    status.api_version = client.api_version().map(|version| version.to_string());
    status.api_version_source = match (&settings.api_version, named_version) {
        (Some(setting), _) => Some(setting.source.to_string()),
        (None, Some(_)) => Some("the end of the base URL".to_owned()),
        (None, None) => client.api_version().map(|_| "detected".to_owned()),
    };
    let organizations = organizations.map_err(|error| {
        let check = match error.kind() {
            ErrorKind::Certificate => CERTIFICATE,
            ErrorKind::Unauthorized | ErrorKind::Forbidden => KEY,
            _ => REACHABLE,
        };
        (check, Failure::from(error))
    })?;
    status.organizations = organizations;

    let mut defaults = Defaults::new();
    if let Some(organization) = &settings.organization {
        defaults = defaults.organization(&organization.value);
    }
    let outcome = client.setup_config(defaults.clone()).await;
    outcome.map_err(|error| {
        (
            ORGANIZATION,
            Failure::from(error).hint("choose one with --organization"),
        )
    })?;
    let Some(organization) = client.organization() else {
        return Err((ORGANIZATION, missing(&client).await));
    };
    let chosen = status
        .organizations
        .iter()
        .find(|one| one.id == organization);
    status.organization = chosen.map(|one| Chosen {
        id: one.id.to_string(),
        name: one.name.clone(),
        source: source(settings.organization.as_ref()),
    });

    if let Some(orbit) = &settings.orbit {
        let outcome = client.setup_config(defaults.orbit(&orbit.value)).await;
        outcome.map_err(|error| (ORBIT, Failure::from(error).hint("choose one with --orbit")))?;
    }
    let Some(orbit) = client.orbit() else {
        return Err((ORBIT, missing(&client).await));
    };
    let at_orbit = |error| (ORBIT, Failure::from(error));
    let orbit = client.orbits().get(orbit).await.map_err(at_orbit)?;
    status.orbit = orbit.map(|one| Chosen {
        id: one.id.to_string(),
        name: one.name,
        source: source(settings.orbit.as_ref()),
    });
    if client.collection_source() == Some(DefaultSource::Automatic) {
        let collection = client.collections().get_default().await.map_err(at_orbit)?;
        status.collection = collection.map(|one| Chosen {
            id: one.id.to_string(),
            name: one.name,
            source: source(None),
        });
    }
    Ok(())
}

/// The number of the check that fails if no client can be built: that of the key, unless the key
/// would do for another server.
fn check_of_settings(settings: &Settings) -> usize {
    let Some(key) = &settings.key else { return KEY };
    let builder = Client::builder().api_key(key.value.expose_secret());
    match builder.base_url("http://localhost").build() {
        Ok(_) => REACHABLE,
        Err(_) => KEY,
    }
}

/// The client's own error for a default that is not set, which lists what there is.
async fn missing(client: &Client) -> Failure {
    let outcome = client.collections().list().await;
    match outcome {
        Err(error) => explain_default(client, error),
        Ok(_) => Failure::usage("a default is not set"),
    }
}

fn source(setting: Option<&Setting<String>>) -> String {
    let source = setting.map(|setting| setting.source.to_string());
    source.unwrap_or_else(|| "automatic, as the only one".to_owned())
}

impl Record for Status {
    const COLUMNS: &'static [&'static str] = &[];

    fn id(&self) -> String {
        String::new()
    }

    fn row(&self) -> Vec<String> {
        Vec::new()
    }

    fn details(&self) -> Vec<(&'static str, String)> {
        let sourced = |text: &Option<String>, source: &Option<String>, otherwise: &str| {
            let text = text.as_deref().unwrap_or("unknown");
            format!("{text} ({})", source.as_deref().unwrap_or(otherwise))
        };
        let mut details = vec![
            (
                "server",
                sourced(&self.server, &self.server_source, "not set"),
            ),
            (
                "API version",
                sourced(&self.api_version, &self.api_version_source, "not detected"),
            ),
            (
                "API key",
                sourced(&self.api_key, &self.api_key_source, "not set"),
            ),
        ];
        for (name, chosen) in [
            ("organization", &self.organization),
            ("orbit", &self.orbit),
            ("collection", &self.collection),
        ] {
            let text = chosen
                .as_ref()
                .map(|Chosen { id, name, source }| format!("{name}, {id} ({source})"));
            details.push((name, text.unwrap_or_else(|| "none".to_owned())));
        }
        for one in &self.organizations {
            let role = one.role.as_ref().map_or("no role", |role| role.as_str());
            details.push(("member of", format!("{}, {} ({role})", one.name, one.id)));
        }
        for check in &self.checks {
            let state = match check.state {
                State::Ok => "ok",
                State::Failed => "FAILED",
                State::NotChecked => "not checked",
                State::NotNeeded => "not needed, the address is http",
            };
            details.push(("check", format!("{}: {state}", check.name)));
        }
        details
    }
}
