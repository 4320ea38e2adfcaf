//! Where `process.stdout` and `process.stderr` write to, when it is not to the process's own.

use std::cell::RefCell;
use std::sync::Arc;

use coddle_engine::rquickjs::Ctx;
use coddle_engine::{World, data};

/// Takes what a world writes to stdout, or to stderr if the flag says so: bytes as they were written at once.
pub type Sink = Arc<dyn Fn(bool, &[u8]) + Send + Sync>;

#[derive(Default)]
struct Output(RefCell<Option<Sink>>);

/// Gives `sink` all that the world's `process.stdout` and `process.stderr` write from now on. Both are pipes to JavaScript then.
/// Descriptors 1 and 2 themselves, which `fs` and child processes know, stay what they are.
pub fn write_to(world: &World, sink: Sink) {
    world.enter(|ctx| data::of::<Output>(ctx).0.replace(Some(sink)));
}

/// Where the world's output goes, unless it is the process's own.
pub(crate) fn sink(ctx: &Ctx<'_>) -> Option<Sink> {
    data::of::<Output>(ctx).0.borrow().clone()
}
