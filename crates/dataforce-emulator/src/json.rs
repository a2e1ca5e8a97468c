//! JSON values as the server holds and writes them.
//!
//! The server's JSON differs from `serde_json`'s in ways that reach the client: it accepts lone
//! surrogates and `NaN` (and then fails to write them), keeps integers of any size, and writes
//! numbers in its own format.

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// The decimal digits, of any number.
    Integer(String),
    Float(f64),
    String(Text),
    Array(Vec<Json>),
    Object(Vec<(Text, Json)>),
}

/// The text of a JSON string in WTF-8, which is UTF-8 that may also hold lone surrogates.
pub(crate) type Text = Vec<u8>;

/// The value cannot be written: it holds a lone surrogate or a number that is not finite, or it is
/// nested so deep that the server's stack overflows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unwritable;

/// The server overflows its stack when it reports on something nested deeper.
pub(crate) const MAX_WRITTEN_DEPTH: usize = 1000;

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.as_bytes().to_vec())
    }
}

impl From<usize> for Json {
    fn from(number: usize) -> Self {
        Self::Integer(number.to_string())
    }
}

impl Json {
    pub(crate) fn object<const N: usize>(members: [(&str, Self); N]) -> Self {
        let members = members.map(|(name, value)| (name.as_bytes().to_vec(), value));
        Self::Object(members.into())
    }

    /// Writes the value as the server does: compact, with every printable character unescaped.
    pub(crate) fn write(&self, out: &mut String) -> Result<(), Unwritable> {
        self.write_nested(out, 0)
    }

    fn write_nested(&self, out: &mut String, depth: usize) -> Result<(), Unwritable> {
        if depth > MAX_WRITTEN_DEPTH {
            return Err(Unwritable);
        }
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Integer(digits) => out.push_str(digits),
            Self::Float(value) => write_float(*value, out)?,
            Self::String(text) => write_text(text, out)?,
            Self::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_nested(out, depth + 1)?;
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_text(name, out)?;
                    out.push(':');
                    value.write_nested(out, depth + 1)?;
                }
                out.push('}');
            }
        }
        Ok(())
    }
}

fn write_text(text: &[u8], out: &mut String) -> Result<(), Unwritable> {
    let text = str::from_utf8(text).map_err(|_| Unwritable)?;
    out.push_str(&serde_json::to_string(text).map_err(|_| Unwritable)?);
    Ok(())
}

/// Writes the shortest digits that read back as the same number, with an exponent below -4 and
/// above 15.
fn write_float(value: f64, out: &mut String) -> Result<(), Unwritable> {
    if !value.is_finite() {
        return Err(Unwritable);
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if value != 0.0 && !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        out.push_str(&format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs()));
        return Ok(());
    }
    let plain = format!("{value}");
    out.push_str(&plain);
    if !plain.contains('.') {
        out.push_str(".0");
    }
    Ok(())
}
