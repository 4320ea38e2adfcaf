//! How a writer of JSON, and who looks at plain data, reads the engine's values.

use rquickjs::{Ctx, Error, Result, qjs};

/// The engine's number of `{}` and of instances of classes.
pub(crate) const PLAIN_OBJECT: u32 = 1;

/// A value that this code owns.
pub(super) struct Owned<'a, 'js> {
    ctx: &'a Ctx<'js>,
    pub(super) value: qjs::JSValue,
}

impl<'a, 'js> Owned<'a, 'js> {
    /// # Safety
    /// `value` must be owned by the caller, or an exception.
    pub(super) unsafe fn of(ctx: &'a Ctx<'js>, value: qjs::JSValue) -> Result<Owned<'a, 'js>> {
        // SAFETY: looks at the tag.
        if unsafe { qjs::JS_IsException(value) } {
            return Err(Error::Exception);
        }
        Ok(Owned { ctx, value })
    }
}

impl Drop for Owned<'_, '_> {
    fn drop(&mut self) {
        // SAFETY: owned by this.
        unsafe { qjs::JS_FreeValue(self.ctx.as_raw().as_ptr(), self.value) }
    }
}

/// The names of an object's own members.
pub(crate) struct Names<'a, 'js> {
    ctx: &'a Ctx<'js>,
    table: *mut qjs::JSPropertyEnum,
    count: u32,
}

impl<'a, 'js> Names<'a, 'js> {
    /// Those that are enumerable and no symbols.
    ///
    /// # Safety
    /// `object` must be a live object.
    pub(crate) unsafe fn of(ctx: &'a Ctx<'js>, object: qjs::JSValue) -> Result<Names<'a, 'js>> {
        let filter = qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_ENUM_ONLY;
        // SAFETY: the caller's word.
        unsafe { Names::filtered(ctx, object, filter) }
    }

    /// Those that the engine's `filter` lets through.
    ///
    /// # Safety
    /// As for `of`.
    pub(crate) unsafe fn filtered(
        ctx: &'a Ctx<'js>,
        object: qjs::JSValue,
        filter: u32,
    ) -> Result<Names<'a, 'js>> {
        let mut names = Names {
            ctx,
            table: std::ptr::null_mut(),
            count: 0,
        };
        // SAFETY: the table is owned by `names`, which frees it.
        let status = unsafe {
            qjs::JS_GetOwnPropertyNames(
                ctx.as_raw().as_ptr(),
                &mut names.table,
                &mut names.count,
                object,
                filter as _,
            )
        };
        if status < 0 {
            return Err(Error::Exception);
        }
        Ok(names)
    }

    pub(crate) fn len(&self) -> u32 {
        self.count
    }

    /// They are alive as long as this.
    pub(crate) fn atoms(&self) -> impl Iterator<Item = qjs::JSAtom> {
        // SAFETY: the table has `count` entries.
        (0..self.count as usize).map(|at| unsafe { (*self.table.add(at)).atom })
    }
}

impl Drop for Names<'_, '_> {
    fn drop(&mut self) {
        if !self.table.is_null() {
            // SAFETY: the engine's own table with its own count.
            unsafe { qjs::JS_FreePropertyEnum(self.ctx.as_raw().as_ptr(), self.table, self.count) }
        }
    }
}
