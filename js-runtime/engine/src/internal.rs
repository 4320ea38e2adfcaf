//! `internal/engine`: what the surface may ask of the engine.

use std::time::{Duration, Instant};

use rquickjs::{Array, Ctx, Function, Object, Persistent, Result, Value};

use crate::async_context::{self, Frame};
use crate::class::{self, Args};
use crate::state::State;
use crate::{builtin, cjs, errors, esm, raw, realm, state};

/// The exports of `internal/engine`.
pub(crate) fn natives<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    let set = |name: &str, function: Function<'js>| natives.set(name, function);

    // Inspection.
    set("promiseState", Function::new(ctx.clone(), promise_state)?)?;
    set("proxyDetails", Function::new(ctx.clone(), proxy_details)?)?;
    set("classOf", Function::new(ctx.clone(), class_of)?)?;
    set(
        "markPromiseHandled",
        Function::new(ctx.clone(), mark_handled)?,
    )?;
    set("isUncatchable", Function::new(ctx.clone(), is_uncatchable)?)?;
    set("hrtime", Function::new(ctx.clone(), hrtime)?)?;
    set("loopTimes", Function::new(ctx.clone(), loop_times)?)?;
    set("systemErrors", Function::new(ctx.clone(), system_errors)?)?;
    set(
        "collectGarbage",
        Function::new(ctx.clone(), collect_garbage)?,
    )?;
    set("memoryUsage", Function::new(ctx.clone(), memory_usage)?)?;

    // Queues: each hook is called when its kind of work is waiting.
    set("setTickHook", Function::new(ctx.clone(), set_tick_hook)?)?;
    natives.set(
        "tickWaiting",
        class::function(ctx, "tickWaiting", 0, tick_waiting)?,
    )?;
    set(
        "setImmediateHook",
        Function::new(ctx.clone(), set_immediate_hook)?,
    )?;
    set(
        "immediateWaiting",
        Function::new(ctx.clone(), immediate_waiting)?,
    )?;
    set("immediateRef", Function::new(ctx.clone(), immediate_ref)?)?;
    set("setTimerHook", Function::new(ctx.clone(), set_timer_hook)?)?;
    set("startTimer", Function::new(ctx.clone(), start_timer)?)?;
    set("stopTimer", Function::new(ctx.clone(), stop_timer)?)?;
    set("refTimer", Function::new(ctx.clone(), ref_timer)?)?;

    set("carry", Function::new(ctx.clone(), carry)?)?;
    set("resume", Function::new(ctx.clone(), resume)?)?;
    set("dropCarried", Function::new(ctx.clone(), drop_carried)?)?;
    set("getFrame", Function::new(ctx.clone(), get_frame)?)?;
    set("setFrame", Function::new(ctx.clone(), set_frame)?)?;
    set("markNextJob", Function::new(ctx.clone(), mark_next_job)?)?;

    // The process.
    set(
        "setUncaughtHook",
        Function::new(ctx.clone(), set_uncaught_hook)?,
    )?;
    set(
        "setRejectionHook",
        Function::new(ctx.clone(), set_rejection_hook)?,
    )?;
    set(
        "setHandledHook",
        Function::new(ctx.clone(), set_handled_hook)?,
    )?;
    set("exit", Function::new(ctx.clone(), exit)?)?;
    set("setTimeZone", Function::new(ctx.clone(), set_time_zone)?)?;
    set("keepAlive", Function::new(ctx.clone(), keep_alive)?)?;

    // Code.
    set(
        "compileFunction",
        Function::new(ctx.clone(), builtin::compile_function)?,
    )?;
    natives.set("evaluate", realm::evaluator(ctx)?)?;
    set("newRealm", Function::new(ctx.clone(), realm::create)?)?;
    set(
        "takeTimedOut",
        Function::new(ctx.clone(), realm::take_timed_out)?,
    )?;
    set(
        "builtinFunction",
        Function::new(ctx.clone(), builtin::instantiate)?,
    )?;
    set("builtinNames", Function::new(ctx.clone(), builtin_names)?)?;
    set("hasBuiltin", Function::new(ctx.clone(), has_builtin)?)?;
    set("setRequire", Function::new(ctx.clone(), set_require)?)?;
    cjs::natives(ctx, &natives)?;
    esm::natives(ctx, &natives)?;
    Ok(natives)
}

/// `[state, value]` of a promise, state 0 pending, 1 fulfilled, 2 rejected; undefined for anything else.
fn promise_state<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Value<'js>> {
    let Some((state, result)) = raw::promise_state(&value) else {
        return Ok(Value::new_undefined(ctx));
    };
    let pair = Array::new(ctx)?;
    pair.set(0, state as u32)?;
    pair.set(1, result)?;
    Ok(pair.into_value())
}

fn proxy_details<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<Value<'js>> {
    let Some((target, handler)) = raw::proxy_details(&value) else {
        return Ok(Value::new_undefined(ctx));
    };
    let pair = Array::new(ctx)?;
    pair.set(0, target)?;
    pair.set(1, handler)?;
    Ok(pair.into_value())
}

/// The engine's number of an object's class, 0 for what is no object: which numbers there are, samples tell.
fn class_of(value: Value<'_>) -> u32 {
    raw::class_of(&value)
}

fn mark_handled(value: Value<'_>) {
    raw::mark_handled(&value);
}

fn is_uncatchable(value: Value<'_>) -> bool {
    raw::is_uncatchable(&value)
}

/// Milliseconds since the world was made, with fractions.
fn hrtime(ctx: Ctx<'_>) -> f64 {
    state::of(&ctx).born.elapsed().as_secs_f64() * 1e3
}

/// `[began, idle, active]` of the loop: when it began on the clock of [`hrtime`], and how long it was idle and active since, all in
/// milliseconds; undefined before it began.
fn loop_times(ctx: Ctx<'_>) -> Option<Vec<f64>> {
    let state = state::of(&ctx);
    let (began, idle, active) = state.utilization.times()?;
    let times = [began - state.born, idle, active];
    Some(times.map(|time| time.as_secs_f64() * 1e3).to_vec())
}

/// `[[errno, name, text], ...]`, errno negative.
fn system_errors(ctx: Ctx<'_>) -> Result<Array<'_>> {
    let all = Array::new(ctx.clone())?;
    for (index, (number, name, text)) in errors::ERRNO.iter().enumerate() {
        let row = Array::new(ctx.clone())?;
        row.set(0, -number)?;
        row.set(1, *name)?;
        row.set(2, *text)?;
        all.set(index, row)?;
    }
    Ok(all)
}

fn collect_garbage(ctx: Ctx<'_>) {
    ctx.run_gc();
}

/// `{ used, total, limit, objects, buffers }` of the engine's heap, in bytes, buffers being the ArrayBuffers' part; walks the heap, so not for hot paths.
fn memory_usage(ctx: Ctx<'_>) -> Result<Object<'_>> {
    let object = Object::new(ctx.clone())?;
    let usage = raw::memory_usage(&ctx);
    object.set("used", usage.memory_used_size as f64)?;
    object.set("total", usage.malloc_size as f64)?;
    // Without a limit the engine says -1.
    object.set("limit", usage.malloc_limit.max(0) as f64)?;
    object.set("objects", usage.obj_count as f64)?;
    object.set("buffers", usage.binary_object_size as f64)?;
    Ok(object)
}

fn hook<'js>(
    ctx: &Ctx<'js>,
    slot: impl Fn(&State) -> &std::cell::RefCell<Option<Persistent<Function<'static>>>>,
    function: Function<'js>,
) {
    let saved = Persistent::save(ctx, function);
    slot(state::of(ctx)).replace(Some(saved));
}

fn set_tick_hook<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.run_ticks, function);
}

fn tick_waiting<'js>(ctx: &Ctx<'js>, _: Args<'_, 'js>) -> Result<Value<'js>> {
    state::of(ctx).ticks_waiting.set(true);
    Ok(Value::new_undefined(ctx.clone()))
}

fn set_immediate_hook<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.run_immediates, function);
}

fn immediate_waiting(ctx: Ctx<'_>) {
    let state = state::of(&ctx);
    state.immediates_waiting.set(true);
    state.wake.notify_one();
}

/// How many waiting immediates keep the process alive.
fn immediate_ref(ctx: Ctx<'_>, count: u32) {
    state::of(&ctx).immediates_ref.set(count);
}

fn set_timer_hook<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.run_timer, function);
}

/// Starts (or moves) timer `id`, due in `milliseconds`.
fn start_timer(ctx: Ctx<'_>, id: u32, milliseconds: f64) {
    let state = state::of(&ctx);
    let wait = Duration::try_from_secs_f64(milliseconds.max(0.0) / 1e3)
        .unwrap_or(Duration::from_millis(1));
    let carried = (state.cause.borrow().clone(), state.frame.borrow().clone());
    state
        .timers
        .borrow_mut()
        .start(id, Instant::now() + wait, carried);
    state.wake.notify_one();
}

fn stop_timer(ctx: Ctx<'_>, id: u32) {
    let state = state::of(&ctx);
    state.timers.borrow_mut().stop(id);
    state.wake.notify_one();
}

fn ref_timer(ctx: Ctx<'_>, id: u32, keeps_alive: bool) {
    let state = state::of(&ctx);
    state.timers.borrow_mut().set_ref(id, keeps_alive);
    state.wake.notify_one();
}

fn set_uncaught_hook<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.on_uncaught, function);
}

fn set_rejection_hook<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.on_rejection, function);
}

/// Called with promises whose rejection got a handler after some rejection was reported, this one's or another's.
fn set_handled_hook<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.on_handled, function);
}

/// The asynchronous context of the running code, undefined when there is none.
fn get_frame(ctx: Ctx<'_>) -> Value<'_> {
    match state::of(&ctx).frame.borrow().as_ref() {
        Some(frame) => frame.value(&ctx),
        None => Value::new_undefined(ctx.clone()),
    }
}

/// Replaces it by an object or by none (anything else); what starts from here on carries it. The first object makes promises
/// carry it, too.
fn set_frame<'js>(ctx: Ctx<'js>, value: Value<'js>) -> Result<()> {
    let frame = if value.is_object() {
        async_context::enable(&ctx)?;
        Some(Frame::new(&value))
    } else {
        None
    };
    let before = state::of(&ctx).frame.replace(frame);
    drop(before);
    Ok(())
}

/// The promise job that is queued next carries the asynchronous context of now.
fn mark_next_job(ctx: Ctx<'_>) {
    async_context::mark_next_job(&ctx);
}

/// Keeps whom the running code works for and its asynchronous context; gives a number for [`resume`], 0 when there is
/// neither.
fn carry(ctx: Ctx<'_>) -> u32 {
    let state = state::of(&ctx);
    let carried = (state.cause.borrow().clone(), state.frame.borrow().clone());
    if carried.0.is_none() && carried.1.is_none() {
        return 0;
    }
    let id = state.next_carried.get();
    state.next_carried.set(id.wrapping_add(1).max(1));
    state.carried.borrow_mut().insert(id, carried);
    id
}

/// Puts back what [`carry`] kept, for the rest of the turn.
fn resume(ctx: Ctx<'_>, id: u32) {
    let state = state::of(&ctx);
    let kept = state.carried.borrow_mut().remove(&id);
    if let Some((cause, frame)) = kept {
        state.cause.replace(cause);
        let before = state.frame.replace(frame);
        drop(before);
    }
}

/// Forgets what [`carry`] kept.
fn drop_carried(ctx: Ctx<'_>, id: u32) {
    let kept = state::of(&ctx).carried.borrow_mut().remove(&id);
    drop(kept);
}

/// One more (1) or one less (-1) handle that keeps the script alive: a child process, a port, a server.
fn keep_alive(ctx: Ctx<'_>, change: i32) {
    let state = state::of(&ctx);
    let count = &state.live_ops;
    count.set(count.get().saturating_add_signed(change as isize));
    state.wake.notify_one();
}

/// The process's time zone (`TZ`) from now on; without a value the machine's.
fn set_time_zone(value: rquickjs::function::Opt<String>) {
    raw::set_time_zone(value.0.as_deref());
}

/// Ends the world: nothing after this call runs.
fn exit(ctx: Ctx<'_>, code: i32) -> Result<()> {
    let state = state::of(&ctx);
    state.exit_code.set(Some(code));
    state.wake.notify_one();
    Err(raw::throw_uncatchable(&ctx, "process.exit"))
}

fn builtin_names(ctx: Ctx<'_>) -> Vec<String> {
    let builtins = state::of(&ctx).builtins.borrow();
    let mut names: Vec<_> = builtins.public_names().map(str::to_owned).collect();
    names.sort_unstable();
    names
}

fn has_builtin(ctx: Ctx<'_>, name: String) -> bool {
    state::of(&ctx).builtins.borrow().has(&name)
}

fn set_require<'js>(ctx: Ctx<'js>, function: Function<'js>) {
    hook(&ctx, |state| &state.require_builtin, function);
}
