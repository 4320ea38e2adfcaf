//! Getters, setters and methods as plain Rust functions.

use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rquickjs::{Atom, Ctx, Error, Object, Result, Value, qjs};

use super::{Native, Slot, call, find, get};
use crate::{errors, state};

/// What a native method was called with. Values are duplicated only when asked for.
pub struct Args<'a, 'js> {
    ctx: &'a Ctx<'js>,
    this: qjs::JSValue,
    values: &'a [qjs::JSValue],
}

impl<'a, 'js> Args<'a, 'js> {
    /// How many arguments were given.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Argument `index`, or undefined.
    pub fn get(&self, index: usize) -> Value<'js> {
        match self.values.get(index) {
            // SAFETY: the engine keeps arguments alive for the call; we take a reference of our own.
            Some(value) => unsafe { borrowed(self.ctx, *value) },
            None => Value::new_undefined(self.ctx.clone()),
        }
    }

    /// Whether argument `index` is there and not undefined.
    pub fn has(&self, index: usize) -> bool {
        // SAFETY: looks at the tag of a live value.
        self.values
            .get(index)
            .is_some_and(|value| unsafe { !qjs::JS_IsUndefined(*value) })
    }

    /// `this`.
    pub fn this(&self) -> Value<'js> {
        // SAFETY: as for `get`.
        unsafe { borrowed(self.ctx, self.this) }
    }

    /// Argument `index` as text, coerced as JavaScript does; `None` when it is undefined.
    ///
    /// # Errors
    /// What the value's `toString` throws.
    pub fn text(&self, index: usize) -> Result<Option<String>> {
        if !self.has(index) {
            return Ok(None);
        }
        Ok(Some(self.get(index).get::<rquickjs::Coerced<String>>()?.0))
    }
}

/// # Safety
/// `value` must be alive and of `ctx`'s runtime.
unsafe fn borrowed<'js>(ctx: &Ctx<'js>, value: qjs::JSValue) -> Value<'js> {
    // SAFETY: duplicated before it is owned.
    unsafe { Value::from_raw(ctx.clone(), qjs::JS_DupValue(ctx.as_raw().as_ptr(), value)) }
}

/// A member of a prototype that a native one stands in for.
#[derive(Default)]
pub(crate) struct Displaced {
    name: String,
    get: Slot,
    set: Slot,
    value: Slot,
}

/// Adds members to a prototype object. All are configurable and enumerable, as on koa's prototypes, which are object
/// literals; applications and plugins may redefine them.
pub struct Members<'a, 'js, T> {
    ctx: &'a Ctx<'js>,
    proto: &'a Object<'js>,
    stands_in: bool,
    of: std::marker::PhantomData<T>,
}

// The functions are zero-sized (function items, closures that capture nothing), so each gets its own C entry point and
// needs no table to be found in.
macro_rules! zero_sized {
    ($f:ty) => {
        const { assert!(size_of::<$f>() == 0, "members must be plain functions") }
    };
}

impl<'a, 'js, T: Native> Members<'a, 'js, T> {
    /// Members for `proto`, whose objects are of class `T`.
    pub fn new(ctx: &'a Ctx<'js>, proto: &'a Object<'js>) -> Self {
        Members {
            ctx,
            proto,
            stands_in: false,
            of: std::marker::PhantomData,
        }
    }

    /// Members that stand in for those of the same names on `proto`: receivers of class `T` get the native ones, any other
    /// receiver what was there before. Where nothing was there, another receiver reads undefined, and writing defines a
    /// property of its own. A native member without a setter keeps the one that was there.
    pub fn over(ctx: &'a Ctx<'js>, proto: &'a Object<'js>) -> Self {
        Members {
            stands_in: true,
            ..Members::new(ctx, proto)
        }
    }

    /// Remembers what `name` was on the prototype; gives the number under which trampolines find it, 0 without.
    fn displaced(&self, name: &str) -> Result<i32> {
        if !self.stands_in {
            return Ok(0);
        }
        let member = Displaced {
            name: name.to_owned(),
            ..Displaced::default()
        };
        let class: Object<'js> = self.ctx.globals().get("Object")?;
        let describe: rquickjs::Function<'js> = class.get("getOwnPropertyDescriptor")?;
        let known: Value<'js> = describe.call((self.proto.clone(), name))?;
        if let Some(known) = known.as_object() {
            for (key, slot) in [
                ("get", &member.get),
                ("set", &member.set),
                ("value", &member.value),
            ] {
                let part: Value<'js> = known.get(key)?;
                if !part.is_undefined() {
                    slot.set(&part);
                }
            }
        }
        let mut all = state::of(self.ctx).displaced.borrow_mut();
        all.push(std::rc::Rc::new(member));
        Ok(i32::try_from(all.len()).expect("a few hundred members"))
    }

    fn displaced_setter(&self, magic: i32) -> Option<Value<'js>> {
        let at = usize::try_from(magic).ok()?.checked_sub(1)?;
        let member = state::of(self.ctx).displaced.borrow().get(at).cloned()?;
        member.set.get(self.ctx)
    }

    /// A read-only property.
    pub fn getter<G>(&self, name: &str, _get: G) -> Result<&Self>
    where
        G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T) -> Result<Value<'v>> + Copy + 'static,
    {
        zero_sized!(G);
        self.define(
            name,
            Some(getter_function(name, get_trampoline::<T, G>)),
            None,
        )
    }

    /// A read-only property whose value may need the receiver itself (to hand it on, or to be kept by what is made).
    pub fn getter_of<G>(&self, name: &str, _get: G) -> Result<&Self>
    where
        G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>) -> Result<Value<'v>> + Copy + 'static,
    {
        zero_sized!(G);
        self.define(
            name,
            Some(getter_function(name, get_of_trampoline::<T, G>)),
            None,
        )
    }

    /// [`Members::getter_of`] with a setter.
    pub fn property_of<G, S>(&self, name: &str, _get: G, _set: S) -> Result<&Self>
    where
        G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>) -> Result<Value<'v>> + Copy + 'static,
        S: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>, Value<'v>) -> Result<()>
            + Copy
            + 'static,
    {
        zero_sized!(G);
        zero_sized!(S);
        self.define(
            name,
            Some(getter_function(name, get_of_trampoline::<T, G>)),
            Some(setter_function(name, set_of_trampoline::<T, S>)),
        )
    }

    /// A readable and writable property.
    pub fn property<G, S>(&self, name: &str, _get: G, _set: S) -> Result<&Self>
    where
        G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T) -> Result<Value<'v>> + Copy + 'static,
        S: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, Value<'v>) -> Result<()> + Copy + 'static,
    {
        zero_sized!(G);
        zero_sized!(S);
        self.define(
            name,
            Some(getter_function(name, get_trampoline::<T, G>)),
            Some(setter_function(name, set_trampoline::<T, S>)),
        )
    }

    /// A method of `length` declared parameters.
    pub fn method<F>(&self, name: &str, length: u8, _call: F) -> Result<&Self>
    where
        F: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, Args<'x, 'v>) -> Result<Value<'v>> + Copy + 'static,
    {
        zero_sized!(F);
        let raw = self.ctx.as_raw().as_ptr();
        let label = c_name(name);
        let magic = self.displaced(name)?;
        // SAFETY: the engine casts the trampoline back to the signature that JS_CFUNC_generic_magic names (JSCFunctionType is
        // a C union); values are consumed by the engine.
        unsafe {
            let function = qjs::JS_NewCFunction2(
                raw,
                std::mem::transmute::<RawMethod, qjs::JSCFunction>(call_trampoline::<T, F>),
                label.as_ptr(),
                length.into(),
                qjs::JSCFunctionEnum_JS_CFUNC_generic_magic,
                magic,
            );
            let atom = Atom::from_str(self.ctx.clone(), name)?;
            let status = qjs::JS_DefinePropertyValue(
                raw,
                self.proto.as_raw(),
                atom_of(&atom),
                function,
                qjs::JS_PROP_C_W_E as _,
            );
            if status < 0 {
                Err(Error::Exception)
            } else {
                Ok(self)
            }
        }
    }

    fn define(
        &self,
        name: &str,
        getter: Option<RawFunction>,
        setter: Option<RawFunction>,
    ) -> Result<&Self> {
        let raw = self.ctx.as_raw().as_ptr();
        let magic = self.displaced(name)?;
        let atom = Atom::from_str(self.ctx.clone(), name)?;
        let make = |function: Option<RawFunction>| match function {
            // SAFETY: `kind` names the signature of `entry` (see getter_function and setter_function).
            Some(function) => unsafe {
                qjs::JS_NewCFunction2(
                    raw,
                    function.entry,
                    function.label.as_ptr(),
                    function.length,
                    function.kind,
                    magic,
                )
            },
            None => qjs::JS_UNDEFINED,
        };
        let kept = setter
            .is_none()
            .then(|| self.displaced_setter(magic))
            .flatten();
        let setter = match &kept {
            // SAFETY: duplicated for the engine, which consumes it.
            Some(kept) => unsafe { qjs::JS_DupValue(raw, kept.as_raw()) },
            None => make(setter),
        };
        // SAFETY: the engine consumes both functions.
        let status = unsafe {
            qjs::JS_DefinePropertyGetSet(
                raw,
                self.proto.as_raw(),
                atom_of(&atom),
                make(getter),
                setter,
                (qjs::JS_PROP_CONFIGURABLE | qjs::JS_PROP_ENUMERABLE) as _,
            )
        };
        if status < 0 {
            Err(Error::Exception)
        } else {
            Ok(self)
        }
    }
}

struct RawFunction {
    entry: qjs::JSCFunction,
    label: std::ffi::CString,
    length: i32,
    kind: qjs::JSCFunctionEnum,
}

type RawGetter =
    unsafe extern "C" fn(*mut qjs::JSContext, qjs::JSValue, std::ffi::c_int) -> qjs::JSValue;
type RawSetter = unsafe extern "C" fn(
    *mut qjs::JSContext,
    qjs::JSValue,
    qjs::JSValue,
    std::ffi::c_int,
) -> qjs::JSValue;
type RawMethod = unsafe extern "C" fn(
    *mut qjs::JSContext,
    qjs::JSValue,
    std::ffi::c_int,
    *mut qjs::JSValue,
    std::ffi::c_int,
) -> qjs::JSValue;

fn getter_function(name: &str, entry: RawGetter) -> RawFunction {
    RawFunction {
        // SAFETY: the engine casts it back to a getter because `kind` says so (JSCFunctionType is a C union).
        entry: unsafe { std::mem::transmute::<RawGetter, qjs::JSCFunction>(entry) },
        label: c_name(&format!("get {name}")),
        length: 0,
        kind: qjs::JSCFunctionEnum_JS_CFUNC_getter_magic,
    }
}

fn setter_function(name: &str, entry: RawSetter) -> RawFunction {
    RawFunction {
        // SAFETY: as for the getter.
        entry: unsafe { std::mem::transmute::<RawSetter, qjs::JSCFunction>(entry) },
        label: c_name(&format!("set {name}")),
        length: 1,
        kind: qjs::JSCFunctionEnum_JS_CFUNC_setter_magic,
    }
}

fn c_name(name: &str) -> std::ffi::CString {
    std::ffi::CString::new(name).expect("member names have no NUL")
}

fn atom_of(atom: &Atom<'_>) -> qjs::JSAtom {
    // rquickjs hides an atom's number; its value is the way to it that stays valid.
    let value = atom.to_value().expect("an atom has a value");
    // SAFETY: a string that is an atom already maps to the same atom; `atom` keeps it alive after the free.
    unsafe {
        let raw = atom_ctx(&value);
        let number = qjs::JS_ValueToAtom(raw, value.as_raw());
        qjs::JS_FreeAtom(raw, number);
        number
    }
}

fn atom_ctx(value: &Value<'_>) -> *mut qjs::JSContext {
    value.ctx().as_raw().as_ptr()
}

/// Conjures the zero-sized function `F`.
fn conjure<F: Copy>() -> F {
    zero_sized!(F);
    // SAFETY: a value of a zero-sized Copy type has no bytes; one existed, for its owner passed it to `Members`.
    unsafe { std::mem::zeroed() }
}

/// Runs a native: `None` says that it failed, by an error or a panic, and that the exception is pending.
pub(super) fn fallible<'js, R>(ctx: &Ctx<'js>, run: impl FnOnce() -> Result<R>) -> Option<R> {
    let result = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(panic) => {
            let text = panic
                .downcast_ref::<&str>()
                .map(|text| text.to_string())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "a native panicked".to_string());
            Err(errors::throw_error(
                ctx,
                &format!("native code panicked: {text}"),
            ))
        }
    };
    match result {
        Ok(value) => Some(value),
        Err(Error::Exception) => None,
        Err(other) => {
            errors::throw_kind(ctx, "TypeError", &other.to_string(), None);
            None
        }
    }
}

/// Runs a native whose result the engine takes.
fn guard<'js>(ctx: &Ctx<'js>, run: impl FnOnce() -> Result<Value<'js>>) -> qjs::JSValue {
    match fallible(ctx, run) {
        // SAFETY: ownership passes to the engine.
        Some(value) => unsafe {
            let value = ManuallyDrop::new(value);
            let raw = qjs::JS_DupValue(ctx.as_raw().as_ptr(), value.as_raw());
            drop(ManuallyDrop::into_inner(value));
            raw
        },
        None => qjs::JS_EXCEPTION,
    }
}

/// The native behind `this`, or behind an object that `this` inherits from; without one, what was displaced.
fn with_native<'js, T: Native>(
    ctx: &Ctx<'js>,
    this: qjs::JSValue,
    magic: std::ffi::c_int,
    access: Access<'_>,
    run: impl FnOnce(&T) -> Result<Value<'js>>,
) -> Result<Value<'js>> {
    // SAFETY: the engine keeps `this` alive for the call.
    let this = unsafe { for_call(ctx, this) };
    if let Some(native) = get::<T>(this.value()) {
        return run(native);
    }
    if let Some(owner) = find::<T>(this.value()) {
        return run(get::<T>(&owner).expect("found as one"));
    }
    let displaced = usize::try_from(magic)
        .ok()
        .and_then(|magic| magic.checked_sub(1))
        .and_then(|at| state::of(ctx).displaced.borrow().get(at).cloned());
    match displaced {
        Some(member) => member.access(ctx, this.value(), access),
        None => Err(errors::throw_kind(
            ctx,
            "TypeError",
            &format!(
                "this member needs a {} as its receiver",
                T::NAME.to_str().unwrap_or("native object")
            ),
            Some("ERR_INVALID_THIS"),
        )),
    }
}

/// How a member was reached.
#[derive(Clone, Copy)]
enum Access<'a> {
    Get,
    Set(qjs::JSValue),
    Call(&'a [qjs::JSValue]),
}

impl Displaced {
    fn access<'js>(
        &self,
        ctx: &Ctx<'js>,
        this: &Value<'js>,
        access: Access<'_>,
    ) -> Result<Value<'js>> {
        let undefined = || Value::new_undefined(ctx.clone());
        match access {
            Access::Get => match self.get.get(ctx) {
                Some(get) => call::call(ctx, &get, this, &[]),
                None => Ok(self.value.get_or_undefined(ctx)),
            },
            Access::Set(value) => {
                // SAFETY: the engine keeps the argument alive for the call.
                let value = unsafe { borrowed(ctx, value) };
                match self.set.get(ctx) {
                    Some(set) => {
                        call::call(ctx, &set, this, &[&value])?;
                    }
                    None if self.get.is_empty() => {
                        if let Some(object) = this.as_object() {
                            let property = rquickjs::object::Property::from(value)
                                .writable()
                                .enumerable()
                                .configurable();
                            object.prop(self.name.as_str(), property)?;
                        }
                    }
                    // Read-only before, read-only now.
                    None => {}
                }
                Ok(undefined())
            }
            Access::Call(values) => {
                let Some(function) = self.value.get(ctx) else {
                    return Err(errors::throw_kind(
                        ctx,
                        "TypeError",
                        &format!("{} is not a function", self.name),
                        None,
                    ));
                };
                call::call_raw(ctx, &function, this, values)
            }
        }
    }
}

/// A value that the engine keeps alive for the length of a call, viewed as a `Value` without touching its count.
pub(super) struct ForCall<'js>(Value<'js>);

/// A view of `value` for as long as a call of the engine's lasts.
///
/// # Safety
/// `value` must stay alive while the view does, and must not be freed by it.
pub(super) unsafe fn for_call<'js>(
    ctx: &Ctx<'js>,
    value: qjs::JSValue,
) -> ManuallyDrop<ForCall<'js>> {
    // SAFETY: the caller's word.
    ManuallyDrop::new(unsafe { ForCall::new(ctx, value) })
}

impl<'js> ForCall<'js> {
    /// # Safety
    /// `value` must stay alive while this does, and this must never be dropped (keep it in a `ManuallyDrop`).
    unsafe fn new(ctx: &Ctx<'js>, value: qjs::JSValue) -> Self {
        // SAFETY: never dropped, so the count that was not taken is not given back; the context's count is given back
        // here, since the Ctx inside is not dropped either.
        unsafe {
            let viewed = Value::from_raw(ctx.clone(), value);
            qjs::JS_FreeContext(ctx.as_raw().as_ptr());
            ForCall(viewed)
        }
    }

    pub(super) fn value(&self) -> &Value<'js> {
        &self.0
    }
}

unsafe extern "C" fn get_trampoline<T, G>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: the engine calls with a live context inside its lock.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Get, |native| {
            conjure::<G>()(&ctx, native)
        })
    })
}

unsafe extern "C" fn get_of_trampoline<T, G>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    G: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: as for `get_trampoline`.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        // SAFETY: the engine keeps `this` alive for the call.
        let receiver = unsafe { borrowed(&ctx, this) };
        with_native::<T>(&ctx, this, magic, Access::Get, |native| {
            conjure::<G>()(&ctx, native, &receiver)
        })
    })
}

unsafe extern "C" fn set_trampoline<T, S>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    value: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    S: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, Value<'v>) -> Result<()> + Copy + 'static,
{
    // SAFETY: as above; `value` is alive for the call and duplicated.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Set(value), |native| {
            // SAFETY: as above.
            let value = unsafe { borrowed(&ctx, value) };
            conjure::<S>()(&ctx, native, value)?;
            Ok(Value::new_undefined(ctx.clone()))
        })
    })
}

unsafe extern "C" fn set_of_trampoline<T, S>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    value: qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    S: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, &'x Value<'v>, Value<'v>) -> Result<()> + Copy + 'static,
{
    // SAFETY: as above; `value` is alive for the call and duplicated.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Set(value), |native| {
            // SAFETY: as above.
            let (receiver, value) = unsafe { (borrowed(&ctx, this), borrowed(&ctx, value)) };
            conjure::<S>()(&ctx, native, &receiver, value)?;
            Ok(Value::new_undefined(ctx.clone()))
        })
    })
}

unsafe extern "C" fn call_trampoline<T, F>(
    ctx: *mut qjs::JSContext,
    this: qjs::JSValue,
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
    magic: std::ffi::c_int,
) -> qjs::JSValue
where
    T: Native,
    F: for<'x, 'v> Fn(&'x Ctx<'v>, &'x T, Args<'x, 'v>) -> Result<Value<'v>> + Copy + 'static,
{
    // SAFETY: as above; the engine passes `argc` live values (at least `length` of them).
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    // SAFETY: as above.
    let values = unsafe { arguments(argc, argv) };
    guard(&ctx, || {
        with_native::<T>(&ctx, this, magic, Access::Call(values), |native| {
            conjure::<F>()(
                &ctx,
                native,
                Args {
                    ctx: &ctx,
                    this,
                    values,
                },
            )
        })
    })
}

/// Entry point of callable objects of class `T`.
pub(super) unsafe extern "C" fn called<T: Native>(
    ctx: *mut qjs::JSContext,
    function: qjs::JSValue,
    this: qjs::JSValue,
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
    _flags: std::ffi::c_int,
) -> qjs::JSValue {
    // SAFETY: as above.
    let ctx = unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) };
    // SAFETY: as above.
    let values = unsafe { arguments(argc, argv) };
    guard(&ctx, || {
        with_native::<T>(
            &ctx,
            function,
            0,
            Access::Call(values),
            |native| match T::CALL {
                Some(call) => call(
                    &ctx,
                    native,
                    Args {
                        ctx: &ctx,
                        this,
                        values,
                    },
                ),
                None => Err(errors::throw_kind(
                    &ctx,
                    "TypeError",
                    "not a function",
                    None,
                )),
            },
        )
    })
}

/// # Safety
/// `argv` must point to `argc` live values, or `argc` be 0.
pub(super) unsafe fn arguments<'a>(
    argc: std::ffi::c_int,
    argv: *mut qjs::JSValue,
) -> &'a [qjs::JSValue] {
    match usize::try_from(argc) {
        Ok(count) if count > 0 && !argv.is_null() => {
            // SAFETY: the caller's word.
            unsafe { std::slice::from_raw_parts(argv, count) }
        }
        _ => &[],
    }
}
