//! `siteFile`: files that clients ask for unasked. (MW-020)

use std::cell::OnceCell;
use std::collections::HashSet;

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Flow, Layer, Turn};
use http::Method;

#[derive(Debug)]
struct SiteFile {
    /// `config.siteFile`, by path.
    options: Slot,
    /// Its keys, as they are when the first request comes: by then an application has started and set what it sets.
    paths: OnceCell<HashSet<String>>,
    javascript: Slot,
}

impl Layer for SiteFile {
    fn name(&self) -> &str {
        "siteFile"
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        let request = &turn.exchange().request;
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(Flow::Next);
        }
        let paths = match self.paths.get() {
            Some(paths) => paths,
            None => {
                let options = self.options.get_or_undefined(turn.js());
                let paths = match options.as_object() {
                    Some(options) => options.keys::<String>().collect::<Result<_>>()?,
                    None => HashSet::new(),
                };
                self.paths.get_or_init(|| paths)
            }
        };
        Ok(match request.with_path(|path| paths.contains(path)) {
            true => Flow::JavaScript,
            false => Flow::Next,
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
            paths: OnceCell::new(),
            javascript: Slot::of(&javascript),
        };
        super::function(&ctx, layer)
    };
    native.set("layer", Function::new(ctx.clone(), make)?)?;
    Ok(native)
}
