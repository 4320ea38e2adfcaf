//! `notfound`: what is said when nobody answered. (MW-021)

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Flow, Layer, Turn};

#[derive(Debug)]
struct NotFound {
    /// `(ctx)`: gives the answer that nobody gave.
    answer: Slot,
    javascript: Slot,
}

impl Layer for NotFound {
    fn name(&self) -> &str {
        "notfound"
    }

    fn enter(&self, _turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        Ok(Flow::Next)
    }

    fn has_leave(&self) -> bool {
        true
    }

    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        if turn.exchange().response.status() == 404 {
            let context = turn.context()?;
            let ctx = turn.js();
            let undefined = Value::new_undefined(ctx.clone());
            call::call(
                ctx,
                &self.answer.get_or_undefined(ctx),
                &undefined,
                &[&context],
            )?;
        }
        Ok(None)
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.answer);
        visit(&self.javascript);
    }
}

/// `layer(answer, middleware)`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let make = |ctx: Ctx<'js>, answer: Value<'js>, javascript: Value<'js>| {
        let layer = NotFound {
            answer: Slot::of(&answer),
            javascript: Slot::of(&javascript),
        };
        super::function(&ctx, layer)
    };
    native.set("layer", Function::new(ctx.clone(), make)?)?;
    Ok(native)
}
