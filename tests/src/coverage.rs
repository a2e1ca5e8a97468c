use std::collections::BTreeSet;

use dataforce_emulator::Exchange;
use serde_json::Value;

use crate::{Contract, Declared};

/// The parts of a contract that were used.
pub struct Coverage {
    contract: &'static Contract,
    statuses: BTreeSet<Declared>,
    /// For example `Collection.tags`.
    properties: BTreeSet<String>,
}

impl Coverage {
    /// Returns an empty coverage of a contract.
    pub fn of(contract: &'static Contract) -> Self {
        Self {
            contract,
            statuses: BTreeSet::new(),
            properties: BTreeSet::new(),
        }
    }

    /// Records what an exchange used.
    pub fn note(&mut self, exchange: &Exchange) {
        let contract = self.contract;
        let (Some(operation), Some(response)) = (exchange.endpoint(), &exchange.response) else {
            return;
        };
        let status = response.status.as_u16();
        self.statuses.insert(Declared {
            operation: operation.id().to_owned(),
            status,
        });
        let Some(described) = described(contract, operation.id()) else {
            return;
        };
        let sent = &described["requestBody"]["content"]["application/json"]["schema"];
        self.note_body(contract, sent, &exchange.request.body);
        let answer = contract.resolve(&described["responses"][status.to_string()]);
        let answered = &answer["content"]["application/json"]["schema"];
        let body = response.body.as_deref().unwrap_or_default();
        self.note_body(contract, answered, body);
    }

    fn note_body(&mut self, contract: &Contract, schema: &Value, body: &[u8]) {
        if let Ok(body) = serde_json::from_slice(body) {
            self.note_value(contract, schema, &body);
        }
    }

    /// Records the properties of a value that the named schemas below `schema` declare.
    fn note_value(&mut self, contract: &Contract, schema: &Value, value: &Value) {
        let name = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next());
        let schema = contract.resolve(schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.note_value(contract, part, value);
        }
        for item in value.as_array().into_iter().flatten() {
            self.note_value(contract, &schema["items"], item);
        }
        for (property, value) in value.as_object().into_iter().flatten() {
            let known = &schema["properties"][property];
            if let (Some(name), false) = (name, known.is_null()) {
                self.properties.insert(format!("{name}.{property}"));
            }
            self.note_value(contract, known, value);
        }
    }

    /// Returns what the contract declares and no exchange used: statuses such as `list_orbits 403`,
    /// properties such as `Orbit.role`.
    pub fn missing(&self) -> Vec<String> {
        let contract = self.contract;
        let statuses = contract.declared().into_iter();
        let statuses = statuses
            .filter(|declared| !self.statuses.contains(declared))
            .map(|declared| format!("{} {}", declared.operation, declared.status));
        let schemas = contract.document()["components"]["schemas"].as_object();
        let properties = schemas.into_iter().flatten().flat_map(|(name, schema)| {
            let properties = schema["properties"].as_object().into_iter().flatten();
            properties.map(move |(property, _)| format!("{name}.{property}"))
        });
        let properties = properties.filter(|property| !self.properties.contains(property));
        statuses.chain(properties).collect()
    }

    /// Describes what was used, and what was not.
    pub fn report(&self) -> String {
        let missing = self.missing();
        let mut report = format!(
            "{} statuses and {} properties of the contract were exercised, {} were not.\n",
            self.statuses.len(),
            self.properties.len(),
            missing.len()
        );
        for missing in missing {
            report.push_str(&format!("not exercised: {missing}\n"));
        }
        report
    }
}

fn described<'c>(contract: &'c Contract, id: &str) -> Option<&'c Value> {
    let paths = contract.document()["paths"].as_object()?;
    let mut operations = paths.values().flat_map(|path| path.as_object()).flatten();
    let (_, operation) = operations.find(|(_, operation)| operation["operationId"] == id)?;
    Some(operation)
}
