//! JSON between texts and values, for bodies: several times quicker than through the engine's own functions.
//!
//! All give up on what is unusual (`None`, or the engine's answer for a part) rather than differ from `JSON.parse` and
//! `JSON.stringify`.
//!
//! Reading order: `parse`, `stringify`, `circular` (objects that refer to themselves); `values` and `texts` are what the writers
//! share.

mod circular;
mod parse;
mod stringify;
mod texts;
mod values;

pub use circular::stringify_circular;
pub use parse::{parse, parse_members};
pub use stringify::{stringify, stringify_members};
pub(crate) use values::{Names, PLAIN_OBJECT};
