//! Natives of `http`: HTTP/1 messages read from bytes. What is done with them, and all writing, stands in JavaScript.
//!
//! `scan` reads heads and trailers with llhttp's rules and its words for what breaks them; `framing` finds the bodies;
//! `message` puts both together to a stream of events; `parser` is that as a JavaScript object. The host's own listener reads
//! with the first two as well.

pub mod framing;
mod message;
mod parser;
pub mod scan;

pub(crate) use parser::init;
