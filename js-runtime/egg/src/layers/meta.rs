//! `meta`, the outermost middleware: `x-readtime`. (MW-018)

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use coddle_koa::exchange::now;
use coddle_koa::onion::{Flow, Layer, Turn};
use http::{HeaderName, HeaderValue};

const READ_TIME: HeaderName = HeaderName::from_static("x-readtime");

#[derive(Debug)]
struct Meta {
    javascript: Slot,
}

impl Layer for Meta {
    fn name(&self) -> &str {
        "meta"
    }

    fn enter(&self, _turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        Ok(Flow::Next)
    }

    fn has_leave(&self) -> bool {
        true
    }

    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        let exchange = turn.exchange();
        if !exchange.response.sent.get() {
            let used = now().saturating_sub(exchange.start_time);
            exchange.response.set(READ_TIME, HeaderValue::from(used));
        }
        Ok(None)
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }
}

/// `layer(middleware)`, for an application that measures in milliseconds and logs no requests.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    super::beside(ctx, |javascript| Meta { javascript })
}
