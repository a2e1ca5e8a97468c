//! Prints a document as OpenAPI 3.0.3 in JSON, and what is lost on stderr.
//!
//! Without an argument, a small document is converted.

use std::error::Error;

use openapi_evolve::{Document, downgrade, validate};

const EXAMPLE: &str = "
openapi: 3.1.0
info:
  title: Books
  version: 1.0.0
paths: {}
components:
  schemas:
    Book:
      type: object
      propertyNames: { minLength: 1 }
      properties:
        title: { type: [string, 'null'] }
        pages: { type: integer, exclusiveMinimum: 0 }
";

fn main() -> Result<(), Box<dyn Error>> {
    let document = match std::env::args().nth(1) {
        Some(file) => Document::parse(&file, std::fs::read_to_string(&file)?)?,
        None => Document::parse("example", EXAMPLE)?,
    };
    let (result, findings) = downgrade(&document)?;
    for finding in findings {
        eprintln!("{finding}");
    }
    validate(&result)?;
    println!("{:#}", result.value());
    Ok(())
}
