//! Native sides of the middleware that koa's companion packages are.
//!
//! - [`body_parser`]: requests without a body, and JSON of a plain kind
//! - [`prefixed`]: requests outside a middleware's path prefixes pass it by

pub(crate) mod body_parser;
pub(crate) mod prefixed;
