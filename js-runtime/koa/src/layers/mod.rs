//! Native sides of the middleware that koa's companion packages are.
//!
//! - [`body_parser`]: requests without a body, and JSON of a plain kind
//! - [`static_files`]: files, and requests outside their folders

pub(crate) mod body_parser;
pub(crate) mod static_files;
