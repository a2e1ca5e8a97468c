//! The exit codes, and what each of them means.

/// Everything was done.
pub(crate) const SUCCESS: u8 = 0;
/// Something failed that has no code of its own.
pub(crate) const FAILURE: u8 = 1;
/// The command line or the configuration is wrong or incomplete. Nothing was changed.
pub(crate) const USAGE: u8 = 2;
/// No resource has the id or name.
pub(crate) const NOT_FOUND: u8 = 3;
/// Several resources have the name.
pub(crate) const AMBIGUOUS: u8 = 4;
/// The server refuses the key (401), or the key's owner lacks the right (403).
pub(crate) const REFUSED: u8 = 5;
/// The state of a resource does not allow the change (409), or an import differs from what exists.
pub(crate) const CONFLICT: u8 = 6;
/// A change was sent and may have taken effect, although no response says so.
pub(crate) const OUTCOME_UNKNOWN: u8 = 7;
/// Ctrl-C ended the command. What it says on standard error tells what was done.
pub(crate) const INTERRUPTED: u8 = 130;

/// The table that `dataforce --help` and the manual page show.
pub(crate) const HELP: &str = "\
Exit codes:
    0  success
    1  failure
    2  usage: the command line or the configuration is wrong or incomplete
    3  not found: nothing has the id or name
    4  ambiguous: several have the name
    5  refused: the server does not accept the key, or its owner lacks the right
    6  conflict: the collection holds artifacts, or an import differs from what exists
    7  outcome unknown: a change was sent, and it may have taken effect
  130  interrupted by Ctrl-C";
