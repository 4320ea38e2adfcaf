//! What WebAssembly needs of the engine: memories that JavaScript and wasm code see at once, and a bound on them.
//!
//! The interpreter is the crate `wasmi`; [`Store`] is its store, with ArrayBuffers over the store's memories.

mod budget;
mod identity;
mod store;

pub use budget::{Account, relieve};
pub use identity::{Identity, identity};
pub use store::Store;
