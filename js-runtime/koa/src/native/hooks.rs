//! `internal/koa/hooks`: where koa's JavaScript meets the native request path.

use coddle_engine::class::Members;
use coddle_engine::data;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use crate::context::PerContext;
use crate::{app, bridge, context};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    native.set(
        "installPrototypes",
        Function::new(ctx.clone(), app::install_prototypes)?,
    )?;
    native.set(
        "installQueryOfContext",
        Function::new(ctx.clone(), context::install_query_of_context)?,
    )?;
    native.set(
        "installQueryOfRequest",
        Function::new(ctx.clone(), context::install_query_of_request)?,
    )?;
    native.set(
        "installLengthAndType",
        Function::new(ctx.clone(), install_length_and_type)?,
    )?;
    native.set(
        "currentContext",
        Function::new(ctx.clone(), bridge::current_context)?,
    )?;
    native.set("enterContexts", Function::new(ctx.clone(), enter_contexts)?)?;
    native.set("perContext", Function::new(ctx.clone(), per_context)?)?;
    native.set("note", Function::new(ctx.clone(), note)?)?;
    native.set("passed", Function::new(ctx.clone(), passed)?)?;
    native.set("isEncrypted", Function::new(ctx.clone(), is_encrypted)?)?;
    native.set("remoteAddress", Function::new(ctx.clone(), remote_address)?)?;
    Ok(native)
}

/// `enterContexts(enter)`: see `hooks.js`.
fn enter_contexts<'js>(ctx: Ctx<'js>, enter: Value<'js>) {
    data::of::<app::Applications>(&ctx).enter_contexts(&enter);
}

/// `note(ctx, name)`: undefined without one, and for contexts that are not of this host.
fn note<'js>(context: Value<'js>, name: String) -> Option<String> {
    context::with_state(&context, |state| state.exchange.note(&name)).flatten()
}

fn passed(context: Value<'_>, name: String) -> bool {
    context::with_state(&context, |state| state.exchange.note(&name).is_some()).unwrap_or(false)
}

/// `isEncrypted(request)`: undefined where Node's messages know better; see `hooks.js`.
fn is_encrypted(request: Value<'_>) -> Option<bool> {
    context::with_unseen_messages(&request, |exchange| exchange.request.encrypted)
}

/// `remoteAddress(request)`: likewise.
fn remote_address<'js>(ctx: Ctx<'js>, request: Value<'js>) -> Result<Value<'js>> {
    context::with_unseen_messages(&request, |exchange| {
        super::exchange::address(&ctx, exchange.request.remote)
    })
    .unwrap_or_else(|| Ok(Value::new_undefined(ctx.clone())))
}

fn install_length_and_type<'js>(ctx: Ctx<'js>, response: Object<'js>) -> Result<()> {
    context::add_length_and_type(&Members::<context::ResponseObject>::over(&ctx, &response))
}

/// `perContext(make, own)`: see `hooks.js`.
fn per_context<'js>(ctx: Ctx<'js>, make: Value<'js>, own: Value<'js>) -> Result<Object<'js>> {
    PerContext::create(&ctx, &make, &own)
}
