//! JavaScript values in the hands of Rust code that knows nothing of worlds, for the time of one call.
//!
//! A library that wants its values to be `Send + Sync + 'static` (a template engine, say) can hold no [`Value`]. It can hold a
//! [`Lent`]: a number, behind which the value lies with the [`lend`] that is on this thread's stack. When that returns, its
//! values are let go of, and a `Lent` that outlived it stands for nothing.

use std::cell::{Cell, RefCell};
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

use rquickjs::{Ctx, Value, qjs};

/// A value lent out by the [`lend`] under which it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lent {
    scope: u64,
    index: u32,
}

struct Scope {
    id: u64,
    ctx: NonNull<qjs::JSContext>,
    /// Of the world of `ctx`, while `lend` is on the stack: the lifetime is a stand-in for that.
    values: Vec<Value<'static>>,
}

thread_local! {
    /// The scopes on this thread's stack, the innermost one last.
    static SCOPES: RefCell<Vec<Scope>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

/// Ends the innermost scope, after a panic too.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        // Values go when nothing is borrowed any more: to let go of one may run finalizers.
        drop(SCOPES.with_borrow_mut(Vec::pop));
    }
}

/// Runs `f`, under which values of this world can be lent. Calls may nest.
pub fn lend<R>(ctx: &Ctx<'_>, f: impl FnOnce() -> R) -> R {
    let id = NEXT.get();
    NEXT.set(id + 1);
    SCOPES.with_borrow_mut(|scopes| {
        scopes.push(Scope {
            id,
            ctx: ctx.as_raw(),
            values: Vec::new(),
        });
    });
    let _end = End;
    f()
}

/// Runs `f` in the world of the innermost [`lend`]; `None` outside of any.
pub fn within<R>(f: impl for<'js> FnOnce(&Ctx<'js>) -> R) -> Option<R> {
    let raw = SCOPES.with_borrow(|scopes| scopes.last().map(|scope| scope.ctx))?;
    // SAFETY: `lend` is on this thread's stack and borrows a Ctx of this very world, so the world is alive and entered; the new
    // Ctx takes a count of its own, and its lifetime is new to `f`, so no value can leave.
    let ctx = unsafe { Ctx::from_raw(raw) };
    Some(f(&ctx))
}

impl Lent {
    /// Lends `value`; `None` outside of a [`lend`] of its world.
    pub fn new(value: &Value<'_>) -> Option<Lent> {
        SCOPES.with_borrow_mut(|scopes| {
            let scope = scopes.last_mut()?;
            if scope.ctx != value.ctx().as_raw() {
                return None;
            }
            let index = u32::try_from(scope.values.len()).ok()?;
            // SAFETY: only the lifetime changes. The value stays in the scope, which goes before the Ctx that `lend` borrows, and
            // is seen outside of it under a lifetime of the caller's Ctx or one that nothing can leave.
            let value = unsafe { std::mem::transmute::<Value<'_>, Value<'static>>(value.clone()) };
            scope.values.push(value);
            Some(Lent {
                scope: scope.id,
                index,
            })
        })
    }

    /// Runs `f` with the value, which it can look at but not keep; `None` once its [`lend`] is over.
    pub fn with<R>(self, f: impl for<'js> FnOnce(&Value<'js>) -> R) -> Option<R> {
        // The values may move meanwhile, when `f` lends more of them.
        let value = SCOPES.with_borrow(|scopes| {
            let of = scopes.iter().rev().find(|scope| scope.id == self.scope)?;
            let value = &raw const of.values[self.index as usize];
            // SAFETY: this copy is never dropped, and it is gone before the scope is, which keeps the value itself: the `lend` that
            // ends it is further down this thread's stack.
            Some(ManuallyDrop::new(unsafe { value.read() }))
        })?;
        Some(f(&value))
    }

    /// The value; `None` once its [`lend`] is over, or in another world.
    pub fn get<'js>(self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        self.with(|value| {
            (value.ctx().as_raw() == ctx.as_raw()).then(|| {
                // SAFETY: only the lifetime changes, to that of a Ctx of the same world.
                unsafe { std::mem::transmute::<Value<'_>, Value<'js>>(value.clone()) }
            })
        })?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rquickjs::{Context, Runtime};

    #[test]
    fn a_lent_value_is_there_while_its_scope_lasts() {
        let runtime = Runtime::new().unwrap();
        Context::full(&runtime).unwrap().with(|ctx| {
            let value: Value<'_> = ctx.eval("({ n: 7 })").unwrap();
            assert_eq!(Lent::new(&value), None, "nobody lends");
            let lent = lend(&ctx, || {
                let lent = Lent::new(&value).unwrap();
                let inner = lend(&ctx, || {
                    let inner = Lent::new(&value).unwrap();
                    let seen = within(|ctx| lent.get(ctx).is_some() && inner.get(ctx).is_some());
                    assert_eq!(seen, Some(true));
                    let more = |of: &Value<'_>| (0..100).all(|_| Lent::new(of).is_some());
                    assert_eq!(lent.with(more), Some(true));
                    assert_eq!(lent.with(|value| value.is_object()), Some(true));
                    inner
                });
                assert!(inner.get(&ctx).is_none(), "the inner scope is over");
                lent
            });
            assert!(lent.get(&ctx).is_none() && lent.with(|_| ()).is_none());
            assert!(within(|_| ()).is_none());
        });
    }
}
