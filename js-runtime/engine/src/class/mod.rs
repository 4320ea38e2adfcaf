//! Native objects at the price of a C function.
//!
//! rquickjs's own classes are convenient and are what start-up code should use. On the request path their borrow
//! checks, argument vectors and conversions cost more than the work itself (a native getter here takes 20 to 30 ns), so
//! this module offers the engine's class mechanism directly, behind a safe face:
//!
//! - [`Native`]: a Rust type that lives behind JavaScript objects, and the [`Slot`]s in which it holds JavaScript values;
//! - [`Members`]: getters, setters and methods on a prototype, as plain functions;
//! - [`OwnProperty`]: own properties that are computed when somebody looks, and the `constructor` of objects with some;
//! - [`Key`]: a property's name that is known beforehand;
//! - [`function()`]: functions that belong to no object;
//! - [`quick()`]: functions of the surface whose usual calls are answered natively;
//! - [`call`]: calling, constructing and promises without intermediate vectors.

mod args;
pub mod call;
mod constructor;
mod displaced;
mod function;
mod key;
mod members;
mod own;
mod quick;
mod slot;
mod trampolines;

use std::any::TypeId;
use std::collections::HashMap;
use std::ffi::CStr;
use std::sync::Mutex;

use rquickjs::{Ctx, Object, Result, Value, qjs};

pub use args::Args;
pub use constructor::constructor;
pub(crate) use displaced::Displaced;
pub use function::function;
pub use key::{Key, Own};
pub(crate) use key::{RecentKeys, StaticKeys};
pub use members::Members;
pub(crate) use own::OwnNames;
pub use own::{Gone, OwnProperty, Setter};
pub use quick::quick;
pub use slot::Slot;
pub(crate) use trampolines::fallible;

use crate::raw;

/// A number of a native class, the same in every world of the process.
///
/// The engine's own classes and rquickjs's take the numbers below 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClassId(u32);

impl ClassId {
    /// Class number `n` of this program, from 0. Each [`Native`] type needs its own; a clash is found when the second
    /// type is registered.
    pub const fn new(n: u16) -> ClassId {
        ClassId(128 + n as u32)
    }

    const fn number(self) -> u32 {
        self.0
    }

    /// The `n` that it was made from.
    const fn index(self) -> u16 {
        (self.0 - 128) as u16
    }
}

/// What a call of a callable native object runs.
pub type CallHook<T> = for<'a, 'js> fn(&'a Ctx<'js>, &T, Args<'a, 'js>) -> Result<Value<'js>>;

/// A Rust value behind a JavaScript object.
pub trait Native: Sized + 'static {
    /// Unique among all native types.
    const ID: ClassId;
    /// What `Object.prototype.toString` and inspectors call it.
    const NAME: &'static CStr;

    /// Shows every slot of this value, so that the collector sees what it holds. A slot left out leaks when it is part
    /// of a cycle.
    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        let _ = visit;
    }

    /// Makes objects of this class callable: `typeof` says `function`, and a call comes here.
    const CALL: Option<CallHook<Self>> = None;

    /// Own properties that are computed when somebody looks. A class with some has [`Native::gone`].
    const OWN: &'static [OwnProperty<Self>] = &[];

    /// Which of [`Native::OWN`] an object has lost.
    fn gone(&self) -> &Gone {
        unreachable!("only classes with computed properties are asked")
    }
}

static TYPES: Mutex<Option<HashMap<ClassId, TypeId>>> = Mutex::new(None);

/// Makes `T` known to the world of `ctx`. Doing so again is harmless.
///
/// # Panics
/// When another type has the same [`Native::ID`].
pub fn register<T: Native>(ctx: &Ctx<'_>) {
    let owner = *TYPES
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .get_or_insert_default()
        .entry(T::ID)
        .or_insert(TypeId::of::<T>());
    assert!(
        owner == TypeId::of::<T>(),
        "native class {:?} has the id of another type",
        T::NAME
    );
    // SAFETY: the definition and its name are static or copied by the engine; the callbacks are of the same `T` as the
    // boxes that `create` stores, because an id belongs to one type (checked above).
    unsafe {
        let rt = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        if qjs::JS_IsRegisteredClass(rt, T::ID.0) {
            return;
        }
        let definition = qjs::JSClassDef {
            class_name: T::NAME.as_ptr(),
            finalizer: Some(finalize::<T>),
            gc_mark: Some(mark::<T>),
            call: if T::CALL.is_some() {
                Some(trampolines::called::<T>)
            } else {
                None
            },
            exotic: own::methods::<T>(ctx),
        };
        let status = qjs::JS_NewClass(rt, T::ID.0, &definition);
        assert!(
            status == 0,
            "the engine has no memory for class {:?}",
            T::NAME
        );
    }
}

unsafe extern "C" fn finalize<T: Native>(_rt: *mut qjs::JSRuntime, value: qjs::JSValue) {
    // SAFETY: the opaque of a `T` object is null or the box that `create` leaked; the engine finalizes once.
    unsafe {
        let native: *mut T = qjs::JS_GetOpaque(value, T::ID.0).cast();
        if !native.is_null() {
            drop(Box::from_raw(native));
        }
    }
}

unsafe extern "C" fn mark<T: Native>(
    rt: *mut qjs::JSRuntime,
    value: qjs::JSValue,
    mark: qjs::JS_MarkFunc,
) {
    // SAFETY: as in `finalize`; the slots' values belong to this runtime, as `Slot::set` checks.
    unsafe {
        let native: *const T = qjs::JS_GetOpaque(value, T::ID.0).cast();
        if let Some(native) = native.as_ref() {
            native.slots(&mut |slot| qjs::JS_MarkValue(rt, slot.raw(), mark));
        }
    }
}

/// A new object with prototype `proto` and `native` behind it.
///
/// # Errors
/// When the engine is out of memory.
///
/// # Panics
/// When `T` was not [`register`]ed in this world.
pub fn create<'js, T: Native>(
    ctx: &Ctx<'js>,
    proto: &Object<'js>,
    native: T,
) -> Result<Object<'js>> {
    // SAFETY: the class exists (asserted), so the opaque will be freed by its finalizer; the object is owned.
    unsafe {
        debug_assert!(qjs::JS_IsRegisteredClass(
            qjs::JS_GetRuntime(ctx.as_raw().as_ptr()),
            T::ID.0
        ));
        let object = raw::own(
            ctx,
            qjs::JS_NewObjectProtoClass(ctx.as_raw().as_ptr(), proto.as_raw(), T::ID.0),
        )?;
        let status = qjs::JS_SetOpaque(object.as_raw(), Box::into_raw(Box::new(native)).cast());
        assert!(
            status == 0,
            "class {:?} is not registered in this world",
            T::NAME
        );
        Ok(Object::from_value(object).expect("the engine made an object"))
    }
}

/// The Rust value behind `value`, if it is an object of class `T`.
pub fn get<'a, T: Native>(value: &'a Value<'_>) -> Option<&'a T> {
    // SAFETY: an object of class `T` has a box of `T` (or null, before `create` stored it) that lives as long as the
    // object, which `value` keeps alive; `T` is only ever handed out by shared reference.
    unsafe {
        let native: *const T = qjs::JS_GetOpaque(value.as_raw(), T::ID.0).cast();
        native.as_ref()
    }
}

/// `value` or the first object of its prototype chain that is of class `T`: what `Object.create(ctx)` still is.
pub fn find<'js, T: Native>(value: &Value<'js>) -> Option<Value<'js>> {
    let mut current = value.clone();
    loop {
        if get::<T>(&current).is_some() {
            return Some(current);
        }
        current = current.as_object()?.get_prototype()?.into_value();
    }
}

/// How many references the engine counts to `value`; 1 when only `value` itself is left. 0 for primitives.
pub fn reference_count(value: &Value<'_>) -> usize {
    raw_reference_count(value.as_raw())
}

fn raw_reference_count(value: qjs::JSValue) -> usize {
    // SAFETY: every reference-counted value points behind a block header of eight bytes whose last four are the count
    // (JSMallocBlockHeader of the pinned engine). It has no accessor for it; tests/class.rs would see another layout.
    unsafe {
        if !qjs::JS_VALUE_HAS_REF_COUNT(value) {
            return 0;
        }
        let count: *const i32 = qjs::JS_VALUE_GET_PTR(value).cast::<i32>().sub(1);
        usize::try_from(*count).unwrap_or(0)
    }
}
