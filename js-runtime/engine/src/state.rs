//! What a world keeps outside the JavaScript heap.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::{Ctx, Function, Persistent, Promise, Value, qjs};
use tokio::sync::Notify;

use crate::async_context::{self, Frame, Tracking};
use crate::builtin::Registry;
use crate::class::{Displaced, OwnNames, RecentKeys, StaticKeys};
use crate::esm::Graph;
use crate::timers::{Carried, Timers};
use crate::utilization::Utilization;

/// A request, a schedule run, ...: whoever caused the code that runs now. Captured by timers and operations when they
/// start and put back while their callbacks run.
pub type Cause = Rc<dyn Any>;

/// The callback of an operation in flight, and the context it was given in.
pub(crate) type Callback = (Persistent<Value<'static>>, Option<Frame>);

type InterruptHook = Box<dyn Fn(Option<Cause>)>;

pub(crate) struct State {
    pub(crate) builtins: RefCell<Registry>,
    /// `internal/loader`'s require, set while the world is made.
    pub(crate) require_builtin: RefCell<Option<Persistent<Function<'static>>>>,
    /// nextTick callbacks are waiting in the JavaScript queue.
    pub(crate) ticks_waiting: Cell<bool>,
    pub(crate) run_ticks: RefCell<Option<Persistent<Function<'static>>>>,
    /// setImmediate callbacks are waiting in the JavaScript queue.
    pub(crate) immediates_waiting: Cell<bool>,
    /// How many of them keep the process alive.
    pub(crate) immediates_ref: Cell<u32>,
    pub(crate) run_immediates: RefCell<Option<Persistent<Function<'static>>>>,
    /// What waiting immediates hand on to their callbacks, by the number that they keep.
    pub(crate) carried: RefCell<HashMap<u32, Carried>>,
    pub(crate) next_carried: Cell<u32>,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) run_timer: RefCell<Option<Persistent<Function<'static>>>>,
    /// Callbacks of operations in flight.
    pub(crate) callbacks: RefCell<HashMap<u64, Callback>>,
    pub(crate) next_callback: Cell<u64>,
    /// Values that Rust code outside of the engine holds, by number.
    pub(crate) kept: RefCell<HashMap<u64, Persistent<Value<'static>>>>,
    /// The context, while somebody is inside.
    pub(crate) inside: Cell<Option<std::ptr::NonNull<qjs::JSContext>>>,
    /// Operations in flight that keep a script alive.
    pub(crate) live_ops: Cell<usize>,
    /// Rejections without a handler, reported when the microtask queue is empty.
    pub(crate) rejections: RefCell<Vec<(Persistent<Promise<'static>>, Persistent<Value<'static>>)>>,
    pub(crate) on_rejection: RefCell<Option<Persistent<Function<'static>>>>,
    /// Promises whose rejection was handled late, maybe after it was reported; kept only once one was reported.
    pub(crate) handled: RefCell<Vec<Persistent<Promise<'static>>>>,
    pub(crate) on_handled: RefCell<Option<Persistent<Function<'static>>>>,
    pub(crate) has_reported_rejection: Cell<bool>,
    pub(crate) on_uncaught: RefCell<Option<Persistent<Function<'static>>>>,
    /// `process.exit(code)` was called; the pump stops and whoever runs the world acts on it.
    pub(crate) exit_code: Cell<Option<i32>>,
    pub(crate) clock: Clock,
    /// Bytes of JavaScript heap; 0 for no limit.
    pub(crate) heap_limit: Cell<usize>,
    pub(crate) utilization: Utilization,
    /// Set by another thread: no more of this world's code is to run.
    pub(crate) stop: RefCell<Option<std::sync::Arc<std::sync::atomic::AtomicBool>>>,
    pub(crate) cause: RefCell<Option<Cause>>,
    /// The frame of the running code: AsyncLocalStorage's stores. Captured by timers and operations when they start, and by
    /// promise reactions once somebody asks for it.
    pub(crate) frame: RefCell<Option<Frame>>,
    pub(crate) tracking: Tracking,
    /// Told whose code was stopped by the turn deadline: its promises will never settle.
    pub(crate) on_interrupt: RefCell<Option<InterruptHook>>,
    /// Members of prototypes that native ones stand in for.
    pub(crate) displaced: RefCell<Vec<Rc<Displaced>>>,
    /// Names of the computed own properties of native classes.
    pub(crate) own_names: OwnNames,
    /// Names of properties that native code asks for.
    pub(crate) static_keys: StaticKeys,
    /// Names of properties that came as text.
    pub(crate) recent_keys: RecentKeys,
    /// ES modules.
    pub(crate) modules: RefCell<Graph>,
    /// What native modules keep, by type.
    pub(crate) data: RefCell<HashMap<TypeId, Rc<dyn Any>>>,
    /// Wakes the pump when a timer, an immediate or an operation was added from inside.
    pub(crate) wake: Notify,
    /// When the world was made; the zero of `performance.now()`.
    pub(crate) born: Instant,
}

/// The deadline of the running turn.
///
/// The engine asks every ten thousand back-edges whether to stop. The first question of a turn starts its clock: that
/// is at most some 60 microseconds late and saves every turn the reading of a clock.
pub(crate) struct Clock {
    limit: Cell<Duration>,
    started: Cell<Option<Instant>>,
    expired: Cell<bool>,
    /// When a script that was given a time of its own must end, and whether it has been stopped.
    script_end: Cell<Option<Instant>>,
    script_expired: Cell<bool>,
}

impl Clock {
    fn new() -> Self {
        Clock {
            limit: Cell::new(Duration::MAX),
            started: Cell::new(None),
            expired: Cell::new(false),
            script_end: Cell::new(None),
            script_expired: Cell::new(false),
        }
    }

    /// A script runs until `end` at most, or until the limit of the script that runs it when that is earlier; gives that limit, for
    /// [`Clock::unlimit_script`].
    pub(crate) fn limit_script(&self, end: Option<Instant>) -> Option<Instant> {
        let outer = self.script_end.get();
        self.script_end.set(outer.into_iter().chain(end).min());
        outer
    }

    /// The script has ended: the limit of the one that runs it holds again.
    pub(crate) fn unlimit_script(&self, outer: Option<Instant>) {
        self.script_end.set(outer);
    }

    /// Whether a script was stopped by its own limit.
    pub(crate) fn script_expired(&self) -> bool {
        self.script_expired.get()
    }

    pub(crate) fn take_script_expired(&self) -> bool {
        self.script_expired.replace(false)
    }

    pub(crate) fn set_limit(&self, limit: Duration) {
        self.limit.set(limit);
    }

    /// A new turn begins.
    pub(crate) fn reset(&self) {
        self.started.set(None);
    }

    /// Whether the turn is over its limit. Stays true until [`Clock::take_expired`].
    pub(crate) fn check(&self) -> bool {
        let now = Instant::now();
        if self.script_end.get().is_some_and(|end| now > end) {
            self.script_expired.set(true);
            return true;
        }
        match self.started.get() {
            None => {
                self.started.set(Some(now));
                false
            }
            Some(started) if now - started > self.limit.get() => {
                self.expired.set(true);
                true
            }
            Some(_) => false,
        }
    }

    pub(crate) fn take_expired(&self) -> bool {
        self.expired.replace(false)
    }
}

impl State {
    pub(crate) fn new() -> Self {
        State {
            builtins: RefCell::default(),
            require_builtin: RefCell::default(),
            ticks_waiting: Cell::new(false),
            run_ticks: RefCell::default(),
            immediates_waiting: Cell::new(false),
            immediates_ref: Cell::new(0),
            run_immediates: RefCell::default(),
            carried: RefCell::default(),
            next_carried: Cell::new(1),
            timers: RefCell::default(),
            run_timer: RefCell::default(),
            callbacks: RefCell::default(),
            next_callback: Cell::new(1),
            kept: RefCell::default(),
            inside: Cell::new(None),
            live_ops: Cell::new(0),
            rejections: RefCell::default(),
            on_rejection: RefCell::default(),
            handled: RefCell::default(),
            on_handled: RefCell::default(),
            has_reported_rejection: Cell::new(false),
            on_uncaught: RefCell::default(),
            exit_code: Cell::new(None),
            clock: Clock::new(),
            heap_limit: Cell::new(0),
            utilization: Utilization::default(),
            stop: RefCell::default(),
            cause: RefCell::default(),
            frame: RefCell::default(),
            tracking: Tracking::default(),
            on_interrupt: RefCell::default(),
            displaced: RefCell::default(),
            own_names: OwnNames::default(),
            static_keys: StaticKeys::default(),
            recent_keys: RecentKeys::default(),
            modules: RefCell::default(),
            data: RefCell::default(),
            wake: Notify::new(),
            born: Instant::now(),
        }
    }

    /// Whether the running code is to be broken off: it was stopped from outside, or its turn is over its limit.
    pub(crate) fn interrupted(&self) -> bool {
        self.is_stopped() || self.clock.check()
    }

    /// Whether the world was stopped from outside, which ends it.
    pub(crate) fn is_stopped(&self) -> bool {
        let stopped = self
            .stop
            .borrow()
            .as_ref()
            .is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Acquire));
        if stopped {
            self.exit_code.set(Some(1));
        }
        stopped
    }

    /// Lets go of every JavaScript value, while the runtime still lives.
    pub(crate) fn release(&self) {
        self.require_builtin.take();
        self.run_ticks.take();
        self.run_immediates.take();
        self.run_timer.take();
        self.callbacks.take();
        self.kept.take();
        self.rejections.take();
        self.on_rejection.take();
        self.handled.take();
        self.on_handled.take();
        self.on_uncaught.take();
        self.cause.take();
        self.frame.take();
        self.on_interrupt.take();
        self.timers.take();
        self.carried.take();
        self.displaced.take();
        self.modules.take();
        self.data.take();
    }
}

/// Ties a state to a context, so that natives find it from their `Ctx`.
///
/// The context keeps one strong count, given back by [`detach`].
pub(crate) fn attach(ctx: &Ctx<'_>, state: &Rc<State>) {
    let pointer = Rc::into_raw(Rc::clone(state));
    // SAFETY: rquickjs keeps its own data in the runtime's opaque, not in the context's; the pointer stays valid until
    // `detach`, which the world calls before it frees the context.
    unsafe { qjs::JS_SetContextOpaque(ctx.as_raw().as_ptr(), pointer.cast_mut().cast()) };
}

/// Undoes [`attach`].
pub(crate) fn detach(ctx: &Ctx<'_>) {
    // SAFETY: the opaque is what `attach` stored, or null; it is taken out before the count is given back.
    unsafe {
        let pointer: *const State = qjs::JS_GetContextOpaque(ctx.as_raw().as_ptr()).cast();
        if !pointer.is_null() {
            async_context::release(ctx, &*pointer);
            qjs::JS_SetContextOpaque(ctx.as_raw().as_ptr(), std::ptr::null_mut());
            drop(Rc::from_raw(pointer));
        }
    }
}

/// The state of the world that `ctx` belongs to.
///
/// # Panics
/// In a context that no [`crate::World`] made.
pub(crate) fn of<'a>(ctx: &'a Ctx<'_>) -> &'a State {
    // SAFETY: a `Ctx` lives only while its world does.
    unsafe { of_raw(ctx.as_raw().as_ptr()) }
}

/// [`of`], for callbacks that the engine hands a bare context.
///
/// # Safety
/// The context must be alive for as long as the state is used.
pub(crate) unsafe fn of_raw<'a>(ctx: *mut qjs::JSContext) -> &'a State {
    // SAFETY: see `attach`; the state outlives the context.
    unsafe {
        let pointer: *const State = qjs::JS_GetContextOpaque(ctx).cast();
        assert!(
            !pointer.is_null(),
            "this context belongs to no coddle world"
        );
        &*pointer
    }
}

/// Somebody is inside the world: what [`crate::World::within`] asks.
pub(crate) struct Inside<'a> {
    state: &'a State,
    before: Option<std::ptr::NonNull<qjs::JSContext>>,
}

impl<'a> Inside<'a> {
    pub(crate) fn begin(state: &'a State, ctx: &Ctx<'_>) -> Inside<'a> {
        Inside {
            state,
            before: state.inside.replace(Some(ctx.as_raw())),
        }
    }

    /// The context that somebody is in.
    pub(crate) fn context(state: &State) -> Option<std::ptr::NonNull<qjs::JSContext>> {
        state.inside.get()
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.state.inside.set(self.before);
    }
}
