//! From a request to an answer: which endpoint is meant, and the order in which the server checks.

use http::{HeaderMap, HeaderValue, Method, header};
use uuid::Uuid;

use crate::answer::{Answer, Refusal};
use crate::endpoints::{Behaviour, Caller};
use crate::operation::Operation;
use crate::state::State;
use crate::validation::{Body, Complaints};

/// What the server looks at in a request.
pub(crate) struct Call<'a> {
    pub(crate) method: &'a Method,
    /// As it came, percent-encoded.
    pub(crate) path: &'a str,
    pub(crate) query: Option<&'a str>,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

/// A path that the server knows, with the ids in it.
#[derive(Debug, PartialEq, Eq)]
enum Resource<'p> {
    Organizations,
    Organization,
    Orbits(&'p str),
    Orbit(&'p str, &'p str),
    Collections(&'p str, &'p str),
    Collection(&'p str, &'p str, &'p str),
}

/// What a method does with a resource.
enum Endpoint {
    Operation(Operation),
    /// Exists, but not for API keys.
    SessionsOnly,
}

impl<'p> Resource<'p> {
    fn at(path: &'p str) -> Option<Self> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        if segments.iter().any(|segment| segment.is_empty()) {
            return None;
        }
        Some(match segments[..] {
            ["users", "me", "organizations"] => Self::Organizations,
            ["organizations", _] => Self::Organization,
            ["organizations", organization, "orbits"] => Self::Orbits(organization),
            ["organizations", organization, "orbits", orbit] => Self::Orbit(organization, orbit),
            [
                "organizations",
                organization,
                "orbits",
                orbit,
                "collections",
            ] => Self::Collections(organization, orbit),
            [
                "organizations",
                organization,
                "orbits",
                orbit,
                "collections",
                collection,
            ] => Self::Collection(organization, orbit, collection),
            _ => return None,
        })
    }

    fn endpoint(&self, method: &Method) -> Option<Endpoint> {
        Some(Endpoint::Operation(match (self, method.as_str()) {
            (Self::Organizations, "GET") => Operation::ListOrganizations,
            (Self::Organization, "GET" | "PATCH" | "DELETE") => {
                return Some(Endpoint::SessionsOnly);
            }
            (Self::Orbits(..), "GET") => Operation::ListOrbits,
            (Self::Orbit(..), "GET") => Operation::GetOrbit,
            (Self::Collections(..), "GET") => Operation::ListCollections,
            (Self::Collections(..), "POST") => Operation::CreateCollection,
            (Self::Collection(..), "PATCH") => Operation::UpdateCollection,
            (Self::Collection(..), "DELETE") => Operation::DeleteCollection,
            _ => return None,
        }))
    }

    /// The ids of organization, orbit and collection, with their names.
    fn ids(&self) -> [Option<(&'static str, &'p str)>; 3] {
        let (organization, orbit, collection) = match *self {
            Self::Organizations | Self::Organization => (None, None, None),
            Self::Orbits(organization) => (Some(organization), None, None),
            Self::Orbit(organization, orbit) | Self::Collections(organization, orbit) => {
                (Some(organization), Some(orbit), None)
            }
            Self::Collection(organization, orbit, collection) => {
                (Some(organization), Some(orbit), Some(collection))
            }
        };
        [
            organization.map(|id| ("organization_id", id)),
            orbit.map(|id| ("orbit_id", id)),
            collection.map(|id| ("collection_id", id)),
        ]
    }

    /// The server names just the first method that it knows for the path.
    fn allowed(&self) -> &'static str {
        match self {
            Self::Organizations | Self::Organization | Self::Orbits(..) | Self::Orbit(..) => "GET",
            Self::Collections(..) => "POST",
            Self::Collection(..) => "PATCH",
        }
    }
}

/// The operation that a request means, if any.
pub(crate) fn operation(method: &Method, path: &str) -> Option<Operation> {
    match Resource::at(&percent_decode(path))?.endpoint(method)? {
        Endpoint::Operation(operation) => Some(operation),
        Endpoint::SessionsOnly => None,
    }
}

/// Answers as the server does, and changes the state accordingly.
pub(crate) fn answer(state: &mut State, behaviour: Behaviour, call: &Call<'_>) -> Answer {
    attempt(state, behaviour, call).unwrap_or_else(Refusal::answer)
}

fn attempt(state: &mut State, behaviour: Behaviour, call: &Call<'_>) -> Result<Answer, Refusal> {
    let path = percent_decode(call.path);
    let Some(resource) = Resource::at(&path) else {
        return redirect_without_slash(&path, call).ok_or(Refusal::UnknownRoute);
    };
    let endpoint = resource
        .endpoint(call.method)
        .ok_or(Refusal::WrongMethod(resource.allowed()))?;
    let body = match *call.method {
        Method::POST | Method::PATCH => {
            let content_type = header_text(call.headers, header::CONTENT_TYPE);
            Body::read(content_type, call.body)?
        }
        _ => Body::Absent,
    };
    let user = bearer(call.headers)
        .and_then(|key| state.user_with_key(key))
        .ok_or(Refusal::NotAuthenticated)?;
    let Endpoint::Operation(operation) = endpoint else {
        return Err(Refusal::SessionsOnly);
    };

    let mut complaints = Complaints::default();
    let [organization, orbit, collection] = resource
        .ids()
        .map(|id| id.map_or(Uuid::nil(), |(name, text)| complaints.path_id(name, text)));
    let caller = Caller {
        user: user.name.clone(),
        organization,
        orbit,
        behaviour,
    };
    match operation {
        Operation::CreateCollection => {
            let new = complaints.new_collection(&body);
            complaints.check()?;
            caller.create_collection(state, new.ok_or(Refusal::Crash)?)
        }
        Operation::UpdateCollection => {
            let changes = complaints.changes(&body);
            complaints.check()?;
            caller.update_collection(state, collection, changes.ok_or(Refusal::Crash)?)
        }
        Operation::DeleteCollection => {
            complaints.check()?;
            caller.delete_collection(state, collection)
        }
        Operation::ListCollections => {
            complaints.check()?;
            caller.list_collections(state)
        }
        Operation::GetOrbit => {
            complaints.check()?;
            caller.get_orbit(state)
        }
        Operation::ListOrbits => {
            complaints.check()?;
            caller.list_orbits(state)
        }
        Operation::ListOrganizations => Ok(caller.list_organizations(state)),
    }
}

/// The key of `Authorization: Bearer <key>`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut words = header_text(headers, header::AUTHORIZATION)?.split_whitespace();
    let (scheme, key) = (words.next()?, words.next()?);
    let well_formed = scheme.eq_ignore_ascii_case("bearer") && words.next().is_none();
    well_formed.then_some(key)
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Where a path only has slashes too many at its end, the server says so before it asks anything else.
fn redirect_without_slash(path: &str, call: &Call<'_>) -> Option<Answer> {
    let shorter = path.trim_end_matches('/');
    if shorter == path {
        return None;
    }
    Resource::at(shorter)?;
    let host = header_text(call.headers, header::HOST).unwrap_or("localhost");
    let query = call
        .query
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let location = percent_encode(&format!("http://{host}{shorter}{query}"));
    HeaderValue::try_from(location).ok().map(Answer::redirect)
}

fn percent_decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| path.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Leaves everything as it is that may stand in a URL, whatever it means there.
fn percent_encode(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b":/%#?=@[]!$&'()*+,;_.-~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
