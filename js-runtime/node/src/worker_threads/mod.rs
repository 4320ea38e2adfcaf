//! Natives of `worker_threads`: ports that carry messages between worlds (`ports`), and threads with a world each (`threads`).
//!
//! A message is bytes in V8's format, with the ports and the shared memory that go with it. Nothing JavaScript crosses a thread.

mod ports;
mod threads;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use coddle_engine::shared::{self, SharedMemory};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("channel", Function::new(ctx.clone(), ports::channel)?)?;
    natives.set("broadcast", Function::new(ctx.clone(), ports::broadcast)?)?;
    natives.set("post", Function::new(ctx.clone(), ports::post)?)?;
    natives.set("listen", Function::new(ctx.clone(), ports::listen)?)?;
    natives.set("take", Function::new(ctx.clone(), ports::take)?)?;
    natives.set("release", Function::new(ctx.clone(), ports::release)?)?;
    natives.set("close", Function::new(ctx.clone(), ports::close)?)?;
    natives.set("duplicate", Function::new(ctx.clone(), duplicate)?)?;
    natives.set("waitAsync", Function::new(ctx.clone(), shared::wait_async)?)?;
    natives.set("start", Function::new(ctx.clone(), threads::start)?)?;
    natives.set("stop", Function::new(ctx.clone(), threads::stop)?)?;
    natives.set("own", Function::new(ctx.clone(), threads::own)?)?;
    Ok(natives)
}

/// Another SharedArrayBuffer over the same memory.
fn duplicate(memory: SharedMemory) -> SharedMemory {
    memory
}
