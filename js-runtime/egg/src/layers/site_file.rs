//! `siteFile`: files that clients ask for unasked. (MW-020)

use std::ffi::CString;

use coddle_engine::class::{Slot, call};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Flow, Layer, Turn};
use http::Method;

#[derive(Debug)]
struct SiteFile {
    /// `config.siteFile`, by path: looked at anew for each request.
    options: Slot,
    javascript: Slot,
}

impl Layer for SiteFile {
    fn name(&self) -> &str {
        "siteFile"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        if turn.prefers_javascript() {
            return Ok(Flow::JavaScript);
        }
        let request = &turn.exchange().request;
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(Flow::Next);
        }
        // A path with a NUL cannot come over HTTP.
        let Ok(path) = request.with_path(|path| CString::new(path)) else {
            return Ok(Flow::Next);
        };
        let configured = call::property(&self.options.get_or_undefined(turn.js()), &path)?;
        Ok(match configured.is_undefined() {
            true => Flow::Next,
            false => Flow::JavaScript,
        })
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.options);
        visit(&self.javascript);
    }
}

/// `layer(options, middleware)`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let make = |ctx: Ctx<'js>, options: Value<'js>, javascript: Value<'js>| {
        let layer = SiteFile {
            options: Slot::of(&options),
            javascript: Slot::of(&javascript),
        };
        super::function(&ctx, layer)
    };
    native.set("layer", Function::new(ctx.clone(), make)?)?;
    Ok(native)
}
