//! What the server says: status, headers, body.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::json::write_string;

/// A complete answer, before it goes onto a connection.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The server closes the connection afterwards, without having said so.
    pub(crate) closes: bool,
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

impl Answer {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            closes: false,
        }
    }

    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// A JSON body that is already written.
    pub(crate) fn json(status: StatusCode, body: impl Into<Bytes>) -> Self {
        let mut answer = Self::empty(status).with(CONTENT_TYPE, JSON);
        answer.body = body.into();
        answer
    }

    /// 200 with the object.
    pub(crate) fn ok(object: &impl Serialize) -> Self {
        match serde_json::to_vec(object) {
            Ok(body) => Self::json(StatusCode::OK, body),
            Err(_) => Refusal::Crash.answer(),
        }
    }

    /// 204; the server names a content type all the same.
    pub(crate) fn no_content() -> Self {
        Self::json(StatusCode::NO_CONTENT, Bytes::new())
    }

    /// An error with its text in `detail`.
    fn error(status: StatusCode, detail: &str) -> Self {
        let mut body = String::from(r#"{"detail":"#);
        write_string(detail, &mut body);
        body.push('}');
        Self::json(status, body)
    }

    pub(crate) fn redirect(location: HeaderValue) -> Self {
        Self::empty(StatusCode::TEMPORARY_REDIRECT).with(LOCATION, location)
    }
}

/// Why the server does not do what it was asked to.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    UnknownRoute,
    /// With the method that would do.
    WrongMethod(&'static str),
    UnreadableBody,
    NotAuthenticated,
    /// The endpoint is not for API keys.
    SessionsOnly,
    NotEnoughRights,
    OrbitNotFound,
    CollectionNotFound,
    CollectionHasModels,
    /// A 422, with its body.
    Complaints(String),
    /// The server falls over.
    Crash,
}

impl Refusal {
    pub(crate) fn answer(self) -> Answer {
        let (status, detail) = match self {
            Self::UnknownRoute => (StatusCode::NOT_FOUND, "Not Found"),
            Self::WrongMethod(allowed) => {
                return Answer::error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
                    .with(ALLOW, HeaderValue::from_static(allowed));
            }
            Self::UnreadableBody => (
                StatusCode::BAD_REQUEST,
                "There was an error parsing the body",
            ),
            Self::NotAuthenticated => (StatusCode::UNAUTHORIZED, "Not authenticated"),
            Self::SessionsOnly => (
                StatusCode::FORBIDDEN,
                "This endpoint requires jwt authentication.",
            ),
            Self::NotEnoughRights => (StatusCode::FORBIDDEN, "Not enough rights"),
            Self::OrbitNotFound => (StatusCode::NOT_FOUND, "Orbit not found"),
            Self::CollectionNotFound => (StatusCode::NOT_FOUND, "Collection not found"),
            Self::CollectionHasModels => (
                StatusCode::CONFLICT,
                "Collection has models and cant be deleted",
            ),
            Self::Complaints(body) => return Answer::json(StatusCode::UNPROCESSABLE_ENTITY, body),
            Self::Crash => {
                // No JSON, and the connection is gone afterwards.
                let mut answer = Answer::empty(StatusCode::INTERNAL_SERVER_ERROR);
                answer.headers.insert(CONTENT_TYPE, TEXT);
                answer.body = Bytes::from_static(b"Internal Server Error");
                answer.closes = true;
                return answer;
            }
        };
        Answer::error(status, detail)
    }
}
