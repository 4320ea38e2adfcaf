//! What Rust extensions add to applications, seen from JavaScript.
#![forbid(unsafe_code)]

mod application;
mod blocking;
mod builder;
mod classes;
mod closing;
mod embedded;
mod faults;
mod functions;
mod leaks;
mod members;
mod middleware;
mod plugin;
mod services;
mod streams;
