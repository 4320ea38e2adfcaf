//! Sources: something outside that calls into JavaScript again and again (signals, watched files), each time in a turn
//! of its own.

use rquickjs::{Ctx, Function, IntoJs, Persistent, Result};

use crate::{OpError, World, pump, state};

/// Ends a source when told to. Dropping it does not.
pub struct Source {
    task: tokio::task::AbortHandle,
}

impl Source {
    /// No call comes after this.
    pub fn stop(&self) {
        self.task.abort();
    }
}

/// Calls `callback(value)` with every value that `next` gives, until that is `None`, the source is stopped, or the world
/// goes. A source does not keep a script alive.
///
/// # Panics
/// Outside a tokio local runtime.
pub fn spawn<'js, R>(
    ctx: &Ctx<'js>,
    callback: Function<'js>,
    next: impl AsyncFnMut() -> Option<R> + 'static,
) -> Result<Source>
where
    R: for<'a> IntoJs<'a> + 'static,
{
    let call = |_: &Ctx<'_>, callback: Function<'_>, value: R| callback.call((value,));
    spawn_with(ctx, callback, next, call)
}

/// As [`spawn`], but `deliver` decides what becomes of a value: it is called in the value's turn, with the callback.
///
/// # Panics
/// Outside a tokio local runtime.
pub fn spawn_with<'js, R>(
    ctx: &Ctx<'js>,
    callback: Function<'js>,
    mut next: impl AsyncFnMut() -> Option<R> + 'static,
    deliver: impl for<'a> Fn(&Ctx<'a>, Function<'a>, R) -> Result<()> + 'static,
) -> Result<Source>
where
    R: 'static,
{
    let state = state::of(ctx);
    let world = World::of(ctx);
    let id = state.next_callback.get();
    state.next_callback.set(id + 1);
    state.callbacks.borrow_mut().insert(
        id,
        (
            Persistent::save(ctx, callback.into_value()),
            state.frame.borrow().clone(),
        ),
    );
    // The world owns the callback; this gives it back when the task ends, aborted or not.
    let entry = Entry { world, id };
    let task = tokio::task::spawn_local(async move {
        let entry = entry;
        while let Some(value) = next().await {
            let Some(world) = entry.world.upgrade().map(World::from_inner) else {
                return;
            };
            let callback = world.state().callbacks.borrow().get(&entry.id).cloned();
            let Some((callback, frame)) = callback else {
                return;
            };
            world.turn_in(None, frame, |ctx| {
                let called = callback
                    .restore(ctx)
                    .and_then(|callback| callback.get::<Function<'_>>())
                    .and_then(|callback| deliver(ctx, callback, value));
                if called.is_err() {
                    pump::caught(ctx);
                }
            });
            world.state().wake.notify_one();
        }
    });
    Ok(Source {
        task: task.abort_handle(),
    })
}

/// As [`crate::ops::spawn_callback`], but nothing is kept alive by it: for what belongs to a handle that JavaScript may
/// `unref()`, and counts there (`keepAlive` of `internal/engine`).
///
/// # Panics
/// Outside a tokio local runtime.
pub fn once<'js, R, F>(ctx: &Ctx<'js>, callback: Function<'js>, future: F) -> Result<()>
where
    R: for<'a> IntoJs<'a> + 'static,
    F: Future<Output = std::result::Result<R, OpError>> + 'static,
{
    crate::ops::spawn_unkept(ctx, callback, future);
    Ok(())
}

struct Entry {
    world: std::rc::Weak<crate::world::Inner>,
    id: u64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        if let Some(world) = self.world.upgrade() {
            let world = World::from_inner(world);
            let callback = world.state().callbacks.borrow_mut().remove(&self.id);
            // Outside the borrow: freeing it may run code of the engine's.
            drop(callback);
        }
    }
}
