//! The resources that an error offers to choose from.

use std::fmt;

use uuid::Uuid;

use crate::resource::{Resource, quoted};

/// How many resources a message lists.
const MAX_LISTED: usize = 10;

/// A resource with an id and a name.
pub(crate) trait Named {
    fn id(&self) -> Uuid;
    fn name(&self) -> &str;
}

/// Resources to choose from. Printed as a clause: `there are 2 orbits: "A" (0199…), "B" (…)`.
pub(crate) struct Choices {
    resource: Resource,
    ids: Vec<Uuid>,
    /// In quotes, and only the names that a message lists.
    names: Vec<String>,
    /// Whether there are others, which were not listed.
    has_more: bool,
}

impl Choices {
    pub(crate) fn new<T: Named>(resource: Resource, resources: &[T]) -> Self {
        let listed = resources.iter().take(MAX_LISTED);
        Self {
            resource,
            ids: resources.iter().map(Named::id).collect(),
            names: listed.map(|one| quoted(one.name())).collect(),
            has_more: false,
        }
    }

    /// Says whether there are others, which were not listed.
    pub(crate) fn with_more(mut self, has_more: bool) -> Self {
        self.has_more = has_more;
        self
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = Uuid> {
        self.ids.iter().copied()
    }

    /// The ids that a message lists: `0199…, 0199… and 3 more`.
    pub(crate) fn listed_ids(&self) -> String {
        let listed = self.ids.iter().take(MAX_LISTED);
        let listed: Vec<_> = listed.map(Uuid::to_string).collect();
        listed.join(", ") + &self.more()
    }

    /// The number of resources: `1 orbit`, `2 orbits`.
    pub(crate) fn count(&self) -> String {
        match self.ids.len() {
            1 if !self.has_more => format!("1 {}", self.resource),
            count if self.has_more => format!("more than {count} {}", self.resource.plural()),
            count => format!("{count} {}", self.resource.plural()),
        }
    }

    fn more(&self) -> String {
        match self.ids.len().saturating_sub(MAX_LISTED) {
            _ if self.has_more => " and others".to_owned(),
            0 => String::new(),
            more => format!(" and {more} more"),
        }
    }
}

impl fmt::Display for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ids.is_empty() {
            return write!(f, "there are no {}", self.resource.plural());
        }
        let verb = if self.ids.len() == 1 { "is" } else { "are" };
        let listed = self.ids.iter().zip(&self.names);
        let listed: Vec<_> = listed.map(|(id, name)| format!("{name} ({id})")).collect();
        let (count, listed, more) = (self.count(), listed.join(", "), self.more());
        write!(f, "there {verb} {count}: {listed}{more}")
    }
}
