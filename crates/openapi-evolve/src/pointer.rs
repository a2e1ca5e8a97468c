//! JSON pointers ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) and `$ref`s.

use serde_json::Value;

/// Returns the pointer of a member of the object, or of an item of the array, at `parent`.
///
/// ```
/// use openapi_evolve::pointer;
///
/// assert_eq!(pointer::join("/paths", "/books/{id}"), "/paths/~1books~1{id}");
/// ```
pub fn join(parent: &str, name: impl AsRef<str>) -> String {
    let name = name.as_ref().replace('~', "~0").replace('/', "~1");
    format!("{parent}/{name}")
}

/// Returns the segments of a pointer, unescaped.
pub fn segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer
        .split('/')
        .skip(1)
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}

/// Returns the pointer of the parent and the last segment, unescaped; `None` for the whole
/// document.
pub fn split(pointer: &str) -> Option<(&str, String)> {
    let (parent, _) = pointer.rsplit_once('/')?;
    Some((parent, segments(pointer).last()?))
}

/// Returns the target of a `$ref`, if the value is one.
pub fn reference(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()
}

/// Follows `$ref`s within a document and returns the first value that is none.
///
/// Returns `None` if one of them leads nowhere or in a circle.
pub fn resolve<'d>(document: &'d Value, value: &'d Value) -> Option<&'d Value> {
    // Longer chains than this are circles.
    const LONGEST_CHAIN: usize = 100;
    let mut value = value;
    for _ in 0..LONGEST_CHAIN {
        match reference(value) {
            None => return Some(value),
            Some(target) => value = document.pointer(target.strip_prefix('#')?)?,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_way_into_a_pointer_and_back() {
        let pointer = join(&join("", "paths"), "/a~b/{c}");
        assert_eq!(pointer, "/paths/~1a~0b~1{c}");
        assert_eq!(
            segments(&pointer).collect::<Vec<_>>(),
            ["paths", "/a~b/{c}"]
        );
        assert_eq!(split(&pointer), Some(("/paths", "/a~b/{c}".to_owned())));
    }
}
