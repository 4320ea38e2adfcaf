//! Where an engine's memory comes from: mimalloc, as the rest of the process's.
//!
//! The C library's allocator grows a thread's heap by single pages, a system call each: a worker that starts made 900 of them.

use libmimalloc_sys as mi;
use rquickjs::allocator::Allocator;

/// mimalloc behind the engine's five functions.
pub(crate) struct Mimalloc;

// SAFETY: mimalloc's functions are the C library's by contract: null or at least the size that was asked for, aligned for any type,
// and known to each other.
unsafe impl Allocator for Mimalloc {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        // SAFETY: any size may be asked for.
        unsafe { mi::mi_malloc(size).cast() }
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        // SAFETY: as above; a product that overflows gives null.
        unsafe { mi::mi_calloc(count, size).cast() }
    }

    unsafe fn dealloc(&mut self, ptr: *mut u8) {
        // SAFETY: the caller's word: it was allocated here.
        unsafe { mi::mi_free(ptr.cast()) }
    }

    unsafe fn realloc(&mut self, ptr: *mut u8, new_size: usize) -> *mut u8 {
        // SAFETY: as for `dealloc`.
        unsafe { mi::mi_realloc(ptr.cast(), new_size).cast() }
    }

    unsafe fn usable_size(ptr: *mut u8) -> usize {
        // SAFETY: as for `dealloc`.
        unsafe { mi::mi_usable_size(ptr.cast()) }
    }
}
