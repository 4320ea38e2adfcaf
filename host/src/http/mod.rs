//! HTTP/1.1 between sockets and exchanges: hyper serves connections, and what it is given has been judged before.
//!
//! Reading order: [`limits`] (what a client may ask), `plain_head` and `inspector` (which requests are served: the one place
//! where that is decided), `guard` (the stream as hyper sees it), `progress` (what a connection is doing), `connection` (one
//! client from its first byte to its last), `answering` (one request, from its head to the application and back), `request_body`
//! (what comes with it), `in_flight` (what is counted of it), `answer` (what goes out that no application wrote), `client_error`
//! (what is no request), `hand_over` (connections that become the application's own), `sweeper` (who takes too long), `server`
//! (the connections of a worker), `transport` (kinds of streams), `tls` (HTTPS).

mod answer;
mod answering;
mod client_error;
mod connection;
mod guard;
mod hand_over;
mod in_flight;
mod inspector;
mod limits;
mod plain_head;
mod progress;
mod request_body;
mod server;
mod sweeper;
mod tls;
mod transport;

pub use limits::HttpLimits;
pub(crate) use limits::Refused;
pub(crate) use server::Server;
pub(crate) use tls::{Https, Tls};
