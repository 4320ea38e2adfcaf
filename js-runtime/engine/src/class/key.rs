//! Names of properties that native code asks for with every request.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::{CStr, c_int};
use std::mem::MaybeUninit;

use rquickjs::{Ctx, Result, Value, qjs};

use crate::{raw, state};

/// A property's name as the engine compares it. It belongs to the world of the `ctx` that it was made with, and stays until that
/// world goes: for names of the program, not for those of its input.
#[derive(Clone, Copy, Debug)]
pub struct Key(qjs::JSAtom);

impl Key {
    /// The key of `name`.
    ///
    /// # Errors
    /// When the engine has no memory for it.
    pub fn new(ctx: &Ctx<'_>, name: &str) -> Result<Key> {
        // SAFETY: the engine copies the name. The atom goes with the runtime, as those of a class's own properties do.
        let atom = unsafe {
            qjs::JS_NewAtomLen(ctx.as_raw().as_ptr(), name.as_ptr().cast(), name.len() as _)
        };
        match atom {
            qjs::JS_ATOM_NULL => Err(rquickjs::Error::Exception),
            atom => Ok(Key(atom)),
        }
    }

    /// The property of this name, an own or an inherited one.
    ///
    /// # Errors
    /// What a getter throws.
    pub fn of<'js>(self, object: &Value<'js>) -> Result<Value<'js>> {
        let ctx = object.ctx();
        // SAFETY: the object is alive, the atom as long as its world; the result is owned.
        unsafe {
            let value = qjs::JS_GetProperty(ctx.as_raw().as_ptr(), object.as_raw(), self.0);
            raw::own(ctx, value)
        }
    }

    /// What the object itself has under this name, without calling a getter.
    ///
    /// # Errors
    /// When the object is a proxy and its handler throws.
    pub fn own_of<'js>(self, object: &Value<'js>) -> Result<Own<'js>> {
        let ctx = object.ctx();
        let raw_ctx = ctx.as_raw().as_ptr();
        let mut found = MaybeUninit::<qjs::JSPropertyDescriptor>::uninit();
        // SAFETY: the object is alive, the atom as long as its world. A positive answer says that the engine has filled the
        // descriptor in, whose values are owned from then on.
        unsafe {
            let status =
                qjs::JS_GetOwnProperty(raw_ctx, found.as_mut_ptr(), object.as_raw(), self.0);
            match status {
                ..0 => return Err(rquickjs::Error::Exception),
                0 => return Ok(Own::Nothing),
                _ => {}
            }
            let found = found.assume_init();
            let is_accessor = found.flags & qjs::JS_PROP_GETSET as c_int != 0;
            let getter = Value::from_raw(ctx.clone(), found.getter);
            qjs::JS_FreeValue(raw_ctx, found.setter);
            qjs::JS_FreeValue(raw_ctx, found.value);
            Ok(if is_accessor {
                Own::Getter(getter)
            } else {
                Own::Value
            })
        }
    }

    /// Assigns to the property of this name, as a script would in strict mode.
    ///
    /// # Errors
    /// What a setter throws; a TypeError where the property cannot be written.
    pub fn set<'js>(self, object: &Value<'js>, value: &Value<'js>) -> Result<()> {
        let raw_ctx = object.ctx().as_raw().as_ptr();
        // SAFETY: the object is alive, the atom as long as its world; the engine takes a reference of its own to the value.
        let status = unsafe {
            let value = qjs::JS_DupValue(raw_ctx, value.as_raw());
            qjs::JS_SetProperty(raw_ctx, object.as_raw(), self.0, value)
        };
        match status {
            ..0 => Err(rquickjs::Error::Exception),
            _ => Ok(()),
        }
    }
}

/// What an object itself has under a name.
#[derive(Debug)]
pub enum Own<'js> {
    /// Nothing: whatever is seen there is inherited.
    Nothing,
    /// A value.
    Value,
    /// A getter, undefined where there is only a setter.
    Getter(Value<'js>),
}

/// The keys of a world's static names, by the place where the program has their text: the engine's own way from text to atom is
/// several times the rest of a look-up.
pub(crate) struct StaticKeys {
    all: RefCell<HashMap<usize, Key>>,
    /// What was found last, at the place that a name's address leads to: hashing is several times this.
    recent: Box<[Cell<(usize, Key)>; RECENT]>,
}

const RECENT: usize = 256;

impl Default for StaticKeys {
    fn default() -> Self {
        StaticKeys {
            all: RefCell::default(),
            recent: Box::new([const { Cell::new((0, Key(qjs::JS_ATOM_NULL))) }; RECENT]),
        }
    }
}

/// The key of `name`, made once a world.
pub(super) fn of_static(ctx: &Ctx<'_>, name: &'static CStr) -> Result<Key> {
    let keys = &state::of(ctx).static_keys;
    let address = name.as_ptr().addr();
    // Fibonacci hashing: the upper bits depend on all of the address.
    let place = address.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (usize::BITS - RECENT.ilog2());
    let recent = &keys.recent[place];
    let (known, key) = recent.get();
    if known == address {
        return Ok(key);
    }
    let known = keys.all.borrow().get(&address).copied();
    let key = match known {
        Some(key) => key,
        None => {
            let key = Key::new(ctx, &name.to_string_lossy())?;
            keys.all.borrow_mut().insert(address, key);
            key
        }
    };
    recent.set((address, key));
    Ok(key)
}

/// The keys of the names that came last as text: of those that a template reads, say. However many there are, only so many are
/// kept.
pub(crate) struct RecentKeys([Cell<Option<Named>>; NAMED]);

const NAMED: usize = 64;

struct Named {
    name: Box<str>,
    atom: qjs::JSAtom,
}

impl Default for RecentKeys {
    fn default() -> Self {
        RecentKeys([const { Cell::new(None) }; NAMED])
    }
}

/// Runs `f` with the key of `name`, which is good for the time of that.
pub(super) fn named<'js, R>(ctx: &Ctx<'js>, name: &str, f: impl FnOnce(Key) -> R) -> Result<R> {
    let hash = name.bytes().fold(0xcbf2_9ce4_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let place = &state::of(ctx).recent_keys.0[(hash >> (u32::BITS - NAMED.ilog2())) as usize];
    // Out of its place while it is in use: `f` may call a getter that asks for another name.
    let key = match place.take() {
        Some(known) if &*known.name == name => known,
        other => {
            forget(ctx, other);
            Named {
                name: name.into(),
                atom: Key::new(ctx, name)?.0,
            }
        }
    };
    let result = f(Key(key.atom));
    forget(ctx, place.replace(Some(key)));
    Ok(result)
}

fn forget(ctx: &Ctx<'_>, key: Option<Named>) {
    if let Some(Named { atom, .. }) = key {
        // SAFETY: `named` has made the atom in this world, and only its place had a reference.
        unsafe { qjs::JS_FreeAtom(ctx.as_raw().as_ptr(), atom) };
    }
}
