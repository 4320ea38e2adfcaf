//! A world: one runtime, one context, its limits, and the order in which they end.

use std::cell::{OnceCell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use rquickjs::{Context, Ctx, Persistent, Result, Runtime};

use crate::allocator::{self, Mimalloc};
use crate::builtin::{Builtin, NativeModule};
use crate::collector::Collections;
use crate::state::{self, Cause, State};
use crate::{async_context, cjs, errors, esm, raw, shared};

/// Bytes of heap at which the collector first runs; after that it is half as much again as was open then. What an application
/// loads at its start is no garbage, and with the engine's own 256 KB the collector looks at all of it again and again.
const FIRST_COLLECTION: usize = 8 << 20;

/// What one world may use before it is stopped.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of JavaScript heap; 0 for no limit. Default: 512 MiB.
    pub heap: usize,
    /// Bytes of stack that JavaScript may use. The thread's own stack must be larger by some 256 KiB. More than 16 MiB
    /// would mean "no limit" to the engine and is cut to that. Default: 1 MiB, which is about 1,600 nested calls and
    /// fits the 2 MiB threads that tests run on.
    pub stack: usize,
    /// How long one turn may run before it is interrupted. Default: 30 s.
    pub turn: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            heap: 512 << 20,
            stack: 1 << 20,
            turn: Duration::from_secs(30),
        }
    }
}

/// One JavaScript world. Clones are handles to the same world; the last one to go frees it.
///
/// A world stays on the thread that made it, inside a tokio local runtime (operations are spawned locally).
#[derive(Clone)]
pub struct World {
    inner: Rc<Inner>,
}

/// A handle to a [`World`] that does not keep it alive.
#[derive(Clone)]
pub struct WeakWorld {
    inner: Weak<Inner>,
}

impl WeakWorld {
    /// The world, while it lasts.
    pub fn upgrade(&self) -> Option<World> {
        self.inner.upgrade().map(World::from_inner)
    }
}

pub(crate) struct Inner {
    state: Rc<State>,
    // Field order is drop order: the context must go before its runtime.
    context: Context,
    runtime: Runtime,
    /// What the layers above keep for the world's lifetime, freed while JavaScript values may still be freed.
    guests: RefCell<Vec<Box<dyn std::any::Any>>>,
    collections: OnceCell<Collections>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.guests.take();
        self.collections.take();
        self.state.release();
        self.runtime.set_host_promise_rejection_tracker(None);
        self.runtime.set_interrupt_handler(None);
        // Guests and callbacks may have been the last owners of cycles.
        self.runtime.run_gc();
        self.context.with(|ctx| state::detach(&ctx));
    }
}

impl World {
    /// Makes a world that knows `builtins`.
    ///
    /// # Errors
    /// When the engine has no memory for it, or the surface that every world loads at once throws.
    pub fn new(limits: Limits, builtins: impl IntoIterator<Item = Builtin>) -> Result<World> {
        let allocator = Mimalloc::default();
        let live = allocator.live();
        let runtime = Runtime::new_with_alloc(allocator)?;
        runtime.set_memory_limit(limits.heap);
        runtime.set_gc_threshold(FIRST_COLLECTION);
        runtime.set_max_stack_size(limits.stack.min(16 << 20));
        let context = Context::full(&runtime)?;
        let state = Rc::new(State::new());
        state.clock.set_limit(limits.turn);
        state.heap_limit.set(limits.heap);
        state.builtins.borrow_mut().add(builtins);
        context.with(|ctx| {
            allocator::watch(&ctx, live);
            state::attach(&ctx, &state);
            shared::allocate_here(&ctx);
        });

        let clock = Rc::downgrade(&state);
        runtime.set_interrupt_handler(Some(Box::new(move || {
            clock.upgrade().is_some_and(|state| state.interrupted())
        })));
        runtime.set_host_promise_rejection_tracker(Some(Box::new(
            |ctx, promise, reason, is_handled| {
                if !is_handled && async_context::is_awaited(&ctx, &promise) {
                    return;
                }
                let Some(promise) = rquickjs::Promise::from_value(promise).ok() else {
                    return;
                };
                let state = state::of(&ctx);
                let mut waiting = state.rejections.borrow_mut();
                if is_handled {
                    let promise = Persistent::save(&ctx, promise);
                    let before = waiting.len();
                    waiting.retain(|(other, _)| *other != promise);
                    if waiting.len() == before && state.has_reported_rejection.get() {
                        state.handled.borrow_mut().push(promise);
                    }
                } else {
                    waiting.push((
                        Persistent::save(&ctx, promise),
                        Persistent::save(&ctx, reason),
                    ));
                }
            },
        )));

        let world = World {
            inner: Rc::new(Inner {
                state,
                context,
                runtime,
                guests: RefCell::default(),
                collections: OnceCell::new(),
            }),
        };
        WORLDS.with_borrow_mut(|worlds| {
            worlds.retain(|(_, world)| world.strong_count() > 0);
            worlds.push((Rc::as_ptr(&world.inner.state), Rc::downgrade(&world.inner)));
        });
        let collections = world.enter(|ctx| {
            errors::install(ctx)?;
            shared::install(ctx)?;
            esm::install(ctx);
            cjs::install(ctx)?;
            Collections::count(ctx)
        })?;
        world.inner.collections.get_or_init(|| collections);
        Ok(world)
    }

    /// Enters JavaScript without draining what it makes ready. Most callers want [`World::turn`].
    pub fn enter<R>(&self, f: impl for<'js> FnOnce(&Ctx<'js>) -> R) -> R {
        self.inner.context.with(|ctx| {
            raw::update_stack_top(&ctx);
            let _inside = state::Inside::begin(&self.inner.state, &ctx);
            f(&ctx)
        })
    }

    /// Runs `f` in JavaScript, whether or not the caller is in it already: from a native that JavaScript called it runs as a
    /// part of that turn, from anywhere else as a turn of its own.
    pub fn within<R>(&self, f: impl for<'js> FnOnce(&Ctx<'js>) -> R) -> R {
        self.within_for(None, f)
    }

    /// As [`World::within`]; a turn of its own runs on behalf of `cause`.
    pub fn within_for<R>(
        &self,
        cause: Option<Cause>,
        f: impl for<'js> FnOnce(&Ctx<'js>) -> R,
    ) -> R {
        match state::Inside::context(&self.inner.state) {
            Some(raw) => raw::with_context(&self.inner.context, raw, f),
            None => self.turn_for(cause, f),
        }
    }

    /// A handle that does not keep the world alive.
    pub fn downgrade(&self) -> WeakWorld {
        WeakWorld {
            inner: Rc::downgrade(&self.inner),
        }
    }

    /// A weak handle to the world of `ctx`.
    pub(crate) fn of(ctx: &Ctx<'_>) -> Weak<Inner> {
        let state: *const State = state::of(ctx);
        WORLDS
            .with_borrow(|worlds| {
                worlds
                    .iter()
                    .find(|(s, _)| *s == state)
                    .map(|(_, world)| world.clone())
            })
            .expect("a context's world is registered on its thread")
    }

    /// The world that `ctx` belongs to, unless it is being dropped.
    pub fn current(ctx: &Ctx<'_>) -> Option<World> {
        World::of(ctx).upgrade().map(World::from_inner)
    }

    pub(crate) fn from_inner(inner: Rc<Inner>) -> World {
        World { inner }
    }

    pub(crate) fn state(&self) -> &Rc<State> {
        &self.inner.state
    }

    /// Adds built-in modules; one of a known name replaces it, unless it was required already.
    pub fn add_builtins(&self, builtins: impl IntoIterator<Item = Builtin>) {
        self.inner.state.builtins.borrow_mut().add(builtins);
    }

    /// Adds a module made by Rust code. It takes the place of a built-in one of the same name that was not required yet.
    pub fn add_native_module(&self, module: NativeModule) {
        self.inner.state.builtins.borrow_mut().add_native(module);
    }

    /// Whether `require` knows a built-in module of that name.
    pub fn has_module(&self, name: &str) -> bool {
        self.inner.state.builtins.borrow().has(name)
    }

    /// The built-in modules, for another world that is to have the same.
    pub fn builtins(ctx: &Ctx<'_>) -> Vec<Builtin> {
        state::of(ctx).builtins.borrow().all()
    }

    /// Once `stop` is true, running code is broken off and the world ends with exit code 1. Any thread may set it.
    pub fn stop_by(&self, stop: std::sync::Arc<std::sync::atomic::AtomicBool>) {
        self.inner.state.stop.replace(Some(stop));
    }

    /// Keeps `guest` until the world goes, and drops it before the engine does.
    pub fn keep(&self, guest: impl std::any::Any) {
        self.inner.guests.borrow_mut().push(Box::new(guest));
    }

    /// Whom the running code works for.
    pub fn cause(ctx: &Ctx<'_>) -> Option<Cause> {
        state::of(ctx).cause.borrow().clone()
    }

    /// Replaces whom the running code works for, until the turn ends; gives what was there.
    pub fn set_cause(ctx: &Ctx<'_>, cause: Option<Cause>) -> Option<Cause> {
        state::of(ctx).cause.replace(cause)
    }

    /// Called when the turn deadline stops code, with whom it worked for. Promises of that code stay pending for ever:
    /// the one who waits must be told by this.
    pub fn on_interrupt(&self, hook: impl Fn(Option<Cause>) + 'static) {
        *self.inner.state.on_interrupt.borrow_mut() = Some(Box::new(hook));
    }

    /// Whether the exception just taken was the turn deadline's. Asking starts a fresh clock for what follows (an error
    /// page, say).
    pub fn take_interrupted(ctx: &Ctx<'_>) -> bool {
        let clock = &state::of(ctx).clock;
        let expired = clock.take_expired();
        if expired {
            clock.reset();
        }
        expired
    }

    /// Throws what nothing catches when the running turn is over its limit, or the world was stopped: for natives that compute for long.
    ///
    /// # Errors
    /// See above.
    pub fn check_turn(ctx: &Ctx<'_>) -> Result<()> {
        if state::of(ctx).interrupted() {
            return Err(raw::throw_uncatchable(ctx, "interrupted"));
        }
        Ok(())
    }

    /// Calls the hook of [`World::on_interrupt`] for code whose end [`World::take_interrupted`] has told: it was called by Rust, which
    /// got the exception itself.
    pub fn tell_interrupted(ctx: &Ctx<'_>) {
        crate::pump::interrupted(ctx, state::of(ctx));
    }

    /// The code given to `process.exit()`, once it was called; no JavaScript runs after that.
    pub fn exit_code(&self) -> Option<i32> {
        self.inner.state.exit_code.get()
    }

    /// Runs the cycle collector.
    pub fn collect_garbage(&self) {
        self.inner.runtime.run_gc();
    }

    /// How often the cycle collector has run.
    pub fn collections(&self) -> u64 {
        let collections = self.inner.collections.get();
        collections.map_or(0, Collections::runs)
    }

    /// The engine's own account of its heap. It looks at every object: milliseconds for a large heap.
    pub fn memory_usage(&self) -> rquickjs::runtime::MemoryUsage {
        self.inner.runtime.memory_usage()
    }

    /// Runs the file at `path` (absolute) as the main module.
    ///
    /// # Errors
    /// What the module throws, with the exception pending in the context.
    pub fn run_main(ctx: &Ctx<'_>, path: &str) -> Result<()> {
        cjs::run_main(ctx, path)
    }
}

thread_local! {
    /// Worlds of this thread by their state's address. A thread has one, or two while code is being swapped.
    static WORLDS: RefCell<Vec<(*const State, Weak<Inner>)>> = const { RefCell::new(Vec::new()) };
}
