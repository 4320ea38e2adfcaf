//! Coddle: runs egg.js applications in QuickJS under a Rust HTTP core.
//!
//! ```no_run
//! coddle::Host::builder().app("./my-app").port(7001).run().unwrap();
//! ```
//!
//! Reading order: [`Host`] (what can be set), `cluster` (several workers), `worker` (one thread with one
//! JavaScript world), `application` (what runs in it), `http` (sockets to
//! exchanges), [`cli`].
#![forbid(unsafe_code)]

mod application;
pub mod cli;
mod cluster;
mod doctor;
mod error;
mod host;
mod http;
mod inspect;
mod listener;
mod worker;

pub use cluster::StartMode;
pub use error::Error;
pub use host::{DEFAULT_PORT, Host, HostBuilder};
pub use http::HttpLimits;
