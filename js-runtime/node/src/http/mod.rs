//! Natives of `http`: HTTP/1 messages read from bytes, heads that are sent, and the connections of a server.
//!
//! `scan` reads heads and trailers with llhttp's rules and its words for what breaks them; `framing` finds the bodies;
//! `message` puts both together to a stream of events; `parser` is that as a JavaScript object. The host's own listener reads
//! with the first two as well. `head_text` makes the head of a message that is sent, `head_natives` shows that to JavaScript.
//! `server` puts reading and answering together: what happens then is decided in JavaScript.

pub mod framing;
mod head_natives;
mod head_text;
mod message;
mod parser;
pub mod scan;
mod server;

pub(crate) use parser::init;
