//! A JavaScript value in the hands of Rust code that may outlive its world.

use std::fmt;
use std::rc::{Rc, Weak};

use rquickjs::{Ctx, Persistent, Value};

use crate::state::{Cause, State};
use crate::world::{Inner, World};

/// Keeps a JavaScript value alive for a future, a task or any other Rust value outside of the engine.
///
/// The value itself lies with the world, which lets go of it when it ends: a `Kept` may be dropped before or after its
/// world, and then simply has no value any more. (A `Persistent` that is dropped after its world aborts the process, and a
/// `Slot` is for Rust values that live behind JavaScript objects.)
pub struct Kept {
    world: Weak<Inner>,
    state: Weak<State>,
    id: u64,
    /// Whom the code worked for that gave the value away.
    cause: Option<Cause>,
}

impl Kept {
    /// Keeps `value`, and on whose behalf the running code works.
    pub fn new(value: &Value<'_>) -> Kept {
        let ctx = value.ctx();
        let world = World::of(ctx);
        // A world that is going keeps nothing any more.
        let state = match world.upgrade() {
            Some(inner) => Rc::downgrade(World::from_inner(inner).state()),
            None => Weak::new(),
        };
        let mut id = 0;
        if let Some(state) = state.upgrade() {
            id = state.next_callback.get();
            state.next_callback.set(id + 1);
            state
                .kept
                .borrow_mut()
                .insert(id, Persistent::save(ctx, value.clone()));
        }
        let cause = World::cause(ctx);
        Kept {
            world,
            state,
            id,
            cause,
        }
    }

    /// The value; `None` once its world has ended, or in another world.
    pub fn get<'js>(&self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        let state = self.state.upgrade()?;
        if !std::ptr::eq(&*state, crate::state::of(ctx)) {
            return None;
        }
        let kept = state.kept.borrow().get(&self.id).cloned()?;
        kept.restore(ctx).ok()
    }

    /// Runs `f` with the value on behalf of whoever gave it away: as a part of the running turn when the caller is in the
    /// world already, else as a turn of its own. `None` once the world has ended.
    pub fn within<R>(&self, f: impl for<'js> FnOnce(&Ctx<'js>, Value<'js>) -> R) -> Option<R> {
        let world = self.world.upgrade().map(World::from_inner)?;
        world.within_for(self.cause.clone(), |ctx| {
            self.get(ctx).map(|value| f(ctx, value))
        })
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if let Some(state) = self.state.upgrade() {
            // Freed outside the borrow: a finalizer may drop another one.
            let value = state.kept.borrow_mut().remove(&self.id);
            drop(value);
        }
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept(..)")
    }
}
