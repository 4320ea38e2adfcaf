//! The middleware that is on by default, where requests pass through it natively.
//!
//! Each stands before the middleware of JavaScript that does the same (in the load units' `app/middleware`): a request that
//! asks for nothing unusual goes the native way, any other one that of JavaScript.
//!
//! - [`meta`]: how long the answer took
//! - [`site_file`], [`notfound`], [`override_method`]: egg's own
//! - [`session`]: saves the session if it was used
//! - [`securities`]: what egg-security refuses and the headers it sets
//! - [`i18n`]: what templates get
//!
//! [`matching`] stands around the natives of extensions instead: `match` and `ignore`.

pub(crate) mod i18n;
pub(crate) mod matching;
pub(crate) mod meta;
pub(crate) mod notfound;
pub(crate) mod override_method;
pub(crate) mod securities;
pub(crate) mod session;
pub(crate) mod site_file;

use std::rc::Rc;

use coddle_engine::class::Slot;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_koa::onion::{Layer, LayerFunction};

/// A module's native side for a layer that needs nothing but the middleware beside it: `layer(middleware)`.
fn beside<'js, L: Layer>(ctx: &Ctx<'js>, make: fn(Slot) -> L) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let layer =
        move |ctx: Ctx<'js>, javascript: Value<'js>| function(&ctx, make(Slot::of(&javascript)));
    native.set("layer", Function::new(ctx.clone(), layer)?)?;
    Ok(native)
}

fn function<'js>(ctx: &Ctx<'js>, layer: impl Layer) -> Result<Object<'js>> {
    LayerFunction::create(ctx, Rc::new(layer))
}
