//! The documentation of the blocking client.

use anyhow::{Result, bail, ensure};

use super::facade::Facade;
use super::program;

/// The section that the blocking client has no use for.
const ASYNC_SECTION: &str = " # Async";

/// Rewrites the lines of a comment, each as it follows `///`.
pub(super) fn blocking(lines: &[String], facade: &Facade) -> Result<Vec<String>> {
    let mut written: Vec<String> = Vec::new();
    let mut lines = lines.iter().peekable();
    let mut skips = false;
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            let mut code = String::new();
            loop {
                match lines.next() {
                    Some(line) if line.trim_start().starts_with("```") => break,
                    Some(line) => code += &format!("{}\n", line.strip_prefix(' ').unwrap_or(line)),
                    None => bail!("an example does not end"),
                }
            }
            if skips {
                continue;
            }
            let code = program::blocking_example(&code, facade)?;
            written.push(line.clone());
            written.extend(code.lines().map(|line| match line {
                "" => String::new(),
                line => format!(" {line}"),
            }));
            written.push(" ```".to_owned());
            continue;
        }
        if line.starts_with(" # ") {
            skips = line == ASYNC_SECTION;
        }
        if !skips {
            written.push(prose(line, facade)?);
        }
    }
    while written.last().is_some_and(|line| line.is_empty()) {
        written.pop();
    }
    Ok(written)
}

fn prose(line: &str, facade: &Facade) -> Result<String> {
    for word in ["future", "await", "Tokio"] {
        ensure!(
            !line.contains(word),
            "the documentation mentions `{word}`; move it to a section `# Async`: {line}"
        );
    }
    let mut line = line.to_owned();
    for name in facade.wrapped.keys() {
        for end in [")", "::"] {
            let target = format!("(crate::{name}{end}");
            line = line.replace(&target, &format!("(super::{name}{end}"));
        }
    }
    // A link that is its own target depends on what the file imports.
    let mut rest = line.as_str();
    let mut written = String::new();
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((path, after)) = link.split_once("`]") else {
            bail!("a link does not end on its line: {line}");
        };
        written += &format!("{before}[`{path}`]");
        if !after.starts_with('(') {
            let name = path.split("::").next().unwrap_or(path);
            ensure!(
                facade.wrapped.contains_key(name),
                "the link [`{path}`] needs a target that starts with `crate::`"
            );
            written += &format!("(super::{path})");
        }
        rest = after;
    }
    Ok(written + rest)
}
