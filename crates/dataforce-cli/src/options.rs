//! The options of all commands.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use dataforce::ApiVersion;

use crate::output::Format;

/// The options of all commands.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalOptions {
    /// Organization, by id or name [env: LUML_ORGANIZATION, DFS_ORGANIZATION]
    #[arg(long, global = true, value_name = "ID|NAME")]
    pub(crate) organization: Option<String>,

    /// Orbit, by id or name [env: LUML_ORBIT, DFS_ORBIT]
    #[arg(long, global = true, value_name = "ID|NAME")]
    pub(crate) orbit: Option<String>,

    /// Address of the server [env: LUML_BASE_URL, DFS_BASE_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) base_url: Option<String>,

    /// File with the API key [env: LUML_API_KEY, DFS_API_KEY for the key itself]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) api_key_file: Option<PathBuf>,

    /// Version of the API, which is otherwise detected
    #[arg(long, global = true, value_name = "VERSION")]
    pub(crate) api_version: Option<Version>,

    /// File with certificates (PEM) to trust in addition to those of the platform
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Time limit of an operation in seconds [default: 120]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,

    /// Profile of the configuration file
    #[arg(long, global = true, value_name = "NAME", env = "DATAFORCE_PROFILE")]
    pub(crate) profile: Option<String>,

    /// Configuration file to use instead of the platform's default
    #[arg(long, global = true, value_name = "FILE", env = "DATAFORCE_CONFIG")]
    pub(crate) config: Option<PathBuf>,

    /// Format of the data
    #[arg(
        short,
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "table"
    )]
    pub(crate) output: Format,

    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// Log requests, with their time and attempts
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
}

/// A version of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Version {
    /// The API of December 2025, without a version in its paths
    Legacy,
    /// The API whose paths start with /v1
    V1,
}

impl From<Version> for ApiVersion {
    fn from(version: Version) -> Self {
        match version {
            Version::Legacy => Self::Legacy,
            Version::V1 => Self::V1,
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("not a positive number of seconds".to_owned()),
    }
}
