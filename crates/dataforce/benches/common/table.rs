//! Tables in Markdown, with a verdict in each row.

use std::fmt;

/// What a measured value should be.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    AtMost(f64),
    AtLeast(f64),
    /// None: the value is there to be known.
    Unchecked,
}

impl Target {
    fn verdict(self, value: f64) -> &'static str {
        let is_met = match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
            Self::Unchecked => return "",
        };
        if is_met { "met" } else { "**missed**" }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) => write!(f, "≤ {limit:.2}"),
            Self::AtLeast(limit) => write!(f, "≥ {limit:.2}"),
            Self::Unchecked => Ok(()),
        }
    }
}

/// The answer to a question, which is printed row by row.
pub(crate) struct Table;

impl Table {
    /// Prints the question and the head of the table. The last of the columns is the value that has
    /// a target.
    pub(crate) fn new(question: &str, columns: &[&str]) -> Self {
        println!("\n## {question}\n");
        println!("| {} | target | verdict |", columns.join(" | "));
        println!("|---|{}---|---|", "---:|".repeat(columns.len() - 1));
        Self
    }

    pub(crate) fn row(&self, cells: &[&dyn fmt::Display], value: f64, target: Target) {
        let cells: String = cells.iter().map(|cell| format!("{cell} | ")).collect();
        let verdict = target.verdict((value * 100.0).round() / 100.0);
        println!("| {cells}{value:.2} | {target} | {verdict} |");
    }
}

/// The median, since a disturbance affects few of several measurements.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
