//! Formats generated code.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Formats a source file as `cargo fmt` in the folder `root` would.
pub fn format(code: String, root: &Path) -> Result<String> {
    let program = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let mut child = Command::new(program)
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run rustfmt; install it with `rustup component add rustfmt`")?;
    // Written from another thread, so that neither side waits for the other with a full pipe.
    let stdin = child.stdin.take();
    let writer = std::thread::spawn(move || match stdin {
        Some(mut stdin) => stdin.write_all(code.as_bytes()),
        None => Ok(()),
    });
    let output = child.wait_with_output().context("cannot run rustfmt")?;
    if !output.status.success() {
        bail!(
            "rustfmt rejects the generated code:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    if let Ok(Err(error)) = writer.join() {
        return Err(error).context("cannot pass the generated code to rustfmt");
    }
    String::from_utf8(output.stdout).context("rustfmt printed something other than text")
}
