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

pub(crate) mod i18n;
pub(crate) mod meta;
pub(crate) mod notfound;
pub(crate) mod override_method;
pub(crate) mod securities;
pub(crate) mod session;
pub(crate) mod site_file;

use std::rc::Rc;

use coddle_engine::rquickjs::{Ctx, Object, Result};
use coddle_koa::onion::{Layer, LayerFunction};

fn function<'js>(ctx: &Ctx<'js>, layer: impl Layer) -> Result<Object<'js>> {
    LayerFunction::create(ctx, Rc::new(layer))
}
