//! `cargo xtask diff`: what changed between two documents, and what of that breaks.
//!
//! Two things can break. *Running clients*, built from the old document, that talk to a server of the new one. And
//! *code* written against the client generated from the old document (the facade is such code), once the client is
//! generated from the new one. Only what OpenAPI means is compared: order, texts, examples, and different
//! spellings of the same are no differences.

mod normal;
mod operations;
mod property;
mod schemas;
mod usage;

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::downgrade::downgrade;

/// A difference, and what it breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where it is: in the old document if something is gone, else in the new one.
    pub pointer: String,
    /// What changed.
    pub what: String,
    /// What breaks.
    pub breaks: Breaks,
}

/// What a difference breaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaks {
    /// Clients that are built from the old document.
    pub running: bool,
    /// Code that is written against the client generated from the old document.
    pub code: bool,
}

impl Breaks {
    const NOTHING: Self = Self {
        running: false,
        code: false,
    };
    const RUNNING: Self = Self {
        running: true,
        code: false,
    };
    const CODE: Self = Self {
        running: false,
        code: true,
    };
    const BOTH: Self = Self {
        running: true,
        code: true,
    };

    /// Whether anything does.
    pub fn any(self) -> bool {
        self.running || self.code
    }

    fn names(self) -> Vec<&'static str> {
        let named = [(self.running, "running clients"), (self.code, "code")];
        named
            .into_iter()
            .filter(|(breaks, _)| *breaks)
            .map(|(_, name)| name)
            .collect()
    }
}

/// All differences, those that break something first.
pub fn compare(old: &Value, new: &Value) -> anyhow::Result<Vec<Difference>> {
    let (old, _) = downgrade(old)?;
    let (new, _) = downgrade(new)?;
    let mut comparison = Comparison {
        old: &old,
        new: &new,
        differences: Vec::new(),
        behind: Vec::new(),
    };
    comparison.operations();
    comparison.components();
    let mut differences = comparison.differences;
    differences.sort_by_key(|difference| !difference.breaks.any());
    Ok(differences)
}

struct Comparison<'d> {
    old: &'d Value,
    new: &'d Value,
    differences: Vec<Difference>,
    /// The names of types that are being compared behind their references, so that none goes in circles.
    behind: Vec<(String, String)>,
}

impl Comparison<'_> {
    fn add(&mut self, pointer: &str, breaks: Breaks, what: impl Into<String>) {
        let difference = Difference {
            pointer: pointer.to_owned(),
            what: what.into(),
            breaks,
        };
        if !self.differences.contains(&difference) {
            self.differences.push(difference);
        }
    }
}

/// The differences as a table for people.
pub fn table(differences: &[Difference]) -> String {
    if differences.is_empty() {
        return "no differences\n".to_owned();
    }
    let mut table = String::new();
    for Difference {
        pointer,
        what,
        breaks,
    } in differences
    {
        let breaks = match breaks.names().as_slice() {
            [] => "compatible".to_owned(),
            names => format!("BREAKS {}", names.join(", ")),
        };
        let _ = writeln!(table, "{breaks:<28} {what}\n{:<28} {pointer}", "");
    }
    let breaking = differences
        .iter()
        .filter(|difference| difference.breaks.any())
        .count();
    let _ = writeln!(
        table,
        "{} differences, {breaking} of them breaking",
        differences.len()
    );
    table
}

/// The differences for programs.
pub fn to_json(differences: &[Difference]) -> Value {
    let list = differences.iter().map(
        |Difference {
             pointer,
             what,
             breaks,
         }| {
            json!({
                "pointer": pointer,
                "what": what,
                "breaking": breaks.any(),
                "breaks": {"running_clients": breaks.running, "code": breaks.code},
            })
        },
    );
    json!({
        "breaking": differences.iter().any(|difference| difference.breaks.any()),
        "differences": list.collect::<Vec<_>>(),
    })
}
