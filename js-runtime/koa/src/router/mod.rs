//! Matching request paths to routes, without a JavaScript engine.
//!
//! Read in this order:
//! - [`path`]: path-to-regexp 1.9's path syntax: a path string to tokens, keys and the source of a regular expression
//! - [`pattern`]: one path or RegExp made ready to match: [`PathPattern`], its captures and params
//! - `program`: the hand matcher that simple paths run on instead of a regular expression
//! - [`table`]: every layer of a router in declaration order: [`RouteTable`]
//! - `numbers`: routes by number, for what is counted of each
//! - `prefix`: the index that lets two hundred routes cost what two do

mod numbers;
pub mod path;
pub mod pattern;
mod prefix;
mod program;
pub mod table;

pub use numbers::{RouteNumber, RouteNumbers};
pub use path::{Key, KeyName, PathOptions};
pub use pattern::{Captures, PathPattern, PatternError};
pub use table::{LayerId, Matches, RouteTable};
