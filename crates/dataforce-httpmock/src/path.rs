//! Regular expressions that match the paths of a contract, and nothing else.

use std::fmt::Display;

use progenitor_client::encode_path;

/// Returns an expression for the path with any values of its `{parameters}`.
pub(crate) fn any(template: &str) -> String {
    expression(template, |_| None)
}

/// Returns an expression for the path with this value of one parameter, and any of the others.
pub(crate) fn with(template: &str, parameter: &str, value: impl Display) -> String {
    // The client encodes it in the same way.
    let value = encode_path(&value.to_string());
    expression(template, |name| {
        (name == parameter).then_some(value.as_str())
    })
}

fn expression<'v>(template: &str, value: impl Fn(&str) -> Option<&'v str>) -> String {
    let mut expression = String::from("^");
    let mut rest = template;
    while let Some((constant, (name, after))) = next_parameter(rest) {
        expression.push_str(&regex::escape(constant));
        match value(name) {
            Some(value) => expression.push_str(&regex::escape(value)),
            None => expression.push_str("[^/]+"),
        }
        rest = after;
    }
    expression.push_str(&regex::escape(rest));
    expression.push('$');
    expression
}

fn next_parameter(template: &str) -> Option<(&str, (&str, &str))> {
    let (constant, rest) = template.split_once('{')?;
    Some((constant, rest.split_once('}')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    fn matches(expression: &str, path: &str) -> bool {
        Regex::new(expression).unwrap().is_match(path)
    }

    #[test]
    fn a_parameter_is_one_segment() {
        let orbits = any("/organizations/{organization_id}/orbits");
        assert!(matches(&orbits, "/organizations/1/orbits"));
        for path in [
            "/organizations//orbits",
            "/organizations/1/2/orbits",
            "/organizations/1/orbits/",
            "/v1/organizations/1/orbits",
        ] {
            assert!(!matches(&orbits, path), "{path}");
        }
    }

    #[test]
    fn a_value_is_taken_literally_and_as_the_client_encodes_it() {
        let pinned = with("/a/{x}/b/{y}.json", "x", "1.*/ü");
        assert!(matches(&pinned, "/a/1.*%2F%C3%BC/b/anything.json"));
        assert!(!matches(&pinned, "/a/1234/b/anything.json"));
        assert!(!matches(&pinned, "/a/1.*%2F%C3%BC/b/anything-json"));
    }
}
