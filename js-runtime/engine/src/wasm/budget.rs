//! How many bytes the memories and tables of a world may have together.

use std::cell::Cell;
use std::rc::Rc;

use rquickjs::{Ctx, qjs};
use wasmi::errors::{MemoryError, TableError};

use crate::{data, state};

/// Bytes that are used before garbage is first looked for, unless the limit is near.
const FIRST_COLLECTION: usize = 32 << 20;

/// More than this the engine cannot show in one ArrayBuffer.
const LARGEST_MEMORY: usize = i32::MAX as usize;

/// Elements of a table at most, as in V8.
const LARGEST_TABLE: usize = 10_000_000;

/// Bytes of a table's element.
const ELEMENT: usize = 8;

/// What all stores of a world use.
#[derive(Default)]
struct Budget {
    used: Cell<usize>,
    /// What was in use when garbage was last looked for.
    left: Cell<usize>,
}

/// Bytes that the stores of this world may have together: as many as its JavaScript heap.
fn limit(ctx: &Ctx<'_>) -> usize {
    match state::of(ctx).heap_limit.get() {
        0 => usize::MAX,
        limit => limit,
    }
}

/// Lets the collector look for stores that nobody uses any more when the world's stores use much: by itself it sees only the small
/// objects that stand for them.
pub fn relieve(ctx: &Ctx<'_>) {
    let budget = data::of::<Budget>(ctx);
    let limit = limit(ctx);
    // Twice what was left the last time, but at the latest half way to the limit.
    let left = budget.left.get();
    let more = left
        .max(FIRST_COLLECTION)
        .min(limit.saturating_sub(left) / 2);
    if budget.used.get() < left + more {
        return;
    }
    // SAFETY: the runtime is alive, and this is its thread.
    unsafe { qjs::JS_RunGC(qjs::JS_GetRuntime(ctx.as_raw().as_ptr())) };
    budget.left.set(budget.used.get());
}

/// A store's share of what its world may use: the world's heap limit for all stores together.
pub struct Account {
    budget: Rc<Budget>,
    limit: usize,
    /// Of this store.
    used: usize,
    /// What was granted last.
    granted: usize,
    /// Whether memories must stay where they are.
    pub(super) pinned: bool,
}

impl Account {
    pub(super) fn open(ctx: &Ctx<'_>) -> Account {
        Account {
            budget: data::of::<Budget>(ctx),
            limit: limit(ctx),
            used: 0,
            granted: 0,
            pinned: false,
        }
    }

    fn grant(&mut self, more: usize) -> bool {
        let total = self.budget.used.get().saturating_add(more);
        if total > self.limit {
            return false;
        }
        self.budget.used.set(total);
        self.used += more;
        self.granted = more;
        true
    }

    /// What was granted last was not used.
    fn take_back(&mut self) {
        let granted = std::mem::take(&mut self.granted);
        self.used -= granted;
        self.budget.used.set(self.budget.used.get() - granted);
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        self.budget.used.set(self.budget.used.get() - self.used);
    }
}

impl wasmi::ResourceLimiter for Account {
    fn memory_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> Result<bool, wasmi_core::LimiterError> {
        let stays = self.pinned && current > 0;
        Ok(!stays && desired <= LARGEST_MEMORY && self.grant(desired - current))
    }

    fn table_growing(
        &mut self,
        current: usize,
        desired: usize,
        _maximum: Option<usize>,
    ) -> Result<bool, wasmi_core::LimiterError> {
        Ok(desired <= LARGEST_TABLE && self.grant((desired - current) * ELEMENT))
    }

    fn memory_grow_failed(&mut self, _: &MemoryError) -> Result<(), wasmi_core::LimiterError> {
        self.take_back();
        Ok(())
    }

    fn table_grow_failed(&mut self, _: &TableError) -> Result<(), wasmi_core::LimiterError> {
        self.take_back();
        Ok(())
    }

    fn instances(&self) -> usize {
        usize::MAX
    }

    fn tables(&self) -> usize {
        usize::MAX
    }

    fn memories(&self) -> usize {
        usize::MAX
    }
}
