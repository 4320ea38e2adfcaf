//! `internal/koa/context`: getters of ctx that hand on to request or response.

use std::ffi::CStr;

use coddle_engine::class::{self, Args, ClassId, Key, Native};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

/// A getter that gives `this[target][name]`. In JavaScript both names would be looked up as texts with each call.
#[derive(Debug)]
struct Delegate {
    target: Key,
    name: Key,
}

impl Native for Delegate {
    const ID: ClassId = ClassId::new(8);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<class::CallHook<Self>> = Some(hand_on);
}

fn hand_on<'js>(_ctx: &Ctx<'js>, this: &Delegate, args: Args<'_, 'js>) -> Result<Value<'js>> {
    this.name.of(&this.target.of(&args.this())?)
}

/// `getter(target, name)`
fn getter<'js>(ctx: Ctx<'js>, target: String, name: String) -> Result<Object<'js>> {
    let function: Object<'js> = ctx.globals().get("Function")?;
    let delegate = Delegate {
        target: Key::new(&ctx, &target)?,
        name: Key::new(&ctx, &name)?,
    };
    class::create(&ctx, &function.get("prototype")?, delegate)
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Delegate>(ctx);
    let native = Object::new(ctx.clone())?;
    native.set("getter", Function::new(ctx.clone(), getter)?)?;
    Ok(native)
}
