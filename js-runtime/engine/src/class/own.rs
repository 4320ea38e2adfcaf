//! Own properties that cost nothing until somebody looks: they are computed, and no object stores them.
//!
//! The engine asks the class of an object for a property that the object itself has not (its exotic methods). Names that
//! are not of the class are told apart by a bit, so that every other property of such an object costs a few instructions
//! more than that of a plain one.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;

use rquickjs::{Ctx, Result, Value, qjs};

use super::args::for_call;
use super::trampolines::fallible;
use super::{Native, get};
use crate::state;

/// One own property of the objects of class `T`: enumerable, writable, configurable.
pub struct OwnProperty<T: 'static> {
    pub name: &'static str,
    /// Whether the object has it now.
    pub has: fn(&T) -> bool,
    /// Its value; the third argument is the object.
    pub get: for<'js> fn(&Ctx<'js>, &T, &Value<'js>) -> Result<Value<'js>>,
    /// Assignment, and `Object.defineProperty` with a value alone; the third argument is the object. Without it, what is
    /// assigned becomes a stored property.
    pub set: Option<Setter<T>>,
}

/// What takes the value that is assigned to an [`OwnProperty`].
pub type Setter<T> = for<'js> fn(&Ctx<'js>, &T, &Value<'js>, Value<'js>) -> Result<()>;

/// Which computed properties of an object are gone: deleted, or defined anew as stored ones.
#[derive(Debug, Default)]
pub struct Gone(Cell<u32>);

impl Gone {
    fn has(&self, at: usize) -> bool {
        self.0.get() & (1 << at) != 0
    }

    fn put(&self, at: usize, gone: bool) {
        let bit = 1 << at;
        let all = self.0.get();
        self.0.set(if gone { all | bit } else { all & !bit });
    }
}

/// The names of all classes' computed properties as a world knows them.
#[derive(Default)]
pub(crate) struct OwnNames {
    /// A bit for each atom, by its last seven bits: most names are told apart by it.
    filter: Cell<u128>,
    /// By the class's index.
    classes: RefCell<Vec<Option<OwnAtoms>>>,
}

/// The names of a class's computed properties.
pub(super) struct OwnAtoms {
    atoms: Vec<qjs::JSAtom>,
    /// What the class's constructor makes of its argument, if it has one.
    pub(super) argument: Cell<qjs::JSAtom>,
}

fn bit(atom: qjs::JSAtom) -> u128 {
    1 << (atom & 127)
}

/// Makes the names of `T` known to the world of `ctx`; gives what its class definition points to.
pub(super) fn methods<T: Native>(ctx: &Ctx<'_>) -> *mut qjs::JSClassExoticMethods {
    if T::OWN.is_empty() {
        return std::ptr::null_mut();
    }
    assert!(T::OWN.len() <= 32, "an object keeps a bit for each");
    let raw = ctx.as_raw().as_ptr();
    let names = &state::of(ctx).own_names;
    let mut own = OwnAtoms {
        atoms: Vec::new(),
        argument: Cell::new(qjs::JS_ATOM_NULL),
    };
    for property in T::OWN {
        // SAFETY: the engine copies the name. The atom is never freed, as the class it belongs to is not.
        let atom = unsafe {
            qjs::JS_NewAtomLen(raw, property.name.as_ptr().cast(), property.name.len() as _)
        };
        own.atoms.push(atom);
        names.filter.set(names.filter.get() | bit(atom));
    }
    let index = usize::from(T::ID.index());
    let mut all = names.classes.borrow_mut();
    if all.len() <= index {
        all.resize_with(index + 1, || None);
    }
    all[index] = Some(own);
    // The engine reads through this pointer and never writes.
    const { &Exotic::<T>::METHODS as *const qjs::JSClassExoticMethods }.cast_mut()
}

struct Exotic<T>(std::marker::PhantomData<T>);

impl<T: Native> Exotic<T> {
    const METHODS: qjs::JSClassExoticMethods = qjs::JSClassExoticMethods {
        get_own_property: Some(get_own_property::<T>),
        get_own_property_names: Some(get_own_property_names::<T>),
        delete_property: Some(delete_property::<T>),
        define_own_property: Some(define_own_property::<T>),
        has_property: None,
        get_property: None,
        set_property: None,
    };
}

const IS_STORED: c_int =
    (qjs::JS_PROP_CONFIGURABLE | qjs::JS_PROP_WRITABLE | qjs::JS_PROP_ENUMERABLE) as c_int;

/// Looks at the names of `T`; `None` where it has none.
///
/// # Safety
/// `ctx` must be a live context of a world, inside its lock.
pub(super) unsafe fn atoms<T: Native, R>(
    ctx: *mut qjs::JSContext,
    look: impl FnOnce(&OwnAtoms) -> R,
) -> Option<R> {
    // SAFETY: the caller's word.
    let state = unsafe { state::of_raw(ctx) };
    let all = state.own_names.classes.borrow();
    all.get(usize::from(T::ID.index()))?.as_ref().map(look)
}

/// The number of the property `atom`, if it is one of the class.
///
/// # Safety
/// As for [`atoms`].
unsafe fn find<T: Native>(ctx: *mut qjs::JSContext, atom: qjs::JSAtom) -> Option<usize> {
    // SAFETY: the caller's word.
    unsafe {
        if state::of_raw(ctx).own_names.filter.get() & bit(atom) == 0 {
            return None;
        }
        atoms::<T, _>(ctx, |own| own.atoms.iter().position(|known| *known == atom)).flatten()
    }
}

/// # Safety
/// As for [`atoms`].
pub(super) unsafe fn context<'js>(ctx: *mut qjs::JSContext) -> Ctx<'js> {
    // SAFETY: the caller's word.
    unsafe { Ctx::from_raw(std::ptr::NonNull::new_unchecked(ctx)) }
}

fn is_there<T: Native>(native: &T, at: usize) -> bool {
    !native.gone().has(at) && (T::OWN[at].has)(native)
}

unsafe extern "C" fn get_own_property<T: Native>(
    ctx: *mut qjs::JSContext,
    desc: *mut qjs::JSPropertyDescriptor,
    object: qjs::JSValue,
    atom: qjs::JSAtom,
) -> c_int {
    // SAFETY: the engine calls with a live context inside its lock.
    let Some(at) = (unsafe { find::<T>(ctx, atom) }) else {
        return 0;
    };
    // SAFETY: as above; the engine keeps `object` alive for the call.
    let (ctx, object) = unsafe {
        let ctx = context(ctx);
        let object = for_call(&ctx, object);
        (ctx, object)
    };
    let Some(native) = get::<T>(object.value()).filter(|native| is_there(*native, at)) else {
        return 0;
    };
    if desc.is_null() {
        return 1;
    }
    match fallible(&ctx, || (T::OWN[at].get)(&ctx, native, object.value())) {
        // SAFETY: the engine gave room for a descriptor, whose values it will free.
        Some(value) => unsafe {
            desc.write(qjs::JSPropertyDescriptor {
                flags: IS_STORED,
                value: crate::raw::into_raw(value),
                getter: qjs::JS_UNDEFINED,
                setter: qjs::JS_UNDEFINED,
            });
            1
        },
        None => -1,
    }
}

unsafe extern "C" fn get_own_property_names<T: Native>(
    ctx: *mut qjs::JSContext,
    table: *mut *mut qjs::JSPropertyEnum,
    length: *mut u32,
    object: qjs::JSValue,
) -> c_int {
    // SAFETY: as in `get_own_property`; the table is the engine's allocation and its to free, with the atoms in it.
    unsafe {
        let raw = ctx;
        let ctx = context(raw);
        let object = for_call(&ctx, object);
        let mut names = Vec::new();
        if let Some(native) = get::<T>(object.value()) {
            atoms::<T, _>(raw, |own| {
                let known = own.atoms.iter().enumerate();
                names.extend(
                    known
                        .filter(|(at, _)| is_there(native, *at))
                        .map(|(_, atom)| *atom),
                );
            });
        }
        let bytes = size_of::<qjs::JSPropertyEnum>() * names.len().max(1);
        let entries: *mut qjs::JSPropertyEnum = qjs::js_malloc(raw, bytes as _).cast();
        if entries.is_null() {
            return -1;
        }
        for (at, atom) in names.iter().enumerate() {
            entries.add(at).write(qjs::JSPropertyEnum {
                is_enumerable: true,
                atom: qjs::JS_DupAtom(raw, *atom),
            });
        }
        table.write(entries);
        length.write(names.len() as u32);
        0
    }
}

unsafe extern "C" fn delete_property<T: Native>(
    ctx: *mut qjs::JSContext,
    object: qjs::JSValue,
    atom: qjs::JSAtom,
) -> c_int {
    // SAFETY: as in `get_own_property`.
    unsafe {
        let Some(at) = find::<T>(ctx, atom) else {
            return 1;
        };
        let ctx = context(ctx);
        if let Some(native) = get::<T>(for_call(&ctx, object).value()) {
            native.gone().put(at, true);
        }
        1
    }
}

/// The attributes of a descriptor: the bit that says it is given, and the attribute itself.
const ATTRIBUTES: [(u32, u32); 3] = [
    (qjs::JS_PROP_HAS_CONFIGURABLE, qjs::JS_PROP_CONFIGURABLE),
    (qjs::JS_PROP_HAS_WRITABLE, qjs::JS_PROP_WRITABLE),
    (qjs::JS_PROP_HAS_ENUMERABLE, qjs::JS_PROP_ENUMERABLE),
];

/// Called for what the object does not store. A value alone is the class's to keep; anything else becomes a stored property.
unsafe extern "C" fn define_own_property<T: Native>(
    ctx: *mut qjs::JSContext,
    object: qjs::JSValue,
    atom: qjs::JSAtom,
    value: qjs::JSValue,
    getter: qjs::JSValue,
    setter: qjs::JSValue,
    flags: c_int,
) -> c_int {
    // SAFETY: as in `get_own_property`; the values are the engine's for the call.
    unsafe {
        let store = |value: qjs::JSValue, flags: c_int| {
            let flags = flags | qjs::JS_PROP_NO_EXOTIC as c_int;
            qjs::JS_DefineProperty(ctx, object, atom, value, getter, setter, flags)
        };
        let Some(at) = find::<T>(ctx, atom) else {
            return store(value, flags);
        };
        let context = context(ctx);
        let this = for_call(&context, object);
        let Some(native) = get::<T>(this.value()) else {
            return store(value, flags);
        };
        let has = |bit: u32| flags & bit as c_int != 0;
        let is_accessor = has(qjs::JS_PROP_HAS_GET | qjs::JS_PROP_HAS_SET);
        let is_ordinary = ATTRIBUTES
            .iter()
            .all(|(given, is)| !has(*given) || has(*is));
        if let Some(set) = T::OWN[at].set
            && has(qjs::JS_PROP_HAS_VALUE)
            && !is_accessor
            && is_ordinary
        {
            let value = Value::from_raw(context.clone(), qjs::JS_DupValue(ctx, value));
            native.gone().put(at, false);
            let done = fallible(&context, || set(&context, native, this.value(), value));
            return if done.is_some() { 1 } else { -1 };
        }
        if !is_there(native, at) {
            return store(value, flags);
        }
        // What the descriptor leaves out stays as it was.
        let mut flags = flags;
        for (given, is) in ATTRIBUTES {
            if flags & given as c_int == 0 && (!is_accessor || is != qjs::JS_PROP_WRITABLE) {
                flags |= (given | is) as c_int;
            }
        }
        if is_accessor || has(qjs::JS_PROP_HAS_VALUE) {
            native.gone().put(at, true);
            return store(value, flags);
        }
        let current = fallible(&context, || {
            (T::OWN[at].get)(&context, native, this.value())
        });
        let Some(current) = current else {
            return -1;
        };
        native.gone().put(at, true);
        store(current.as_raw(), flags | qjs::JS_PROP_HAS_VALUE as c_int)
    }
}
