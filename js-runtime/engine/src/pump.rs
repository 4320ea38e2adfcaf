//! Whose turn it is: Node's order of work on one thread.
//!
//! A *turn* is one entry into JavaScript (a request, a timer, an operation's callback) and all that it makes ready:
//! nextTick callbacks, then promise jobs, until both queues are empty. Timers that are due and immediates are turns of
//! their own, in this order, as in Node.

use std::time::Instant;

use rquickjs::{Ctx, Function, Persistent, Value};

use crate::async_context::{self, Frame};
use crate::state::{Cause, State};
use crate::world::World;
use crate::{errors, raw, state};

/// Runs nextTick callbacks and promise jobs until none is left, then reports unhandled rejections.
pub(crate) fn drain(ctx: &Ctx<'_>) {
    let state = state::of(ctx);
    // Jobs have frames of their own; whoever drains goes on in the present one.
    let frame = state.frame.borrow().clone();
    drain_in_any_frame(ctx, state);
    let left = state.frame.replace(frame);
    drop(left);
}

fn drain_in_any_frame(ctx: &Ctx<'_>, state: &State) {
    loop {
        if state.ticks_waiting.replace(false) {
            async_context::before_job(state);
            call_hook(ctx, &state.run_ticks, ());
        }
        loop {
            async_context::before_job(state);
            match raw::run_job(ctx) {
                Some(true) => {}
                Some(false) => break,
                None => {
                    let error = ctx.catch();
                    if state.clock.take_expired() {
                        interrupted(ctx, state);
                    } else if state.exit_code.get().is_some() {
                        return;
                    } else {
                        report_uncaught(ctx, error);
                    }
                }
            }
        }
        if state.exit_code.get().is_some() {
            return;
        }
        if state.ticks_waiting.get() {
            continue;
        }
        if !report_rejections(ctx, state) {
            return;
        }
    }
}

/// Hands an exception that nobody caught to `process`, or ends the world when it has no listener.
pub fn report_uncaught<'js>(ctx: &Ctx<'js>, error: Value<'js>) {
    let state = state::of(ctx);
    if state.exit_code.get().is_some() {
        return;
    }
    let hook = state.on_uncaught.borrow().clone();
    let Some(hook) = hook else {
        eprintln!("Uncaught:\n{}", errors::describe(&error));
        state.exit_code.set(Some(1));
        return;
    };
    let result = hook
        .restore(ctx)
        .and_then(|hook: Function<'js>| hook.call::<_, ()>((error,)));
    if result.is_err() && state.exit_code.get().is_none() {
        let again = ctx.catch();
        eprintln!(
            "Uncaught (in the uncaughtException handler):\n{}",
            errors::describe(&again)
        );
        state.exit_code.set(Some(7));
    }
}

/// The turn's code was stopped by its deadline. Its continuations will never run.
pub(crate) fn interrupted(_ctx: &Ctx<'_>, state: &State) {
    state.clock.reset();
    let cause = state.cause.borrow().clone();
    if let Some(hook) = state.on_interrupt.borrow().as_ref() {
        hook(cause);
    }
}

/// Whether there was anything to report (and so, perhaps, new work).
fn report_rejections(ctx: &Ctx<'_>, state: &State) -> bool {
    let handled = state.handled.take();
    let rejections = state.rejections.take();
    if handled.is_empty() && rejections.is_empty() {
        return false;
    }
    for promise in handled {
        if let Ok(promise) = promise.restore(ctx) {
            call_hook(ctx, &state.on_handled, (promise,));
        }
    }
    if !rejections.is_empty() {
        state.has_reported_rejection.set(true);
    }
    let hook = state.on_rejection.borrow().clone();
    for (promise, reason) in rejections {
        let (Ok(promise), Ok(reason)) = (promise.restore(ctx), reason.restore(ctx)) else {
            continue;
        };
        let result = match &hook {
            Some(hook) => hook
                .clone()
                .restore(ctx)
                .and_then(|hook: Function<'_>| hook.call::<_, ()>((reason, promise))),
            None => {
                report_uncaught(ctx, reason);
                Ok(())
            }
        };
        if result.is_err() {
            let error = ctx.catch();
            report_uncaught(ctx, error);
        }
    }
    true
}

/// Calls one of the hooks that the surface has set; what it throws is uncaught.
fn call_hook<'js, A>(
    ctx: &Ctx<'js>,
    hook: &std::cell::RefCell<Option<Persistent<Function<'static>>>>,
    args: A,
) where
    A: rquickjs::function::IntoArgs<'js>,
{
    let hook = hook.borrow().clone();
    let Some(hook) = hook else { return };
    let result = hook
        .restore(ctx)
        .and_then(|hook: Function<'js>| hook.call::<_, ()>(args));
    if result.is_err() {
        caught(ctx);
    }
}

/// Runs one immediate; what it throws is uncaught and the next one has its turn all the same.
fn run_immediate(ctx: &Ctx<'_>) -> bool {
    let hook = state::of(ctx).run_immediates.borrow().clone();
    let Some(hook) = hook else { return false };
    match hook
        .restore(ctx)
        .and_then(|hook: Function<'_>| hook.call::<_, bool>(()))
    {
        Ok(more) => more,
        Err(_) => {
            caught(ctx);
            true
        }
    }
}

/// Deals with the pending exception at the outermost level of a turn.
pub(crate) fn caught(ctx: &Ctx<'_>) {
    let state = state::of(ctx);
    let error = ctx.catch();
    if state.clock.take_expired() {
        interrupted(ctx, state);
    } else {
        report_uncaught(ctx, error);
    }
}

impl World {
    /// Enters JavaScript for one turn: runs `f`, then everything it made ready.
    pub fn turn<R>(&self, f: impl for<'js> FnOnce(&Ctx<'js>) -> R) -> R {
        self.turn_for(None, f)
    }

    /// As [`World::turn`], on behalf of `cause` (see [`World::cause`]).
    pub fn turn_for<R>(&self, cause: Option<Cause>, f: impl for<'js> FnOnce(&Ctx<'js>) -> R) -> R {
        self.turn_in(cause, None, f)
    }

    /// As [`World::turn_for`], in the asynchronous context `frame`.
    pub(crate) fn turn_in<R>(
        &self,
        cause: Option<Cause>,
        frame: Option<Frame>,
        f: impl for<'js> FnOnce(&Ctx<'js>) -> R,
    ) -> R {
        self.enter(|ctx| {
            let state = state::of(ctx);
            state.clock.reset();
            state.utilization.turn_begins();
            let before = (state.cause.replace(cause), state.frame.replace(frame));
            let result = f(ctx);
            drain(ctx);
            state.cause.replace(before.0);
            let ended = state.frame.replace(before.1);
            drop(ended);
            state.utilization.turn_ends();
            result
        })
    }

    /// Fires what is due: timers, then immediates. Each is a turn.
    fn run_due(&self) {
        let now = Instant::now();
        loop {
            let due = self.state().timers.borrow_mut().pop_due(now);
            let Some((id, (cause, frame))) = due else {
                break;
            };
            self.turn_in(cause, frame, |ctx| {
                call_hook(ctx, &state::of(ctx).run_timer, (id,))
            });
            if self.state().exit_code.get().is_some() {
                return;
            }
        }
        if self.state().immediates_waiting.replace(false) {
            // The hook runs one of the immediates that wait now and tells whether more of them do: each is a turn.
            while self.turn(run_immediate) && self.state().exit_code.get().is_none() {}
        }
    }

    /// Drives timers and immediates until `done` says so (asked after every turn). Operations complete by themselves as
    /// tasks of the same local runtime.
    pub async fn drive_until(&self, mut done: impl FnMut(&World) -> bool) {
        self.state().utilization.loop_begins();
        loop {
            self.run_due();
            if self.exit_code().is_some() || done(self) {
                return;
            }
            if self.state().immediates_waiting.get() {
                tokio::task::yield_now().await;
                continue;
            }
            let due = self.state().timers.borrow_mut().next_due();
            let wake = self.state().wake.notified();
            match due {
                Some(due) => {
                    tokio::select! {
                        _ = tokio::time::sleep_until(due.into()) => {}
                        _ = wake => {}
                    }
                }
                None => wake.await,
            }
        }
    }

    /// Runs until nothing keeps the script alive any more, as `node FILE` does.
    pub async fn run_to_completion(&self) {
        // What is due but keeps nothing alive does not run for that alone.
        if self.is_alive() {
            self.drive_until(|world| !world.is_alive()).await;
        }
    }

    /// Drives the world for as long as the future is polled: what a worker does.
    pub async fn drive(&self) {
        self.drive_until(|_| false).await;
    }

    /// Whether a timer, an immediate or an operation keeps the process alive.
    pub fn is_alive(&self) -> bool {
        let state = self.state();
        state.timers.borrow().any_keeps_alive()
            || state.immediates_ref.get() > 0
            || state.live_ops.get() > 0
    }
}
