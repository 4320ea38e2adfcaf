//! `internal/koa/hooks`: where koa's JavaScript meets the native request path.

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};

use crate::{app, bridge, context};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set(
        "installPrototypes",
        Function::new(ctx.clone(), app::install_prototypes)?,
    )?;
    native.set(
        "installFirstValues",
        Function::new(ctx.clone(), install_first_values)?,
    )?;
    native.set(
        "currentContext",
        Function::new(ctx.clone(), bridge::current_context)?,
    )?;
    Ok(native)
}

fn install_first_values<'js>(
    ctx: Ctx<'js>,
    context: Object<'js>,
    request: Object<'js>,
) -> Result<()> {
    context::install_first_values(&ctx, &context, &request)
}
