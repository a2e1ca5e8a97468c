//! From a request to a response: which endpoint it asks for, and the order of the server's checks.

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use uuid::Uuid;

use crate::behaviour::Behaviour;
use crate::cors;
use crate::endpoint::Endpoint;
use crate::history::Request;
use crate::invocation::{Invocation, Outcome};
use crate::request_body::RequestBody;
use crate::response::{OutgoingResponse, Rejection};
use crate::state::State;
use crate::url_text::{percent_decode, percent_encode};
use crate::validation::ValidationErrors;

/// A version of the API.
pub(crate) struct Api {
    pub(crate) routes: &'static [Route],
    /// Sent with every response, unless the server crashes.
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

/// A path that the server knows.
pub(crate) struct Route {
    path: &'static str,
    methods: &'static [(&'static str, Handler)],
}

/// Creates a route from a path with the names of ids in braces, and its methods. The server's
/// `allow` names only the first method.
pub(crate) const fn route(
    path: &'static str,
    methods: &'static [(&'static str, Handler)],
) -> Route {
    Route { path, methods }
}

/// What a method does.
pub(crate) enum Handler {
    Serve(Endpoint, fn(&mut Invocation<'_>) -> Outcome),
    /// The method exists, but not for API keys.
    SessionsOnly,
}

/// How the keys of satellites start.
const SATELLITE_KEY: &str = "dfssat_";

/// The names of the ids in a path, with their texts.
type PathIds<'p> = Vec<(&'static str, &'p str)>;

impl Api {
    fn route<'p>(&self, path: &'p str) -> Option<(&'static Route, PathIds<'p>)> {
        self.routes
            .iter()
            .find_map(|route| Some((route, route.matches(path)?)))
    }

    /// Returns the endpoint that a request asks for, if any.
    pub(crate) fn endpoint(&self, method: &Method, path: &str) -> Option<Endpoint> {
        let path = percent_decode(path);
        let (route, _) = self.route(&path)?;
        match route.handler(method)? {
            Handler::Serve(endpoint, _) => Some(*endpoint),
            Handler::SessionsOnly => None,
        }
    }

    /// Responds as the server does, and changes the state accordingly.
    pub(crate) fn respond(
        &self,
        state: &mut State,
        behaviour: Behaviour,
        request: &Request,
    ) -> OutgoingResponse {
        let response = cors::preflight(request).unwrap_or_else(|| {
            let outcome = self.handle(state, behaviour, request);
            outcome.unwrap_or_else(OutgoingResponse::from)
        });
        if response.status == StatusCode::INTERNAL_SERVER_ERROR {
            return response;
        }
        let mut response = cors::allow_origin(request, response);
        for (name, value) in self.headers {
            let value = HeaderValue::from_static(value);
            response.headers.insert(*name, value);
        }
        response
    }

    fn handle(&self, state: &mut State, behaviour: Behaviour, request: &Request) -> Outcome {
        let path = percent_decode(&request.path);
        let Some((route, ids)) = self.route(&path) else {
            return self
                .redirect_without_slash(&path, request)
                .ok_or(Rejection::NO_SUCH_PATH);
        };
        let handler = route
            .handler(&request.method)
            .ok_or_else(|| Rejection::MethodNotAllowed(route.allowed()))?;
        let body = match request.method {
            Method::POST | Method::PATCH => {
                RequestBody::read(request.header("content-type"), &request.body)?
            }
            _ => RequestBody::Absent,
        };
        let key = bearer(&request.headers).or_else(|| cookie(&request.headers));
        let user = key
            .and_then(|key| state.user_with_key(key))
            .map(|user| user.name.clone())
            .ok_or(Rejection::NOT_AUTHENTICATED)?;
        let Handler::Serve(_, handle) = handler else {
            return Err(Rejection::SESSIONS_ONLY);
        };
        if key.is_some_and(|key| key.starts_with(SATELLITE_KEY)) {
            return Err(Rejection::NO_SATELLITES);
        }
        let mut errors = ValidationErrors::default();
        let mut id = |wanted: &str| {
            let found = ids.iter().find(|(name, _)| *name == wanted);
            found.map_or(Uuid::nil(), |(name, text)| errors.path_id(name, text))
        };
        handle(&mut Invocation {
            user,
            state,
            behaviour,
            organization_id: id("organization_id"),
            orbit_id: id("orbit_id"),
            collection_id: id("collection_id"),
            query: request.query.as_deref(),
            body,
            errors,
        })
    }

    /// Redirects from a path with superfluous slashes at its end, before any other check.
    fn redirect_without_slash(&self, path: &str, request: &Request) -> Option<OutgoingResponse> {
        let shorter = path.strip_suffix('/')?.trim_end_matches('/');
        self.route(shorter)?;
        let host = request.header("host").unwrap_or("localhost");
        let query = match &request.query {
            Some(query) => format!("?{query}"),
            None => String::new(),
        };
        let scheme = match request.header("x-forwarded-proto") {
            Some("https") => "https",
            _ => "http",
        };
        let location = percent_encode(&format!("{scheme}://{host}{shorter}{query}"));
        let location = HeaderValue::try_from(location).ok()?;
        Some(OutgoingResponse::redirect(location))
    }
}

impl Route {
    fn matches<'p>(&self, path: &'p str) -> Option<PathIds<'p>> {
        let mut expected = self.path.split('/');
        let mut ids = PathIds::new();
        for segment in path.split('/') {
            let expected = expected.next()?;
            let name = expected
                .strip_prefix('{')
                .and_then(|it| it.strip_suffix('}'));
            match name {
                Some(name) if !segment.is_empty() => ids.push((name, segment)),
                None if expected == segment => {}
                _ => return None,
            }
        }
        expected.next().is_none().then_some(ids)
    }

    fn handler(&self, method: &Method) -> Option<&'static Handler> {
        let (_, handler) = self
            .methods
            .iter()
            .find(|(name, _)| *name == method.as_str())?;
        Some(handler)
    }

    fn allowed(&self) -> &'static str {
        self.methods.first().map_or("", |(name, _)| name)
    }
}

/// Returns the key of `Authorization: Bearer <key>`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let mut words = value.split_whitespace();
    let (scheme, key) = (words.next()?, words.next()?);
    let well_formed = scheme.eq_ignore_ascii_case("bearer") && words.next().is_none();
    well_formed.then_some(key)
}

/// Returns the key in the cookie `access_token`.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
    cookies
        .split(';')
        .find_map(|cookie| cookie.trim().strip_prefix("access_token="))
}
