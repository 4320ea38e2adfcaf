//! Texts of values.

use rquickjs::{Ctx, Error, Result, Value, qjs};

use super::texts::{number, quote, with_text};
use super::values::{Names, Owned, PLAIN_OBJECT};

/// Nesting beyond this is the engine's: it finds cycles.
const DEEPEST: u32 = 100;

/// `JSON.stringify(value)` as UTF-8; `None` for what has no JSON.
///
/// # Errors
/// What a `toJSON` or a getter throws; the engine's errors for cycles and BigInt.
pub fn stringify<'js>(ctx: &Ctx<'js>, value: &Value<'js>) -> Result<Option<Vec<u8>>> {
    let mut writer = Writer {
        ctx,
        out: Vec::with_capacity(1024),
    };
    match writer.value(value.as_raw(), Place::Root, 0)? {
        Written::Yes => Ok(Some(writer.out)),
        Written::Nothing => Ok(None),
        // Deep, or a cycle: from the beginning, by the engine.
        Written::TooDeep => match ctx.json_stringify(value.clone())? {
            Some(text) => Ok(Some(crate::bytes::utf8(&text)?)),
            None => Ok(None),
        },
    }
}

/// `JSON.stringify` of a plain object with only those own members whose names `keeps` wants, without its `toJSON`; `None` where
/// the engine has to look.
///
/// # Errors
/// As [`stringify()`].
pub fn stringify_members<'js>(
    ctx: &Ctx<'js>,
    object: &Value<'js>,
    keeps: fn(&[u8]) -> bool,
) -> Result<Option<Vec<u8>>> {
    let mut writer = Writer {
        ctx,
        out: Vec::with_capacity(256),
    };
    match writer.members(object.as_raw(), 0, Some(keeps))? {
        Written::Yes => Ok(Some(writer.out)),
        Written::Nothing | Written::TooDeep => Ok(None),
    }
}

/// The key under which a value stands: what its `toJSON` is called with.
#[derive(Clone, Copy)]
enum Place {
    Root,
    Index(u32),
    Name(qjs::JSAtom),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    Yes,
    /// undefined, a function, a symbol.
    Nothing,
    TooDeep,
}

struct Writer<'a, 'js> {
    ctx: &'a Ctx<'js>,
    out: Vec<u8>,
}

impl<'a, 'js> Writer<'a, 'js> {
    fn value(&mut self, value: qjs::JSValue, place: Place, depth: u32) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: `value` is kept alive by whoever calls; the calls look at its tag.
        unsafe {
            if qjs::JS_IsString(value) {
                self.string(value)?;
                return Ok(Written::Yes);
            }
            if qjs::JS_IsNumber(value) {
                number(self.ctx, &mut self.out, value)?;
                return Ok(Written::Yes);
            }
            if qjs::JS_IsBool(value) {
                let text: &[u8] = if qjs::JS_VALUE_GET_BOOL(value) {
                    b"true"
                } else {
                    b"false"
                };
                self.out.extend_from_slice(text);
                return Ok(Written::Yes);
            }
            if qjs::JS_IsNull(value) {
                self.out.extend_from_slice(b"null");
                return Ok(Written::Yes);
            }
            if qjs::JS_IsObject(value) {
                if depth > DEEPEST {
                    return Ok(Written::TooDeep);
                }
                let to_json = Owned::of(
                    self.ctx,
                    qjs::JS_GetPropertyStr(ctx, value, c"toJSON".as_ptr()),
                )?;
                if qjs::JS_IsFunction(ctx, to_json.value) {
                    return self.converted(value, &to_json, place, depth);
                }
                return self.object(value, depth);
            }
            if qjs::JS_IsUndefined(value) || qjs::JS_IsSymbol(value) {
                return Ok(Written::Nothing);
            }
        }
        // BigInt and whatever else there may be.
        self.by_engine(value)
    }

    fn converted(
        &mut self,
        value: qjs::JSValue,
        to_json: &Owned<'_, '_>,
        place: Place,
        depth: u32,
    ) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: the key and the result are owned; the values are alive for the call.
        let result = unsafe {
            let key = Owned::of(
                self.ctx,
                match place {
                    Place::Root => qjs::JS_NewStringLen(ctx, c"".as_ptr(), 0),
                    Place::Index(index) => {
                        let text = index.to_string();
                        qjs::JS_NewStringLen(ctx, text.as_ptr().cast(), text.len() as _)
                    }
                    Place::Name(atom) => qjs::JS_AtomToString(ctx, atom),
                },
            )?;
            let mut args = [key.value];
            Owned::of(
                self.ctx,
                qjs::JS_Call(ctx, to_json.value, value, 1, args.as_mut_ptr()),
            )?
        };
        // SAFETY: looks at the tag of an owned value.
        if unsafe { qjs::JS_IsObject(result.value) } {
            // Its own toJSON is not asked.
            return self.object(result.value, depth);
        }
        self.value(result.value, place, depth)
    }

    fn object(&mut self, value: qjs::JSValue, depth: u32) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: `value` is a live object.
        unsafe {
            if qjs::JS_IsFunction(ctx, value) {
                return Ok(Written::Nothing);
            }
            if qjs::JS_IsArray(value) {
                return self.array(value, depth);
            }
            // Wrapped texts and numbers, proxies, and objects that are not what they seem.
            if qjs::JS_GetClassID(value) != PLAIN_OBJECT {
                return self.by_engine(value);
            }
        }
        self.members(value, depth, None)
    }

    fn members(
        &mut self,
        value: qjs::JSValue,
        depth: u32,
        keeps: Option<fn(&[u8]) -> bool>,
    ) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: the caller's object is alive.
        let names = unsafe { Names::of(self.ctx, value)? };
        self.out.push(b'{');
        let mut is_first = true;
        for atom in names.atoms() {
            // SAFETY: the atom is alive; the text is owned.
            let name = unsafe { Owned::of(self.ctx, qjs::JS_AtomToString(ctx, atom))? };
            if let Some(keeps) = keeps
                && !with_text(self.ctx, name.value, keeps)?
            {
                continue;
            }
            // SAFETY: the object is alive; the result is owned.
            let member = unsafe { Owned::of(self.ctx, qjs::JS_GetProperty(ctx, value, atom))? };
            let before = self.out.len();
            if !is_first {
                self.out.push(b',');
            }
            self.string(name.value)?;
            self.out.push(b':');
            match self.value(member.value, Place::Name(atom), depth + 1)? {
                Written::Yes => is_first = false,
                Written::Nothing => self.out.truncate(before),
                Written::TooDeep => return Ok(Written::TooDeep),
            }
        }
        self.out.push(b'}');
        Ok(Written::Yes)
    }

    fn array(&mut self, value: qjs::JSValue, depth: u32) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        let mut length: i64 = 0;
        // SAFETY: the array is alive.
        if unsafe { qjs::JS_GetLength(ctx, value, &mut length) } < 0 {
            return Err(Error::Exception);
        }
        self.out.push(b'[');
        for index in 0..u32::try_from(length).unwrap_or(u32::MAX) {
            if index > 0 {
                self.out.push(b',');
            }
            // SAFETY: the array is alive; the result is owned.
            let item =
                unsafe { Owned::of(self.ctx, qjs::JS_GetPropertyUint32(ctx, value, index))? };
            match self.value(item.value, Place::Index(index), depth + 1)? {
                Written::Yes => {}
                Written::Nothing => self.out.extend_from_slice(b"null"),
                Written::TooDeep => return Ok(Written::TooDeep),
            }
        }
        self.out.push(b']');
        Ok(Written::Yes)
    }

    /// A part that the engine writes itself.
    fn by_engine(&mut self, value: qjs::JSValue) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: the value is alive; the result is owned.
        let text = unsafe {
            Owned::of(
                self.ctx,
                qjs::JS_JSONStringify(ctx, value, qjs::JS_UNDEFINED, qjs::JS_UNDEFINED),
            )?
        };
        // SAFETY: looks at the tag.
        if unsafe { qjs::JS_IsUndefined(text.value) } {
            return Ok(Written::Nothing);
        }
        with_text(self.ctx, text.value, |bytes| {
            self.out.extend_from_slice(bytes)
        })?;
        Ok(Written::Yes)
    }

    fn string(&mut self, value: qjs::JSValue) -> Result<()> {
        let ctx = self.ctx;
        let out = &mut self.out;
        with_text(ctx, value, |bytes| quote(out, bytes))
    }
}
