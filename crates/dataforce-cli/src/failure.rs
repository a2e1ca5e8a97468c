//! Why a command ends without success.

use std::fmt::Display;
use std::io;

use dataforce::ErrorKind;

use crate::exit_code;

/// The result of everything that a command does.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// The reason why a command ends: an exit code, a message, and what would help.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: u8,
    /// `None` if nothing is left to say.
    pub(crate) message: Option<String>,
    pub(crate) hints: Vec<String>,
}

impl Failure {
    pub(crate) fn new(code: u8, message: impl Into<String>) -> Self {
        Self {
            code,
            message: Some(message.into()),
            hints: Vec::new(),
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(exit_code::USAGE, message)
    }

    pub(crate) fn interrupted(message: impl Into<String>) -> Self {
        Self::new(exit_code::INTERRUPTED, message)
    }

    /// The end of a command whose failures were reported one by one.
    pub(crate) fn reported(code: u8) -> Self {
        Self {
            code,
            message: None,
            hints: Vec::new(),
        }
    }

    /// A failure to do `what` with a file.
    pub(crate) fn file(what: &str, file: impl Display, error: &io::Error) -> Self {
        Self::new(exit_code::FAILURE, format!("cannot {what} {file}: {error}"))
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// A failure to write to standard output. That nobody reads it any more is no failure.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::reported(exit_code::SUCCESS),
            _ => Self::new(
                exit_code::FAILURE,
                format!("cannot write to standard output: {error}"),
            ),
        }
    }
}

impl From<dataforce::Error> for Failure {
    fn from(error: dataforce::Error) -> Self {
        let failure = Self::new(code(&error), error.to_string());
        match error.kind() {
            ErrorKind::Unauthorized => failure.hint(
                "see which key is used with `dataforce status`; set another with \
                 `dataforce config set api_key`, --api-key-file or LUML_API_KEY",
            ),
            ErrorKind::Connection | ErrorKind::UnexpectedResponse => {
                failure.hint("the address is set with --base-url; -v shows the requests")
            }
            ErrorKind::Timeout => failure.hint("allow more time with --timeout"),
            ErrorKind::MultipleResourcesFound => match pasteable_ids(&error) {
                Some(ids) => failure.hint(ids),
                None => failure,
            },
            ErrorKind::Certificate | ErrorKind::Configuration => {
                let message = error.to_string();
                let flag = FLAGS.iter().find(|(method, _)| message.contains(method));
                match flag {
                    Some((_, hint)) => failure.hint(*hint),
                    None => failure,
                }
            }
            _ => failure,
        }
    }
}

/// Methods that messages of the library name, and what to use instead of them.
const FLAGS: [(&str, &str); 2] = [
    ("`base_url`", "the address is set with --base-url"),
    (
        "`root_certificate`",
        "trust a certificate authority with --ca-file",
    ),
];

/// The ids that an ambiguous name may mean, one a line.
fn pasteable_ids(error: &dataforce::Error) -> Option<String> {
    let ids: Vec<_> = error.ids().map(|id| format!("\n  {id}")).collect();
    (!ids.is_empty()).then(|| format!("give one of these instead of the name:{}", ids.concat()))
}

fn code(error: &dataforce::Error) -> u8 {
    if error.outcome_unknown() {
        return exit_code::OUTCOME_UNKNOWN;
    }
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidInput => exit_code::USAGE,
        ErrorKind::NotFound => exit_code::NOT_FOUND,
        ErrorKind::MultipleResourcesFound => exit_code::AMBIGUOUS,
        ErrorKind::Unauthorized | ErrorKind::Forbidden => exit_code::REFUSED,
        ErrorKind::Conflict => exit_code::CONFLICT,
        _ => exit_code::FAILURE,
    }
}
