//! The two versions of the API, so that a test runs on both.

use std::fmt;

use dataforce::{Client, ClientBuilder};
use dataforce_emulator::{Emulator, EmulatorBuilder};
use uuid::Uuid;

use crate::{ORBIT, ORGANIZATION};

/// A version of the API: how it is emulated, called, and written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The paths have no prefix, and a list is an array.
    Legacy,
    /// The paths start with `/v1`, and a list of collections comes in pages.
    V1,
}

impl Version {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Legacy, Self::V1];

    /// Returns the version that an emulator speaks.
    ///
    /// # Panics
    ///
    /// If it is none of these.
    #[must_use]
    pub fn of(emulator: &Emulator) -> Self {
        match emulator.api_version() {
            dataforce_emulator::ApiVersion::Legacy => Self::Legacy,
            dataforce_emulator::ApiVersion::V1 => Self::V1,
            other => panic!("the tests do not know version {other}"),
        }
    }

    /// Returns the name of the version for the facade.
    #[must_use]
    pub fn facade(self) -> dataforce::ApiVersion {
        match self {
            Self::Legacy => dataforce::ApiVersion::Legacy,
            Self::V1 => dataforce::ApiVersion::V1,
        }
    }

    /// Returns a builder for an emulator of this version.
    pub fn emulator(self) -> EmulatorBuilder {
        Emulator::builder().api_version(match self {
            Self::Legacy => dataforce_emulator::ApiVersion::Legacy,
            Self::V1 => dataforce_emulator::ApiVersion::V1,
        })
    }

    /// Returns a builder for a client that neither detects the version nor looks up its defaults.
    pub fn client(self, base_url: &str) -> ClientBuilder {
        Client::builder()
            .api_key("dfs_your_key")
            .base_url(base_url)
            .api_version(self.facade())
            .organization(dataforce::OrganizationId::from(ORGANIZATION))
            .orbit(dataforce::OrbitId::from(ORBIT))
    }

    /// Returns such a builder for a client of an emulator, with its key and its first orbit.
    pub fn client_of(emulator: &Emulator) -> ClientBuilder {
        Self::of(emulator)
            .client(emulator.base_url())
            .api_key(emulator.api_key())
            .organization(dataforce::OrganizationId::from(emulator.organization_id()))
            .orbit(dataforce::OrbitId::from(emulator.orbit_id()))
    }

    /// Returns the path of a request, which starts with a slash in both versions.
    #[must_use]
    pub fn path(self, path: &str) -> String {
        match self {
            Self::Legacy => path.to_owned(),
            Self::V1 => format!("/v1{path}"),
        }
    }

    /// Returns a collection as the service writes it.
    #[must_use]
    pub fn collection(self, id: Uuid, name: &str) -> String {
        let (kind, count) = match self {
            Self::Legacy => ("collection_type", "total_models"),
            Self::V1 => ("type", "total_artifacts"),
        };
        format!(
            r#"{{"id":"{id}","orbit_id":"{ORBIT}","description":"","name":"{name}","{kind}":"model","tags":null,"{count}":0,"created_at":"2025-01-15T10:30:00.123456Z","updated_at":null}}"#
        )
    }

    /// Returns what comes before and after the elements of a list of collections.
    #[must_use]
    pub fn list_ends(self) -> (&'static str, &'static str) {
        match self {
            Self::Legacy => ("[", "]"),
            Self::V1 => (r#"{"items":["#, r#"],"cursor":null}"#),
        }
    }

    /// Returns a list of collections from its elements, which are separated by commas.
    #[must_use]
    pub fn list(self, elements: &str) -> String {
        let (start, end) = self.list_ends();
        format!("{start}{elements}{end}")
    }

    /// Returns the response to a request for a collection or a list of collections.
    #[must_use]
    pub fn found(self, path: &str, id: Uuid, name: &str) -> String {
        let collection = self.collection(id, name);
        match path.contains("/collections/") {
            true => collection,
            false => self.list(&collection),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.facade().fmt(f)
    }
}

/// Makes a test of each function for each version: `name::legacy` and `name::v1`.
///
/// The first argument is the attribute that makes a function a test. Asynchronous functions are
/// awaited.
#[macro_export]
macro_rules! on_both_versions {
    (#[test] $($name:ident),+ $(,)?) => {
        $crate::on_both_versions!(@ [test] [] [] $($name)+);
    };
    (#[$test:meta] $($name:ident),+ $(,)?) => {
        $crate::on_both_versions!(@ [$test] [async] [.await] $($name)+);
    };
    (@ $test:tt $asyncness:tt $wait:tt $($name:ident)+) => {
        $($crate::on_both_versions!(@@ $test $asyncness $wait $name);)+
    };
    (@@ [$test:meta] [$($asyncness:tt)?] [$($wait:tt)*] $name:ident) => {
        mod $name {
            use $crate::Version;

            #[$test]
            $($asyncness)? fn legacy() {
                super::$name(Version::Legacy) $($wait)*;
            }

            #[$test]
            $($asyncness)? fn v1() {
                super::$name(Version::V1) $($wait)*;
            }
        }
    };
}
