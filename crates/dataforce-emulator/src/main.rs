//! The `dataforce-emulator` program.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use dataforce_emulator::{ApiVersion, Behaviour, Emulator, Exchange, Fault, Seed, duration};

/// How long responses under way may take when the program is asked to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Runs a DataForce server in memory, for tests and experiments.
///
/// It behaves like a real server and keeps nothing when it stops. Without --seed, it starts with
/// the organization "My Personal Organization", the orbit "Default Orbit", no collections, and one
/// user, who owns the organization.
#[derive(Parser)]
#[command(version, after_long_help = EXAMPLES)]
struct Options {
    /// Port of 127.0.0.1 to listen on; 0 chooses a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Version of the API: legacy or v1.
    #[arg(long, value_name = "VERSION", default_value_t)]
    api_version: ApiVersion,

    /// Start with the content of this JSON file (see below).
    #[arg(long, value_name = "FILE.json")]
    seed: Option<PathBuf>,

    /// Write the content to this JSON file at the end, in the format of --seed.
    #[arg(long, value_name = "FILE.json")]
    export: Option<PathBuf>,

    /// API key of the first user [default: dfs_your_key, or that of the seed].
    #[arg(long)]
    key: Option<String>,

    /// Wait this long before each response, such as 250ms or 1.5s.
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    latency: Option<Duration>,

    /// Inject a fault (see below); can be repeated.
    #[arg(long, value_name = "FAULT")]
    faults: Vec<Fault>,

    /// Behave as documented where real servers do not: updates keep what they do not mention, and
    /// a collection is found only in its own orbit.
    #[arg(long)]
    documented: bool,

    /// Behave as releases of version 1 up to v0.2.0: updates and deletes reach collections of all
    /// organizations.
    #[arg(long, conflicts_with = "documented")]
    unbounded: bool,

    /// Print `export` lines for a shell, and nothing else, to standard output.
    #[arg(long)]
    print_env: bool,

    /// Do not log requests.
    #[arg(long, short)]
    quiet: bool,
}

const EXAMPLES: &str = r#"A FAULT consists of parts separated by commas. What happens:
  503                                       this status instead of the real response
  reset-before, reset-during, reset-after   the connection is reset: before the request is
                                            processed, during the response, or instead of it
  close-before, close-during, close-after   the connection is closed likewise
  delay=2s, slow-body=500ms                 a pause before the headers, or in the middle of the body
  truncated, malformed, endless, empty      a damaged body
  html                                      the content type text/html
  redirect=/elsewhere, redirect=http://...  a redirect (307)
To which requests, and how:
  validate_api_key, list_organizations, list_orbits, get_orbit, list_collections,
  create_collection, get_collection, update_collection, delete_collection
                                            only at this endpoint
  times=3, always                           more than once
  after=2                                   only after two requests
  retry-after=1, retry-after-date=5s        with Retry-After in seconds, or as a date

A SEED needs only names: missing ids and times are generated, and the first user owns an
organization without members. Other members are listed by name, as owner, admin or member of an
organization, and as admin or member of an orbit:
  {
    "users": [{"name": "jane", "keys": ["dfs_jane"]}],
    "organizations": [{
      "name": "Acme",
      "members": {"jane": "owner"},
      "orbits": [{
        "name": "Research",
        "collections": [
          {"name": "Images", "description": "", "collection_type": "dataset",
           "tags": ["raw"], "total_models": 0}
        ]
      }]
    }]
  }

Examples:
  Start it in the background with variables in the shell, and stop it.
    eval "$(dataforce-emulator --print-env &)"
    curl -H "Authorization: Bearer $DFS_API_KEY" "$DFS_BASE_URL/users/me/organizations"
    kill "$DFS_EMULATOR_PID"
  Start it as a server of version 1, with the variables that clients for it read.
    eval "$(dataforce-emulator --api-version v1 --print-env &)"
    curl -H "Authorization: Bearer $LUML_API_KEY" "$LUML_BASE_URL/v1/users/me/organizations"
    kill "$LUML_EMULATOR_PID"
  Test a client with a server that is busy twice and then loses a response.
    dataforce-emulator --port 8080 \
      --faults list_collections,503,retry-after=1,times=2 --faults create_collection,reset-after

It stops on Ctrl-C and SIGTERM, after the responses under way."#;

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dataforce-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> Result<(), String> {
    // Signals must be handled before the process id is printed.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    let stop = runtime
        .block_on(async { stop_signal() })
        .map_err(|error| format!("cannot wait for signals: {error}"))?;

    let mut builder = Emulator::builder()
        .port(options.port)
        .api_version(options.api_version)
        .latency(options.latency.unwrap_or_default())
        .keep_bodies_up_to(0)
        .keep_exchanges_up_to(0);
    if options.documented {
        builder = builder.behaviour(Behaviour::Documented);
    }
    if options.unbounded {
        builder = builder.behaviour(Behaviour::Unbounded);
    }
    if let Some(file) = &options.seed {
        builder = builder.seed(read(file)?);
    }
    if let Some(key) = options.key {
        builder = builder.key(key);
    }
    for fault in options.faults {
        builder = builder.fault(fault);
    }
    if !options.quiet {
        builder = builder.observe(|exchange| eprintln!("{}", line(exchange)));
    }
    let emulator = builder.try_start().map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => error.to_string(),
        _ => format!("cannot listen on port {}: {error}", options.port),
    })?;

    eprintln!("DataForce emulator at {}", emulator.base_url());
    if options.print_env {
        print_env(&emulator)
            .map_err(|error| format!("cannot write to standard output: {error}"))?;
    } else {
        for (name, value) in environment(&emulator) {
            eprintln!("  {name}={value}");
        }
    }

    runtime.block_on(stop);
    eprintln!("stopping");
    let seed = emulator.stop(GRACE);
    match options.export {
        Some(file) => write(&file, &seed),
        None => Ok(()),
    }
}

/// Returns the variables with which clients find the emulator.
fn environment(emulator: &Emulator) -> [(String, String); 5] {
    let prefix = match emulator.api_version() {
        ApiVersion::V1 => "LUML",
        _ => "DFS",
    };
    [
        ("BASE_URL", emulator.base_url().to_owned()),
        ("API_KEY", emulator.api_key().to_owned()),
        ("ORGANIZATION", emulator.organization_id().to_string()),
        ("ORBIT", emulator.orbit_id().to_string()),
        ("EMULATOR_PID", std::process::id().to_string()),
    ]
    .map(|(name, value)| (format!("{prefix}_{name}"), value))
}

fn print_env(emulator: &Emulator) -> io::Result<()> {
    let mut out = io::stdout();
    for (name, value) in environment(emulator) {
        writeln!(out, "export {name}={}", shell_word(&value))?;
    }
    out.flush()?;
    // A shell that evaluates the output waits until it is closed.
    #[cfg(unix)]
    rustix::stdio::dup2_stdout(File::options().write(true).open("/dev/null")?)?;
    Ok(())
}

/// Quotes text that is not a single word to a shell.
fn shell_word(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// Returns a line such as `GET /users/me/organizations → 200 · 412 bytes · 0.3 ms`.
fn line(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let query = match &request.query {
        Some(query) => format!("?{query}"),
        None => String::new(),
    };
    let outcome = match &exchange.response {
        Some(response) => {
            let size = response.body.as_ref().map_or(0, |body| body.len());
            format!("{} · {size} bytes", response.status.as_u16())
        }
        None => "connection ended".to_owned(),
    };
    let fault = if exchange.faulty { " · fault" } else { "" };
    let milliseconds = exchange.elapsed.as_secs_f64() * 1000.0;
    format!(
        "{} {}{query} → {outcome} · {milliseconds:.1} ms{fault}",
        request.method, request.path
    )
}

fn read(file: &Path) -> Result<Seed, String> {
    let describe =
        |error: &dyn std::fmt::Display| format!("cannot read {}: {error}", file.display());
    let reader = BufReader::new(File::open(file).map_err(|error| describe(&error))?);
    serde_json::from_reader(reader).map_err(|error| describe(&error))
}

fn write(file: &Path, seed: &Seed) -> Result<(), String> {
    let describe =
        |error: &dyn std::fmt::Display| format!("cannot write {}: {error}", file.display());
    let mut writer = BufWriter::new(File::create(file).map_err(|error| describe(&error))?);
    serde_json::to_writer_pretty(&mut writer, seed).map_err(|error| describe(&error))?;
    writer.flush().map_err(|error| describe(&error))
}

/// Starts to listen for the signals that stop the program. The returned future waits for one.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // If signals cannot be received, the program runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    })
}
