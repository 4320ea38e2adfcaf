//! The parsers of what clients send, fed with changed seeds and with noise: none may panic or take long, and what each promises
//! has to hold for every input.
//!
//! `cargo test` takes the same 20,000 inputs a parser each time. The long form goes on with new ones for a while:
//! `CODDLE_FUZZ_SECONDS=600 cargo test -p coddle-koa --test fuzz`. A failure names the number of its input, by which
//! `CODDLE_FUZZ_INPUT=number` repeats it. (The multipart parser has its own: coddle-egg's tests/surface/multipart_fuzz.js.)

#[path = "../common/mod.rs"]
mod common;
mod cookies;
mod input;
mod query;
mod range;
