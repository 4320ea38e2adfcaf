//! Memory that several worlds see at once: what is behind a SharedArrayBuffer.
//!
//! It belongs to the process and counts its holders: the SharedArrayBuffers over it, of whatever world, and each [`SharedMemory`] on
//! its way from one world to another. `waiting` has what `Atomics.wait` and `Atomics.notify` are here.
//!
//! Two threads may write to it at the same time. The engine does so byte by byte, as the language has it; Rust may not look at such
//! bytes through a slice. So [`crate::bytes`] asks `is_among_worlds` and works on a copy.

mod waiting;

use std::collections::BTreeMap;
use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use libmimalloc_sys as mi;
use rquickjs::{Ctx, FromJs, IntoJs, Result, Value, qjs};

use crate::{errors, raw};

pub(crate) use waiting::install;
pub use waiting::{wait_async, wake_stopped};

/// The blocks there are, by their address.
static BLOCKS: Mutex<BTreeMap<usize, Block>> = Mutex::new(BTreeMap::new());

/// Whether a block was ever given to another world. Until then nobody needs to ask for the blocks.
static AMONG_WORLDS: AtomicBool = AtomicBool::new(false);

struct Block {
    holders: usize,
    length: usize,
}

fn with_blocks<R>(f: impl FnOnce(&mut BTreeMap<usize, Block>) -> R) -> R {
    f(&mut BLOCKS.lock().unwrap_or_else(PoisonError::into_inner))
}

fn hold(address: usize) {
    with_blocks(|blocks| {
        if let Some(block) = blocks.get_mut(&address) {
            block.holders += 1;
        }
    });
}

fn release(address: usize) {
    with_blocks(|blocks| {
        let Some(block) = blocks.get_mut(&address) else {
            return;
        };
        block.holders -= 1;
        if block.holders == 0 {
            blocks.remove(&address);
            // SAFETY: it was allocated by `allocate`, and its last holder has gone.
            unsafe { mi::mi_free(address as *mut c_void) };
        }
    });
}

unsafe extern "C" fn allocate(_: *mut c_void, length: qjs::size_t) -> *mut c_void {
    // SAFETY: any size may be asked for; the answer may be null, of which the engine takes care.
    let start = unsafe { mi::mi_malloc(length as usize) };
    if !start.is_null() {
        let block = Block {
            holders: 1,
            length: length as usize,
        };
        with_blocks(|blocks| blocks.insert(start as usize, block));
    }
    start
}

unsafe extern "C" fn free(_: *mut c_void, start: *mut c_void) {
    release(start as usize);
}

unsafe extern "C" fn duplicate(_: *mut c_void, start: *mut c_void) {
    hold(start as usize);
}

/// SharedArrayBuffers of this runtime get their memory here.
pub(crate) fn allocate_here(ctx: &Ctx<'_>) {
    let functions = qjs::JSSharedArrayBufferFunctions {
        sab_alloc: Some(allocate),
        sab_free: Some(free),
        sab_dup: Some(duplicate),
        sab_opaque: std::ptr::null_mut(),
    };
    // SAFETY: the runtime is alive and copies the functions.
    unsafe {
        qjs::JS_SetSharedArrayBufferFunctions(
            qjs::JS_GetRuntime(ctx.as_raw().as_ptr()),
            &raw const functions,
        );
    }
}

/// The memory of a SharedArrayBuffer on its way between worlds. As a value it becomes a SharedArrayBuffer over that memory.
pub struct SharedMemory {
    address: usize,
    length: usize,
}

impl Clone for SharedMemory {
    fn clone(&self) -> Self {
        hold(self.address);
        SharedMemory {
            address: self.address,
            length: self.length,
        }
    }
}

impl Drop for SharedMemory {
    fn drop(&mut self) {
        release(self.address);
    }
}

impl<'js> FromJs<'js> for SharedMemory {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let mut length: qjs::size_t = 0;
        // SAFETY: looks at a live value.
        let start =
            unsafe { qjs::JS_GetArrayBuffer(ctx.as_raw().as_ptr(), &mut length, value.as_raw()) };
        let address = start as usize;
        if start.is_null() {
            drop(ctx.catch());
        }
        if !with_blocks(|blocks| blocks.contains_key(&address)) {
            return Err(errors::throw_kind(
                ctx,
                "TypeError",
                "value must be a SharedArrayBuffer",
                Some("ERR_INVALID_ARG_TYPE"),
            ));
        }
        AMONG_WORLDS.store(true, Ordering::Release);
        hold(address);
        Ok(SharedMemory {
            address,
            length: length as usize,
        })
    }
}

impl<'js> IntoJs<'js> for SharedMemory {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        // SAFETY: the block has at least `length` bytes and lives as long as `self`; the new buffer holds it too, by `duplicate`, and
        // the value is owned.
        unsafe {
            let buffer = qjs::JS_NewArrayBuffer(
                ctx.as_raw().as_ptr(),
                self.address as *mut u8,
                self.length as qjs::size_t,
                // Its length is fixed.
                0,
                None,
                std::ptr::null_mut(),
                true,
            );
            raw::own(ctx, buffer)
        }
    }
}

/// Whether the bytes at `start` may be written by another thread at any time.
pub(crate) fn is_among_worlds(start: *const u8) -> bool {
    AMONG_WORLDS.load(Ordering::Acquire) && is_shared(start)
}

/// Whether the bytes at `start` are a SharedArrayBuffer's.
fn is_shared(start: *const u8) -> bool {
    let address = start as usize;
    with_blocks(|blocks| {
        let before = blocks.range(..=address).next_back();
        before.is_some_and(|(first, block)| address - first < block.length)
    })
}

/// A copy of `length` bytes that others may be writing to.
///
/// # Safety
/// The bytes must be alive.
pub(crate) unsafe fn load(start: *const u8, length: usize) -> Vec<u8> {
    // SAFETY: the caller's word; an atomic has the form of its byte.
    let bytes = unsafe { std::slice::from_raw_parts(start.cast::<AtomicU8>(), length) };
    bytes
        .iter()
        .map(|byte| byte.load(Ordering::Relaxed))
        .collect()
}

/// Writes bytes to where others may be reading.
///
/// # Safety
/// As many bytes must be alive at `start`.
pub(crate) unsafe fn store(start: *mut u8, bytes: &[u8]) {
    // SAFETY: the caller's word; an atomic has the form of its byte.
    let to = unsafe { std::slice::from_raw_parts(start.cast::<AtomicU8>(), bytes.len()) };
    for (to, byte) in to.iter().zip(bytes) {
        to.store(*byte, Ordering::Relaxed);
    }
}

/// Writes those bytes of `after` that are not as they were `before`: the others may have been changed by another thread.
///
/// # Safety
/// As many bytes must be alive at `start`.
pub(crate) unsafe fn store_changes(start: *mut u8, before: &[u8], after: &[u8]) {
    // SAFETY: the caller's word; an atomic has the form of its byte.
    let to = unsafe { std::slice::from_raw_parts(start.cast::<AtomicU8>(), after.len()) };
    for (to, (before, after)) in to.iter().zip(before.iter().zip(after)) {
        if before != after {
            to.store(*after, Ordering::Relaxed);
        }
    }
}
