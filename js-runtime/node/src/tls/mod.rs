//! Natives of `tls`: rustls without sockets. JavaScript carries the bytes between a session and whatever stream is below it.
//!
//! `certificate` (what one says), `context` (certificates, keys, roots, versions), `judge` (is the peer's certificate to be trusted, and if not, why, in
//! OpenSSL's words), `session` (one connection), `version_one` (old certificates), `words` (errors and ciphers as Node calls them), `object` (as JavaScript has
//! them), `server` (for listeners that are the host's).

mod certificate;
mod context;
mod judge;
mod object;
mod server;
mod session;
mod version_one;
mod words;

pub(crate) use object::init;
pub use server::{Identity, server_config};
