//! Values that are made once a context.

use std::cell::Cell;
use std::ffi::CStr;

use coddle_engine::class::{self, Args, ClassId, Native, Slot, call};
use coddle_engine::data;
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::{State, with_state};

/// A function that gives what `make(ctx)` made for a context: of its argument, or as a getter of its receiver.
///
/// It is kept among the state's extras, which are let go with the request: what is made so mostly holds ctx.
#[derive(Debug)]
pub(crate) struct PerContext {
    place: usize,
    make: Slot,
    /// The symbol under which contexts that are not of this host keep it.
    own: Slot,
}

impl Native for PerContext {
    const ID: ClassId = ClassId::new(7);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<class::CallHook<Self>> = Some(get);

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.make);
        visit(&self.own);
    }
}

/// How many there are in a world.
#[derive(Default)]
struct Places(Cell<usize>);

impl PerContext {
    pub(crate) fn create<'js>(
        ctx: &Ctx<'js>,
        make: &Value<'js>,
        own: &Value<'js>,
    ) -> Result<Object<'js>> {
        class::register::<PerContext>(ctx);
        let places = data::of::<Places>(ctx);
        let function: Object<'js> = ctx.globals().get("Function")?;
        let function = class::create(
            ctx,
            &function.get("prototype")?,
            PerContext {
                place: places.0.replace(places.0.get() + 1),
                make: Slot::of(make),
                own: Slot::of(own),
            },
        )?;
        Ok(function)
    }
}

/// What `function`, made by `perContext`, has made for a context already.
pub fn known<'js>(
    ctx: &Ctx<'js>,
    function: &Value<'js>,
    context: &Value<'js>,
) -> Option<Value<'js>> {
    let place = class::get::<PerContext>(function)?.place;
    with_state(context, |state| state.extra(ctx, place)).flatten()
}

/// Keeps `value` as what `function`, made by `perContext`, has made for a context. False where nothing is kept natively.
pub fn keep(function: &Value<'_>, context: &Value<'_>, value: &Value<'_>) -> bool {
    let Some(place) = class::get::<PerContext>(function).map(|this| this.place) else {
        return false;
    };
    with_state(context, |state| state.set_extra(place, value)).is_some()
}

fn get<'js>(ctx: &Ctx<'js>, this: &PerContext, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let context = match args.is_empty() {
        true => args.this(),
        false => args.get(0),
    };
    let make = || {
        let undefined = Value::new_undefined(ctx.clone());
        call::call(
            ctx,
            &this.make.get_or_undefined(ctx),
            &undefined,
            &[&context],
        )
    };
    let known = with_state(&context, |state: &State| state.extra(ctx, this.place));
    match known {
        Some(Some(known)) => Ok(known),
        Some(None) => {
            let made = make()?;
            with_state(&context, |state| state.set_extra(this.place, &made));
            Ok(made)
        }
        None => {
            let Some(object) = context.as_object() else {
                return Ok(Value::new_undefined(ctx.clone()));
            };
            let own = this.own.get_or_undefined(ctx);
            let known: Value<'js> = object.get(own.clone())?;
            if !known.is_undefined() {
                return Ok(known);
            }
            let made = make()?;
            object.set(own, made.clone())?;
            Ok(made)
        }
    }
}
