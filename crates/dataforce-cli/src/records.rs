//! How organizations, orbits and collections are shown.

use chrono::{DateTime, Utc};
use dataforce::{Collection, CollectionDetails, Orbit, Organization};

use crate::output::Record;

impl Record for Organization {
    const COLUMNS: &'static [&'static str] = &["ID", "NAME", "ROLE", "CREATED"];

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn row(&self) -> Vec<String> {
        let role = self.role.as_ref().map(ToString::to_string);
        vec![
            self.id.to_string(),
            self.name.clone(),
            role.unwrap_or_default(),
            day(self.created_at),
        ]
    }
}

impl Record for Orbit {
    const COLUMNS: &'static [&'static str] = &["ID", "NAME", "ROLE", "COLLECTIONS", "CREATED"];

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn row(&self) -> Vec<String> {
        let role = self.role.as_ref().map(ToString::to_string);
        vec![
            self.id.to_string(),
            self.name.clone(),
            role.unwrap_or_default(),
            number(self.total_collections),
            day(self.created_at),
        ]
    }

    fn details(&self) -> Vec<(&'static str, String)> {
        let mut details = vec![
            ("id", self.id.to_string()),
            ("name", self.name.clone()),
            ("organization", self.organization_id.to_string()),
        ];
        details.extend(self.role.as_ref().map(|role| ("role", role.to_string())));
        for (name, count) in [
            ("members", self.total_members),
            ("collections", self.total_collections),
            ("satellites", self.total_satellites),
            ("artifacts", self.total_artifacts),
        ] {
            details.extend(count.map(|count| (name, count.to_string())));
        }
        details.push(("created", time(self.created_at)));
        details.extend(self.updated_at.map(|at| ("updated", time(at))));
        details
    }
}

impl Record for Collection {
    const COLUMNS: &'static [&'static str] =
        &["ID", "NAME", "TYPE", "TAGS", "ARTIFACTS", "CREATED"];

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn row(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.collection_type.to_string(),
            tags(self.tags.as_deref()),
            number(self.total_artifacts),
            day(self.created_at),
        ]
    }

    fn details(&self) -> Vec<(&'static str, String)> {
        let mut details = vec![
            ("id", self.id.to_string()),
            ("name", self.name.clone()),
            ("description", self.description.clone()),
            ("type", self.collection_type.to_string()),
            ("tags", tags(self.tags.as_deref())),
        ];
        let artifacts = self
            .total_artifacts
            .map(|count| ("artifacts", count.to_string()));
        details.extend(artifacts);
        details.push(("orbit", self.orbit_id.to_string()));
        details.push(("created", time(self.created_at)));
        details.extend(self.updated_at.map(|at| ("updated", time(at))));
        details
    }
}

impl Record for CollectionDetails {
    const COLUMNS: &'static [&'static str] = &[
        "ID",
        "NAME",
        "TYPE",
        "TAGS",
        "ARTIFACTS",
        "CREATED",
        "ARTIFACT TAGS",
    ];

    fn id(&self) -> String {
        self.collection.id()
    }

    fn row(&self) -> Vec<String> {
        let mut row = self.collection.row();
        row.push(tags(self.artifacts_tags.as_deref()));
        row
    }

    fn details(&self) -> Vec<(&'static str, String)> {
        let mut details = self.collection.details();
        for (name, list) in [
            ("artifact tags", &self.artifacts_tags),
            ("extra values", &self.artifacts_extra_values),
        ] {
            details.extend(list.as_ref().map(|list| (name, list.join(", "))));
        }
        details
    }
}

fn tags(tags: Option<&[String]>) -> String {
    tags.unwrap_or_default().join(", ")
}

fn number(number: Option<i64>) -> String {
    number.map_or_else(String::new, |number| number.to_string())
}

fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}
