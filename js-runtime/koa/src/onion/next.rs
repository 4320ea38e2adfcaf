//! `next`, and what goes on when a promise inside has settled.

use std::cell::RefCell;
use std::ffi::CStr;
use std::rc::Rc;

use coddle_engine::class::{self, Args, ClassId, Native, Slot, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use coddle_engine::{errors, ops};

use super::layer::{Resume, Wait};
use super::{Entered, Onion, Run, Step, promise_of};
use crate::app::Shared;
use crate::exchange::Exchange;
use crate::{context, respond};

/// `next` of a JavaScript middleware.
#[derive(Debug)]
pub(crate) struct Next {
    context: Slot,
    onion: Rc<Onion>,
    at: u32,
}

impl Native for Next {
    const ID: ClassId = ClassId::new(4);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<class::CallHook<Self>> = Some(call_next);

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.context);
    }
}

impl Next {
    pub(crate) fn create<'js>(
        ctx: &Ctx<'js>,
        shared: &Shared,
        context: &Value<'js>,
        onion: &Rc<Onion>,
        at: u32,
    ) -> Result<Value<'js>> {
        let next = Next {
            context: Slot::of(context),
            onion: Rc::clone(onion),
            at,
        };
        Ok(class::create(ctx, &shared.function_proto(ctx)?, next)?.into_value())
    }
}

fn call_next<'js>(ctx: &Ctx<'js>, this: &Next, _args: Args<'_, 'js>) -> Result<Value<'js>> {
    let context = this.context.get_or_undefined(ctx);
    with_run(ctx, &context, |run| {
        let step = run.dispatch(&this.onion, this.at);
        promise_of(run, step)
    })
}

/// Runs `work` for the request of a ctx.
pub(super) fn with_run<'js, R>(
    ctx: &Ctx<'js>,
    context: &Value<'js>,
    work: impl FnOnce(&mut Run<'_, 'js>) -> Result<R>,
) -> Result<R> {
    let Some((shared, exchange, main)) = parts_of(context) else {
        return Err(errors::throw_kind(
            ctx,
            "TypeError",
            "this needs the ctx of a request that this host received",
            None,
        ));
    };
    let mut run = Run {
        ctx,
        shared: &shared,
        exchange: &exchange,
        main: &main,
        running: None,
        context: Some(context.clone()),
    };
    work(&mut run)
}

fn parts_of(context: &Value<'_>) -> Option<(Rc<Shared>, Rc<Exchange>, Rc<Onion>)> {
    context::with_state(context, |state| {
        (
            Rc::clone(&state.shared),
            Rc::clone(&state.exchange),
            Rc::clone(&state.main),
        )
    })
}

/// What is to be done when a promise has settled.
#[derive(Debug)]
struct Waiting {
    context: Slot,
    entered: RefCell<Entered>,
    /// The whole chain is through then, and the answer goes out.
    is_last: bool,
}

/// A callback of a promise: one for each way it may settle.
#[derive(Debug)]
pub(crate) struct Settled {
    waiting: Rc<Waiting>,
    /// Seen by the collector through the one that owns it.
    owns: bool,
    is_fulfilled: bool,
}

impl Native for Settled {
    const ID: ClassId = ClassId::new(5);
    const NAME: &'static CStr = c"Function";
    const CALL: Option<class::CallHook<Self>> = Some(call_settled);

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        if self.owns {
            visit(&self.waiting.context);
        }
    }
}

fn call_settled<'js>(ctx: &Ctx<'js>, this: &Settled, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let waiting = &this.waiting;
    let context = waiting.context.get_or_undefined(ctx);
    with_run(ctx, &context, |run| {
        let entered = waiting.entered.take();
        let step = match this.is_fulfilled {
            true => run.leave(args.get(0), entered),
            false => run.fail(args.get(0), entered),
        };
        if waiting.is_last {
            respond::conclude(run, step)?;
            return Ok(Value::new_undefined(ctx.clone()));
        }
        match step {
            Step::Done(value) => Ok(value),
            Step::Failed(reason) => Err(ctx.throw(reason)),
            step => promise_of(run, step),
        }
    })
}

/// Leaves `entered` when `promise` settles; gives the promise of that.
pub(super) fn leave_later<'js>(
    run: &mut Run<'_, 'js>,
    promise: &Value<'js>,
    entered: Entered,
    is_last: bool,
) -> Result<Value<'js>> {
    let context = run.context()?;
    let proto = run.shared.function_proto(run.ctx)?;
    let waiting = Rc::new(Waiting {
        context: Slot::of(&context),
        entered: RefCell::new(entered),
        is_last,
    });
    let callback = |is_fulfilled: bool| {
        let settled = Settled {
            waiting: Rc::clone(&waiting),
            owns: is_fulfilled,
            is_fulfilled,
        };
        class::create(run.ctx, &proto, settled).map(Object::into_value)
    };
    call::then(run.ctx, promise, &callback(true)?, &callback(false)?)
}

/// Goes on when a native layer has waited, inside a JavaScript one; gives the promise of what comes of it. `kept` is a value
/// that `then` needs.
pub(super) fn later<'js>(
    run: &mut Run<'_, 'js>,
    wait: Wait,
    kept: &Value<'js>,
    then: impl for<'a> FnOnce(&mut Run<'_, 'a>, &Value<'a>, Resume) -> Result<Value<'a>> + 'static,
) -> Result<Value<'js>> {
    let ctx = run.ctx;
    let context = run.context()?;
    let (promise, resolve, reject) = ctx.promise()?;
    let values = [&context, resolve.as_value(), reject.as_value(), kept];
    ops::spawn_then(ctx, &values, wait, move |ctx, values, resume| {
        let [context, resolve, reject, kept] = &values[..] else {
            return;
        };
        let outcome = with_run(ctx, context, |run| then(run, kept, resume));
        let undefined = Value::new_undefined(ctx.clone());
        let told = match outcome {
            Ok(promise) => call::call(ctx, resolve, &undefined, &[&promise]),
            Err(error) => {
                let error = errors::caught(ctx, error);
                call::call(ctx, reject, &undefined, &[&error])
            }
        };
        if let Err(error) = told {
            let error = errors::caught(ctx, error);
            coddle_engine::report_uncaught(ctx, error);
        }
    })?;
    Ok(promise.into_value())
}
