//! What keeps a script alive without being an operation: an open listener, a socket that is being read, a child process.

use std::rc::{Rc, Weak};

use rquickjs::Ctx;

use crate::state::State;
use crate::world::World;

/// While one of these lives its world has something to wait for, as with a pending operation. Dropping it takes that back:
/// `ref()` makes one, `unref()` drops it.
pub struct Hold {
    /// Gone when the world goes first.
    state: Weak<State>,
}

impl Hold {
    /// Keeps the world of `ctx` waiting.
    pub fn new(ctx: &Ctx<'_>) -> Hold {
        let state = World::current(ctx).map(|world| Rc::clone(world.state()));
        if let Some(state) = &state {
            state.live_ops.set(state.live_ops.get() + 1);
        }
        Hold {
            state: state.as_ref().map(Rc::downgrade).unwrap_or_default(),
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(state) = self.state.upgrade() {
            state.live_ops.set(state.live_ops.get() - 1);
            state.wake.notify_one();
        }
    }
}
