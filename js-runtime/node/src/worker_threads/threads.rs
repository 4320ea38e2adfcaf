//! Threads that run a script in a world of their own.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use coddle_engine::rquickjs::{Array, Ctx, Function, IntoJs, Object, Result, Value};
use coddle_engine::{Builtin, Limits, OpError, World, data, shared, sources};
use tokio::sync::{Notify, oneshot};

use crate::output::{self, Sink};

use super::ports::{self, OnItsWay};

static NEXT: AtomicU32 = AtomicU32::new(1);

/// The threads that a world has started and that still run, by number.
#[derive(Default)]
struct Threads(RefCell<HashMap<u32, Arc<Stop>>>);

/// How a thread is told to end.
#[derive(Default)]
struct Stop {
    /// Breaks off running code.
    now: Arc<AtomicBool>,
    /// Ends its waiting.
    told: Notify,
}

impl Stop {
    fn stop(&self) {
        self.now.store(true, Ordering::Release);
        shared::wake_stopped();
        self.told.notify_one();
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // The world that started them ends.
        for stop in self.0.borrow().values() {
            stop.stop();
        }
    }
}

/// What a thread's own world finds: its number, and its end of the channel to its parent.
#[derive(Default)]
struct Own(RefCell<Option<(u32, OnItsWay)>>);

/// Starts a thread: gives its number. `port`: its end of the channel to here, in which `internal/worker/start` finds what it is to do;
/// `limits`: `{ heap, stack }` in bytes. `ended(null, code)` is called when it has ended.
pub(super) fn start<'js>(
    ctx: Ctx<'js>,
    port: u32,
    limits: Object<'js>,
    ended: Function<'js>,
) -> Result<u32> {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let port = ports::depart(&ctx, port);
    let heap: f64 = limits.get("heap")?;
    let stack: f64 = limits.get("stack")?;
    let limits = Limits {
        heap: heap as usize,
        stack: stack as usize,
        turn: std::time::Duration::MAX,
    };
    let builtins = World::builtins(&ctx);
    let sink = output::sink(&ctx);
    let stop = Arc::new(Stop::default());
    let (tell, told) = oneshot::channel();
    let own = Arc::clone(&stop);
    std::thread::Builder::new()
        .name(format!("worker {number}"))
        // The natives below the JavaScript need some too.
        .stack_size(limits.stack + (2 << 20))
        .spawn(move || {
            let code = run(limits, builtins, sink, (number, port), &own);
            // A parent that has gone needs no word.
            let _ = tell.send(code);
        })
        .map_err(|error| {
            coddle_engine::errors::throw_op(&ctx, OpError::io(&error, "pthread_create", None))
        })?;
    data::of::<Threads>(&ctx)
        .0
        .borrow_mut()
        .insert(number, stop);
    sources::once(&ctx, ended, async move { Ok(told.await.unwrap_or(1)) })?;
    Ok(number)
}

fn run(
    limits: Limits,
    builtins: Vec<Builtin>,
    sink: Option<Sink>,
    own: (u32, OnItsWay),
    stop: &Stop,
) -> i32 {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("coddle: cannot start a worker thread's loop: {error}");
            return 1;
        }
    };
    runtime.block_on(async {
        let world = match World::new(limits, builtins) {
            Ok(world) => world,
            Err(error) => {
                eprintln!("coddle: cannot start a worker thread's engine: {error}");
                return 1;
            }
        };
        if let Some(sink) = sink {
            output::write_to(&world, sink);
        }
        world.stop_by(Arc::clone(&stop.now));
        world.enter(|ctx| data::of::<Own>(ctx).0.replace(Some(own)));
        tokio::select! {
            code = crate::script::run_worker(&world) => code,
            () = stop.told.notified() => 1,
        }
    })
}

/// Ends a thread: its code is broken off wherever it is.
pub(super) fn stop(ctx: Ctx<'_>, number: u32) {
    if let Some(stop) = data::of::<Threads>(&ctx).0.borrow().get(&number) {
        stop.stop();
    }
}

/// `[number, port]` of a thread that was started; undefined in the main one.
pub(super) fn own(ctx: Ctx<'_>) -> Result<Value<'_>> {
    let own = data::of::<Own>(&ctx).0.take();
    let Some((number, port)) = own else {
        return Ok(Value::new_undefined(ctx));
    };
    let all = Array::new(ctx.clone())?;
    all.set(0, number)?;
    all.set(1, port.arrive(&ctx))?;
    all.into_js(&ctx)
}
