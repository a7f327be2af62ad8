//! JSON (RFC 8259) as the front-end needs it: a tree, a parser and a printer that are small in WebAssembly.
//!
//! A general library costs 40 KB there: code for each type that is read, and tables for numbers with a fraction,
//! which do not even compress. Here a number is kept as it was written and read as an integer by whoever expects
//! one, and an object is a list. The back-end, where size is of no interest, uses `serde_json`.
//!
//! ```
//! use charlaton_json::{Value, json, parse};
//!
//! let said = parse(r#"{"user":{"id":17},"on":true}"#).unwrap();
//! assert_eq!(said.get("user").and_then(|user| user.get("id")?.as_u64()), Some(17));
//! assert_eq!(said, json!({ "user": { "id": 17 }, "on": true }));
//! ```

#![warn(missing_docs)]

mod make;
mod parse;
mod print;
mod value;

pub use parse::{Items, MAX_DEPTH, NotJson, parse};
pub use value::{Number, Object, Value};
