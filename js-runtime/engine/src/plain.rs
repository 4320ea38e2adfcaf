//! Plain data, looked at without running any JavaScript: primitives, and what object and array literals make of them.
//!
//! Anything else (getters, symbols as names, names that are not enumerable where they count, holes, other classes and prototypes,
//! depth without end) is not plain, and is the surface's to look at from the beginning.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;

use rquickjs::{Ctx, Result, Value, qjs};

use crate::class::call;
use crate::json::{Names, PLAIN_OBJECT};
use crate::raw;
use crate::world::World;

/// The engine's number of arrays.
const ARRAY: u32 = 2;

/// Nesting beyond this is not looked into: it may be a circle.
const DEEPEST: usize = 100;

/// A copy of `value` that shares no object with it; what is met twice in it is met twice in the copy. `None` for what is not plain.
///
/// # Errors
/// When the engine is out of memory.
pub fn copy<'js>(value: &Value<'js>) -> Result<Option<Value<'js>>> {
    Copying {
        look: Look::new(value.ctx())?,
        made: HashMap::new(),
    }
    .copy(value, 0)
}

/// Whether two values are the same by Node's strict rules: `Object.is` for primitives, and so on for what objects hold. `None`
/// where one of them is not plain.
///
/// # Errors
/// When the engine is out of memory, or the turn is over its limit: what an object holds twice is compared twice, so that few objects
/// can take for ever.
pub fn is_same<'js>(a: &Value<'js>, b: &Value<'js>) -> Result<Option<bool>> {
    Look::new(a.ctx())?.same(a, b, 0)
}

/// The prototypes of plain objects in a realm.
struct Look<'js> {
    object: Value<'js>,
    array: Value<'js>,
}

/// What kind of plain object one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Object,
    /// `Object.create(null)`.
    Bare,
    Array,
}

impl<'js> Look<'js> {
    fn new(ctx: &Ctx<'js>) -> Result<Look<'js>> {
        // SAFETY: the engine gives references of the caller's.
        let proto =
            |class| unsafe { raw::own(ctx, qjs::JS_GetClassProto(ctx.as_raw().as_ptr(), class)) };
        Ok(Look {
            object: proto(PLAIN_OBJECT)?,
            array: proto(ARRAY)?,
        })
    }

    fn kind(&self, object: &Value<'js>) -> Result<Option<Kind>> {
        let ctx = object.ctx();
        // SAFETY: looks at a live value; the prototype is owned. Of these two classes no handler is asked for it.
        unsafe {
            let class = qjs::JS_GetClassID(object.as_raw());
            if class != PLAIN_OBJECT && class != ARRAY {
                return Ok(None);
            }
            let raw = qjs::JS_GetPrototype(ctx.as_raw().as_ptr(), object.as_raw());
            let proto = raw::own(ctx, raw)?;
            Ok(match class {
                PLAIN_OBJECT if proto.is_null() => Some(Kind::Bare),
                PLAIN_OBJECT if address(&proto) == address(&self.object) => Some(Kind::Object),
                ARRAY if address(&proto) == address(&self.array) => Some(Kind::Array),
                _ => None,
            })
        }
    }

    /// The enumerable names of a plain object, or the indexes of an array without holes and names.
    fn names<'a>(&self, object: &'a Value<'js>, kind: Kind) -> Result<Option<Names<'a, 'js>>> {
        let ctx = object.ctx();
        // SAFETY: the object is alive; the atoms of small numbers are not counted.
        unsafe {
            let raw = object.as_raw();
            if Names::filtered(ctx, raw, qjs::JS_GPN_SYMBOL_MASK)?.len() > 0 {
                return Ok(None);
            }
            let names = Names::of(ctx, raw)?;
            let is_plain = kind != Kind::Array
                || call::length(object)? == names.len()
                    && names.atoms().zip(0..).all(|(name, index)| {
                        name == qjs::JS_NewAtomUInt32(ctx.as_raw().as_ptr(), index)
                    });
            Ok(is_plain.then_some(names))
        }
    }

    fn same(&self, a: &Value<'js>, b: &Value<'js>, depth: usize) -> Result<Option<bool>> {
        if !a.is_object() || !b.is_object() {
            // SAFETY: looks at two live values.
            let same =
                unsafe { qjs::JS_IsSameValue(a.ctx().as_raw().as_ptr(), a.as_raw(), b.as_raw()) };
            return Ok(Some(same));
        }
        if address(a) == address(b) {
            return Ok(Some(true));
        }
        World::check_turn(a.ctx())?;
        let kind = self.kind(a)?;
        let Some(kind) = kind.filter(|_| depth < DEEPEST) else {
            return Ok(None);
        };
        if self.kind(b)? != Some(kind) {
            return Ok(None);
        }
        let (Some(names), Some(others)) = (self.names(a, kind)?, self.names(b, kind)?) else {
            return Ok(None);
        };
        if names.len() != others.len() {
            return Ok(Some(false));
        }
        for name in names.atoms() {
            let (left, right) = match (stored(a, name)?, stored(b, name)?) {
                (Stored::Value(left), Stored::Value(right)) => (left, right),
                (Stored::Value(_), Stored::Nothing) => return Ok(Some(false)),
                _ => return Ok(None),
            };
            match self.same(&left, &right, depth + 1)? {
                Some(true) => {}
                other => return Ok(other),
            }
        }
        Ok(Some(true))
    }
}

struct Copying<'js> {
    look: Look<'js>,
    /// The copies of objects, by where these are.
    made: HashMap<*mut c_void, Value<'js>>,
}

impl<'js> Copying<'js> {
    fn copy(&mut self, value: &Value<'js>, depth: usize) -> Result<Option<Value<'js>>> {
        if !value.is_object() {
            return Ok((!value.is_symbol()).then(|| value.clone()));
        }
        if let Some(made) = self.made.get(&address(value)) {
            return Ok(Some(made.clone()));
        }
        let kind = self.look.kind(value)?;
        let Some(kind) = kind.filter(|_| depth < DEEPEST) else {
            return Ok(None);
        };
        let Some(names) = self.look.names(value, kind)? else {
            return Ok(None);
        };
        let ctx = value.ctx();
        let raw_ctx = ctx.as_raw().as_ptr();
        // SAFETY: the engine gives a reference of the caller's.
        let made = unsafe {
            let made = match kind {
                Kind::Array => qjs::JS_NewArray(raw_ctx),
                Kind::Object | Kind::Bare => qjs::JS_NewObject(raw_ctx),
            };
            raw::own(ctx, made)?
        };
        self.made.insert(address(value), made.clone());
        for name in names.atoms() {
            let Stored::Value(item) = stored(value, name)? else {
                return Ok(None);
            };
            let Some(item) = self.copy(&item, depth + 1)? else {
                return Ok(None);
            };
            // SAFETY: both objects are alive, the name as long as `names`; the engine takes the reference to the item.
            let status = unsafe {
                let flags = qjs::JS_PROP_C_W_E as c_int;
                let item = raw::into_raw(item);
                qjs::JS_DefinePropertyValue(raw_ctx, made.as_raw(), name, item, flags)
            };
            if status < 0 {
                return Err(rquickjs::Error::Exception);
            }
        }
        Ok(Some(made))
    }
}

fn address(object: &Value<'_>) -> *mut c_void {
    // SAFETY: only an address is read, of what is an object.
    unsafe { qjs::JS_VALUE_GET_PTR(object.as_raw()) }
}

/// What an object itself has under a name.
enum Stored<'js> {
    Value(Value<'js>),
    /// An accessor, or what is not enumerable.
    Special,
    Nothing,
}

fn stored<'js>(object: &Value<'js>, name: qjs::JSAtom) -> Result<Stored<'js>> {
    let ctx = object.ctx();
    let raw_ctx = ctx.as_raw().as_ptr();
    let mut found = MaybeUninit::<qjs::JSPropertyDescriptor>::uninit();
    // SAFETY: object and name are alive. A positive answer says that the engine has filled the descriptor in, whose values are
    // owned from then on.
    unsafe {
        match qjs::JS_GetOwnProperty(raw_ctx, found.as_mut_ptr(), object.as_raw(), name) {
            ..0 => return Err(rquickjs::Error::Exception),
            0 => return Ok(Stored::Nothing),
            _ => {}
        }
        let found = found.assume_init();
        qjs::JS_FreeValue(raw_ctx, found.getter);
        qjs::JS_FreeValue(raw_ctx, found.setter);
        let value = raw::own(ctx, found.value)?;
        let kind = found.flags & (qjs::JS_PROP_GETSET | qjs::JS_PROP_ENUMERABLE) as c_int;
        Ok(if kind == qjs::JS_PROP_ENUMERABLE as c_int {
            Stored::Value(value)
        } else {
            Stored::Special
        })
    }
}
