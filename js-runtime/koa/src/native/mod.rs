//! The Rust side of the surface.
//! - [`negotiate`]: `crate::negotiate` for JavaScript
//! - [`cookies`]: `crate::cookies` for JavaScript
//! - [`delegate`]: members of ctx that hand on to request or response
//! - [`body`]: request bodies unpacked and decoded
//! - [`exchange`]: an exchange as the handle of Node's messages
//! - [`hooks`]: where koa's JavaScript meets the native request path
//! - [`form`]: `crate::qs` for JavaScript
//! - [`static_files`]: `crate::static_files` for JavaScript

pub(crate) mod body;
pub(crate) mod cookies;
pub(crate) mod delegate;
pub(crate) mod exchange;
pub(crate) mod form;
pub(crate) mod hooks;
pub(crate) mod negotiate;
pub(crate) mod static_files;
