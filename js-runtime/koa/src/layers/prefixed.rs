//! A middleware that concerns GET and HEAD below some path prefixes alone: the others pass it by natively.

use std::rc::Rc;

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use http::Method;

use crate::onion::{Flow, Layer, LayerFunction, Turn};

#[derive(Debug)]
struct Prefixed {
    name: String,
    prefixes: Vec<String>,
    javascript: Slot,
}

impl Layer for Prefixed {
    fn name(&self) -> &str {
        &self.name
    }

    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow> {
        let request = &turn.exchange().request;
        let concerns = matches!(*request.method(), Method::GET | Method::HEAD)
            && request.with_path(|path| {
                self.prefixes
                    .iter()
                    .any(|prefix| path.starts_with(prefix.as_str()))
            });
        Ok(match concerns {
            true => Flow::JavaScript,
            false => Flow::Next,
        })
    }

    fn javascript(&self) -> Option<&Slot> {
        Some(&self.javascript)
    }
}

/// `prefixed(name, prefixes, middleware)`.
pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let make = |ctx: Ctx<'js>, name: String, prefixes: Vec<String>, javascript: Value<'js>| {
        let layer = Prefixed {
            name,
            prefixes,
            javascript: Slot::of(&javascript),
        };
        LayerFunction::create(&ctx, Rc::new(layer))
    };
    native.set("prefixed", Function::new(ctx.clone(), make)?)?;
    Ok(native)
}
