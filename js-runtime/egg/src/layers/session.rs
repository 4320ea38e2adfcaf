//! `session`: saves the session of a request that used it. (MW-070)

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Flow, Layer, Turn};

#[derive(Debug)]
struct Session {
    /// The symbol under which a context keeps its session once it was used.
    used: Slot,
    /// `(ctx)`: saves; a promise.
    commit: Slot,
    /// `(ctx, reason)`: saves and rejects with the reason.
    commit_failed: Slot,
    javascript: Slot,
}

impl Session {
    /// The context, if its session was used.
    fn user<'js>(&self, turn: &Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        let Some(context) = turn.known_context() else {
            return Ok(None);
        };
        let used = self.used.get_or_undefined(turn.js());
        let session: Value<'js> = match context.as_object() {
            Some(object) => object.get(used)?,
            None => return Ok(None),
        };
        Ok((!session.is_undefined()).then(|| context.clone()))
    }
}

impl Layer for Session {
    fn name(&self) -> &str {
        "session"
    }

    fn enter(&self, _turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        Ok(Flow::Next)
    }

    fn has_leave(&self) -> bool {
        true
    }

    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        let Some(context) = self.user(turn)? else {
            return Ok(None);
        };
        let ctx = turn.js();
        let undefined = Value::new_undefined(ctx.clone());
        call::call(
            ctx,
            &self.commit.get_or_undefined(ctx),
            &undefined,
            &[&context],
        )
        .map(Some)
    }

    fn failed<'js>(
        &self,
        turn: &mut Turn<'_, '_, 'js>,
        reason: &Value<'js>,
    ) -> Result<Option<Value<'js>>> {
        let Some(context) = self.user(turn)? else {
            return Ok(None);
        };
        let ctx = turn.js();
        let undefined = Value::new_undefined(ctx.clone());
        let commit = self.commit_failed.get_or_undefined(ctx);
        call::call(ctx, &commit, &undefined, &[&context, reason]).map(Some)
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for slot in [
            &self.used,
            &self.commit,
            &self.commit_failed,
            &self.javascript,
        ] {
            visit(slot);
        }
    }
}

/// `layer(used, commit, commitFailed, middleware)`, for sessions in cookies.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let make = |ctx: Ctx<'js>,
                used: Value<'js>,
                commit: Value<'js>,
                failed: Value<'js>,
                javascript: Value<'js>| {
        let layer = Session {
            used: Slot::of(&used),
            commit: Slot::of(&commit),
            commit_failed: Slot::of(&failed),
            javascript: Slot::of(&javascript),
        };
        super::function(&ctx, layer)
    };
    native.set("layer", Function::new(ctx.clone(), make)?)?;
    Ok(native)
}
