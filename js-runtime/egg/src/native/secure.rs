//! `ctx.secure` for natives, which need no `ctx.request` for it where nothing is unusual. (CTX-043, CTX-044)

use coddle_engine::class::{Own, Slot, call};
use coddle_engine::rquickjs::{Coerced, Result, Value};
use coddle_koa::context::with_state;

/// `ctx.secure`. `protocol` is the getter that egg extends `request` with.
///
/// # Errors
/// What a getter of the application's throws.
pub(crate) fn of<'js>(context: &Value<'js>, protocol: &Slot) -> Result<bool> {
    if let Some(secure) = quickly(context, protocol)? {
        return Ok(secure);
    }
    truth(&call::property(context, c"secure")?)
}

/// `None` where JavaScript has to tell: behind a proxy, once there is a request object, which may have members of its own, and
/// for applications that replaced one of the members that egg comes to it by.
fn quickly<'js>(context: &Value<'js>, protocol: &Slot) -> Result<Option<bool>> {
    let encrypted = with_state(context, |state| {
        (!state.has_request_object() && state.is_request_native())
            .then_some(state.exchange.request.encrypted)
    });
    let Some(encrypted) = encrypted.flatten() else {
        return Ok(None);
    };
    let app = call::property(context, c"app")?;
    let request = call::property(&app, c"request")?;
    let inherits = |object: &Value<'js>| {
        call::own_property(object, c"secure").map(|own| matches!(own, Own::Nothing))
    };
    let is_usual = inherits(context)?
        && inherits(&call::property(&app, c"context")?)?
        && inherits(&request)?
        && matches!(
            call::own_property(&request, c"protocol")?,
            Own::Getter(getter) if protocol.is_same(&getter)
        );
    if !is_usual {
        return Ok(None);
    }
    if encrypted {
        return Ok(Some(true));
    }
    let config = call::property(&app, c"config")?;
    if truth(&call::property(&config, c"proxy")?)? {
        return Ok(None);
    }
    let protocol = call::property(&config, c"protocol")?;
    Ok(Some(match protocol.as_string() {
        Some(protocol) => protocol.to_string()? == "https",
        None => false,
    }))
}

fn truth(value: &Value<'_>) -> Result<bool> {
    Ok(value.get::<Coerced<bool>>()?.0)
}
