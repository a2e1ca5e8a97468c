//! The place of everything in a YAML text.

use std::ops::Range;

use granit_parser::{Event, Parser, Span, StructureStyle};

/// A value and its place in the text.
#[derive(Debug)]
pub(crate) struct Node {
    /// The line on which it begins, counted from 1.
    pub(crate) line: usize,
    /// The bytes of the text. Those of a block end where the next node begins.
    pub(crate) bytes: Range<usize>,
    /// What it consists of.
    pub(crate) content: Content,
}

/// What a node consists of.
#[derive(Debug)]
pub(crate) enum Content {
    /// A text, a number and the like, or an alias.
    Scalar,
    /// A mapping, in the order of the text.
    Mapping {
        /// Whether it is written on lines of its own rather than in braces.
        block: bool,
        /// The entries.
        entries: Vec<Entry>,
    },
    /// A sequence.
    Sequence {
        /// Whether it is written on lines of its own rather than in brackets.
        block: bool,
        /// The items.
        items: Vec<Node>,
    },
}

/// An entry of a mapping.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// The bytes of the key.
    pub(crate) bytes: Range<usize>,
    /// The line of the key, counted from 1.
    pub(crate) line: usize,
    /// The value.
    pub(crate) value: Node,
}

/// Reads the layout of a text. Returns `None` if it is not valid YAML, or empty.
pub(crate) fn read(text: &str) -> Option<Node> {
    let mut events = Parser::new_from_str(text)
        .filter(|event| !matches!(event, Ok((Event::Comment(..) | Event::Anchor(..), _))));
    loop {
        match events.next()?.ok()? {
            (Event::StreamStart | Event::DocumentStart(..), _) => {}
            (event, span) => return node(event, span, &mut events),
        }
    }
}

type Next<'t> = Result<(Event<'t>, Span), granit_parser::ScanError>;

fn node<'t>(
    event: Event<'t>,
    span: Span,
    events: &mut impl Iterator<Item = Next<'t>>,
) -> Option<Node> {
    let start = span.start.byte_offset()?;
    let mut end = span.end.byte_offset()?;
    let content = match event {
        Event::Scalar(..) | Event::Alias(_) => Content::Scalar,
        Event::MappingStart(style, ..) => {
            let mut entries = Vec::new();
            loop {
                let (event, key) = events.next()?.ok()?;
                if event == Event::MappingEnd {
                    end = key.end.byte_offset()?;
                    break;
                }
                let name = match &event {
                    Event::Scalar(name, ..) => name.clone().into_owned(),
                    _ => return None,
                };
                let (event, value) = events.next()?.ok()?;
                entries.push(Entry {
                    key: name,
                    bytes: key.start.byte_offset()?..key.end.byte_offset()?,
                    line: key.start.line(),
                    value: node(event, value, events)?,
                });
            }
            Content::Mapping {
                block: style == StructureStyle::Block,
                entries,
            }
        }
        Event::SequenceStart(style, ..) => {
            let mut items = Vec::new();
            loop {
                let (event, item) = events.next()?.ok()?;
                if event == Event::SequenceEnd {
                    end = item.end.byte_offset()?;
                    break;
                }
                items.push(node(event, item, events)?);
            }
            Content::Sequence {
                block: style == StructureStyle::Block,
                items,
            }
        }
        _ => return None,
    };
    Some(Node {
        line: span.start.line(),
        bytes: start..end,
        content,
    })
}

impl Node {
    /// Returns the line of the value at a JSON pointer, or of the nearest value around it. The line
    /// of a member is that of its key.
    pub(crate) fn line_of(&self, pointer: &str) -> usize {
        let (mut node, mut line) = (self, self.line);
        for segment in crate::pointer::segments(pointer) {
            match &node.content {
                Content::Mapping { entries, .. } => {
                    let Some(entry) = entries.iter().find(|entry| entry.key == segment) else {
                        break;
                    };
                    (node, line) = (&entry.value, entry.line);
                }
                Content::Sequence { items, .. } => {
                    let Some(item) = segment.parse().ok().and_then(|i: usize| items.get(i)) else {
                        break;
                    };
                    (node, line) = (item, item.line);
                }
                Content::Scalar => break,
            }
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_have_lines() {
        let text = "a: 1\n# c\nb:\n  - x\n  - {c: d}\n\"/p\":\n  q: |-\n    r\n";
        let root = read(text).unwrap();
        let line = |pointer| root.line_of(pointer);
        assert_eq!(
            (line(""), line("/a"), line("/b"), line("/b/1/c")),
            (1, 1, 3, 5)
        );
        assert_eq!((line("/~1p/q"), line("/~1p/nothing")), (7, 6));
        assert!(read("a: [").is_none());
    }
}
