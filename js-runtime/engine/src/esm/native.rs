//! The engine's side of modules: its three callbacks, and the calls that make, link and evaluate a module.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr::{self, NonNull};

use rquickjs::{Array, Ctx, Error, Function, Object, Result, Value, qjs};

use super::{Attributes, loading};
use crate::class::fallible;
use crate::{raw, state};

/// A module's record in the engine. It lives as long as its context.
pub(super) type Definition = NonNull<qjs::JSModuleDef>;

/// Makes `import` of this runtime come to us. It costs nothing until somebody imports.
pub(crate) fn install(ctx: &Ctx<'_>) {
    // SAFETY: the functions have the signatures of their kinds, and need no opaque value.
    unsafe {
        let rt = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        qjs::JS_SetModuleLoaderFunc2(rt, None, Some(load), None, ptr::null_mut());
        qjs::JS_SetModuleNormalizeFunc2(rt, Some(normalize));
    }
}

/// Compiles a module. Its requests come to [`normalize`] and [`load`] meanwhile.
///
/// # Errors
/// The syntax error. Nobody knows the module by then, so nothing points to what the engine frees.
pub(super) fn compile(ctx: &Ctx<'_>, url: &str, source: &str) -> Result<Definition> {
    // A source may have a NUL in it, but there has to be one behind it.
    let mut text = Vec::with_capacity(source.len() + 1);
    text.extend_from_slice(source.as_bytes());
    text.push(0);
    let name = CString::new(url).map_err(Error::InvalidString)?;
    let flags = qjs::JS_EVAL_TYPE_MODULE | qjs::JS_EVAL_FLAG_COMPILE_ONLY;
    // SAFETY: both texts end in NUL and outlive the call. A compiled module's value points to its record, which the context
    // keeps; the reference that the value has is not needed.
    unsafe {
        let ctx = ctx.as_raw().as_ptr();
        let value = qjs::JS_Eval(
            ctx,
            text.as_ptr().cast(),
            source.len() as _,
            name.as_ptr(),
            flags as _,
        );
        if qjs::JS_IsException(value) {
            return Err(Error::Exception);
        }
        let definition = qjs::JS_VALUE_GET_PTR(value).cast();
        qjs::JS_FreeValue(ctx, value);
        Ok(NonNull::new_unchecked(definition))
    }
}

/// A module made of values: `description` is a function, then the names of the exports. The function is called when it is the
/// module's turn to be evaluated, and gives the values in the names' order.
pub(super) fn synthetic(ctx: &Ctx<'_>, url: &str, description: &Array<'_>) -> Result<Definition> {
    let definition = new_native(ctx, url, evaluate_synthetic)?;
    for name in description.iter::<String>().skip(1) {
        // A name with a NUL cannot be told to the engine.
        let Ok(name) = CString::new(name?) else {
            continue;
        };
        // SAFETY: the record is alive and the engine copies the name.
        let added = unsafe {
            qjs::JS_AddModuleExport(ctx.as_raw().as_ptr(), definition.as_ptr(), name.as_ptr())
        };
        if added < 0 {
            return Err(Error::Exception);
        }
    }
    let description = raw::into_raw(description.clone().into_value());
    // SAFETY: the record is alive and takes over the reference.
    unsafe {
        qjs::JS_SetModulePrivateValue(ctx.as_raw().as_ptr(), definition.as_ptr(), description)
    };
    Ok(definition)
}

/// The record of a module that failed: something that others may point to. It is never evaluated.
pub(super) fn failed(ctx: &Ctx<'_>, name: &str) -> Result<Definition> {
    new_native(ctx, name, evaluate_nothing)
}

fn new_native(
    ctx: &Ctx<'_>,
    name: &str,
    evaluate: unsafe extern "C" fn(*mut qjs::JSContext, *mut qjs::JSModuleDef) -> c_int,
) -> Result<Definition> {
    let name = CString::new(name).map_err(Error::InvalidString)?;
    // SAFETY: the name is copied; the record belongs to the context.
    let made = unsafe { qjs::JS_NewCModule(ctx.as_raw().as_ptr(), name.as_ptr(), Some(evaluate)) };
    NonNull::new(made).ok_or(Error::Exception)
}

/// Links and evaluates a module with all that it imports, unless that was done. Gives the promise of its evaluation.
///
/// # Errors
/// Only a failure to link. Such modules must not be linked again: the engine would count references twice.
pub(super) fn evaluate<'js>(ctx: &Ctx<'js>, definition: Definition) -> Result<Value<'js>> {
    // SAFETY: the record is alive; the call takes the reference that the copy of the value has.
    unsafe {
        let raw = ctx.as_raw().as_ptr();
        let module = qjs::JS_MKPTR(qjs::JS_TAG_MODULE, definition.as_ptr().cast());
        raw::own(
            ctx,
            qjs::JS_EvalFunction(raw, qjs::JS_DupValue(raw, module)),
        )
    }
}

/// The namespace object of a linked module.
pub(super) fn namespace<'js>(ctx: &Ctx<'js>, definition: Definition) -> Result<Object<'js>> {
    // SAFETY: the record is alive and the value owned.
    unsafe {
        let value = qjs::JS_GetModuleNamespace(ctx.as_raw().as_ptr(), definition.as_ptr());
        raw::own(ctx, value)?.get()
    }
}

/// `import.meta` of a module.
pub(super) fn meta<'js>(ctx: &Ctx<'js>, definition: Definition) -> Result<Object<'js>> {
    // SAFETY: as for the namespace.
    unsafe {
        let value = qjs::JS_GetImportMeta(ctx.as_raw().as_ptr(), definition.as_ptr());
        raw::own(ctx, value)?.get()
    }
}

/// Gives an export of a [`synthetic`] module a value.
pub(super) fn set_export(
    ctx: &Ctx<'_>,
    definition: Definition,
    name: String,
    value: Value<'_>,
) -> Result<()> {
    let Ok(name) = CString::new(name) else {
        return Ok(());
    };
    // SAFETY: the record is alive and linked, and takes over the value's reference.
    let set = unsafe {
        qjs::JS_SetModuleExport(
            ctx.as_raw().as_ptr(),
            definition.as_ptr(),
            name.as_ptr(),
            raw::into_raw(value),
        )
    };
    match set < 0 {
        true => Err(Error::Exception),
        false => Ok(()),
    }
}

/// The URL that `specifier` means in the module or script `base`, as the engine is to call it.
unsafe extern "C" fn normalize(
    ctx: *mut qjs::JSContext,
    base: *const c_char,
    specifier: *const c_char,
    attributes: qjs::JSValue,
    _opaque: *mut c_void,
) -> *mut c_char {
    // SAFETY: the engine hands over live values, and owns the copy of the name.
    unsafe {
        let name = within(ctx, |ctx| {
            let base = CStr::from_ptr(base).to_string_lossy();
            let specifier = CStr::from_ptr(specifier).to_string_lossy();
            let attributes = read_attributes(ctx, attributes)?;
            let name = loading::requested(ctx, &base, &specifier, attributes)?;
            CString::new(name).map_err(Error::InvalidString)
        });
        match name {
            Some(name) => qjs::js_strdup(ctx, name.as_ptr()),
            None => ptr::null_mut(),
        }
    }
}

/// The module that [`normalize`] has named.
unsafe extern "C" fn load(
    ctx: *mut qjs::JSContext,
    name: *const c_char,
    _opaque: *mut c_void,
    attributes: qjs::JSValue,
) -> *mut qjs::JSModuleDef {
    // SAFETY: as for `normalize`.
    unsafe {
        let definition = within(ctx, |ctx| {
            let name = CStr::from_ptr(name).to_string_lossy();
            let attributes = read_attributes(ctx, attributes)?;
            loading::definition(ctx, &name, &attributes)
        });
        definition.map_or(ptr::null_mut(), NonNull::as_ptr)
    }
}

/// It is the turn of a module made of values.
unsafe extern "C" fn evaluate_synthetic(
    ctx: *mut qjs::JSContext,
    module: *mut qjs::JSModuleDef,
) -> c_int {
    // SAFETY: the engine hands over a live record; the private value is what `synthetic` gave.
    unsafe {
        let done = within(ctx, |ctx| {
            let raw = ctx.as_raw().as_ptr();
            let definition = NonNull::new_unchecked(module);
            let description: Array<'_> =
                raw::own(ctx, qjs::JS_GetModulePrivateValue(raw, module))?.get()?;
            let evaluate: Function<'_> = description.get(0)?;
            let name = qjs::JS_GetModuleName(raw, module);
            let url: String = {
                let text = raw::own(ctx, qjs::JS_AtomToString(raw, name));
                qjs::JS_FreeAtom(raw, name);
                text?.get()?
            };
            let values: Array<'_> = loading::running(ctx, &url, || evaluate.call(()))?;
            for (name, value) in description.iter::<String>().skip(1).zip(values.iter()) {
                set_export(ctx, definition, name?, value?)?;
            }
            Ok(())
        });
        done.map_or(-1, |()| 0)
    }
}

/// A failed module is found before its turn.
unsafe extern "C" fn evaluate_nothing(
    _ctx: *mut qjs::JSContext,
    _module: *mut qjs::JSModuleDef,
) -> c_int {
    0
}

/// Runs a callback's body; `None` says that it failed and that the exception is pending.
///
/// # Safety
/// `ctx` must be alive.
unsafe fn within<R>(
    ctx: *mut qjs::JSContext,
    run: impl for<'js> FnOnce(&Ctx<'js>) -> Result<R>,
) -> Option<R> {
    // SAFETY: see above; a context is never null.
    let ctx = unsafe { Ctx::from_raw(NonNull::new_unchecked(ctx)) };
    fallible(&ctx, || run(&ctx))
}

/// # Safety
/// `raw` must be alive.
unsafe fn read_attributes(ctx: &Ctx<'_>, raw: qjs::JSValue) -> Result<Attributes> {
    // SAFETY: see above; the copy is owned.
    let value =
        unsafe { Value::from_raw(ctx.clone(), qjs::JS_DupValue(ctx.as_raw().as_ptr(), raw)) };
    let mut attributes = Attributes::default();
    let Some(object) = value.as_object() else {
        return Ok(attributes);
    };
    for property in object.props::<String, String>() {
        let (key, value) = property?;
        match key.as_str() {
            "type" => attributes.kind = Some(value),
            _ => attributes.unsupported = Some((key, value)),
        }
    }
    Ok(attributes)
}

/// Whether `ctx` is a realm that `vm` made: modules are the main one's.
pub(super) fn is_other_realm(ctx: &Ctx<'_>) -> bool {
    state::of(ctx).inside.get() != Some(ctx.as_raw())
}
