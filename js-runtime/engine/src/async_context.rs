//! The asynchronous context across promises: what AsyncLocalStorage stands on.
//!
//! A *frame* is the context of the running code: an opaque JavaScript object, or none. Timers and operations carry theirs
//! by themselves (see [`Frame`]'s users). This module makes every promise reaction run in the frame in which it was
//! registered, as Node does: `.then()`, `await`, async generators, and what a foreign thenable settles.
//!
//! The engine announces new and fulfilled promises and thenable jobs ([`qjs::JS_SetPromiseHook`]), but not the continuation
//! of an `await`. What helps is that its job queue is strictly first in, first out: a *marker* job queued right before a
//! reaction's job puts the reaction's frame in place. So all that is needed is to know the moments at which a reaction is
//! registered, and to register a marker just before it:
//!
//! - `.then()` makes the derived promise first: the hook's INIT with a parent.
//! - `await promise` asks the promise for its `constructor` first (PromiseResolve in the standard): a getter on
//!   `Promise.prototype` hears of it.
//! - `await value` makes a promise and fulfils it at once: INIT and RESOLVE of one promise with nothing between.
//! - `await thenable` makes a promise that nobody sees and that the thenable settles later: its frame is kept with it.
//!
//! A reaction of a pending promise gets its marker as a reaction of the same promise; of a settled one, as a job. A promise
//! that is fulfilled as soon as it is made may be no `await value`; then its marker is idle, because the job that comes after
//! it has a marker of its own, outside of every frame, too. A job without a marker was registered before [`enable`], and runs
//! without a frame.
//!
//! Nothing of this is in place before the first [`enable`].

use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

use rquickjs::{Ctx, Object, Result, Value, qjs};

use crate::state::{self, State};

/// A context that is carried to a callback. Opaque to the engine.
pub(crate) struct Frame {
    value: qjs::JSValue,
    rt: *mut qjs::JSRuntime,
}

impl Frame {
    pub(crate) fn new(value: &Value<'_>) -> Frame {
        // SAFETY: the value is alive, and its context's runtime owns it.
        unsafe {
            let rt = qjs::JS_GetRuntime(value.ctx().as_raw().as_ptr());
            Frame {
                value: qjs::JS_DupValueRT(rt, value.as_raw()),
                rt,
            }
        }
    }

    pub(crate) fn value<'js>(&self, ctx: &Ctx<'js>) -> Value<'js> {
        // SAFETY: a frame stays in the world that made it, which frees all of them before its runtime; the copy is owned.
        unsafe {
            Value::from_raw(
                ctx.clone(),
                qjs::JS_DupValue(ctx.as_raw().as_ptr(), self.value),
            )
        }
    }
}

impl Clone for Frame {
    fn clone(&self) -> Self {
        // SAFETY: as for `value`.
        let value = unsafe { qjs::JS_DupValueRT(self.rt, self.value) };
        Frame { value, rt: self.rt }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        // SAFETY: this is the reference that `new` or `clone` took, and the runtime is alive (see `value`).
        unsafe { qjs::JS_FreeValueRT(self.rt, self.value) };
    }
}

/// Of a world: what the hooks remember between two calls.
#[derive(Default)]
pub(crate) struct Tracking {
    enabled: Cell<bool>,
    /// The job that ran last was a marker: the frame in place is the next job's.
    marked: Cell<bool>,
    /// A marker's own promise is being made; it concerns nobody.
    marking: Cell<bool>,
    /// The promise made last, when nothing has happened since. Compared, never followed.
    fresh: Cell<Address>,
    /// The promise whose constructor was asked for last, and which is marked so. Compared, never followed.
    asked: Cell<Address>,
    /// The key under which a promise keeps the frame in which it was made.
    frame_key: Cell<qjs::JSAtom>,
    /// The key under which a promise keeps that a thenable is going to settle it and that somebody awaits that.
    foreign_key: Cell<qjs::JSAtom>,
    /// How many promises with that key are not settled.
    foreign: Cell<u32>,
}

/// Where an object is.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Address(*const c_void);

impl Default for Address {
    fn default() -> Self {
        Address(ptr::null())
    }
}

impl Address {
    fn of(value: qjs::JSValue) -> Address {
        // SAFETY: reads the pointer out of an object's value.
        Address(unsafe { qjs::JS_VALUE_GET_PTR(value) })
    }
}

/// Markers that wait on a pending promise are callable objects of this class; the opaque is the frame's object.
const MARKER: qjs::JSClassID = 126;

/// The start of the engine's record of a promise (JSPromiseData). [`check_record`] makes sure of it.
#[repr(C)]
struct PromiseRecord {
    state: qjs::JSPromiseStateEnum,
    reactions: [[*mut c_void; 2]; 2],
    is_handled: bool,
}

/// Starts to follow promises in this world. Doing so again is harmless.
///
/// # Errors
/// When the engine is out of memory, or is not the one that this module was written for.
pub(crate) fn enable(ctx: &Ctx<'_>) -> Result<()> {
    let state = state::of(ctx);
    let tracking = &state.tracking;
    if tracking.enabled.get() {
        return Ok(());
    }
    check_record(ctx)?;
    // SAFETY: the class definition is copied; the hook's opaque is the state, which outlives the context (see
    // `state::attach`), and `release` takes the hook away before that.
    unsafe {
        let raw = ctx.as_raw().as_ptr();
        let rt = qjs::JS_GetRuntime(raw);
        let definition = qjs::JSClassDef {
            class_name: c"AsyncContextMarker".as_ptr(),
            finalizer: Some(finalize_marker),
            gc_mark: Some(trace_marker),
            call: Some(call_marker),
            exotic: ptr::null_mut(),
        };
        if qjs::JS_NewClass(rt, MARKER, &definition) < 0 {
            return Err(rquickjs::Error::Exception);
        }
        tracking
            .frame_key
            .set(private_key(raw, c"async_context_frame"));
        tracking
            .foreign_key
            .set(private_key(raw, c"async_context_foreign"));
        tracking.enabled.set(true);
        qjs::JS_SetPromiseHook(rt, Some(on_promise), ptr::from_ref(state).cast_mut().cast());
    }
    watch_constructor(ctx)
}

/// Lets `await` be heard in `ctx`, whose Promise is its own: a world may have several realms.
pub(crate) fn watch_constructor(ctx: &Ctx<'_>) -> Result<()> {
    let constructor: Object<'_> = ctx.globals().get("Promise")?;
    let prototype: Object<'_> = constructor.get("prototype")?;
    // SAFETY: the functions have the signatures of their kinds; the engine takes over getter, setter and key.
    unsafe {
        let raw = ctx.as_raw().as_ptr();
        let mut data = [constructor.as_raw()];
        let getter =
            qjs::JS_NewCFunctionData(raw, Some(get_constructor), 0, 0, 1, data.as_mut_ptr());
        let setter = qjs::JS_NewCFunctionData(raw, Some(set_constructor), 1, 0, 0, ptr::null_mut());
        let status = qjs::JS_DefinePropertyGetSet(
            raw,
            prototype.as_raw(),
            constructor_key(),
            getter,
            setter,
            qjs::JS_PROP_CONFIGURABLE as c_int,
        );
        if status < 0 {
            return Err(rquickjs::Error::Exception);
        }
    }
    Ok(())
}

/// Gives back what [`enable`] took, before the context goes.
pub(crate) fn release(ctx: &Ctx<'_>, state: &State) {
    if !state.tracking.enabled.replace(false) {
        return;
    }
    // SAFETY: the keys were made by `enable` and are not used once `enabled` is false.
    unsafe {
        let raw = ctx.as_raw().as_ptr();
        qjs::JS_SetPromiseHook(qjs::JS_GetRuntime(raw), None, ptr::null_mut());
        qjs::JS_FreeAtom(raw, state.tracking.frame_key.get());
        qjs::JS_FreeAtom(raw, state.tracking.foreign_key.get());
    }
}

/// Before a job: unless its marker has just run, it belongs to no frame.
pub(crate) fn before_job(state: &State) {
    if state.tracking.enabled.get() && !state.tracking.marked.replace(false) {
        let left = state.frame.take();
        drop(left);
    }
}

/// The job that is queued next runs in the frame of now: for what queues jobs past promises (`queueMicrotask`).
pub(crate) fn mark_next_job(ctx: &Ctx<'_>) {
    let state = state::of(ctx);
    if state.tracking.enabled.get() {
        queue_marker(ctx.as_raw().as_ptr(), current(state));
    }
}

/// A promise was rejected that has no handler, as it seems: whether that is only so because somebody awaits a thenable.
pub(crate) fn is_awaited(ctx: &Ctx<'_>, promise: &Value<'_>) -> bool {
    let state = state::of(ctx);
    // SAFETY: the promise is alive.
    unsafe { settle_foreign(ctx.as_raw().as_ptr(), state, promise.as_raw()) }
}

/// Makes sure that promises have the record that this module reads.
fn check_record(ctx: &Ctx<'_>) -> Result<()> {
    // SAFETY: a promise's opaque is its record, which has at least the size of the part that is read.
    let fits = unsafe {
        let raw = ctx.as_raw().as_ptr();
        let promise = crate::raw::own(
            ctx,
            qjs::JS_NewSettledPromise(raw, false, qjs::JS_UNDEFINED),
        )?;
        let record = record(promise.as_raw());
        let before = ((*record).state, (*record).is_handled);
        qjs::JS_PromiseMarkAsHandled(raw, promise.as_raw());
        let fulfilled = qjs::JSPromiseStateEnum_JS_PROMISE_FULFILLED;
        before == (fulfilled, false) && (*record).is_handled
    };
    if fits {
        Ok(())
    } else {
        let message = "AsyncLocalStorage was written for another release of the JavaScript engine";
        Err(rquickjs::Exception::throw_internal(ctx, message))
    }
}

/// # Safety
/// `promise` must be a live promise.
unsafe fn record(promise: qjs::JSValue) -> *mut PromiseRecord {
    // SAFETY: see above.
    unsafe { qjs::JS_GetOpaque(promise, qjs::JS_GetClassID(promise)).cast() }
}

/// `constructor`, one of the engine's own atoms.
fn constructor_key() -> qjs::JSAtom {
    qjs::JS_ATOM_constructor as qjs::JSAtom
}

/// A new symbol as a key.
///
/// # Safety
/// `ctx` must be alive.
unsafe fn private_key(ctx: *mut qjs::JSContext, name: &CStr) -> qjs::JSAtom {
    // SAFETY: the symbol is freed once the atom holds it.
    unsafe {
        let symbol = qjs::JS_NewSymbol(ctx, name.as_ptr(), false);
        let key = qjs::JS_ValueToAtom(ctx, symbol);
        qjs::JS_FreeValue(ctx, symbol);
        key
    }
}

/// The frame of now, null for none. Borrowed: it lives at least until JavaScript runs.
fn current(state: &State) -> qjs::JSValue {
    match state.frame.borrow().as_ref() {
        Some(frame) => frame.value,
        None => qjs::JS_NULL,
    }
}

/// Queues a job that puts `frame` in place for the job after it.
fn queue_marker(ctx: *mut qjs::JSContext, frame: qjs::JSValue) {
    let mut args = [frame];
    // SAFETY: the engine copies the argument. Without memory no job is queued, and the one after it fails likewise.
    unsafe {
        qjs::JS_EnqueueJob(ctx, Some(run_marker), 1, args.as_mut_ptr());
    }
}

/// Sees to it that the reaction which `promise` gets next runs in the frame of now.
///
/// # Safety
/// `promise` must be a live promise of the runtime of `ctx`.
unsafe fn mark_reaction(ctx: *mut qjs::JSContext, state: &State, promise: qjs::JSValue) {
    let frame = current(state);
    // SAFETY: the frame and the promise are alive. The marker's own promise is fulfilled by the marker and seen by nobody.
    unsafe {
        let pending = qjs::JSPromiseStateEnum_JS_PROMISE_PENDING;
        if qjs::JS_PromiseState(ctx, promise) != pending {
            queue_marker(ctx, frame);
            return;
        }
        let marker = qjs::JS_NewObjectProtoClass(ctx, qjs::JS_NULL, MARKER);
        if qjs::JS_IsException(marker) {
            return;
        }
        if qjs::JS_IsObject(frame) {
            let held = qjs::JS_DupValue(ctx, frame);
            qjs::JS_SetOpaque(marker, qjs::JS_VALUE_GET_PTR(held));
        }
        // A marker does not handle a rejection: whether somebody does is for the reaction itself to say.
        let record = record(promise);
        let handled = (*record).is_handled;
        state.tracking.marking.set(true);
        let derived = qjs::JS_PromiseThen(ctx, promise, marker, marker);
        state.tracking.marking.set(false);
        (*record).is_handled = handled;
        qjs::JS_FreeValue(ctx, derived);
        qjs::JS_FreeValue(ctx, marker);
    }
}

/// The engine's announcements. BEFORE and AFTER enclose the call of a thenable's `then`.
unsafe extern "C" fn on_promise(
    ctx: *mut qjs::JSContext,
    kind: qjs::JSPromiseHookType,
    promise: qjs::JSValue,
    parent: qjs::JSValue,
    opaque: *mut c_void,
) {
    // SAFETY: see `enable`; the values are alive during the call.
    unsafe {
        let state = &*opaque.cast::<State>();
        match kind {
            qjs::JSPromiseHookType_JS_PROMISE_HOOK_INIT => on_new(ctx, state, promise, parent),
            qjs::JSPromiseHookType_JS_PROMISE_HOOK_RESOLVE => on_fulfilled(ctx, state, promise),
            qjs::JSPromiseHookType_JS_PROMISE_HOOK_BEFORE => before_thenable(ctx, state, promise),
            _ => {}
        }
    }
}

/// # Safety
/// As for [`on_promise`].
unsafe fn on_new(
    ctx: *mut qjs::JSContext,
    state: &State,
    promise: qjs::JSValue,
    parent: qjs::JSValue,
) {
    let tracking = &state.tracking;
    if tracking.marking.get() {
        return;
    }
    let asked = tracking.asked.take();
    // SAFETY: as for `on_promise`.
    unsafe {
        if !qjs::JS_IsUndefined(parent) && asked != Address::of(parent) {
            mark_reaction(ctx, state, parent);
        }
        let frame = state.frame.borrow();
        if let Some(frame) = frame.as_ref() {
            let value = qjs::JS_DupValue(ctx, frame.value);
            qjs::JS_DefinePropertyValue(ctx, promise, tracking.frame_key.get(), value, 0);
        }
        tracking.fresh.set(Address::of(promise));
    }
}

/// # Safety
/// As for [`on_promise`].
unsafe fn on_fulfilled(ctx: *mut qjs::JSContext, state: &State, promise: qjs::JSValue) {
    let tracking = &state.tracking;
    // SAFETY: as for `on_promise`.
    unsafe {
        if tracking.fresh.take() == Address::of(promise) {
            // Perhaps the promise that `await value` makes; its reaction comes next.
            queue_marker(ctx, current(state));
        } else {
            settle_foreign(ctx, state, promise);
        }
    }
}

/// A thenable's `then` is about to be called in a job of its own, to settle `promise`: in the frame in which that was made.
///
/// # Safety
/// As for [`on_promise`].
unsafe fn before_thenable(ctx: *mut qjs::JSContext, state: &State, promise: qjs::JSValue) {
    let tracking = &state.tracking;
    // SAFETY: as for `on_promise`; the record is the live promise's.
    unsafe {
        let frame = kept_frame(ctx, state, promise);
        let Some(frame) = frame else { return };
        let record = record(promise);
        if (*record).is_handled {
            // Perhaps `await thenable`, whose reaction could not be marked. Fulfilment is announced; a rejection is, too,
            // when it seems unhandled.
            (*record).is_handled = false;
            tracking.foreign.set(tracking.foreign.get() + 1);
            qjs::JS_DefinePropertyValue(
                ctx,
                promise,
                tracking.foreign_key.get(),
                qjs::JS_TRUE,
                qjs::JS_PROP_CONFIGURABLE as c_int,
            );
        }
        let left = state.frame.replace(Some(frame));
        drop(left);
    }
}

/// Marks the reaction of an awaited thenable that settles now. Whether it was one.
///
/// # Safety
/// As for [`on_promise`].
unsafe fn settle_foreign(ctx: *mut qjs::JSContext, state: &State, promise: qjs::JSValue) -> bool {
    let tracking = &state.tracking;
    if tracking.foreign.get() == 0 {
        return false;
    }
    // SAFETY: as for `on_promise`; the record is the live promise's.
    unsafe {
        let key = tracking.foreign_key.get();
        if qjs::JS_GetOwnProperty(ctx, ptr::null_mut(), promise, key) <= 0 {
            return false;
        }
        qjs::JS_DeleteProperty(ctx, promise, key, 0);
        tracking.foreign.set(tracking.foreign.get() - 1);
        (*record(promise)).is_handled = true;
        if let Some(frame) = kept_frame(ctx, state, promise) {
            queue_marker(ctx, frame.value);
        }
        true
    }
}

/// The frame in which `promise` was made.
///
/// # Safety
/// As for [`on_promise`].
unsafe fn kept_frame(
    ctx: *mut qjs::JSContext,
    state: &State,
    promise: qjs::JSValue,
) -> Option<Frame> {
    // SAFETY: as for `on_promise`; the property's value is owned and becomes the frame's reference.
    unsafe {
        let value = qjs::JS_GetProperty(ctx, promise, state.tracking.frame_key.get());
        if !qjs::JS_IsObject(value) {
            return None;
        }
        let rt = qjs::JS_GetRuntime(ctx);
        Some(Frame { value, rt })
    }
}

/// `get Promise.prototype.constructor`: asked by `await` and `then` of the engine, and by whoever likes.
unsafe extern "C" fn get_constructor(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    _argc: c_int,
    _argv: *mut qjs::JSValue,
    _magic: c_int,
    data: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: the context belongs to a world whose state lives (see `state::attach`); `data` holds the constructor.
    unsafe {
        let state: *const State = qjs::JS_GetContextOpaque(ctx).cast();
        if let Some(state) = state.as_ref()
            && state.tracking.enabled.get()
            && qjs::JS_IsPromise(this)
        {
            mark_reaction(ctx, state, this);
            state.tracking.asked.set(Address::of(this));
        }
        qjs::JS_DupValue(ctx, *data)
    }
}

/// Assigning `constructor` makes a property of its own, as it does where the prototype's is a plain value.
unsafe extern "C" fn set_constructor(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    argc: c_int,
    argv: *mut qjs::JSValue,
    _magic: c_int,
    _data: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: the arguments are alive; the definition takes over the copy of the value.
    unsafe {
        if argc > 0 && qjs::JS_IsObject(this) {
            let flags = qjs::JS_PROP_C_W_E | qjs::JS_PROP_THROW;
            let value = qjs::JS_DupValue(ctx, *argv);
            if qjs::JS_DefinePropertyValue(ctx, this, constructor_key(), value, flags as c_int) < 0
            {
                return qjs::JS_EXCEPTION;
            }
        }
        qjs::JS_UNDEFINED
    }
}

unsafe extern "C" fn run_marker(
    ctx: *mut qjs::JSContext,
    _argc: c_int,
    argv: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: `queue_marker` gave one argument, a frame's object or null.
    unsafe { put_in_place(ctx, *argv) };
    qjs::JS_UNDEFINED
}

unsafe extern "C" fn call_marker(
    ctx: *mut qjs::JSContext,
    marker: qjs::JSValue,
    _this: qjs::JSValue,
    _argc: c_int,
    _argv: *mut qjs::JSValue,
    _flags: c_int,
) -> qjs::JSValue {
    // SAFETY: only objects of the class are called here, and their opaque is the frame's object (see `mark_reaction`).
    unsafe { put_in_place(ctx, marked_frame(marker)) };
    qjs::JS_UNDEFINED
}

/// The frame of a marker object.
///
/// # Safety
/// `marker` must be one.
unsafe fn marked_frame(marker: qjs::JSValue) -> qjs::JSValue {
    // SAFETY: see above; a marker may be one of no frame.
    unsafe {
        let object = qjs::JS_GetOpaque(marker, MARKER);
        if object.is_null() {
            return qjs::JS_NULL;
        }
        qjs::JS_MKPTR(qjs::JS_TAG_OBJECT, object)
    }
}

/// # Safety
/// `frame` must be a live object of the runtime of `ctx`, or null.
unsafe fn put_in_place(ctx: *mut qjs::JSContext, frame: qjs::JSValue) {
    // SAFETY: see above and `get_constructor`.
    unsafe {
        let state: *const State = qjs::JS_GetContextOpaque(ctx).cast();
        let Some(state) = state.as_ref() else { return };
        let rt = qjs::JS_GetRuntime(ctx);
        let frame = qjs::JS_IsObject(frame).then(|| Frame {
            value: qjs::JS_DupValueRT(rt, frame),
            rt,
        });
        let left = state.frame.replace(frame);
        drop(left);
        state.tracking.marked.set(true);
    }
}

unsafe extern "C" fn finalize_marker(rt: *mut qjs::JSRuntime, marker: qjs::JSValue) {
    // SAFETY: a marker owns one reference to its frame.
    unsafe { qjs::JS_FreeValueRT(rt, marked_frame(marker)) };
}

unsafe extern "C" fn trace_marker(
    rt: *mut qjs::JSRuntime,
    marker: qjs::JSValue,
    mark: qjs::JS_MarkFunc,
) {
    // SAFETY: the frame is alive as long as the marker.
    unsafe { qjs::JS_MarkValue(rt, marked_frame(marker), mark) };
}
