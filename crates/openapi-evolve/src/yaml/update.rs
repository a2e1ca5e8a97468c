//! Changes the content of a YAML text and keeps its layout.
//!
//! What stays keeps its layout and comments. A comment above something that is removed is removed,
//! too.

use std::ops::Range;

use serde_json::{Map, Value};

use super::layout::{self, Content, Entry, Node};
use super::writer;

/// Returns a text that says `new`, as close to the old text as possible.
pub(crate) fn update(text: &str, new: &Value) -> Result<String, String> {
    let old: Value = serde_saphyr::from_str(text)
        .map_err(|error| format!("the old text is not valid YAML: {error}"))?;
    let mut update = Update {
        text,
        out: String::new(),
    };
    match (layout::read(text), &old, new) {
        (Some(root), Value::Object(old), Value::Object(new)) => {
            update.mapping(&root, 0..text.len(), old, new, "");
        }
        _ => update.out = writer::document(new),
    }
    // The text may be the work of people: it is checked before anybody overwrites it with this.
    match serde_saphyr::from_str::<Value>(&update.out) {
        Ok(read) if read == *new => Ok(update.out),
        _ => Err("cannot be updated: the new text would not say what it should".to_owned()),
    }
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
        let starts = entries.iter().map(|entry| entry.start).collect::<Vec<_>>();
        let values = entries.iter().map(|entry| &entry.value).collect::<Vec<_>>();
        let chunks = self.chunks(&starts, &values, bytes);
        let column = starts.first().map_or(0, |start| self.column(*start));
        let is_spaced = chunks.len() > 2
            && chunks[1..]
                .iter()
                .all(|chunk| self.text[chunk.clone()].starts_with('\n'));

        for name in merged_order(entries, new, parent) {
            let value = &new[name];
            let position = entries.iter().position(|entry| entry.key == *name);
            match position {
                Some(index) if old.get(name) == Some(value) => {
                    self.out.push_str(&self.text[chunks[index].clone()]);
                }
                Some(index) => {
                    let old = old.get(name).unwrap_or(&Value::Null);
                    self.changed(&entries[index], chunks[index].clone(), old, value, parent);
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
        let column = self.column(entry.start);
        match (&entry.value.content, old, new) {
            (Content::Mapping { block: true, .. }, Value::Object(old), Value::Object(new))
                if !new.is_empty() =>
            {
                let inside = self.line_after(entry.start);
                self.out.push_str(&self.text[chunk.start..inside]);
                self.mapping(&entry.value, inside..chunk.end, old, new, &entry.key);
            }
            (Content::Sequence { block: true, items }, Value::Array(old), Value::Array(new))
                if new.iter().any(|value| value.is_object()) =>
            {
                let inside = self.line_after(entry.start);
                self.out.push_str(&self.text[chunk.start..inside]);
                self.sequence(items, inside..chunk.end, old, new, &entry.key);
            }
            _ => {
                let line = entry.start - column;
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

    /// Divides the lines of a mapping or sequence among its entries. Comments above an entry belong to
    /// it, unless they are indented further: those belong to the entry before.
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

/// Returns the names of `new` in the order of the text, new ones after those that they follow when
/// written.
fn merged_order<'n>(
    entries: &[Entry],
    new: &'n Map<String, Value>,
    parent: &str,
) -> Vec<&'n String> {
    let kept = entries
        .iter()
        .filter_map(|entry| new.get_key_value(&entry.key));
    let mut order: Vec<&String> = kept.map(|(name, _)| name).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TEXT: &str = "\
# The header.
openapi: 3.0.3

# About the paths.
paths:
  /a:
    get:
      tags: [x, y] # why
      description: |-
        # No comment.

        More.
      # About responses.
      responses:
        \"200\": { $ref: \"#/r\" }
        # Below.

  # About b.
  /b:
    get: {}

components:
  list:
    # First.
    - name: one
      value: 1
    # Second.
    - name: two
";

    fn changed(change: impl FnOnce(&mut Value)) -> String {
        let mut value: Value = serde_saphyr::from_str(TEXT).unwrap();
        change(&mut value);
        update(TEXT, &value).unwrap()
    }

    #[test]
    fn nothing_changes_where_nothing_changed() {
        assert_eq!(changed(|_| {}), TEXT);
    }

    #[test]
    fn only_what_changed_is_written_anew() {
        let text = changed(|value| value["paths"]["/a"]["get"]["tags"] = json!(["z"]));
        assert_eq!(text, TEXT.replace("[x, y]", "[z]"));
        let text = changed(|value| value["paths"]["/a"]["get"]["description"] = json!("One line."));
        let old = "|-\n        # No comment.\n\n        More.";
        assert_eq!(text, TEXT.replace(old, "One line."));
        let text = changed(|value| value["components"]["list"][0]["value"] = json!(2));
        assert!(
            text.contains("    - name: one\n      value: 2\n    # Second.\n    - name: two\n"),
            "{text}"
        );
    }

    #[test]
    fn comments_go_with_their_subject() {
        let text = changed(|value| {
            value["paths"].as_object_mut().unwrap().shift_remove("/b");
        });
        assert_eq!(
            text,
            TEXT.replace("\n  # About b.\n  /b:\n    get: {}\n", "")
        );
        let text = changed(|value| {
            value["components"]["list"]
                .as_array_mut()
                .unwrap()
                .remove(0);
        });
        assert_eq!(
            text,
            TEXT.replace("    # First.\n    - name: one\n      value: 1\n", "")
        );
    }

    #[test]
    fn what_is_added_stands_in_its_place() {
        let text = changed(|value| {
            value["paths"]["/a"]["get"]["responses"]["401"] = json!({"$ref": "#/u"});
            value["paths"]["/c"] = json!({"get": {"responses": {}}});
        });
        let expected = TEXT
            .replace(
                "\"#/r\" }\n        # Below.\n",
                "\"#/r\" }\n        # Below.\n        \"401\": { $ref: \"#/u\" }\n",
            )
            .replace(
                "    get: {}\n",
                "    get: {}\n  /c:\n    get:\n      responses: {}\n",
            );
        assert_eq!(text, expected);
    }
}
