//! Natives of `worker_threads`: ports that carry messages between worlds (`ports`), and threads with a world each (`threads`).
//!
//! A message is bytes in V8's format, and the numbers of the ports that go with it. Nothing JavaScript crosses a thread.

mod ports;
mod threads;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("channel", Function::new(ctx.clone(), ports::channel)?)?;
    natives.set("broadcast", Function::new(ctx.clone(), ports::broadcast)?)?;
    natives.set("post", Function::new(ctx.clone(), ports::post)?)?;
    natives.set("receive", Function::new(ctx.clone(), ports::receive)?)?;
    natives.set("take", Function::new(ctx.clone(), ports::take)?)?;
    natives.set("putBack", Function::new(ctx.clone(), ports::put_back)?)?;
    natives.set("release", Function::new(ctx.clone(), ports::release)?)?;
    natives.set("close", Function::new(ctx.clone(), ports::close)?)?;
    natives.set("start", Function::new(ctx.clone(), threads::start)?)?;
    natives.set("stop", Function::new(ctx.clone(), threads::stop)?)?;
    natives.set("own", Function::new(ctx.clone(), threads::own)?)?;
    Ok(natives)
}
