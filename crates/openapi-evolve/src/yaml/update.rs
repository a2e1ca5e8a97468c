//! Changes the content of a YAML text and keeps its layout.
//!
//! What stays, or only gets another name, keeps its layout and comments. A comment above something
//! that is removed is removed, too.

use std::ops::Range;

use serde_json::{Map, Value};

use super::layout::{self, Content, Entry, Node};
use super::writer;

/// Returns a text that says `new`, as close to the old text as possible.
pub(crate) fn update(text: &str, new: &Value) -> Result<String, String> {
    let old =
        super::parse(text).map_err(|error| format!("the old text is not valid YAML: {error}"))?;
    let mut update = Update {
        text,
        out: String::new(),
    };
    match (layout::read(text), &old, new) {
        (Some(root), Value::Object(old), Value::Object(new)) if is_block(&root) => {
            update.mapping(&root, 0..text.len(), old, new, "");
        }
        _ => update.out = writer::document(new),
    }
    // The text may be the work of people: it is checked before anybody overwrites it with this.
    match super::parse(&update.out) {
        Ok(read) if read == *new => Ok(update.out),
        _ => Err("cannot be updated: the new text would not say what it should".to_owned()),
    }
}

/// Whether a node is a mapping that can be changed entry by entry.
fn is_block(node: &Node) -> bool {
    matches!(node.content, Content::Mapping { block: true, .. })
}

struct Update<'t> {
    text: &'t str,
    out: String,
}

impl Update<'_> {
    /// Writes a mapping that replaces the one in these bytes, which are whole lines with comments.
    fn mapping(
        &mut self,
        node: &Node,
        bytes: Range<usize>,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        parent: &str,
    ) {
        let Content::Mapping {
            block: true,
            entries,
        } = &node.content
        else {
            return;
        };
        let starts = entries
            .iter()
            .map(|entry| entry.bytes.start)
            .collect::<Vec<_>>();
        let values = entries.iter().map(|entry| &entry.value).collect::<Vec<_>>();
        let chunks = self.chunks(&starts, &values, bytes);
        let column = starts.first().map_or(0, |start| self.column(*start));
        let is_spaced = chunks.len() > 2
            && chunks[1..]
                .iter()
                .all(|chunk| self.text[chunk.clone()].starts_with('\n'));

        let names = names_in(entries, old, new);
        for name in merged_order(&names, new, parent) {
            let value = &new[name];
            match names.iter().position(|other| *other == Some(name)) {
                Some(index) => {
                    let (entry, chunk) = (&entries[index], chunks[index].clone());
                    let old = old.get(&entry.key).unwrap_or(&Value::Null);
                    if old != value {
                        self.changed(entry, chunk, old, value, parent);
                    } else if entry.key == *name {
                        self.out.push_str(&self.text[chunk]);
                    } else {
                        let (before, after) =
                            (chunk.start..entry.bytes.start, entry.bytes.end..chunk.end);
                        self.out.push_str(&self.text[before]);
                        self.out.push_str(&writer::key(name));
                        self.out.push_str(&self.text[after]);
                    }
                }
                None => {
                    if is_spaced {
                        self.out.push('\n');
                    }
                    self.out
                        .push_str(&writer::entry(name, value, column, parent));
                }
            }
            self.end_line();
        }
    }

    fn changed(
        &mut self,
        entry: &Entry,
        chunk: Range<usize>,
        old: &Value,
        new: &Value,
        parent: &str,
    ) {
        let column = self.column(entry.bytes.start);
        match (&entry.value.content, old, new) {
            (Content::Mapping { block: true, .. }, Value::Object(old), Value::Object(new))
                if !new.is_empty() =>
            {
                let inside = self.line_after(entry.bytes.start);
                self.out.push_str(&self.text[chunk.start..inside]);
                self.mapping(&entry.value, inside..chunk.end, old, new, &entry.key);
            }
            (Content::Sequence { block: true, items }, Value::Array(old), Value::Array(new))
                if new.iter().any(|value| value.is_object()) =>
            {
                let inside = self.line_after(entry.bytes.start);
                self.out.push_str(&self.text[chunk.start..inside]);
                self.sequence(items, inside..chunk.end, old, new, &entry.key);
            }
            _ => {
                let line = entry.bytes.start - column;
                self.out.push_str(&self.text[chunk.start..line]);
                let written = writer::entry(&entry.key, new, column, parent);
                self.out.push_str(&written);
                // The last byte of the value. The value of a block includes its line break.
                let last = self.content_end(&entry.value).saturating_sub(1);
                let comment = self.text[last..self.line_end(last)].split_once(" #");
                if let Some((_, comment)) = comment
                    && written.matches('\n').count() == 1
                {
                    self.out.truncate(self.out.len() - 1);
                    self.out.push_str(&format!(" #{comment}\n"));
                }
                let below = self.line_after(last).min(chunk.end);
                self.out.push_str(&self.text[below..chunk.end]);
            }
        }
    }

    fn sequence(
        &mut self,
        items: &[Node],
        bytes: Range<usize>,
        old: &[Value],
        new: &[Value],
        parent: &str,
    ) {
        let starts = items
            .iter()
            .map(|item| item.bytes.start)
            .collect::<Vec<_>>();
        let values = items.iter().collect::<Vec<_>>();
        let chunks = self.chunks(&starts, &values, bytes);
        let column = starts.first().map_or(0, |start| self.dash_column(*start));
        let mut next = 0;
        for value in new {
            match old[next.min(old.len())..]
                .iter()
                .position(|old| old == value)
            {
                Some(skipped) => {
                    next += skipped + 1;
                    self.out.push_str(&self.text[chunks[next - 1].clone()]);
                }
                None => self.out.push_str(&writer::item(value, column, parent)),
            }
            self.end_line();
        }
    }

    /// Divides the lines of a mapping or sequence among its entries. Comments above an entry belong
    /// to it, unless they are indented further: those belong to the entry before.
    fn chunks(&self, starts: &[usize], values: &[&Node], bytes: Range<usize>) -> Vec<Range<usize>> {
        let mut bounds = vec![bytes.start];
        for (start, before) in starts
            .iter()
            .zip(values)
            .skip(1)
            .map(|(start, _)| start)
            .zip(values)
        {
            let line = self.line_start(*start);
            let column = self.text[line..].len() - self.text[line..].trim_start_matches(' ').len();
            let end = self.content_end(before);
            let mut bound = if end == self.line_start(end) {
                end
            } else {
                self.line_after(end)
            };
            while bound < line {
                let comment = &self.text[bound..self.line_end(bound)];
                let indent = comment.len() - comment.trim_start().len();
                if comment.trim().is_empty() || indent <= column {
                    break;
                }
                bound = self.line_after(bound);
            }
            bounds.push(bound.min(line));
        }
        bounds.push(bytes.end);
        bounds.windows(2).map(|pair| pair[0]..pair[1]).collect()
    }

    /// Returns where the content of a node ends, without the comments below it.
    fn content_end(&self, node: &Node) -> usize {
        let last = match &node.content {
            Content::Mapping {
                block: true,
                entries,
            } => entries.last().map(|last| &last.value),
            Content::Sequence { block: true, items } => items.last(),
            _ => None,
        };
        if let Some(last) = last {
            return self.content_end(last);
        }
        // The bytes of a block of text include the indentation of the line below it.
        let line = self.line_start(node.bytes.end);
        match self.text[line..node.bytes.end].trim() {
            "" => line,
            _ => node.bytes.end,
        }
    }

    fn end_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..]
            .find('\n')
            .map_or(self.text.len(), |newline| at + newline)
    }

    fn line_after(&self, at: usize) -> usize {
        (self.line_end(at) + 1).min(self.text.len())
    }

    fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// Returns the column of the dash before an item.
    fn dash_column(&self, at: usize) -> usize {
        let line = self.line_start(at);
        self.text[line..at].find('-').unwrap_or(0)
    }
}

/// Returns the name that each entry has in `new`: its own, or the new name of an equal object.
fn names_in<'n>(
    entries: &[Entry],
    old: &Map<String, Value>,
    new: &'n Map<String, Value>,
) -> Vec<Option<&'n String>> {
    let same_name = |entry: &Entry| new.get_key_value(&entry.key).map(|(name, _)| name);
    let mut names: Vec<_> = entries.iter().map(same_name).collect();
    let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
    for (name, value) in added.filter(|(_, value)| value.is_object()) {
        let mut gone = entries
            .iter()
            .zip(&mut names)
            .filter(|(_, name)| name.is_none());
        if let Some((_, place)) = gone.find(|(entry, _)| old.get(&entry.key) == Some(value)) {
            *place = Some(name);
        }
    }
    names
}

/// Returns the names of `new` in the order of the text, new ones after those that they follow when
/// written.
fn merged_order<'n>(
    names: &[Option<&'n String>],
    new: &'n Map<String, Value>,
    parent: &str,
) -> Vec<&'n String> {
    let mut order: Vec<&String> = names.iter().copied().flatten().collect();
    let mut before: Option<&String> = None;
    for (name, _) in writer::ordered(new, parent) {
        if !order.contains(&name) {
            let place = before.and_then(|before| order.iter().position(|other| *other == before));
            order.insert(place.map_or(order.len(), |place| place + 1), name);
        }
        before = Some(name);
    }
    order
}
