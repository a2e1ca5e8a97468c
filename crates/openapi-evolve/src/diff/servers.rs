//! Compares the servers, to which clients send their requests.

use serde_json::{Map, Value};

use super::comparison::{Breaks, Comparison};
use super::operations::name;
use crate::operation::{Operation, members};
use crate::pointer::join;

impl<'d> Comparison<'d> {
    /// Compares the servers of the documents.
    pub(super) fn compare_servers(&mut self) {
        let [old, new] = [self.old, self.new].map(servers);
        self.compare_lists("/servers", "", &old, &new);
    }

    /// Compares the servers of an operation, if it has others than the document.
    pub(super) fn compare_own_servers(&mut self, old: Operation<'d>, new: Operation<'d>) {
        let own = |operation: Operation<'d>| {
            let owners = [operation.value, operation.item];
            owners
                .into_iter()
                .find(|owner| owner.get("servers").is_some())
        };
        let (before, after) = (own(old), own(new));
        if before.is_some() || after.is_some() {
            let before = servers(before.unwrap_or(self.old));
            let after = servers(after.unwrap_or(self.new));
            let at = join(&new.pointer(), "servers");
            self.compare_lists(&at, &format!(" of {}", name(new)), &before, &after);
        }
    }

    fn compare_lists(&mut self, at: &str, owner: &str, old: &[Server<'d>], new: &[Server<'d>]) {
        for server in old {
            if !new.iter().any(|other| server.is_within(other)) {
                let url = server.url;
                let message = match new.iter().any(|other| other.url == url) {
                    true => format!("the variables of the server `{url}`{owner} changed"),
                    false => format!(
                        "the server `{url}`{owner} is gone: clients that use it stop working"
                    ),
                };
                self.add(at, Breaks::RUNNING, message);
            }
        }
        for server in new {
            if !old.iter().any(|other| other.url == server.url) {
                let message = format!("the server `{}`{owner} is new", server.url);
                self.add(at, Breaks::NOTHING, message);
            }
        }
        let default = |list: &[Server<'d>]| list.first().map(|server| server.url);
        if let (Some(before), Some(after)) = (default(old), default(new))
            && before != after
        {
            let message =
                format!("the default server{owner} is now `{after}` instead of `{before}`");
            self.add(at, Breaks::NOTHING, message);
        }
    }
}

struct Server<'d> {
    url: &'d str,
    variables: &'d Map<String, Value>,
}

impl Server<'_> {
    /// Returns whether the other one serves all URLs of this one.
    fn is_within(&self, other: &Self) -> bool {
        let accepts = |variable: &Value, value: &Value| {
            let values = variable.get("enum").and_then(Value::as_array);
            values.is_none_or(|values| values.contains(value))
        };
        self.url == other.url
            && self.variables.iter().all(|(name, variable)| {
                other.variables.get(name).is_some_and(|other| {
                    let values = variable.get("enum").and_then(Value::as_array);
                    let is_kept = match values {
                        Some(values) => values.iter().all(|value| accepts(other, value)),
                        None => other.get("enum").is_none(),
                    };
                    is_kept && variable.get("default") == other.get("default")
                })
            })
    }
}

/// Returns the servers of a document, a path or an operation. URLs that differ by a `/` at the end
/// are the same.
fn servers(owner: &Value) -> Vec<Server<'_>> {
    let list = owner.get("servers").and_then(Value::as_array);
    let servers = list.into_iter().flatten().filter_map(|server| {
        let url = server.get("url")?.as_str()?;
        Some(Server {
            url: url.trim_end_matches('/'),
            variables: members(server, "variables"),
        })
    });
    servers.collect()
}
