//! `i18n`: templates get `gettext` and `__`, made when somebody looks at `ctx.locals`. (MW-144)

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Object, Result};
use coddle_koa::onion::{Flow, Layer, Turn};

#[derive(Debug)]
struct I18n {
    javascript: Slot,
}

impl Layer for I18n {
    fn name(&self) -> &str {
        "i18n"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        turn.exchange().leave_note("i18n", "");
        Ok(Flow::Next)
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }
}

/// `layer(middleware)`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    super::beside(ctx, |javascript| I18n { javascript })
}
