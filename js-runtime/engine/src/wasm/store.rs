//! A store whose memories JavaScript sees.
//!
//! An ArrayBuffer lies over the very bytes of a memory. These move when the memory grows, so a buffer over the old place is detached
//! before JavaScript can run again: [`Store::enter`] is the one way to the store, and the closure that it lends it to can neither
//! capture a `Ctx` nor enter the world in another way (as in [`crate::bytes`]).
//!
//! The bytes live as long as the longest of the [`Store`] and its buffers: each buffer holds the store too. The store holds no
//! JavaScript value, so that there is no cycle that the collector does not see.

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::rc::Rc;

use rquickjs::{Ctx, Result, Value, qjs};
use wasmi::{AsContextMut, Engine, Extern, Memory, StoreContextMut};

use super::budget::{self, Account};
use super::identity::identity;
use crate::class::Slot;
use crate::raw;

/// wasmi's store, which gives ArrayBuffers over its memories.
pub struct Store {
    shared: Rc<Shared>,
    windows: RefCell<Vec<Window>>,
}

type Shared = RefCell<wasmi::Store<Account>>;

/// An ArrayBuffer over a memory.
struct Window {
    memory: Memory,
    buffer: Slot,
    bytes: (*mut u8, usize),
    loan: Rc<Cell<bool>>,
}

/// What an ArrayBuffer holds while it is over a memory.
struct Loan {
    /// Keeps the bytes alive.
    _shared: Rc<Shared>,
    /// Whether there is a buffer over the bytes.
    open: Rc<Cell<bool>>,
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.open.set(false);
    }
}

/// Gives a loan back when the engine asks for no bytes: the buffer was detached or is gone. There is no other size.
unsafe extern "C" fn reallocate(
    _: *mut qjs::JSRuntime,
    loan: *mut c_void,
    _: *mut c_void,
    size: qjs::size_t,
) -> *mut c_void {
    if size == 0 {
        // SAFETY: `Window::open` gave it away, and the engine forgets it after this call.
        drop(unsafe { Box::from_raw(loan.cast::<Loan>()) });
    }
    std::ptr::null_mut()
}

impl Window {
    /// A new ArrayBuffer over what is now the memory.
    fn open<'js>(
        ctx: &Ctx<'js>,
        shared: &Rc<Shared>,
        memory: Memory,
    ) -> Result<(Window, Value<'js>)> {
        let bytes = place(shared, memory);
        let loan = Rc::new(Cell::new(true));
        let held = Box::into_raw(Box::new(Loan {
            _shared: Rc::clone(shared),
            open: Rc::clone(&loan),
        }));
        // SAFETY: the bytes are alive as long as the loan, which the buffer gives back when it goes or is detached; when there is no
        // buffer, nobody else has taken it.
        let buffer = unsafe {
            let buffer = qjs::JS_NewArrayBuffer(
                ctx.as_raw().as_ptr(),
                bytes.0,
                bytes.1 as qjs::size_t,
                // Its length is fixed.
                0,
                Some(reallocate),
                held.cast(),
                false,
            );
            raw::own(ctx, buffer).inspect_err(|_| drop(Box::from_raw(held)))?
        };
        let window = Window {
            memory,
            buffer: Slot::of(&buffer),
            bytes,
            loan,
        };
        Ok((window, buffer))
    }

    /// The buffer, unless it was detached.
    fn attached<'js>(&self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        let buffer = self.buffer.get(ctx)?;
        let mut length: qjs::size_t = 0;
        // SAFETY: looks at a live value.
        let start =
            unsafe { qjs::JS_GetArrayBuffer(ctx.as_raw().as_ptr(), &mut length, buffer.as_raw()) };
        if start.is_null() {
            // The engine complains of a detached one.
            drop(ctx.catch());
            return None;
        }
        Some(buffer)
    }
}

/// Where a memory's bytes lie.
fn place(shared: &Shared, memory: Memory) -> (*mut u8, usize) {
    let store = shared.borrow();
    (memory.data_ptr(&*store), memory.data_size(&*store))
}

/// Detaches the buffers over memories that have moved or grown, after a panic too.
struct Settle<'a, 'js>(&'a Store, &'a Ctx<'js>);

impl Drop for Settle<'_, '_> {
    fn drop(&mut self) {
        let Settle(store, ctx) = *self;
        store.detach(ctx, |window| {
            place(&store.shared, window.memory) != window.bytes
        });
    }
}

impl Store {
    /// A store of modules that `engine` compiles, in the world of `ctx`. Stores that nobody uses any more may go at this moment.
    pub fn new(ctx: &Ctx<'_>, engine: &Engine) -> Store {
        budget::relieve(ctx);
        let mut store = wasmi::Store::new(engine, Account::open(ctx));
        store.limiter(|account| account);
        Store {
            shared: Rc::new(RefCell::new(store)),
            windows: RefCell::default(),
        }
    }

    /// Lends the store.
    ///
    /// # Panics
    /// Inside of another `enter` of the same store.
    pub fn enter<R>(
        &self,
        ctx: &Ctx<'_>,
        f: impl FnOnce(StoreContextMut<'_, Account>) -> R + 'static,
    ) -> R {
        let pinned = self.windows.borrow().iter().any(|window| {
            // Transferred: nobody knows the buffer that is now over the bytes, so they must stay where they are.
            window.loan.get() && window.attached(ctx).is_none()
        });
        let _settle = Settle(self, ctx);
        let mut store = self.shared.borrow_mut();
        store.data_mut().pinned = pinned;
        f(store.as_context_mut())
    }

    /// The ArrayBuffer over a memory: the same one until the memory grows.
    ///
    /// # Errors
    /// When the engine has no memory for it.
    ///
    /// # Panics
    /// When the memory is of another store.
    pub fn buffer<'js>(&self, ctx: &Ctx<'js>, memory: Memory) -> Result<Value<'js>> {
        let same = |window: &&Window| {
            identity(&Extern::Memory(window.memory)) == identity(&Extern::Memory(memory))
        };
        let known = {
            let windows = self.windows.borrow();
            windows
                .iter()
                .filter(same)
                .find_map(|window| window.attached(ctx))
        };
        if let Some(buffer) = known {
            return Ok(buffer);
        }
        let (window, buffer) = Window::open(ctx, &self.shared, memory)?;
        self.windows.borrow_mut().push(window);
        Ok(buffer)
    }

    /// Detaches the ArrayBuffer over a memory, as growing it by nothing does.
    pub fn detach_buffer(&self, ctx: &Ctx<'_>, memory: Memory) {
        let memory = identity(&Extern::Memory(memory));
        self.detach(ctx, |window| {
            identity(&Extern::Memory(window.memory)) == memory
        });
    }

    fn detach(&self, ctx: &Ctx<'_>, outdated: impl Fn(&Window) -> bool) {
        for window in self
            .windows
            .borrow()
            .iter()
            .filter(|window| outdated(window))
        {
            if let Some(buffer) = window.buffer.get(ctx) {
                // SAFETY: a live ArrayBuffer; its loan is given back, and no JavaScript runs.
                unsafe { qjs::JS_DetachArrayBuffer(ctx.as_raw().as_ptr(), buffer.as_raw()) };
            }
        }
        // Dropped outside of the borrow: to let go of a value may run finalizers.
        let gone: Vec<Window> = self
            .windows
            .borrow_mut()
            .extract_if(.., |window| !window.loan.get())
            .collect();
        drop(gone);
    }

    /// The values that the store holds: for [`crate::class::Native::slots`] of the object that has it.
    pub fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        for window in self.windows.borrow().iter() {
            visit(&window.buffer);
        }
    }
}
