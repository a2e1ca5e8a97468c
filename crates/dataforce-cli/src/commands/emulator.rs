//! `dataforce emulator`.

use std::io::{self, Write};
use std::time::Duration;

use clap::Args;
use dataforce_emulator::{ApiVersion, Collection, CollectionType, Emulator};

use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::options::Version;

/// How long responses under way may take at the end.
const GRACE: Duration = Duration::from_secs(5);

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Port of 127.0.0.1 to listen on; 0 chooses a free one
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Number of further collections, to see how a large orbit behaves
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    collections: usize,
}

pub(crate) async fn run(options: Options, context: &Context) -> Result<()> {
    let version = match context.options.api_version {
        Some(Version::Legacy) => ApiVersion::Legacy,
        Some(Version::V1) | None => ApiVersion::V1,
    };
    let mut builder = Emulator::builder()
        .port(options.port)
        .api_version(version)
        .keep_bodies_up_to(0)
        .keep_exchanges_up_to(0)
        .collections(options.collections);
    for collection in samples() {
        builder = builder.collection(collection);
    }
    if context.options.verbose {
        builder = builder.observe(|exchange| {
            let status = exchange.response.as_ref().map(|it| it.status.as_u16());
            let request = &exchange.request;
            // That nobody reads is no reason to stop.
            let _ = writeln!(
                io::stderr(),
                "{} {}: {}",
                request.method,
                request.path,
                status.unwrap_or(0)
            );
        });
    }
    let emulator = builder.try_start().map_err(|error| {
        let port = format!("port {}", options.port);
        Failure::file("listen on", port, &error)
    })?;
    let terminal = &context.terminal;
    terminal.note(&format!(
        "an emulator of {version} runs at {} until Ctrl-C",
        emulator.base_url()
    ));
    print_exports(&emulator)?;
    context.interrupt.requested().await;
    emulator.stop(GRACE);
    terminal.note("the emulator has stopped");
    Ok(())
}

fn samples() -> [Collection; 4] {
    [
        Collection::example(),
        Collection::new("Training Data")
            .of_type(CollectionType::Dataset)
            .description("What the models learn from")
            .tags(["ml", "training"])
            .models(3),
        Collection::new("Churn Models")
            .description("Predictions of cancelled contracts")
            .tags(["production"])
            .models(2),
        Collection::new("Old Experiments").tags(["archive"]),
    ]
}

fn print_exports(emulator: &Emulator) -> Result<()> {
    let set = match emulator.api_version() {
        ApiVersion::V1 => "LUML",
        _ => "DFS",
    };
    let mut out = std::io::stdout().lock();
    for (name, value) in [
        ("BASE_URL", emulator.base_url().to_owned()),
        ("API_KEY", emulator.api_key().to_owned()),
        ("EMULATOR_PID", std::process::id().to_string()),
    ] {
        writeln!(out, "export {set}_{name}={value}")?;
    }
    out.flush()?;
    drop(out);
    // A shell that evaluates the output waits until it is closed.
    #[cfg(unix)]
    if !std::io::IsTerminal::is_terminal(&std::io::stdout()) {
        let null = std::fs::File::options().write(true).open("/dev/null")?;
        rustix::stdio::dup2_stdout(null).map_err(std::io::Error::from)?;
    }
    Ok(())
}
