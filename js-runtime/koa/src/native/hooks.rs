//! `internal/koa/hooks`: where koa's JavaScript meets the native request path.

use coddle_engine::class::Members;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

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
        "installLengthAndType",
        Function::new(ctx.clone(), install_length_and_type)?,
    )?;
    native.set(
        "currentContext",
        Function::new(ctx.clone(), bridge::current_context)?,
    )?;
    native.set("kept", Function::new(ctx.clone(), kept)?)?;
    native.set("keep", Function::new(ctx.clone(), keep)?)?;
    native.set("note", Function::new(ctx.clone(), note)?)?;
    native.set("passed", Function::new(ctx.clone(), passed)?)?;
    Ok(native)
}

/// `note(ctx, name)`: undefined without one, and for contexts that are not of this host.
fn note<'js>(context: Value<'js>, name: String) -> Option<String> {
    context::with_state(&context, |state| state.exchange.note(&name)).flatten()
}

fn passed(context: Value<'_>, name: String) -> bool {
    context::with_state(&context, |state| state.exchange.note(&name).is_some()).unwrap_or(false)
}

fn install_first_values<'js>(
    ctx: Ctx<'js>,
    context: Object<'js>,
    request: Object<'js>,
) -> Result<()> {
    context::install_first_values(&ctx, &context, &request)
}

fn install_length_and_type<'js>(ctx: Ctx<'js>, response: Object<'js>) -> Result<()> {
    context::add_length_and_type(&Members::<context::ResponseObject>::over(&ctx, &response))
}

/// `kept(ctx, place)`: undefined when nothing is, and for contexts that are not of this host.
fn kept<'js>(ctx: Ctx<'js>, context: Value<'js>, place: usize) -> Value<'js> {
    context::with_state(&context, |state| state.extra(&ctx, place))
        .flatten()
        .unwrap_or_else(|| Value::new_undefined(ctx))
}

/// `keep(ctx, place, value)`: false for contexts that are not of this host.
fn keep(context: Value<'_>, place: usize, value: Value<'_>) -> bool {
    context::with_state(&context, |state| state.set_extra(place, &value)).is_some()
}
