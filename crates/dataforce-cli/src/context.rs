//! What all commands use: the settings, a client, the terminal.

use dataforce::{Call, Client, ClientBuilder, Defaults, ErrorKind, ResourceRef};
use secrecy::ExposeSecret;

use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::interrupt::Interrupt;
use crate::options::GlobalOptions;
use crate::output::Output;
use crate::settings::{Settings, Source};
use crate::terminal::Terminal;

/// What a command runs with.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) options: GlobalOptions,
    pub(crate) terminal: Terminal,
    pub(crate) interrupt: Interrupt,
}

impl Context {
    pub(crate) fn settings(&self) -> Result<Settings> {
        Settings::resolve(&self.options, &self.terminal)
    }

    pub(crate) fn output(&self) -> Output {
        Output::new(self.options.output)
    }

    /// A client without defaults. Sends nothing.
    pub(crate) fn client(&self) -> Result<Client> {
        client(&self.settings()?)
    }

    /// A client whose organization was looked up.
    pub(crate) async fn client_in_organization(&self) -> Result<Client> {
        let mut settings = self.settings()?;
        settings.orbit = None;
        self.connect(&settings).await
    }

    /// A client whose organization and orbit were looked up.
    pub(crate) async fn client_in_orbit(&self) -> Result<Client> {
        self.connect(&self.settings()?).await
    }

    async fn connect(&self, settings: &Settings) -> Result<Client> {
        let mut client = client(settings)?;
        let mut defaults = Defaults::new();
        if let Some(organization) = &settings.organization {
            defaults = defaults.organization(&organization.value);
        }
        if let Some(orbit) = &settings.orbit {
            defaults = defaults.orbit(&orbit.value);
        }
        // `connect` would read variables as well, which the settings have done.
        let outcome = self
            .interrupt
            .may_end(client.setup_config(defaults))
            .await?;
        match outcome {
            Ok(()) => Ok(client),
            Err(error) => {
                let explain = explain_connect(error, settings);
                Err(self.interrupt.may_end(explain).await?)
            }
        }
    }

    /// Waits for a call that reads. Adds the flag that would help if a default is missing.
    pub(crate) async fn read<T>(&self, client: &Client, call: Call<T>) -> Result<T> {
        let outcome = self.interrupt.may_end(call).await?;
        outcome.map_err(|error| explain_default(client, error))
    }

    /// Waits for a call that changes something. Returns `None` if Ctrl-C was pressed twice before it
    /// was finished.
    pub(crate) async fn change<T>(&self, call: Call<T>) -> Option<dataforce::Result<T>> {
        let waiting = || {
            let said = "waiting for the response; Ctrl-C again stops at once";
            self.terminal.note(said);
        };
        self.interrupt.finish_change(waiting, call).await
    }
}

/// A client without defaults. Sends nothing.
pub(crate) fn client(settings: &Settings) -> Result<Client> {
    let client = builder(settings)?.build();
    client.map_err(|error| without_key(error, settings))
}

/// Everything but the defaults.
fn builder(settings: &Settings) -> Result<ClientBuilder> {
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let mut builder = Client::builder().user_agent(agent);
    if let Some(key) = &settings.key
        && !matches!(key.source, Source::Variable(_))
    {
        builder = builder.api_key(key.value.expose_secret());
    }
    if let Some(url) = &settings.base_url {
        builder = builder.base_url(&url.value);
    }
    if let Some(version) = &settings.api_version {
        builder = builder.api_version(version.value);
    }
    if let Some(timeout) = settings.timeout {
        builder = builder.deadline(timeout).attempt_timeout(timeout);
    }
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    if let Some(path) = &settings.ca_file {
        let pem =
            std::fs::read(path).map_err(|error| Failure::file("read", path.display(), &error))?;
        let certificates = dataforce::reqwest::Certificate::from_pem_bundle(&pem);
        let certificates = certificates.map_err(|error| {
            Failure::usage(format!("{} holds no certificates: {error}", path.display()))
        })?;
        for certificate in certificates {
            builder = builder.root_certificate(certificate);
        }
    }
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    if settings.ca_file.is_some() {
        return Err(Failure::usage(
            "this program was built without TLS, and cannot use certificates",
        ));
    }
    Ok(builder)
}

/// Says how to give a key, if that is what is missing.
fn without_key(error: dataforce::Error, settings: &Settings) -> Failure {
    let failure = Failure::from(error);
    match settings.key {
        None => failure.hint(
            "run `dataforce config set api_key`, or give --api-key-file; `dataforce emulator` runs \
             a server for trying things out",
        ),
        Some(_) => failure,
    }
}

/// Adds which flag names another organization or orbit.
async fn explain_connect(error: dataforce::Error, settings: &Settings) -> Failure {
    if !matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::MultipleResourcesFound
    ) {
        return without_key(error, settings);
    }
    let (flag, setting) = match (&settings.organization, &settings.orbit) {
        (Some(organization), None) => ("--organization", organization),
        (None, Some(orbit)) => ("--orbit", orbit),
        (Some(organization), Some(orbit)) => {
            // Which of the two it is, decides the flag.
            let found = match client(settings) {
                Ok(client) => client.organizations().get(&organization.value).await,
                Err(_) => Ok(None),
            };
            match found {
                Ok(Some(_)) => ("--orbit", orbit),
                _ => ("--organization", organization),
            }
        }
        (None, None) => return Failure::from(error),
    };
    let source = &setting.source;
    let choices: Vec<_> = error
        .ids()
        .take(10)
        .map(|id| format!("\n  {flag} {id}"))
        .collect();
    let mut failure = Failure::from(error);
    failure.hints.clear();
    let origin = match source {
        Source::Flag(_) => String::new(),
        _ => format!("it comes from {source}; "),
    };
    failure.hint(match choices.is_empty() {
        true => format!("{origin}choose another with {flag}"),
        false => format!("{origin}choose one of these:{}", choices.concat()),
    })
}

/// Adds which flag sets the default that is missing.
pub(crate) fn explain_default(client: &Client, error: dataforce::Error) -> Failure {
    let is_configuration = error.is_configuration();
    let ids: Vec<_> = error.ids().take(10).collect();
    let failure = Failure::from(error);
    let flag = match (client.organization(), client.orbit()) {
        _ if !is_configuration => return failure,
        (None, _) => "--organization",
        (Some(_), None) => "--orbit",
        _ => return failure,
    };
    let list: String = ids.iter().map(|id| format!("\n  {flag} {id}")).collect();
    let key = flag.trim_start_matches('-');
    failure.hint(format!(
        "give {flag}, or keep it with `dataforce config set {key} <ID|NAME>`{}{list}",
        if list.is_empty() { "" } else { ":" }
    ))
}

/// The failure for an id or name that nothing has.
pub(crate) fn not_found<Id: std::fmt::Display>(
    resource: &str,
    wanted: &ResourceRef<Id>,
    place: &str,
) -> Failure {
    let message = match wanted {
        ResourceRef::Id(id) => format!("no {resource} has the id {id}{place}"),
        ResourceRef::Name(name) => format!("no {resource} has the name {name:?}{place}"),
        _ => format!("no {resource} was found{place}"),
    };
    Failure::new(exit_code::NOT_FOUND, message)
}
