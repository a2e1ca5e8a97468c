//! Data on standard output.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use anstyle::Style;
use clap::ValueEnum;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use serde::Serialize;

use crate::failure::{Failure, Result};
use crate::printable::{printable, printable_json, shortened};

/// The spaces after a column.
const PADDING: u16 = 2;

/// How many characters of a cell a table shows. Its width is counted in 16 bits.
const MAX_CELL: usize = 10_000;

/// How data is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people
    Table,
    /// JSON: an array, or one object where one thing is asked for
    Json,
    /// A JSON object on each line
    Ndjson,
    /// An id on each line
    Id,
}

/// Something that every format can show.
pub(crate) trait Record: Serialize {
    /// The columns of a table.
    const COLUMNS: &'static [&'static str];

    fn id(&self) -> String;

    /// The cells of a row, one for each column.
    fn row(&self) -> Vec<String>;

    /// What is shown of a single one, as pairs of name and text.
    fn details(&self) -> Vec<(&'static str, String)> {
        Self::COLUMNS.iter().copied().zip(self.row()).collect()
    }
}

/// Writes records one after the other.
pub(crate) struct Output {
    format: Format,
    out: BufWriter<Stdout>,
    /// The rows of a table that are not written yet.
    rows: Vec<Vec<String>>,
    columns: &'static [&'static str],
    /// The widths of the columns in the part of a table that is written.
    widths: Vec<u16>,
    count: usize,
    /// Why a change could not be shown.
    failure: Option<Failure>,
}

impl Output {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            out: BufWriter::new(io::stdout()),
            rows: Vec::new(),
            columns: &[],
            widths: Vec::new(),
            count: 0,
            failure: None,
        }
    }

    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Adds a record to the list.
    pub(crate) fn push<T: Record>(&mut self, record: &T) -> Result<()> {
        match self.format {
            Format::Table => {
                self.columns = T::COLUMNS;
                self.rows.push(record.row());
            }
            Format::Json => {
                let json = to_json(serde_json::to_string_pretty(record))?;
                let start = if self.count == 0 { "[\n  " } else { ",\n  " };
                let json = printable_json(&json).replace('\n', "\n  ");
                write!(self.out, "{start}{json}")?;
            }
            Format::Ndjson => self.line_of_json(record)?,
            Format::Id => writeln!(self.out, "{}", record.id())?,
        }
        self.count += 1;
        Ok(())
    }

    /// Adds a record that was changed, and writes it at once. If it cannot be written, nothing more
    /// is, and [`finish`](Self::finish) fails: that nobody reads is no reason to stop changing.
    pub(crate) fn push_changed<T: Record>(&mut self, record: &T) {
        if self.failure.is_none() {
            let outcome = self.push(record).and_then(|()| self.flush_lines());
            self.failure = outcome.err();
        }
    }

    /// Ends the list.
    pub(crate) fn finish(mut self) -> Result<()> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        match self.format {
            Format::Json if self.count == 0 => writeln!(self.out, "[]")?,
            Format::Json => writeln!(self.out, "\n]")?,
            _ => {}
        }
        self.flush()
    }

    /// Writes what was added so far, unless it has to be aligned with what comes.
    pub(crate) fn flush_lines(&mut self) -> Result<()> {
        Ok(self.out.flush()?)
    }

    /// Writes what was added so far. The columns of a table get wider from part to part if they
    /// have to, and never narrower.
    pub(crate) fn flush(&mut self) -> Result<()> {
        if !self.rows.is_empty() {
            let rows = std::mem::take(&mut self.rows);
            let table = table(self.columns, &rows, &mut self.widths);
            let mut out = anstream::AutoStream::auto(io::stdout());
            out.write_all(table.as_bytes())?;
            out.flush()?;
        }
        self.flush_lines()
    }

    /// Writes one record: an object as JSON, and all details in place of a table.
    pub(crate) fn one<T: Record>(mut self, record: &T) -> Result<()> {
        match self.format {
            Format::Table => self.details(record)?,
            Format::Json => {
                let json = to_json(serde_json::to_string_pretty(record))?;
                writeln!(self.out, "{}", printable_json(&json))?;
            }
            Format::Ndjson => self.line_of_json(record)?,
            Format::Id => writeln!(self.out, "{}", record.id())?,
        }
        Ok(self.out.flush()?)
    }

    /// Writes text as it is.
    pub(crate) fn text(mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes())?;
        Ok(self.out.flush()?)
    }

    fn details<T: Record>(&mut self, record: &T) -> Result<()> {
        let details = record.details();
        let width = details.iter().map(|(name, _)| name.len()).max();
        let width = width.unwrap_or_default() + 2;
        for (name, text) in details {
            writeln!(self.out, "{name:width$}{}", printable(&text))?;
        }
        Ok(())
    }

    fn line_of_json<T: Record>(&mut self, record: &T) -> Result<()> {
        let json = to_json(serde_json::to_string(record))?;
        Ok(writeln!(self.out, "{}", printable_json(&json))?)
    }
}

fn to_json(json: serde_json::Result<String>) -> Result<String> {
    Ok(json.map_err(io::Error::from)?)
}

/// Aligns columns by display width. On a terminal, wide cells are wrapped; elsewhere a row is a line.
///
/// The first part of a table, which has no `widths` yet, starts with the names of the columns. Later
/// parts are aligned with it, unless that is wider than the terminal.
fn table(columns: &[&str], rows: &[Vec<String>], widths: &mut Vec<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let terminal = io::stdout()
        .is_terminal()
        .then(|| console::Term::stdout().size_checked());
    let available = terminal.flatten().map(|(_, width)| width);
    match available {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let has_header = widths.is_empty();
    if has_header {
        table.set_header(columns.to_vec());
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| shortened(&printable(cell), MAX_CELL)));
    }
    widths.resize(columns.len(), 0);
    for (width, content) in widths.iter_mut().zip(table.column_max_content_widths()) {
        *width = content.saturating_add(PADDING).max(*width);
    }
    let total: usize = widths.iter().copied().map(usize::from).sum();
    let fits = available.is_none_or(|available| total <= available.into());
    for (column, width) in table.column_iter_mut().zip(widths) {
        column.set_padding((0, PADDING));
        if fits {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(*width)));
        }
    }
    let bold = Style::new().bold();
    let mut text = String::new();
    for (number, line) in table.lines().enumerate() {
        let line = line.trim_end();
        match number {
            0 if has_header => text.push_str(&format!("{bold}{line}{bold:#}\n")),
            _ => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}
