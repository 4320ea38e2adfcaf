//! Coddle: runs egg.js applications in QuickJS under a Rust HTTP core.
#![forbid(unsafe_code)]

pub mod cli;
