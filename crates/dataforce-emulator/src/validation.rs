//! What the server demands of paths and bodies, and the lists of complaints (422) it answers otherwise.

use uuid::Uuid;

use crate::answer::Refusal;
use crate::json::{Json, Text, Unreadable, Unwritable, write_string};
use crate::seed::CollectionType;

/// The body of a request, as far as the server reads it before anything else.
pub(crate) enum Body {
    Absent,
    Json(Json),
    /// The content type is not JSON, so the bytes are taken as they are.
    Opaque(Vec<u8>),
}

impl Body {
    /// Broken JSON is answered here, before the server asks who is calling.
    pub(crate) fn read(content_type: Option<&str>, bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Ok(Self::Absent);
        }
        if !content_type.is_none_or(is_json) {
            return Ok(Self::Opaque(bytes.to_vec()));
        }
        match crate::json::parse(bytes) {
            // The server does not tell `null` from no body.
            Ok(Json::Null) => Ok(Self::Absent),
            Ok(value) => Ok(Self::Json(value)),
            Err(Unreadable::Syntax { message, position }) => {
                let mut complaints = Complaints::default();
                complaints.add(Complaint {
                    kind: "json_invalid",
                    location: vec![Place::Name("body"), Place::Index(position)],
                    message: "JSON decode error".to_owned(),
                    input: Json::Object(Vec::new()),
                    context: Some(("error", message.to_owned())),
                });
                Err(complaints.refusal())
            }
            Err(Unreadable::Garbage) => Err(Refusal::UnreadableBody),
        }
    }
}

/// No content type at all counts as JSON, a wrong one does not.
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence.is_empty()
        || essence.strip_prefix("application/").is_some_and(|subtype| {
            subtype == "json" || (subtype.ends_with("+json") && !subtype.contains('/'))
        })
}

/// What a create request carries.
pub(crate) struct NewCollection {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) collection_type: CollectionType,
    pub(crate) tags: Option<Vec<String>>,
}

/// What an update request carries: outside whether the field was there, inside whether it was null.
pub(crate) struct Changes {
    pub(crate) name: Option<Option<String>>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) tags: Option<Option<Vec<String>>>,
}

/// Part of the place where something is wrong.
#[derive(Clone)]
enum Place {
    Name(&'static str),
    Index(usize),
}

struct Complaint {
    kind: &'static str,
    location: Vec<Place>,
    message: String,
    input: Json,
    context: Option<(&'static str, String)>,
}

/// What is wrong with a request; the server reports all of it at once.
#[derive(Default)]
pub(crate) struct Complaints {
    list: Vec<Complaint>,
    /// A string that the server cannot hold: it falls over when it reports that.
    unwritable: bool,
}

impl Complaints {
    /// Fails if there is anything to complain about.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.list.is_empty() && !self.unwritable {
            Ok(())
        } else {
            Err(self.refusal())
        }
    }

    /// The 422, or the crash where the server cannot write down what it was sent.
    pub(crate) fn refusal(&self) -> Refusal {
        let mut body = String::from(r#"{"detail":["#);
        for (place, complaint) in self.list.iter().enumerate() {
            if place > 0 {
                body.push(',');
            }
            if complaint.write(&mut body).is_err() {
                return Refusal::Crash;
            }
        }
        if self.unwritable {
            return Refusal::Crash;
        }
        body.push_str("]}");
        Refusal::Complaints(body)
    }

    fn add(&mut self, complaint: Complaint) {
        self.list.push(complaint);
    }

    /// An id in the path, in any of the spellings that the server takes.
    pub(crate) fn path_id(&mut self, name: &'static str, text: &str) -> Uuid {
        parse_uuid(text).unwrap_or_else(|| {
            let error = describe_malformed_uuid(text);
            self.add(Complaint {
                kind: "uuid_parsing",
                location: vec![Place::Name("path"), Place::Name(name)],
                message: format!("Input should be a valid UUID, {error}"),
                input: Json::String(text.into()),
                context: Some(("error", error)),
            });
            Uuid::nil()
        })
    }

    pub(crate) fn new_collection(&mut self, body: &Body) -> Option<NewCollection> {
        let fields = self.object(body)?;
        // In the order in which the server complains.
        let description = self.required(fields, "description", Self::string);
        let name = self.required(fields, "name", Self::string);
        let collection_type = self.required(fields, "collection_type", Self::collection_type);
        let tags = self.optional(fields, "tags", Self::strings).flatten();
        Some(NewCollection {
            name: name?,
            description: description?,
            collection_type: collection_type?,
            tags,
        })
    }

    pub(crate) fn changes(&mut self, body: &Body) -> Option<Changes> {
        let fields = self.object(body)?;
        let description = self.optional(fields, "description", Self::string);
        let name = self.optional(fields, "name", Self::string);
        let tags = self.optional(fields, "tags", Self::strings);
        Some(Changes {
            name,
            description,
            tags,
        })
    }

    fn object<'b>(&mut self, body: &'b Body) -> Option<&'b [(Text, Json)]> {
        let input = match body {
            Body::Json(Json::Object(members)) => return Some(members),
            Body::Json(other) => other.clone(),
            Body::Absent => {
                self.add(Complaint {
                    kind: "missing",
                    location: vec![Place::Name("body")],
                    message: "Field required".to_owned(),
                    input: Json::Null,
                    context: None,
                });
                return None;
            }
            Body::Opaque(bytes) => match str::from_utf8(bytes) {
                Ok(text) => Json::String(text.into()),
                Err(_) => {
                    self.unwritable = true;
                    return None;
                }
            },
        };
        self.add(Complaint {
            kind: "model_attributes_type",
            location: vec![Place::Name("body")],
            message: "Input should be a valid dictionary or object to extract fields from"
                .to_owned(),
            input,
            context: None,
        });
        None
    }

    fn required<T>(
        &mut self,
        fields: &[(Text, Json)],
        name: &'static str,
        read: fn(&mut Self, &Json, Vec<Place>) -> Option<T>,
    ) -> Option<T> {
        let location = vec![Place::Name("body"), Place::Name(name)];
        match field(fields, name) {
            Some(value) => read(self, value, location),
            None => {
                self.add(Complaint {
                    kind: "missing",
                    location,
                    message: "Field required".to_owned(),
                    input: Json::Object(fields.to_vec()),
                    context: None,
                });
                None
            }
        }
    }

    fn optional<T>(
        &mut self,
        fields: &[(Text, Json)],
        name: &'static str,
        read: fn(&mut Self, &Json, Vec<Place>) -> Option<T>,
    ) -> Option<Option<T>> {
        match field(fields, name)? {
            Json::Null => Some(None),
            value => {
                let location = vec![Place::Name("body"), Place::Name(name)];
                Some(read(self, value, location))
            }
        }
    }

    fn string(&mut self, value: &Json, location: Vec<Place>) -> Option<String> {
        if let Json::String(text) = value {
            self.unwritable |= text.has_lone_surrogate;
            return Some(text.value.clone());
        }
        self.mistyped(
            "string_type",
            "Input should be a valid string",
            value,
            location,
        );
        None
    }

    fn strings(&mut self, value: &Json, location: Vec<Place>) -> Option<Vec<String>> {
        let Json::Array(items) = value else {
            self.mistyped("list_type", "Input should be a valid list", value, location);
            return None;
        };
        let mut strings = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let mut location = location.clone();
            location.push(Place::Index(index));
            strings.extend(self.string(item, location));
        }
        Some(strings)
    }

    fn collection_type(&mut self, value: &Json, location: Vec<Place>) -> Option<CollectionType> {
        match value {
            Json::String(text) if text.value == "model" => Some(CollectionType::Model),
            Json::String(text) if text.value == "dataset" => Some(CollectionType::Dataset),
            _ => {
                let expected = "'model' or 'dataset'".to_owned();
                self.add(Complaint {
                    kind: "enum",
                    location,
                    message: format!("Input should be {expected}"),
                    input: value.clone(),
                    context: Some(("expected", expected)),
                });
                None
            }
        }
    }

    fn mistyped(&mut self, kind: &'static str, message: &str, input: &Json, location: Vec<Place>) {
        self.add(Complaint {
            kind,
            location,
            message: message.to_owned(),
            input: input.clone(),
            context: None,
        });
    }
}

fn field<'f>(fields: &'f [(Text, Json)], name: &str) -> Option<&'f Json> {
    let (_, value) = fields.iter().find(|(key, _)| key.value == name)?;
    Some(value)
}

impl Complaint {
    fn write(&self, out: &mut String) -> Result<(), Unwritable> {
        out.push_str(r#"{"type":"#);
        write_string(self.kind, out);
        out.push_str(r#","loc":["#);
        for (place, part) in self.location.iter().enumerate() {
            if place > 0 {
                out.push(',');
            }
            match part {
                Place::Name(name) => write_string(name, out),
                Place::Index(index) => out.push_str(&index.to_string()),
            }
        }
        out.push_str(r#"],"msg":"#);
        write_string(&self.message, out);
        out.push_str(r#","input":"#);
        self.input.write(out)?;
        if let Some((name, text)) = &self.context {
            out.push_str(r#","ctx":{"#);
            write_string(name, out);
            out.push(':');
            write_string(text, out);
            out.push('}');
        }
        out.push('}');
        Ok(())
    }
}

/// With or without dashes, in braces, or as `urn:uuid:`, which unlike the digits must be in lower case.
fn parse_uuid(text: &str) -> Option<Uuid> {
    let upper_case_urn = text.starts_with(['U', 'u']) && !text.starts_with("urn:uuid:");
    if upper_case_urn {
        return None;
    }
    Uuid::parse_str(text).ok()
}

/// The server's words for what is wrong with an id.
fn describe_malformed_uuid(text: &str) -> String {
    let braced = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let urn = text.strip_prefix("urn:uuid:");
    let digits = braced.or(urn).unwrap_or(text);
    // Places count from one, and from the start of the text, save for the brace.
    let offset = urn.map_or(1, |_| "urn:uuid:".len() + 1);
    let foreign =
        |(_, character): &(usize, char)| *character != '-' && !character.is_ascii_hexdigit();
    if let Some((index, character)) = digits.char_indices().find(foreign) {
        return format!(
            "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], \
             found `{character}` at {}",
            index + offset
        );
    }
    let hyphens: Vec<usize> = digits.match_indices('-').map(|(index, _)| index).collect();
    if hyphens.is_empty() && digits == text {
        return format!(
            "invalid length: expected length 32 for simple format, found {}",
            digits.len()
        );
    }
    if hyphens.len() != 4 {
        return format!(
            "invalid group count: expected 5, found {}",
            hyphens.len() + 1
        );
    }
    const STARTS: [usize; 5] = [0, 9, 14, 19, 24];
    const LENGTHS: [usize; 5] = [8, 4, 4, 4, 12];
    let misplaced = (0..4).find(|&group| hyphens[group] != STARTS[group] + LENGTHS[group]);
    // The last group is measured with prefix and braces.
    let (group, found) = match misplaced {
        Some(group) => (group, hyphens[group] - STARTS[group]),
        None => (4, text.len() - STARTS[4]),
    };
    format!(
        "invalid group length in group {group}: expected {}, found {found}",
        LENGTHS[group]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_ids_are_described_in_the_servers_words() {
        let foreign = "invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found";
        for (text, words) in [
            ("x", format!("{foreign} `x` at 1")),
            ("urn:uuid:x", format!("{foreign} `x` at 10")),
            (
                "URN:UUID:0199c455-21ec-7c74-8efe-41470e29bae5",
                format!("{foreign} `U` at 1"),
            ),
            (
                "{0199c455-21ec-7c74-8efe-41470e29bae5",
                format!("{foreign} `{{` at 1"),
            ),
            (
                "{0199c455-21ec-7c74-8efe-41470e29baex}",
                format!("{foreign} `x` at 36"),
            ),
            ("aé", format!("{foreign} `é` at 2")),
            (
                "0199c455",
                "invalid length: expected length 32 for simple format, found 8".into(),
            ),
            ("{abc}", "invalid group count: expected 5, found 1".into()),
            ("-", "invalid group count: expected 5, found 2".into()),
            (
                "0199c455-21ec-7c74-8efe-",
                "invalid group length in group 4: expected 12, found 0".into(),
            ),
            (
                "----",
                "invalid group length in group 0: expected 8, found 0".into(),
            ),
            (
                "0199c455-21e-7c74-8efe-41470e29bae5",
                "invalid group length in group 1: expected 4, found 3".into(),
            ),
            (
                "{0199c455-21ec-7c74-8efe-41470e29bae}",
                "invalid group length in group 4: expected 12, found 13".into(),
            ),
            (
                "urn:uuid:0199c455-21ec-7c74-8efe-41470e29bae5f",
                "invalid group length in group 4: expected 12, found 22".into(),
            ),
        ] {
            assert_eq!(describe_malformed_uuid(text), words, "{text}");
        }
    }

    #[test]
    fn content_types_that_count_as_json() {
        for json in [
            "application/json",
            "APPLICATION/JSON; charset=latin-1",
            "application/problem+json",
            "",
        ] {
            assert!(is_json(json), "{json}");
        }
        for other in [
            "text/json",
            "application/jsonx",
            "json",
            "application",
            "application/json, text/plain",
        ] {
            assert!(!is_json(other), "{other}");
        }
    }
}
