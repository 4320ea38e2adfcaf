//! The onion: koa-compose 4.1's semantics over native and JavaScript layers in one chain.
//!
//! A native layer costs neither a promise nor a crossing: it is entered, the chain goes on in the same loop, and it is
//! left when what is inside has settled. A JavaScript layer gets `next`, an object of a native class, and what it
//! returns decides when its outside goes on. (CTX-099..105)

mod layer;
mod next;
mod place;

use std::cell::Cell;
use std::rc::Rc;

use coddle_engine::class::{self, Slot, call};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};
use coddle_engine::{PromiseState, errors};
use smallvec::SmallVec;

use crate::app::{Running, Shared};
use crate::context::{self, State};
use crate::exchange::Exchange;
use crate::route::{self, RouteChain};

pub use layer::{Flow, Layer, LayerFunction, Resume, Turn, Wait};
pub(crate) use next::{Next, Settled};
pub(crate) use place::{Link, MainChain, Place, Reached};

/// One run of one chain: how far it got.
#[derive(Debug)]
pub(crate) struct Onion {
    chain: Chain,
    /// One past the last layer that was entered: entering one below it is "next() called multiple times".
    reached: Cell<u32>,
    /// Where the chain outside goes on when this one is through.
    outer: Option<(Rc<Onion>, u32)>,
}

#[derive(Debug)]
enum Chain {
    /// `app.middleware`, read element by element as the run gets there: middleware added late is seen.
    Main,
    Route(RouteChain),
}

impl Onion {
    pub(crate) fn main() -> Rc<Onion> {
        Rc::new(Onion {
            chain: Chain::Main,
            reached: Cell::new(0),
            outer: None,
        })
    }

    pub(crate) fn of_route(chain: RouteChain, outer: Rc<Onion>, at: u32) -> Rc<Onion> {
        Rc::new(Onion {
            chain: Chain::Route(chain),
            reached: Cell::new(0),
            outer: Some((outer, at)),
        })
    }
}

/// One run through the chain from some layer on, as far as it goes without waiting.
pub(crate) struct Run<'a, 'js> {
    pub(crate) ctx: &'a Ctx<'js>,
    pub(crate) shared: &'a Rc<Shared>,
    pub(crate) exchange: &'a Rc<Exchange>,
    /// The main chain of this request.
    pub(crate) main: &'a Rc<Onion>,
    /// Told of the ctx when it is made; not there inside, where it has been.
    pub(crate) running: Option<&'a Running>,
    /// The ctx object, once somebody needed it.
    pub(crate) context: Option<Value<'js>>,
}

/// Native layers that were entered and wait to be left, outermost first.
pub(crate) type Entered = SmallVec<[Rc<dyn Layer>; 10]>;

/// How far a run came.
pub(crate) enum Step<'js> {
    Done(Value<'js>),
    Failed(Value<'js>),
    /// A JavaScript layer's promise; `Entered` are to be left when it settles.
    Pending(Value<'js>, Entered),
    /// A native layer waits, at this place; then `Resume` tells how it goes on.
    Waiting(Waiting),
}

/// A native layer that waits.
pub(crate) struct Waiting {
    pub(crate) wait: Wait,
    pub(crate) rest: Rest,
}

/// What goes on when it has waited.
pub(crate) struct Rest {
    layer: Rc<dyn Layer>,
    onion: Rc<Onion>,
    at: u32,
    entered: Entered,
}

impl<'js> Run<'_, 'js> {
    /// The ctx object.
    pub(crate) fn context(&mut self) -> Result<Value<'js>> {
        if let Some(context) = &self.context {
            return Ok(context.clone());
        }
        let value = context::create(self.ctx, self.exchange, self.shared, self.main)?.into_value();
        if let Some(running) = self.running {
            running.context.set(&value);
        }
        self.context = Some(value.clone());
        self.shared.created(self.ctx, &value)?;
        Ok(value)
    }

    /// Enters layer `at` of `onion` and goes inwards until something has to be waited for.
    pub(crate) fn dispatch(&mut self, onion: &Rc<Onion>, at: u32) -> Step<'js> {
        self.go(Rc::clone(onion), at, Entered::new())
    }

    /// A native layer's way in, or that of the middleware beside it where the application has changed what short ways rest on.
    fn enter(&mut self, layer: &dyn Layer) -> Result<Flow> {
        if self.shared.prefers_javascript && layer.javascript().is_some() {
            return Ok(Flow::JavaScript);
        }
        layer.enter(&mut Turn { run: self })
    }

    /// Goes on after a native layer has waited.
    pub(crate) fn resume(&mut self, resume: Resume, rest: Rest) -> Step<'js> {
        let flow = resume(&mut Turn { run: self });
        match self.follow(flow, rest) {
            Follow::Inwards(onion, at, entered) => self.go(onion, at, entered),
            Follow::Ends(step) => step,
        }
    }

    /// What a native layer's word means.
    fn follow(&mut self, flow: Result<Flow>, rest: Rest) -> Follow<'js> {
        let Rest {
            layer,
            onion,
            at,
            mut entered,
        } = rest;
        match flow {
            Ok(Flow::Next) => {
                if layer.has_leave() {
                    entered.push(layer);
                }
                Follow::Inwards(onion, at + 1, entered)
            }
            Ok(Flow::Past) => Follow::Inwards(onion, at + 1, entered),
            Ok(Flow::Done) => {
                Follow::Ends(self.settle(Ok(Value::new_undefined(self.ctx.clone())), entered))
            }
            Ok(Flow::JavaScript) => {
                let none = Slot::empty();
                let function = layer.javascript().unwrap_or(&none);
                let result = self
                    .context()
                    .and_then(|context| self.call(function, &context, &onion, at));
                Follow::Ends(self.settle(result, entered))
            }
            Ok(Flow::Wait(wait)) => Follow::Ends(Step::Waiting(Waiting {
                wait,
                rest: Rest {
                    layer,
                    onion,
                    at,
                    entered,
                },
            })),
            Err(error) => Follow::Ends(self.settle(Err(error), entered)),
        }
    }

    fn go(&mut self, mut onion: Rc<Onion>, mut at: u32, mut entered: Entered) -> Step<'js> {
        loop {
            if at < onion.reached.get() {
                let error = errors::throw_error(self.ctx, "next() called multiple times");
                return self.settle(Err(error), entered);
            }
            onion.reached.set(at + 1);
            let place = match self.place(&onion, at) {
                Ok(Reached::Place(place)) => place,
                Ok(Reached::Route(id)) => {
                    let entering = self.with_state(|state| {
                        if let Chain::Route(chain) = &onion.chain {
                            chain.enter(state, id);
                        }
                    });
                    if let Err(error) = entering {
                        return self.settle(Err(error), entered);
                    }
                    at += 1;
                    continue;
                }
                Ok(Reached::End) => match onion.outer.clone() {
                    // The inner chain is through: the outer one goes on behind it.
                    Some((outer, place)) => {
                        onion = outer;
                        at = place;
                        continue;
                    }
                    None => {
                        return self.settle(Ok(Value::new_undefined(self.ctx.clone())), entered);
                    }
                },
                Err(error) => return self.settle(Err(error), entered),
            };
            match &place.link {
                Link::Native(layer) => {
                    let flow = self.enter(&**layer);
                    if matches!(flow, Ok(Flow::Next)) {
                        if layer.has_leave() {
                            entered.push(Rc::clone(layer));
                        }
                        at += 1;
                        continue;
                    }
                    let rest = Rest {
                        layer: Rc::clone(layer),
                        onion,
                        at,
                        entered,
                    };
                    match self.follow(flow, rest) {
                        Follow::Ends(step) => return step,
                        Follow::Inwards(to, place, inside) => {
                            (onion, at, entered) = (to, place, inside);
                        }
                    }
                }
                Link::Router(router) => match self.route(router, &onion, at) {
                    Ok(Some(inner)) => {
                        onion = inner;
                        at = 0;
                    }
                    Ok(None) => at += 1,
                    Err(error) => return self.settle(Err(error), entered),
                },
                Link::Controller(controller) => {
                    let result = self.context().and_then(|context| {
                        match controller.call(self.ctx, &context)? {
                            Some(result) => Ok(result),
                            None => self.call(&place.function, &context, &onion, at),
                        }
                    });
                    return self.settle(result, entered);
                }
                Link::Js => {
                    let result = self
                        .context()
                        .and_then(|context| self.call(&place.function, &context, &onion, at));
                    return self.settle(result, entered);
                }
            }
        }
    }

    /// `function(ctx, next)`.
    fn call(
        &mut self,
        function: &Slot,
        context: &Value<'js>,
        onion: &Rc<Onion>,
        at: u32,
    ) -> Result<Value<'js>> {
        let function = function.get_or_undefined(self.ctx);
        let next = Next::create(self.ctx, self.shared, context, onion, at + 1)?;
        let undefined = Value::new_undefined(self.ctx.clone());
        call::call(self.ctx, &function, &undefined, &[context, &next])
    }

    /// Looks at the state behind ctx, which is made if need be.
    pub(crate) fn with_state<R>(&mut self, look: impl FnOnce(&State) -> R) -> Result<R> {
        let context = self.context()?;
        context::with_state(&context, look)
            .ok_or_else(|| errors::throw_error(self.ctx, "this ctx is not of this host"))
    }

    /// Ends a run that came to a value, an error or a promise: leaves what was entered, if it can be left now.
    pub(crate) fn settle(&mut self, result: Result<Value<'js>>, entered: Entered) -> Step<'js> {
        let value = match result.and_then(|value| self.adopted(value)) {
            Ok(value) => value,
            Err(error) => {
                let reason = errors::caught(self.ctx, error);
                return self.fail(reason, entered);
            }
        };
        match call::promise_state(&value) {
            None => self.leave(value, entered),
            Some((PromiseState::Fulfilled, value)) => self.leave(value, entered),
            Some((PromiseState::Rejected, reason)) => {
                call::mark_handled(&value);
                self.fail(reason, entered)
            }
            Some((PromiseState::Pending, _)) => Step::Pending(value, entered),
        }
    }

    /// A promise of the engine's for an object that is only like one.
    fn adopted(&self, value: Value<'js>) -> Result<Value<'js>> {
        let Some(object) = value.as_object() else {
            return Ok(value);
        };
        if call::promise_state(&value).is_some() {
            return Ok(value);
        }
        let then: Value<'js> = object.get("then")?;
        if !then.is_function() {
            return Ok(value);
        }
        let class: Object<'js> = self.ctx.globals().get("Promise")?;
        let resolve: Value<'js> = class.get("resolve")?;
        call::call(self.ctx, &resolve, class.as_value(), &[&value])
    }

    /// Leaves native layers, innermost first, as far as none has to be waited for.
    pub(crate) fn leave(&mut self, value: Value<'js>, mut entered: Entered) -> Step<'js> {
        while let Some(layer) = entered.pop() {
            match layer.leave(&mut Turn { run: self }) {
                Ok(None) => {}
                // What it comes to is the value of the layers outside.
                Ok(Some(promise)) => return self.settle(Ok(promise), entered),
                Err(error) => {
                    let reason = errors::caught(self.ctx, error);
                    return self.fail(reason, entered);
                }
            }
        }
        Step::Done(value)
    }

    /// The inside has failed: native layers that have something to do even then do it, innermost first.
    pub(crate) fn fail(&mut self, mut reason: Value<'js>, mut entered: Entered) -> Step<'js> {
        while let Some(layer) = entered.pop() {
            match layer.failed(&mut Turn { run: self }, &reason) {
                Ok(None) => {}
                Ok(Some(promise)) => return self.settle(Ok(promise), entered),
                Err(error) => reason = errors::caught(self.ctx, error),
            }
        }
        Step::Failed(reason)
    }

    fn place(&self, onion: &Onion, at: u32) -> Result<Reached> {
        match &onion.chain {
            Chain::Main => {
                let place = self.shared.main.place(self.ctx, self.shared, at)?;
                Ok(place.map_or(Reached::End, Reached::Place))
            }
            Chain::Route(chain) => Ok(chain.place(at)),
        }
    }

    /// Matches the request; the chain of its routes, or `None` when no route is for it.
    fn route(
        &mut self,
        router: &Rc<route::Router>,
        onion: &Rc<Onion>,
        at: u32,
    ) -> Result<Option<Rc<Onion>>> {
        let known = self.context.clone();
        let dispatch =
            |state: Option<&State>| router.dispatch(self.ctx, self.shared, self.exchange, state);
        let chain = match &known {
            Some(context) => context::with_state(context, |state| dispatch(Some(state)))
                .unwrap_or_else(|| dispatch(None))?,
            None => dispatch(None)?,
        };
        let context = self.context()?;
        let shared = self.shared;
        let ctx = self.ctx;
        self.with_state(|state| chain.begin(ctx, shared, &context, state))??;
        if !chain.is_route() {
            return Ok(None);
        }
        self.exchange.route.set(chain.number());
        Ok(Some(Onion::of_route(chain, Rc::clone(onion), at + 1)))
    }
}

/// Where a native layer's word leads.
enum Follow<'js> {
    Inwards(Rc<Onion>, u32, Entered),
    Ends(Step<'js>),
}

/// The `next()` of a JavaScript layer: a promise of what is inside, as koa-compose gives it.
pub(crate) fn promise_of<'js>(run: &mut Run<'_, 'js>, step: Step<'js>) -> Result<Value<'js>> {
    match step {
        Step::Done(value) if value.is_undefined() => Ok(run.shared.resolved(run.ctx)),
        Step::Done(value) => call::settled(run.ctx, false, &value),
        Step::Failed(reason) => call::settled(run.ctx, true, &reason),
        Step::Pending(promise, entered) if entered.is_empty() => Ok(promise),
        Step::Pending(promise, entered) => next::leave_later(run, &promise, entered, false),
        Step::Waiting(Waiting { wait, rest }) => {
            let undefined = Value::new_undefined(run.ctx.clone());
            next::later(run, wait, &undefined, move |run, _, resume| {
                let step = run.resume(resume, rest);
                promise_of(run, step)
            })
        }
    }
}

/// Sends the answer when `step` has come to its end, later if that has to be waited for.
pub(crate) fn conclude_later<'js>(
    run: &mut Run<'_, 'js>,
    promise: &Value<'js>,
    entered: Entered,
) -> Result<()> {
    next::leave_later(run, promise, entered, true).map(drop)
}

/// Registers the classes of this module.
pub(crate) fn install(ctx: &Ctx<'_>) {
    class::register::<Next>(ctx);
    class::register::<Settled>(ctx);
    class::register::<LayerFunction>(ctx);
}
