//! Parses faults and durations from text, such as arguments of the command line.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

use crate::endpoint::Endpoint;
use crate::faults::{Fault, Moment, header_value};
use crate::timestamp::http_date;

/// The error for a text that does not describe a [`Fault`] or a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(String);

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}

/// Parses a fault from parts separated by commas: what happens, and optionally to which endpoint,
/// how, and how often.
///
/// | part | meaning |
/// |---|---|
/// | `503` | responds with this status, without processing the request |
/// | `reset-before`, `reset-during`, `reset-after` | resets the connection (see [`Moment`]) |
/// | `close-before`, `close-during`, `close-after` | closes the connection |
/// | `delay=2s`, `slow-body=500ms` | waits before the headers, in the middle of the body |
/// | `truncated`, `malformed`, `endless`, `empty` | damages the body |
/// | `html` | sends the body as `text/html` |
/// | `redirect=URL` | redirects to a path, or to another origin |
/// | `list_collections` | happens only at this endpoint |
/// | `times=3`, `always` | happens more than once |
/// | `after=2` | lets two requests pass before |
/// | `retry-after=1`, `retry-after-date=5s` | adds `Retry-After` in seconds, or as a date |
///
/// ```
/// use dataforce_emulator::Fault;
///
/// let fault: Fault = "list_collections,503,retry-after=1,times=2".parse()?;
/// let fault: Fault = "reset-after,create_collection".parse()?;
/// assert!("list_collection,503".parse::<Fault>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl FromStr for Fault {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mut fault, mut options) = (None, Vec::new());
        for part in text.split(',').map(str::trim) {
            match effect(part).transpose() {
                None => options.push(part),
                Some(_) if fault.is_some() => {
                    return Err(ParseError(format!("`{text}` names two things that happen")));
                }
                Some(found) => fault = Some(found?),
            }
        }
        let fault =
            fault.ok_or_else(|| ParseError(format!("`{text}` does not name what happens")))?;
        options.into_iter().try_fold(fault, modify)
    }
}

/// Returns the fault, if the part names what happens.
fn effect(part: &str) -> Result<Option<Fault>, ParseError> {
    let fault = match part.split_once('=') {
        None => match part {
            "reset-before" => Fault::reset(Moment::Before),
            "reset-during" => Fault::reset(Moment::During),
            "reset-after" => Fault::reset(Moment::After),
            "close-before" => Fault::close(Moment::Before),
            "close-during" => Fault::close(Moment::During),
            "close-after" => Fault::close(Moment::After),
            "truncated" => Fault::truncated(),
            "malformed" => Fault::malformed(),
            "endless" => Fault::endless(),
            "empty" => Fault::empty(),
            "html" => Fault::content_type("text/html; charset=utf-8"),
            _ => match part.parse::<u16>() {
                Ok(status) => Fault::try_status(status).map_err(ParseError)?,
                Err(_) => return Ok(None),
            },
        },
        Some(("delay", value)) => Fault::delay(duration(value)?),
        Some(("slow-body", value)) => Fault::slow_body(duration(value)?),
        Some(("redirect", value)) => {
            header_value(value).map_err(ParseError)?;
            Fault::redirect(value)
        }
        Some(_) => return Ok(None),
    };
    Ok(Some(fault))
}

fn modify(fault: Fault, part: &str) -> Result<Fault, ParseError> {
    let (name, value) = part.split_once('=').unwrap_or((part, ""));
    let number = || {
        value
            .parse()
            .map_err(|_| ParseError(format!("`{value}` in `{part}` is not a number")))
    };
    Ok(match name {
        "times" => fault.times(number()?),
        "after" => fault.after(number()?),
        "always" => fault.always(),
        "retry-after" => {
            header_value(value).map_err(ParseError)?;
            fault.header(name, value)
        }
        "retry-after-date" => {
            let at = DateTime::<Utc>::from(SystemTime::now() + duration(value)?);
            fault.header(http::header::RETRY_AFTER.as_str(), &http_date(at))
        }
        _ => match part.parse::<Endpoint>() {
            Ok(endpoint) => fault.on(endpoint),
            Err(_) => {
                let endpoints = Endpoint::ids();
                return Err(ParseError(format!(
                    "`{part}` is not a fault, an option of one, or an endpoint ({endpoints})"
                )));
            }
        },
    })
}

/// Parses a duration such as `250ms`, `1.5s` or `2m`.
///
/// ```
/// use std::time::Duration;
/// use dataforce_emulator::duration;
///
/// assert_eq!(duration("250ms"), Ok(Duration::from_millis(250)));
/// assert!(duration("250").is_err());
/// ```
///
/// # Errors
///
/// If the number or the unit is missing.
pub fn duration(text: &str) -> Result<Duration, ParseError> {
    let units = [("ms", 0.001), ("s", 1.0), ("m", 60.0)];
    units
        .into_iter()
        .find_map(|(unit, seconds)| {
            let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
            Duration::try_from_secs_f64(number * seconds).ok()
        })
        .ok_or_else(|| {
            let message = format!("`{text}` is not a duration such as `250ms`, `1.5s` or `2m`");
            ParseError(message)
        })
}
