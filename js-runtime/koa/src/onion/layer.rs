//! Layers written in Rust.

use std::ffi::CStr;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use coddle_engine::class::{self, Args, ClassId, Native, Slot, call};
use coddle_engine::rquickjs::object::Property;
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::{Entered, Run, Step, next, promise_of};
use crate::context::{State, with_state};
use crate::exchange::Exchange;

/// A middleware in Rust. `enter` is what stands before `await next()`, `leave` what stands behind it; an error from
/// inside skips `leave`, as it would skip the rest of a JavaScript middleware.
///
/// A layer may be a quicker way for what a middleware of JavaScript does as well: then [`Layer::javascript`] is that one, and
/// `enter` gives [`Flow::JavaScript`] where the quick way does not lead. It is not asked where the application has replaced
/// members of ctx, request or response on which the quick ways rest: JavaScript runs at once.
pub trait Layer: fmt::Debug + 'static {
    /// The name by which config orders it.
    fn name(&self) -> &str;

    /// Works on the way in.
    ///
    /// # Errors
    /// An exception pending in the turn's context; it reaches the layers outside.
    fn enter(&self, turn: &mut Turn<'_, '_, '_>) -> Result<Flow>;

    /// Works on the way out; a promise is waited for before the layers outside go on. Only called when
    /// [`Layer::has_leave`] says so.
    ///
    /// # Errors
    /// As for `enter`.
    fn leave<'js>(&self, turn: &mut Turn<'_, '_, 'js>) -> Result<Option<Value<'js>>> {
        let _ = turn;
        Ok(None)
    }

    /// Whether there is work on the way out: layers without it cost nothing there.
    fn has_leave(&self) -> bool {
        false
    }

    /// Works on the way out when the inside has failed: a `finally`. A promise that it gives takes the failure's place, so it
    /// rejects with `reason`. Only called when [`Layer::has_leave`] says so.
    ///
    /// # Errors
    /// What takes the failure's place.
    fn failed<'js>(
        &self,
        turn: &mut Turn<'_, '_, 'js>,
        reason: &Value<'js>,
    ) -> Result<Option<Value<'js>>> {
        let _ = (turn, reason);
        Ok(None)
    }

    /// The middleware of JavaScript that does the same.
    fn javascript(&self) -> Option<&Slot> {
        None
    }

    /// Shows the JavaScript values that the layer holds to the collector.
    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        if let Some(slot) = self.javascript() {
            visit(slot);
        }
    }
}

/// How a layer goes on.
pub enum Flow {
    /// `return next()`.
    Next,
    /// As [`Flow::Next`], and the layer has nothing to do on the way out either: this request is none of its own.
    Past,
    /// Return without `next()`.
    Done,
    /// The middleware of JavaScript does it: [`Layer::javascript`].
    JavaScript,
    /// Wait for something (a body, a file) off the JavaScript heap, then decide.
    Wait(Wait),
}

/// What a layer waits for.
pub type Wait = Pin<Box<dyn Future<Output = Resume>>>;

/// How it goes on afterwards.
pub type Resume = Box<dyn FnOnce(&mut Turn<'_, '_, '_>) -> Result<Flow>>;

/// A layer's view of the request while it runs.
pub struct Turn<'t, 'a, 'js> {
    pub(crate) run: &'t mut Run<'a, 'js>,
}

impl<'js> Turn<'_, '_, 'js> {
    /// The JavaScript context that the request runs in.
    pub fn js(&self) -> &Ctx<'js> {
        self.run.ctx
    }

    pub fn exchange(&self) -> &Rc<Exchange> {
        self.run.exchange
    }

    /// The ctx object; made now if no layer needed it before. Prefer the exchange where it has what is needed.
    ///
    /// # Errors
    /// When the engine is out of memory.
    pub fn context(&mut self) -> Result<Value<'js>> {
        self.run.context()
    }

    /// The ctx object, if some layer needed it already.
    pub fn known_context(&self) -> Option<&Value<'js>> {
        self.run.context.as_ref()
    }

    /// The state behind ctx, which is made if need be.
    ///
    /// # Errors
    /// When the engine is out of memory.
    pub fn with_state<R>(&mut self, f: impl FnOnce(&State) -> R) -> Result<R> {
        self.run.with_state(f)
    }

    /// The state behind ctx, if some layer needed ctx already.
    pub fn with_known_state<R>(&self, f: impl FnOnce(&State) -> R) -> Option<R> {
        with_state(self.run.context.as_ref()?, f)
    }

    /// The application.
    pub fn app(&self) -> Value<'js> {
        self.run.shared.app(self.run.ctx)
    }
}

/// A native layer as JavaScript sees it in `app.middleware`: a function `(ctx, next)`.
#[derive(Debug)]
pub struct LayerFunction {
    pub(crate) layer: Rc<dyn Layer>,
}

impl Native for LayerFunction {
    const ID: ClassId = ClassId::new(3);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<class::CallHook<Self>> = Some(call_layer);

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        self.layer.slots(visit);
    }
}

impl LayerFunction {
    /// The layer behind a function, if it is one of these.
    pub fn layer_of(function: &Value<'_>) -> Option<Rc<dyn Layer>> {
        class::get::<LayerFunction>(function).map(|native| Rc::clone(&native.layer))
    }

    /// Makes the function of `layer`; it carries the layer's name as `_name`.
    ///
    /// # Errors
    /// When the engine is out of memory.
    pub fn create<'js>(ctx: &Ctx<'js>, layer: Rc<dyn Layer>) -> Result<Object<'js>> {
        class::register::<LayerFunction>(ctx);
        let function: Object<'js> = ctx.globals().get("Function")?;
        let proto: Object<'js> = function.get("prototype")?;
        let name = layer.name().to_string();
        let function = class::create(ctx, &proto, LayerFunction { layer })?;
        function.prop("name", Property::from(name).configurable())?;
        function.prop("length", Property::from(2).configurable())?;
        Ok(function)
    }
}

/// The layer called from JavaScript with `(ctx, next)`: under `match`/`ignore`, in a test, in somebody's own
/// composition. Its chain is itself and then `next`.
fn call_layer<'js>(
    ctx: &Ctx<'js>,
    this: &LayerFunction,
    args: Args<'_, 'js>,
) -> Result<Value<'js>> {
    let context = args.get(0);
    let next = args.get(1);
    // A context over Node's own messages: a server of the application's, a test.
    if let (None, Some(javascript)) = (
        with_state(&context, |_| ()),
        this.layer.javascript().and_then(|slot| slot.get(ctx)),
    ) {
        return call::call(ctx, &javascript, &args.this(), &[&context, &next]);
    }
    super::next::with_run(ctx, &context, |run| {
        let flow = run.enter(&*this.layer);
        go_on(run, flow, Rc::clone(&this.layer), &next)
    })
}

fn go_on<'js>(
    run: &mut Run<'_, 'js>,
    flow: Result<Flow>,
    layer: Rc<dyn Layer>,
    next: &Value<'js>,
) -> Result<Value<'js>> {
    let step = match flow {
        Ok(flow @ (Flow::Next | Flow::Past)) => {
            let undefined = Value::new_undefined(run.ctx.clone());
            let result = call::call(run.ctx, next, &undefined, &[]);
            let mut entered = Entered::new();
            if matches!(flow, Flow::Next) && layer.has_leave() {
                entered.push(layer);
            }
            run.settle(result, entered)
        }
        Ok(Flow::Done) => Step::Done(Value::new_undefined(run.ctx.clone())),
        Ok(Flow::JavaScript) => {
            let context = run.context()?;
            let undefined = Value::new_undefined(run.ctx.clone());
            let javascript = layer
                .javascript()
                .map_or_else(|| undefined.clone(), |slot| slot.get_or_undefined(run.ctx));
            let result = call::call(run.ctx, &javascript, &undefined, &[&context, next]);
            run.settle(result, Entered::new())
        }
        Ok(Flow::Wait(wait)) => {
            return next::later(run, wait, next, move |run, next, resume| {
                let flow = resume(&mut Turn { run });
                go_on(run, flow, layer, next)
            });
        }
        Err(error) => run.settle(Err(error), Entered::new()),
    };
    promise_of(run, step)
}
