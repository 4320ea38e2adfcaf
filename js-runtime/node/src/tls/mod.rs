//! Natives of `tls`: rustls without sockets. JavaScript carries the bytes between a session and whatever stream is below it.
//!
//! `certificate` (what one says), `context` (certificates, keys, roots, versions), `judge` (is the peer's certificate to be trusted, and if not, why, in
//! OpenSSL's words), `session` (one connection), `words` (errors and ciphers as Node calls them), `object` (as JavaScript has
//! them).

mod certificate;
mod context;
mod judge;
mod object;
mod session;
mod words;

pub(crate) use object::init;
