//! Coddle: runs egg.js applications in QuickJS under a Rust HTTP core.
//!
//! ```no_run
//! coddle::Host::builder().app("./my-app").port(7001).run().unwrap();
//! ```
//!
//! Rust code joins the application as an [`Extension`]; [`Embedded`] is an application inside another program, or in a test.
//!
//! Reading order: [`Host`] (what can be set), `cluster` (several workers), `worker` (one thread with one
//! JavaScript world), `application` (what runs in it), `http` (sockets to
//! exchanges), `observe` (health and figures), [`cli`].
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod application;
pub mod cli;
mod cluster;
mod dev;
mod doctor;
mod embedded;
mod error;
mod event_loop;
pub mod extension;
mod host;
mod http;
mod inspect;
mod listener;
mod logger;
mod observe;
mod serving;
mod single;
mod stop_signals;
mod worker;

pub use cluster::StartMode;
pub use embedded::{Answer, Ask, Body, Embedded};
pub use error::Error;
pub use extension::Extension;
pub use host::{DEFAULT_PORT, Host, HostBuilder};
pub use http::HttpLimits;
pub use listener::Listener;
pub use logger::LogEntry;
