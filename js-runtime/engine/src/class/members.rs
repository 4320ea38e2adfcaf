//! Getters, setters and methods as plain Rust functions.

use rquickjs::{Atom, Ctx, Error, Object, Result, Value, qjs};

use super::displaced::Displaced;
use super::trampolines::{
    RawFunction, RawMethod, c_name, call_trampoline, get_of_trampoline, get_trampoline,
    getter_function, set_of_trampoline, set_trampoline, setter_function, zero_sized,
};
use super::{Args, Native};
use crate::state;

/// Adds members to a prototype object. All are configurable and enumerable, as on koa's prototypes, which are object
/// literals; applications and plugins may redefine them.
pub struct Members<'a, 'js, T> {
    ctx: &'a Ctx<'js>,
    proto: &'a Object<'js>,
    stands_in: bool,
    of: std::marker::PhantomData<T>,
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
