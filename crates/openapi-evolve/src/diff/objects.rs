//! Compares the properties of objects.

use serde_json::Value;

use super::canonical::is_anything;
use super::comparison::Comparison;
use super::location::SchemaLocation;
use super::property::{Property, presence};
use super::schemas::{as_schema, describe};
use super::usage::Usage;
use crate::schema::Schema;

/// What an object may have besides the properties that are named.
enum Others<'s> {
    /// Nothing that anybody knows of, but it would be ignored.
    Unknown,
    Nothing,
    /// A map of these values.
    Values(&'s Value),
}

impl<'s> Others<'s> {
    fn of(object: &'s Schema) -> Self {
        match object.get("additionalProperties") {
            Some(Value::Bool(false)) => Self::Nothing,
            Some(values) if values.is_object() => Self::Values(values),
            _ if object.contains_key("properties") => Self::Unknown,
            _ => Self::Values(&Value::Null),
        }
    }
}

impl Comparison<'_> {
    pub(super) fn compare_properties(
        &mut self,
        location: &SchemaLocation,
        old: &Schema,
        new: &Schema,
    ) {
        let (before, after) = (Property::all(old), Property::all(new));
        for (name, property) in &before {
            let same = after.get(name);
            match same.filter(|other| other.is_declared || !property.is_declared) {
                Some(other) if other.is_declared != property.is_declared => {}
                Some(other) => self.compare_property(location, name, property, other),
                None => {
                    // Readers expect it unless it is optional; what is sent has no effect any more.
                    let within = location.within("properties", Some(name));
                    let within = within.used_in(location.usage & property.usage());
                    let values = match Others::of(new) {
                        Others::Values(values) => Some(as_schema(values)),
                        _ => None,
                    };
                    let effect = match values.is_none() && within.usage.request {
                        true => ": sending it has no effect",
                        false => "",
                    };
                    let breaks = within.breaks(values.is_none(), property.required);
                    let message = format!(
                        "the property `{name}` of {} is gone{effect}",
                        location.subject
                    );
                    self.add(&within.pointer, breaks, message);
                    if let Some(values) = values {
                        self.compare_schemas(&within, property.schema, values);
                    }
                }
            }
        }
        let is_new = |name: &str, property: &Property| {
            let same = before.get(name);
            same.is_none_or(|other| property.is_declared && !other.is_declared)
        };
        for (name, property) in after.iter().filter(|(name, other)| is_new(name, other)) {
            let within = location.within("properties", Some(name));
            let within = within.used_in(location.usage & property.usage());
            let others = Others::of(old);
            let effect = match (within.usage.request, property.required) {
                (true, true) => "requests without it are rejected",
                (false, true) => "code that constructs a value of the type has to set it",
                (_, false) => {
                    "code that names every property of the type, in a literal or a pattern, has to name it"
                }
            };
            let kind = match property.required {
                true => "required",
                false => "optional",
            };
            let breaks = within.breaks(property.required, matches!(others, Others::Nothing));
            let subject = &location.subject;
            let message = format!("the {kind} property `{name}` of {subject} is new: {effect}");
            self.add(&within.pointer, breaks, message);
            if let Others::Values(values) = others {
                self.compare_schemas(&within, as_schema(values), property.schema);
            }
        }
    }

    fn compare_property(
        &mut self,
        location: &SchemaLocation,
        name: &str,
        old: &Property,
        new: &Property,
    ) {
        let within = location.within("properties", Some(name));
        let (before, after) = (old.usage(), new.usage());
        let subject = &within.subject;
        for (part, keyword, change, words) in [
            (
                Usage::REQUEST,
                "readOnly",
                (before.request, after.request),
                ["read-only: it may no longer be sent", "read-only"],
            ),
            (
                Usage::RESPONSE,
                "writeOnly",
                (before.response, after.response),
                ["write-only: responses no longer have it", "write-only"],
            ),
        ] {
            let at = within.used_in(location.usage & part).within(keyword, None);
            match change {
                (true, false) => self.add(
                    &at.pointer,
                    at.breaks_code_if(false, true, true),
                    format!("{subject} is now {}", words[0]),
                ),
                (false, true) => {
                    let is_demanded = new.required && at.usage.request;
                    let message = match is_demanded {
                        true => ": requests without it are rejected",
                        false => "",
                    };
                    self.add(
                        &at.pointer,
                        at.breaks_code_if(false, new.required, false),
                        format!("{subject} is no longer {}{message}", words[1]),
                    );
                }
                _ => {}
            }
        }
        let within = within.used_in(location.usage & before & after);
        self.compare_presence(&within, old, new);
        self.compare_non_null(&within, old.schema, new.schema);
    }

    /// Compares whether a property can be absent or null.
    fn compare_presence(&mut self, location: &SchemaLocation, old: &Property, new: &Property) {
        let (was_nullable, is_nullable) = self.nullable(old.schema, new.schema);
        if (old.required, was_nullable) == (new.required, is_nullable) {
            return;
        }
        // To code, both what is absent and what is null are `None`, but a constructor takes what
        // is required.
        let breaks = location.breaks_code_if(
            old.required != new.required || (old.required && was_nullable != is_nullable),
            (new.required && !old.required) || (was_nullable && !is_nullable),
            (old.required && !new.required) || (!was_nullable && is_nullable),
        );
        let message = format!(
            "{} was {} and is {}",
            location.subject,
            presence(old.required, was_nullable),
            presence(new.required, is_nullable),
        );
        self.add(&location.pointer, breaks, message);
    }

    /// Compares what objects may have besides the properties that are named.
    pub(super) fn compare_other_properties(
        &mut self,
        location: &SchemaLocation,
        old: &Schema,
        new: &Schema,
    ) {
        use Others::{Nothing, Unknown, Values};
        let within = location.within("additionalProperties", None);
        let subject = &location.subject;
        let (before, after) = (Others::of(old), Others::of(new));
        let (message, narrows, widens) = match (&before, &after) {
            (Values(before), Values(after)) if before == after => return,
            (Values(before), Values(after)) => return self.compare_schema(&within, before, after),
            (Unknown, Unknown) | (Nothing, Nothing) => return,
            (Unknown, Values(values)) | (Values(values), Unknown)
                if is_anything(as_schema(values)) =>
            {
                return;
            }
            (_, Nothing) => (
                format!("{subject} can no longer have properties other than those it names"),
                true,
                false,
            ),
            (Nothing, _) => (
                format!("{subject} can now have properties other than those it names"),
                false,
                true,
            ),
            (Unknown, Values(values)) => (
                format!(
                    "the other properties of {subject} are now {}",
                    describe(values)
                ),
                true,
                false,
            ),
            (Values(values), Unknown) => (
                format!(
                    "the other properties of {subject} need no longer be {}",
                    describe(values)
                ),
                false,
                true,
            ),
        };
        let code = matches!(before, Values(_)) || matches!(after, Values(_));
        let breaks = location.breaks_code_if(code, narrows, widens);
        self.add(&within.pointer, breaks, message);
    }
}
