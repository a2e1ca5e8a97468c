//! What is said on standard error: notes, questions, progress.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use dialoguer::{Confirm, Password};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::failure::{Failure, Result};
use crate::printable::printable;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

/// Standard error, and the user in front of it.
#[derive(Clone, Debug)]
pub(crate) struct Terminal {
    quiet: bool,
    /// Whether requests are logged, between which a bar would flicker.
    verbose: bool,
    bar: ProgressBar,
}

impl Terminal {
    pub(crate) fn new(quiet: bool, verbose: bool) -> Self {
        let bar = ProgressBar::hidden();
        Self {
            quiet,
            verbose,
            bar,
        }
    }

    /// Says something that `--quiet` silences.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            self.say(&lines(text));
        }
    }

    /// Says why something failed, and what would help.
    pub(crate) fn failure(&self, failure: &Failure) {
        if let Some(message) = &failure.message {
            let message = printable(message);
            self.say(&format!("{ERROR}error:{ERROR:#} {message}"));
        }
        for hint in &failure.hints {
            let hint = lines(hint);
            self.say(&format!("{HINT}hint:{HINT:#} {hint}"));
        }
    }

    /// Shows a bar from now on, on a terminal.
    pub(crate) fn progress(&mut self, what: &'static str, length: usize) {
        if self.quiet || self.verbose || !std::io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(
            Some(length as u64),
            ProgressDrawTarget::stderr_with_hz(10),
        );
        // The template is constant; without it, the bar looks different.
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} {eta}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(what);
        self.bar = bar;
    }

    pub(crate) fn advance(&self) {
        self.bar.inc(1);
    }

    pub(crate) fn finish_progress(&self) {
        self.bar.finish_and_clear();
    }

    /// Whether a question can be asked.
    pub(crate) fn can_ask(&self) -> bool {
        std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
    }

    /// Shows what a question is about, even if quiet, and asks it. The answer is no unless the user
    /// types `y`.
    pub(crate) fn confirm(&self, subjects: &[String], question: &str) -> Result<bool> {
        for subject in subjects {
            self.say(&printable(subject));
        }
        let confirm = Confirm::new()
            .with_prompt(question)
            .default(false)
            .interact();
        confirm.map_err(unasked)
    }

    /// Asks for a secret, which is not shown.
    pub(crate) fn ask_secret(&self, prompt: &str) -> Result<String> {
        Password::new()
            .with_prompt(prompt)
            .interact()
            .map_err(unasked)
    }

    fn say(&self, text: &str) {
        self.bar.suspend(|| {
            // There is nobody to tell that nobody listens.
            let _ = writeln!(anstream::stderr(), "{text}");
        });
    }
}

fn unasked(error: dialoguer::Error) -> Failure {
    // The prompt hides the cursor and leaves it so if it is interrupted.
    let _ = console::Term::stderr().show_cursor();
    let dialoguer::Error::IO(error) = error;
    match error.kind() {
        std::io::ErrorKind::Interrupted => Failure::interrupted("interrupted; nothing was done"),
        _ => Failure::usage(format!("the question could not be asked: {error}")),
    }
}

/// Keeps the lines of a text of ours, which may quote others.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(printable).collect();
    lines.join("\n")
}
