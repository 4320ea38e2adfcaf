//! Native base classes for JavaScript's to extend.

use std::ffi::{CString, c_int};

use rquickjs::{Ctx, Error, Object, Result, qjs};

use super::args::arguments;
use super::own::atoms;
use super::{Native, register};
use crate::raw;

/// A constructor whose objects, and those of every class that extends it, are of class `T`. Its argument becomes the stored
/// property `argument`; its prototype is an empty object.
///
/// # Errors
/// When the engine is out of memory.
///
/// # Panics
/// When `T` has no [`Native::OWN`]: nothing would be gained over a class in JavaScript.
pub fn constructor<'js, T: Native + Default>(
    ctx: &Ctx<'js>,
    name: &str,
    argument: &str,
) -> Result<Object<'js>> {
    register::<T>(ctx);
    let raw_ctx = ctx.as_raw().as_ptr();
    let label = CString::new(name).map_err(Error::InvalidString)?;
    // SAFETY: the engine casts the entry point back to the signature that the kind names (JSCFunctionType is a C union), and
    // copies the names; the atom is as long-lived as the class. The function is owned.
    let function = unsafe {
        let atom = qjs::JS_NewAtomLen(raw_ctx, argument.as_ptr().cast(), argument.len() as _);
        atoms::<T, _>(raw_ctx, |own| own.argument.set(atom))
            .expect("the class has computed properties");
        raw::own(
            ctx,
            qjs::JS_NewCFunction2(
                raw_ctx,
                Some(construct::<T>),
                label.as_ptr(),
                1,
                qjs::JSCFunctionEnum_JS_CFUNC_constructor,
                0,
            ),
        )?
    };
    let proto = Object::new(ctx.clone())?;
    // SAFETY: both objects are alive.
    let status = unsafe { qjs::JS_SetConstructor(raw_ctx, function.as_raw(), proto.as_raw()) };
    if status < 0 {
        return Err(Error::Exception);
    }
    Ok(Object::from_value(function).expect("the engine made a function"))
}

/// `new`, or `super()` of a class that extends the constructor: `new_target` is the class whose object it is to be.
unsafe extern "C" fn construct<T: Native + Default>(
    ctx: *mut qjs::JSContext,
    new_target: qjs::JSValue,
    argc: c_int,
    argv: *mut qjs::JSValue,
) -> qjs::JSValue {
    // SAFETY: the engine calls with a live context inside its lock and live arguments; the class is registered, so that its
    // finalizer frees the box; a prototype that is no object makes one without prototype.
    unsafe {
        let proto = qjs::JS_GetProperty(ctx, new_target, qjs::JS_ATOM_prototype as _);
        if qjs::JS_IsException(proto) {
            return proto;
        }
        let object = qjs::JS_NewObjectProtoClass(ctx, proto, T::ID.number());
        qjs::JS_FreeValue(ctx, proto);
        if qjs::JS_IsException(object) {
            return object;
        }
        qjs::JS_SetOpaque(object, Box::into_raw(Box::<T>::default()).cast());
        let argument = arguments(argc, argv).first().copied();
        let status = qjs::JS_DefinePropertyValue(
            ctx,
            object,
            atoms::<T, _>(ctx, |own| own.argument.get()).unwrap_or(qjs::JS_ATOM_NULL),
            qjs::JS_DupValue(ctx, argument.unwrap_or(qjs::JS_UNDEFINED)),
            (qjs::JS_PROP_C_W_E | qjs::JS_PROP_NO_EXOTIC) as _,
        );
        if status < 0 {
            qjs::JS_FreeValue(ctx, object);
            return qjs::JS_EXCEPTION;
        }
        object
    }
}
