//! The rows of an import, and the limits that they have to keep.

use std::io::{self, BufRead, BufReader};
use std::path::Path;

use dataforce::{ApiVersion, Collection, CollectionType};
use serde::Deserialize;

use crate::exit_code;
use crate::failure::{Failure, Result};
use crate::printable::shortened;

/// How many characters a name may have on V1.
const MAX_NAME: usize = 100;
/// How many characters a description may have on V1.
const MAX_DESCRIPTION: usize = 1000;
/// How many tags a collection may have on V1.
const MAX_TAGS: usize = 50;
/// How many characters a tag may have on V1.
const MAX_TAG: usize = 64;

/// How many characters of a text a message quotes.
const MAX_QUOTED: usize = 40;

/// How many invalid rows a message lists.
const MAX_LISTED: usize = 100;

/// What a row says about a collection. What it leaves out is empty in a new collection, and stays as
/// it is in another. Other properties of an export belong to the server.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Content {
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(alias = "type")]
    pub(super) collection_type: CollectionType,
    #[serde(default)]
    pub(super) tags: Option<Vec<String>>,
}

/// A row, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) content: Content,
}

/// What makes two collections equal. No tags and an empty list of tags are the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    name: String,
    collection_type: CollectionType,
    description: String,
    tags: Vec<String>,
}

impl Content {
    pub(super) fn key(&self) -> Key {
        Key {
            name: self.name.clone(),
            collection_type: self.collection_type.clone(),
            description: self.description.clone().unwrap_or_default(),
            tags: self.tags.clone().unwrap_or_default(),
        }
    }

    /// Whether the row says everything that an import can set.
    pub(super) fn is_complete(&self) -> bool {
        self.description.is_some() && self.tags.is_some()
    }

    /// The properties in which a collection of the same name differs from what the row says.
    pub(super) fn differences(&self, other: &Collection) -> Vec<&'static str> {
        let tags = other.tags.as_deref().unwrap_or_default();
        let says_otherwise = [
            ("type", self.collection_type != other.collection_type),
            (
                "description",
                self.description
                    .as_ref()
                    .is_some_and(|text| *text != other.description),
            ),
            ("tags", self.tags.as_ref().is_some_and(|all| all != tags)),
        ];
        let differing = says_otherwise.into_iter().filter(|(_, differs)| *differs);
        differing.map(|(property, _)| property).collect()
    }
}

impl From<&Collection> for Key {
    fn from(collection: &Collection) -> Self {
        Self {
            name: collection.name.clone(),
            collection_type: collection.collection_type.clone(),
            description: collection.description.clone(),
            tags: collection.tags.clone().unwrap_or_default(),
        }
    }
}

impl Row {
    /// `line 3, "Images"`
    pub(super) fn place(&self) -> String {
        format!(
            "line {}, {:?}",
            self.line,
            shortened(&self.content.name, MAX_QUOTED)
        )
    }
}

/// Reads all rows, or says which lines are none.
pub(super) fn read(file: &Path) -> Result<Vec<Row>> {
    let failed = |error: io::Error| Failure::file("read", file.display(), &error);
    let input: Box<dyn BufRead> = match file == Path::new("-") {
        true => Box::new(io::stdin().lock()),
        false => Box::new(BufReader::new(std::fs::File::open(file).map_err(failed)?)),
    };
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in input.lines().enumerate() {
        let text = line.map_err(failed)?;
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            continue;
        }
        let line = number + 1;
        if !text.starts_with('{') {
            problems.push(format!("line {line}: each line holds one JSON object"));
            continue;
        }
        match serde_json::from_str(text) {
            Ok(content) => rows.push(Row { line, content }),
            Err(error) => {
                // The place within the text, which is one line, would read as another line.
                let column = error.column();
                let said = error.to_string();
                let said = said
                    .rsplit_once(" at line ")
                    .map_or(&*said, |(said, _)| said);
                problems.push(format!("line {line}, column {column}: {said}"));
            }
        }
    }
    match problems.is_empty() {
        true => Ok(rows),
        false => Err(rejected("are not collections in JSON", &problems)),
    }
}

/// Checks the rows that would be sent against what a server of this version accepts.
pub(super) fn check<'r>(
    rows: impl Iterator<Item = &'r Row>,
    version: Option<ApiVersion>,
) -> Result<()> {
    let problems: Vec<_> = rows
        .flat_map(|row| problems(&row.content, version).map(move |it| (row, it)))
        .map(|(row, problem)| format!("{}: {problem}", row.place()))
        .collect();
    match problems.is_empty() {
        true => Ok(()),
        false => Err(rejected("cannot be stored by the server", &problems)
            .hint("correct them in the file, or leave them out")),
    }
}

fn problems(content: &Content, version: Option<ApiVersion>) -> impl Iterator<Item = String> {
    let mut problems = Vec::new();
    let tags = content.tags.as_deref().unwrap_or_default();
    let description = content.description.as_deref().unwrap_or_default();
    let texts = [content.name.as_str(), description].into_iter();
    let mut texts = texts.chain(tags.iter().map(String::as_str));
    if texts.any(|text| text.contains('\0')) {
        problems.push("a text contains a NUL character".to_owned());
    }
    if version == Some(ApiVersion::Legacy) {
        let is_known = matches!(
            content.collection_type,
            CollectionType::Model | CollectionType::Dataset
        );
        if !is_known {
            let kind = &content.collection_type;
            problems.push(format!(
                "the type is {kind}, which the legacy API does not know"
            ));
        }
        return problems.into_iter();
    }
    let mut limit = |what: &str, length: usize, most: usize| {
        if length > most {
            problems.push(format!(
                "{what} has {length} characters, and at most {most} are stored"
            ));
        }
    };
    limit("the name", content.name.chars().count(), MAX_NAME);
    limit(
        "the description",
        description.chars().count(),
        MAX_DESCRIPTION,
    );
    for tag in tags {
        let what = format!("the tag {:?}", shortened(tag, MAX_QUOTED));
        limit(&what, tag.chars().count(), MAX_TAG);
    }
    if tags.len() > MAX_TAGS {
        let count = tags.len();
        problems.push(format!(
            "it has {count} tags, and at most {MAX_TAGS} are stored"
        ));
    }
    problems.into_iter()
}

fn rejected(what: &str, problems: &[String]) -> Failure {
    let list: String = problems
        .iter()
        .take(MAX_LISTED)
        .map(|it| format!("\n  {it}"))
        .collect();
    let more = match problems.len().saturating_sub(MAX_LISTED) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    Failure::new(
        exit_code::FAILURE,
        format!("some rows {what}; nothing was changed"),
    )
    .hint(format!("the rows are{list}{more}"))
}
