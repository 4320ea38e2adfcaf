//! One QuickJS world: runtime and context, job pump, timers, limits, errors and stacks, CommonJS, bytecode.
//!
//! This is the only crate of the workspace with `unsafe`. What it offers upwards is safe: [`World`] runs JavaScript,
//! [`Builtin`] adds modules, [`ops`] lets Rust futures call back, [`class`] makes native objects that cost what a C
//! function costs.
//!
//! Reading order: [`world`] (what lives together and how it ends), `pump` (whose turn it is), [`builtin`] and `cjs`
//! (how code is found; `esm` for ES modules), [`ops`] (how Rust answers later), [`class`] (native objects), [`errors`].

mod allocator;
mod async_context;
pub mod builtin;
pub mod bytecode;
pub mod bytes;
mod cjs;
pub mod class;
mod collector;
pub mod convert;
pub mod data;
pub mod errors;
mod esm;
pub mod fds;
mod hold;
pub mod image;
mod internal;
pub mod json;
mod kept;
pub mod lent;
pub mod ops;
mod packages;
pub mod plain;
mod pump;
mod raw;
mod realm;
pub mod shared;
pub mod signals;
pub mod sources;
mod state;
mod timers;
pub mod tokens;
mod utilization;
pub mod wasm;
pub mod world;

pub use builtin::{Builtin, NativeInit, NativeModule};
pub use hold::Hold;
pub use kept::Kept;
pub use ops::OpError;
pub use pump::report_uncaught;
pub use raw::{PromiseState, engine_version};
pub use rquickjs;
pub use state::Cause;
pub use world::{Limits, WeakWorld, World};
