//! `overrideMethod`: a form's POST that means another method. (MW-069)

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Flow, Layer, Turn};

#[derive(Debug)]
struct OverrideMethod {
    allowed: Vec<String>,
    javascript: Slot,
}

impl Layer for OverrideMethod {
    fn name(&self) -> &str {
        "overrideMethod"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        let exchange = turn.exchange();
        let is_allowed = {
            let method = exchange.request.method();
            self.allowed
                .iter()
                .any(|allowed| allowed == method.as_str())
        };
        if !is_allowed {
            return Ok(Flow::Next);
        }
        let asks = exchange
            .request
            .headers
            .contains_key("x-http-method-override");
        let body = turn.with_known_state(|state| state.parsed_body(turn.js()));
        let names_one = match body.flatten() {
            Some(body) if body.is_object() => !call::property(&body, c"_method")?.is_undefined(),
            Some(body) => !body.is_undefined() && !body.is_null(),
            None => false,
        };
        Ok(match asks || names_one {
            true => Flow::JavaScript,
            false => Flow::Next,
        })
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }
}

/// `layer(allowedMethods, middleware)`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let make = |ctx: Ctx<'js>, allowed: Vec<String>, javascript: Value<'js>| {
        let layer = OverrideMethod {
            allowed,
            javascript: Slot::of(&javascript),
        };
        super::function(&ctx, layer)
    };
    native.set("layer", Function::new(ctx.clone(), make)?)?;
    Ok(native)
}
