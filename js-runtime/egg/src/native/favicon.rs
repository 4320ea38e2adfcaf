//! `favicon()`: the bytes of egg's default `/favicon.ico`.

use coddle_engine::rquickjs::{ArrayBuffer, Ctx, Function, Object, Result};

/// egg's own icon (MIT, eggjs): clients of existing applications have it in their caches and get the same bytes.
static FAVICON: &[u8] = include_bytes!("../egg/config/favicon.png");

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set("favicon", Function::new(ctx.clone(), favicon)?)?;
    Ok(native)
}

fn favicon(ctx: Ctx<'_>) -> Result<ArrayBuffer<'_>> {
    ArrayBuffer::new_copy(ctx, FAVICON)
}
