//! The base class of controllers, services and helpers. (APP-007)

use std::ffi::CStr;

use coddle_engine::class::{self, ClassId, Gone, Native, OwnProperty, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

/// An object of a controller's or service's class. It stores its `ctx`; the rest of what egg sets on it is read through that
/// when somebody asks: less work for a request, and no cycle between a context and its services.
#[derive(Debug, Default)]
struct BaseContext {
    gone: Gone,
}

impl Native for BaseContext {
    const ID: ClassId = ClassId::new(20);
    const NAME: &'static CStr = c"Object";
    const OWN: &'static [OwnProperty<BaseContext>] = &[
        through_context("app", |_, _, object| of_context(object, c"app")),
        through_context("config", |_, _, object| {
            let app = of_context(object, c"app")?;
            if app.is_object() {
                call::property(&app, c"config")
            } else {
                Ok(app)
            }
        }),
        through_context("service", |_, _, object| of_context(object, c"service")),
    ];

    fn gone(&self) -> &Gone {
        &self.gone
    }
}

const fn through_context(
    name: &'static str,
    get: for<'js> fn(&Ctx<'js>, &BaseContext, &Value<'js>) -> Result<Value<'js>>,
) -> OwnProperty<BaseContext> {
    OwnProperty {
        name,
        has: |_| true,
        get,
        set: None,
    }
}

/// Undefined for an object that was made without a ctx: printing it must not fail.
fn of_context<'js>(object: &Value<'js>, name: &'static CStr) -> Result<Value<'js>> {
    let context = call::property(object, c"ctx")?;
    if !context.is_object() {
        return Ok(Value::new_undefined(object.ctx().clone()));
    }
    call::property(&context, name)
}

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let native = Object::new(ctx.clone())?;
    let constructor = class::constructor::<BaseContext>(ctx, "BaseContextClass", "ctx")?;
    native.set("BaseContextClass", constructor)?;
    Ok(native)
}
