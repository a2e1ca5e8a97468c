//! JSON pointers (RFC 6901), by which everything within a document is named.

use serde_json::Value;

/// The pointer of a member of the object, or of an element of the array, at `parent`.
pub fn join(parent: &str, name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    let mut pointer = String::with_capacity(parent.len() + name.len() + 1);
    pointer.push_str(parent);
    pointer.push('/');
    for c in name.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
    pointer
}

/// The parts of a pointer, unescaped.
pub fn parts(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
}

/// The pointer of the parent, and the name of the last part.
pub fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, _) = pointer.rsplit_once('/')?;
    Some((parent, parts(pointer).last()?))
}

/// Follows `$ref`s within the document until a value that is none. `None` where one leads nowhere, or in a circle.
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> Option<&'d Value> {
    let mut value = value;
    // No honest chain is longer than the document has references.
    for _ in 0..100 {
        match reference(value) {
            None => return Some(value),
            Some(target) => value = document.pointer(target.strip_prefix('#')?)?,
        }
    }
    None
}

/// The target of a `$ref`, if the value is one.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_way_into_a_pointer_and_back() {
        let pointer = join(&join("", "paths"), "/a~b/{c}");
        assert_eq!(pointer, "/paths/~1a~0b~1{c}");
        assert_eq!(parts(&pointer).collect::<Vec<_>>(), ["paths", "/a~b/{c}"]);
        assert_eq!(split(&pointer), Some(("/paths", "/a~b/{c}".to_owned())));
    }
}
