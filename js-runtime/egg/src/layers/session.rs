//! `session`: saves the session of a request that used it. (MW-070)

use coddle_engine::class::{self, Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::context::known;
use coddle_koa::onion::{Flow, Layer, Turn};

use crate::native::quick_session::{self, QuickSession};

#[derive(Debug)]
struct Session {
    /// `(ctx)`: what holds its session, made when the session is first used.
    owner: Slot,
    /// The getter of `ctx.session`.
    quick: Slot,
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
        let owner = self.owner.get_or_undefined(turn.js());
        Ok(known(turn.js(), &owner, context).map(|_| context.clone()))
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
        let quick = self.quick.get_or_undefined(ctx);
        if let Some(quick) = class::get::<QuickSession>(&quick)
            && quick.save(ctx, &context)?
        {
            return Ok(None);
        }
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
            &self.owner,
            &self.quick,
            &self.commit,
            &self.commit_failed,
            &self.javascript,
        ] {
            visit(slot);
        }
    }
}

/// `layer(owner, quick, commit, commitFailed, middleware)`, for sessions in cookies; `quickSession(parts)`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let make = |ctx: Ctx<'js>,
                owner: Value<'js>,
                quick: Value<'js>,
                commit: Value<'js>,
                failed: Value<'js>,
                javascript: Value<'js>| {
        let layer = Session {
            owner: Slot::of(&owner),
            quick: Slot::of(&quick),
            commit: Slot::of(&commit),
            commit_failed: Slot::of(&failed),
            javascript: Slot::of(&javascript),
        };
        super::function(&ctx, layer)
    };
    native.set("layer", Function::new(ctx.clone(), make)?)?;
    native.set(
        "quickSession",
        Function::new(ctx.clone(), quick_session::create)?,
    )?;
    Ok(native)
}
