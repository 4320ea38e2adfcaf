//! A place for a JavaScript value inside a Rust value.

use std::cell::Cell;
use std::fmt;

use rquickjs::{Ctx, Result, Value, qjs};

use crate::raw;

/// Holds one JavaScript value, or none.
///
/// A slot inside a [`super::Native`] is traced by the collector through [`super::Native::slots`]. A slot elsewhere is a
/// root: it must be cleared or dropped before its world goes, as with rquickjs's `Persistent`.
pub struct Slot {
    value: Cell<qjs::JSValue>,
    /// Null when empty.
    runtime: Cell<*mut qjs::JSRuntime>,
}

impl Slot {
    pub const fn empty() -> Slot {
        Slot {
            value: Cell::new(qjs::JS_UNDEFINED),
            runtime: Cell::new(std::ptr::null_mut()),
        }
    }

    /// A slot that holds `value`.
    pub fn of(value: &Value<'_>) -> Slot {
        let slot = Slot::empty();
        slot.set(value);
        slot
    }

    pub fn is_empty(&self) -> bool {
        self.runtime.get().is_null()
    }

    /// The value, if there is one.
    ///
    /// # Panics
    /// When the value belongs to another world than `ctx`.
    pub fn get<'js>(&self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        if self.is_empty() {
            return None;
        }
        // SAFETY: the slot owns a reference to the value, and the runtime is the same, so duplicating is sound.
        unsafe {
            let raw_ctx = ctx.as_raw().as_ptr();
            assert!(
                qjs::JS_GetRuntime(raw_ctx) == self.runtime.get(),
                "a slot was read in another world"
            );
            let value = self.value.get();
            Some(Value::from_raw(
                ctx.clone(),
                qjs::JS_DupValue(raw_ctx, value),
            ))
        }
    }

    /// The value, or undefined.
    pub fn get_or_undefined<'js>(&self, ctx: &Ctx<'js>) -> Value<'js> {
        self.get(ctx)
            .unwrap_or_else(|| Value::new_undefined(ctx.clone()))
    }

    /// Replaces the value.
    pub fn set(&self, value: &Value<'_>) {
        let ctx = value.ctx().as_raw().as_ptr();
        // SAFETY: `value` is alive; the slot takes a reference of its own. The old value is freed last, when the slot
        // is consistent again, since freeing may run finalizers that look at it.
        unsafe {
            let new = qjs::JS_DupValue(ctx, value.as_raw());
            let old = (self.runtime.get(), self.value.replace(new));
            self.runtime.set(qjs::JS_GetRuntime(ctx));
            if !old.0.is_null() {
                qjs::JS_FreeValueRT(old.0, old.1);
            }
        }
    }

    /// Empties the slot.
    pub fn clear(&self) {
        let runtime = self.runtime.replace(std::ptr::null_mut());
        let value = self.value.replace(qjs::JS_UNDEFINED);
        if !runtime.is_null() {
            // SAFETY: the slot owned this reference and has forgotten it.
            unsafe { qjs::JS_FreeValueRT(runtime, value) };
        }
    }

    /// Empties the slot and gives what it held.
    pub fn take<'js>(&self, ctx: &Ctx<'js>) -> Option<Value<'js>> {
        let value = self.get(ctx);
        self.clear();
        value
    }

    /// Whether the slot holds this very object.
    pub fn is_same(&self, value: &Value<'_>) -> bool {
        self.is_object(value.as_raw())
    }

    fn is_object(&self, value: qjs::JSValue) -> bool {
        // SAFETY: only the identity of two live values is compared; both are objects, so both carry a pointer.
        unsafe {
            !self.is_empty()
                && qjs::JS_IsObject(value)
                && qjs::JS_IsObject(self.value.get())
                && qjs::JS_VALUE_GET_PTR(self.value.get()) == qjs::JS_VALUE_GET_PTR(value)
        }
    }

    /// What stands at place `index` of the array in this slot, unless it is `known`, the object that stood there before. Looking
    /// at what has not changed makes no value.
    ///
    /// # Errors
    /// What a getter throws.
    ///
    /// # Panics
    /// As [`Slot::get`].
    pub fn element_unless<'js>(
        &self,
        ctx: &Ctx<'js>,
        index: u32,
        known: Option<&Slot>,
    ) -> Result<Option<Value<'js>>> {
        if self.is_empty() {
            return Ok(Some(Value::new_undefined(ctx.clone())));
        }
        let raw_ctx = ctx.as_raw().as_ptr();
        // SAFETY: the slot owns a reference to the array, whose runtime is the context's; the element is owned, and freed where it
        // is not given away.
        unsafe {
            assert!(
                qjs::JS_GetRuntime(raw_ctx) == self.runtime.get(),
                "a slot was read in another world"
            );
            let element = qjs::JS_GetPropertyUint32(raw_ctx, self.value.get(), index);
            if known.is_some_and(|known| known.is_object(element)) {
                qjs::JS_FreeValue(raw_ctx, element);
                return Ok(None);
            }
            raw::own(ctx, element).map(Some)
        }
    }

    /// Looks at the Rust value behind the object in the slot, if it is of class `T`.
    pub fn with<T: super::Native, R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        if self.is_empty() {
            return None;
        }
        let (runtime, value) = (self.runtime.get(), self.value.get());
        // SAFETY: the object is kept alive by a reference of our own while `look` runs, whatever becomes of the slot.
        unsafe {
            let value = qjs::JS_DupValueRT(runtime, value);
            let native: *const T = qjs::JS_GetOpaque(value, T::ID.number()).cast();
            let result = native.as_ref().map(look);
            qjs::JS_FreeValueRT(runtime, value);
            result
        }
    }

    /// How many references the engine counts to the object in the slot, this slot's among them; 0 without an object.
    pub fn reference_count(&self) -> usize {
        if self.is_empty() {
            return 0;
        }
        super::raw_reference_count(self.value.get())
    }

    pub(super) fn raw(&self) -> qjs::JSValue {
        self.value.get()
    }
}

impl Default for Slot {
    fn default() -> Self {
        Slot::empty()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.clear();
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() {
            "Slot(empty)"
        } else {
            "Slot(..)"
        })
    }
}
