//! Texts of values.

use rquickjs::{Ctx, Error, Result, Value, qjs};

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

/// A value that this code owns.
struct Owned<'a, 'js> {
    ctx: &'a Ctx<'js>,
    value: qjs::JSValue,
}

impl Drop for Owned<'_, '_> {
    fn drop(&mut self) {
        // SAFETY: owned by this.
        unsafe { qjs::JS_FreeValue(self.ctx.as_raw().as_ptr(), self.value) }
    }
}

impl<'a, 'js> Writer<'a, 'js> {
    /// # Safety
    /// `value` must be owned by the caller, or an exception.
    unsafe fn own(&self, value: qjs::JSValue) -> Result<Owned<'a, 'js>> {
        // SAFETY: looks at the tag.
        if unsafe { qjs::JS_IsException(value) } {
            return Err(Error::Exception);
        }
        Ok(Owned {
            ctx: self.ctx,
            value,
        })
    }

    fn value(&mut self, value: qjs::JSValue, place: Place, depth: u32) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: `value` is kept alive by whoever calls; the calls look at its tag.
        unsafe {
            if qjs::JS_IsString(value) {
                self.string(value)?;
                return Ok(Written::Yes);
            }
            if qjs::JS_IsNumber(value) {
                return self.number(value);
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
                let to_json = self.own(qjs::JS_GetPropertyStr(ctx, value, c"toJSON".as_ptr()))?;
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
            let key = self.own(match place {
                Place::Root => qjs::JS_NewStringLen(ctx, c"".as_ptr(), 0),
                Place::Index(index) => {
                    let text = index.to_string();
                    qjs::JS_NewStringLen(ctx, text.as_ptr().cast(), text.len() as _)
                }
                Place::Name(atom) => qjs::JS_AtomToString(ctx, atom),
            })?;
            let mut args = [key.value];
            self.own(qjs::JS_Call(
                ctx,
                to_json.value,
                value,
                1,
                args.as_mut_ptr(),
            ))?
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
        let mut names = Names {
            ctx: self.ctx,
            table: std::ptr::null_mut(),
            count: 0,
        };
        // SAFETY: the table is owned by `names`, which frees it.
        let status = unsafe {
            qjs::JS_GetOwnPropertyNames(
                ctx,
                &mut names.table,
                &mut names.count,
                value,
                (qjs::JS_GPN_STRING_MASK | qjs::JS_GPN_ENUM_ONLY) as _,
            )
        };
        if status < 0 {
            return Err(Error::Exception);
        }
        self.out.push(b'{');
        let mut is_first = true;
        for at in 0..names.count as usize {
            // SAFETY: the table has `count` entries.
            let atom = unsafe { (*names.table.add(at)).atom };
            // SAFETY: the atom is alive; the text is owned.
            let name = unsafe { self.own(qjs::JS_AtomToString(ctx, atom))? };
            if let Some(keeps) = keeps
                && !with_text(self.ctx, name.value, keeps)?
            {
                continue;
            }
            // SAFETY: the object is alive; the result is owned.
            let member = unsafe { self.own(qjs::JS_GetProperty(ctx, value, atom))? };
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
            let item = unsafe { self.own(qjs::JS_GetPropertyUint32(ctx, value, index))? };
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
            self.own(qjs::JS_JSONStringify(
                ctx,
                value,
                qjs::JS_UNDEFINED,
                qjs::JS_UNDEFINED,
            ))?
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

    fn number(&mut self, value: qjs::JSValue) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: a number needs no reference; the text is owned.
        unsafe {
            if qjs::JS_VALUE_GET_NORM_TAG(value) == qjs::JS_TAG_INT {
                let mut buffer = itoa::Buffer::new();
                self.out
                    .extend_from_slice(buffer.format(qjs::JS_VALUE_GET_INT(value)).as_bytes());
                return Ok(Written::Yes);
            }
            if !qjs::JS_VALUE_GET_FLOAT64(value).is_finite() {
                self.out.extend_from_slice(b"null");
                return Ok(Written::Yes);
            }
            let text = self.own(qjs::JS_ToString(ctx, value))?;
            with_text(self.ctx, text.value, |bytes| {
                self.out.extend_from_slice(bytes)
            })?;
        }
        Ok(Written::Yes)
    }

    fn string(&mut self, value: qjs::JSValue) -> Result<()> {
        let ctx = self.ctx;
        let out = &mut self.out;
        with_text(ctx, value, |bytes| quote(out, bytes))
    }
}

/// The engine's number of `{}` and of instances of classes.
const PLAIN_OBJECT: u32 = 1;

/// What JS_GetOwnPropertyNames gave.
struct Names<'a, 'js> {
    ctx: &'a Ctx<'js>,
    table: *mut qjs::JSPropertyEnum,
    count: u32,
}

impl Drop for Names<'_, '_> {
    fn drop(&mut self) {
        if !self.table.is_null() {
            // SAFETY: the engine's own table with its own count.
            unsafe { qjs::JS_FreePropertyEnum(self.ctx.as_raw().as_ptr(), self.table, self.count) }
        }
    }
}

/// Lends the bytes of a string: UTF-8, where lone surrogates are three bytes from 0xED 0xA0 on.
fn with_text<R>(ctx: &Ctx<'_>, value: qjs::JSValue, look: impl FnOnce(&[u8]) -> R) -> Result<R> {
    let ctx = ctx.as_raw().as_ptr();
    let mut length = 0;
    // SAFETY: the bytes stay until they are freed below, and no JavaScript runs between.
    unsafe {
        let bytes = qjs::JS_ToCStringLen2(ctx, &mut length, value, false);
        if bytes.is_null() {
            return Err(Error::Exception);
        }
        let result = look(std::slice::from_raw_parts(bytes.cast(), length as usize));
        qjs::JS_FreeCString(ctx, bytes);
        Ok(result)
    }
}

/// Bytes that cannot stand in a string as they are.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    // Only surrogates and what is next to them begin so.
    special[0xed] = true;
    special
};

fn quote(out: &mut Vec<u8>, bytes: &[u8]) {
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if !SPECIAL[usize::from(byte)] {
            at += 1;
            continue;
        }
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            8 => b'b',
            12 => b'f',
            0xed if bytes.get(at + 1).is_some_and(|next| *next >= 0xa0) && at + 2 < bytes.len() => {
                out.extend_from_slice(&bytes[start..at]);
                let unit = (u32::from(byte & 0xf) << 12)
                    | (u32::from(bytes[at + 1] & 0x3f) << 6)
                    | u32::from(bytes[at + 2] & 0x3f);
                out.extend_from_slice(format!("\\u{unit:04x}").as_bytes());
                at += 3;
                start = at;
                continue;
            }
            0xed => {
                at += 1;
                continue;
            }
            control => {
                out.extend_from_slice(&bytes[start..at]);
                out.extend_from_slice(format!("\\u{control:04x}").as_bytes());
                at += 1;
                start = at;
                continue;
            }
        };
        out.extend_from_slice(&bytes[start..at]);
        out.extend_from_slice(&[b'\\', short]);
        at += 1;
        start = at;
    }
    out.extend_from_slice(&bytes[start..]);
    out.push(b'"');
}
