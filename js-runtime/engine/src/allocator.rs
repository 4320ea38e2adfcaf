//! Where an engine's memory comes from: mimalloc, as the rest of the process's.
//!
//! The C library's allocator grows a thread's heap by single pages, a system call each: a worker that starts made 900 of them.

use std::cell::Cell;
use std::ffi::c_void;
use std::rc::Rc;

use libmimalloc_sys as mi;
use rquickjs::allocator::Allocator;
use rquickjs::{Ctx, qjs};

/// mimalloc behind the engine's five functions.
#[derive(Default)]
pub(crate) struct Mimalloc {
    /// How many allocations are not freed.
    live: Rc<Cell<usize>>,
}

/// Allocations that are left when a runtime has freed everything: its own record, and the block with the note that [`watch`] makes.
const LAST: usize = 2;

impl Mimalloc {
    /// How many allocations are not freed, now and later.
    pub(crate) fn live(&self) -> Rc<Cell<usize>> {
        Rc::clone(&self.live)
    }

    /// Notes an allocation, unless it failed.
    fn made(&self, memory: *mut u8) -> *mut u8 {
        if !memory.is_null() {
            self.live.set(self.live.get() + 1);
        }
        memory
    }
}

/// Has the runtime of `ctx` look, when it goes, whether it has freed all that was allocated (`live` of its allocator). If not, somebody
/// holds a value that would be freed into a runtime that is no more: a `Persistent` in Rust, a reference that was never given back.
/// Then the process aborts. (The engine has an assertion for that, which is compiled out: see the root Cargo.toml.)
pub(crate) fn watch(ctx: &Ctx<'_>, live: Rc<Cell<usize>>) {
    // SAFETY: the runtime is alive, and calls `gone` once, with what is given here.
    unsafe {
        let rt = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        let note = Rc::into_raw(live).cast_mut().cast();
        if qjs::JS_AddRuntimeFinalizer(rt, Some(gone), note) < 0 {
            drop(Rc::from_raw(note.cast::<Cell<usize>>()));
        }
    }
}

unsafe extern "C" fn gone(_: *mut qjs::JSRuntime, live: *mut c_void) {
    // SAFETY: `watch` gave it away, and this is called once.
    let live = unsafe { Rc::from_raw(live.cast::<Cell<usize>>()) };
    let left = live.get().saturating_sub(LAST);
    // A thread that panics may have left its world in the middle of something.
    if left > 0 && !std::thread::panicking() {
        eprintln!(
            "coddle: a JavaScript value outlived its world ({left} blocks of memory were never freed)"
        );
        std::process::abort();
    }
}

// SAFETY: mimalloc's functions are the C library's by contract: null or at least the size that was asked for, aligned for any type,
// and known to each other.
unsafe impl Allocator for Mimalloc {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        // SAFETY: any size may be asked for.
        self.made(unsafe { mi::mi_malloc(size).cast() })
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        // SAFETY: as above; a product that overflows gives null.
        self.made(unsafe { mi::mi_calloc(count, size).cast() })
    }

    unsafe fn dealloc(&mut self, ptr: *mut u8) {
        if !ptr.is_null() {
            self.live.set(self.live.get() - 1);
        }
        // SAFETY: the caller's word: it was allocated here.
        unsafe { mi::mi_free(ptr.cast()) }
    }

    unsafe fn realloc(&mut self, ptr: *mut u8, new_size: usize) -> *mut u8 {
        // SAFETY: as for `dealloc`.
        let moved = unsafe { mi::mi_realloc(ptr.cast(), new_size).cast() };
        if ptr.is_null() {
            return self.made(moved);
        }
        moved
    }

    unsafe fn usable_size(ptr: *mut u8) -> usize {
        // SAFETY: as for `dealloc`.
        unsafe { mi::mi_usable_size(ptr.cast()) }
    }
}
