//! Texts of objects that refer to themselves.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rquickjs::{Ctx, Result, Value, qjs};

use super::texts::{number, quote, with_text};
use super::values::{Names, Owned};

/// The engine's numbers of the objects that stand for a number, a text, a boolean, a BigInt.
const WRAPPERS: [u32; 4] = [4, 5, 6, 35];

/// Nesting beyond this is left to the caller.
const DEEPEST: usize = 100;

/// What a path's separator becomes in a text that is none.
const ESCAPED: &[u8] = b"\\x7e";

/// `JSON.stringify(value, null, indent)` in the format of the npm package `circular-json-for-egg`: an object met again becomes the
/// path to where it was met first, `~config~cluster`, and the first `~` of any other text becomes `\x7e`. `indent`: spaces a level, 0
/// for one line.
///
/// `None` for what has to be looked at more closely: wrapped texts and numbers, proxies, BigInt, deep nesting, and a value that has no
/// JSON.
///
/// # Errors
/// What a `toJSON` or a getter throws.
pub fn stringify_circular<'js>(
    ctx: &Ctx<'js>,
    value: &Value<'js>,
    indent: usize,
) -> Result<Option<Vec<u8>>> {
    let mut writer = Writer {
        ctx,
        out: Vec::with_capacity(4096),
        indent,
        path: Vec::new(),
        levels: 0,
        met: HashMap::new(),
    };
    // SAFETY: the new reference is the writer's.
    let root = unsafe { qjs::JS_DupValue(ctx.as_raw().as_ptr(), value.as_raw()) };
    // SAFETY: just taken.
    let root = unsafe { Owned::of(ctx, root)? };
    Ok(match writer.value(root, Key::Root)? {
        Written::Yes => Some(writer.out),
        Written::Nothing | Written::Unusual => None,
    })
}

#[derive(Clone, Copy)]
enum Key {
    Root,
    Index(u32),
    Name(qjs::JSAtom),
}

enum Written {
    Yes,
    /// undefined, a function, a symbol.
    Nothing,
    Unusual,
}

/// An object that was met, and where. It is kept, so that no other can come to its address.
struct Met<'a, 'js> {
    path: Vec<u8>,
    _object: Owned<'a, 'js>,
}

struct Writer<'a, 'js> {
    ctx: &'a Ctx<'js>,
    out: Vec<u8>,
    indent: usize,
    /// Of the object that is being written: `~a~b`, empty for the root.
    path: Vec<u8>,
    levels: usize,
    met: HashMap<usize, Met<'a, 'js>>,
}

impl<'a, 'js> Writer<'a, 'js> {
    fn value(&mut self, value: Owned<'a, 'js>, key: Key) -> Result<Written> {
        let raw = value.value;
        // SAFETY: `value` is alive; the calls look at its tag.
        unsafe {
            if qjs::JS_IsString(raw) {
                return self.text(raw);
            }
            if qjs::JS_IsNumber(raw) {
                number(self.ctx, &mut self.out, raw)?;
                return Ok(Written::Yes);
            }
            if qjs::JS_IsBool(raw) {
                let text: &[u8] = if qjs::JS_VALUE_GET_BOOL(raw) {
                    b"true"
                } else {
                    b"false"
                };
                self.out.extend_from_slice(text);
                return Ok(Written::Yes);
            }
            if qjs::JS_IsNull(raw) {
                self.out.extend_from_slice(b"null");
                return Ok(Written::Yes);
            }
            if qjs::JS_IsUndefined(raw) || qjs::JS_IsSymbol(raw) {
                return Ok(Written::Nothing);
            }
            if !qjs::JS_IsObject(raw) {
                return Ok(Written::Unusual);
            }
        }
        self.object(value, key)
    }

    fn object(&mut self, object: Owned<'a, 'js>, key: Key) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        let raw = object.value;
        // SAFETY: `object` is a live object; what is got is owned.
        unsafe {
            let to_json = qjs::JS_GetPropertyStr(ctx, raw, c"toJSON".as_ptr());
            let to_json = Owned::of(self.ctx, to_json)?;
            if qjs::JS_IsFunction(ctx, to_json.value) {
                // The format says nothing of a root that is another object than it seems.
                let (Key::Index(_) | Key::Name(_)) = key else {
                    return Ok(Written::Unusual);
                };
                let name = self.name(key)?;
                let mut arguments = [name.value];
                let shown = qjs::JS_Call(ctx, to_json.value, raw, 1, arguments.as_mut_ptr());
                let shown = Owned::of(self.ctx, shown)?;
                // Its own toJSON is not asked.
                return if qjs::JS_IsObject(shown.value) {
                    self.tree(shown, key)
                } else {
                    self.value(shown, key)
                };
            }
        }
        self.tree(object, key)
    }

    /// An object whose `toJSON` was looked for.
    fn tree(&mut self, object: Owned<'a, 'js>, key: Key) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        let raw = object.value;
        // SAFETY: `object` is a live object.
        let is_array = unsafe {
            if qjs::JS_IsFunction(ctx, raw) {
                return Ok(Written::Nothing);
            }
            if qjs::JS_IsProxy(raw) || WRAPPERS.contains(&qjs::JS_GetClassID(raw)) {
                return Ok(Written::Unusual);
            }
            qjs::JS_IsArray(raw)
        };
        if self.levels > DEEPEST {
            return Ok(Written::Unusual);
        }
        let before = self.path.len();
        self.step(key)?;
        // SAFETY: a live object's address.
        let address = unsafe { qjs::JS_VALUE_GET_PTR(raw) } as usize;
        match self.met.entry(address) {
            Entry::Occupied(met) => {
                quote(&mut self.out, &met.get().path);
                self.path.truncate(before);
                return Ok(Written::Yes);
            }
            Entry::Vacant(place) => {
                let path = match key {
                    Key::Root => b"~".to_vec(),
                    Key::Index(_) | Key::Name(_) => self.path.clone(),
                };
                place.insert(Met {
                    path,
                    _object: object,
                });
            }
        }
        self.levels += 1;
        let written = if is_array {
            self.items(raw)
        } else {
            self.members(raw)
        };
        self.levels -= 1;
        self.path.truncate(before);
        written
    }

    fn members(&mut self, object: qjs::JSValue) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: the object is kept in `met`.
        let names = unsafe { Names::of(self.ctx, object)? };
        self.out.push(b'{');
        let mut is_first = true;
        for atom in names.atoms() {
            // SAFETY: the object is kept in `met`, the atom by `names`; what is got is owned.
            let (member, name) = unsafe {
                (
                    Owned::of(self.ctx, qjs::JS_GetProperty(ctx, object, atom))?,
                    Owned::of(self.ctx, qjs::JS_AtomToString(ctx, atom))?,
                )
            };
            let before = self.out.len();
            self.separate(is_first);
            with_text(self.ctx, name.value, |text| quote(&mut self.out, text))?;
            self.out
                .extend_from_slice(if self.indent > 0 { b": " } else { b":" });
            match self.value(member, Key::Name(atom))? {
                Written::Yes => is_first = false,
                Written::Nothing => self.out.truncate(before),
                Written::Unusual => return Ok(Written::Unusual),
            }
        }
        self.close(b'}', is_first);
        Ok(Written::Yes)
    }

    fn items(&mut self, array: qjs::JSValue) -> Result<Written> {
        let ctx = self.ctx.as_raw().as_ptr();
        let mut length: i64 = 0;
        // SAFETY: the array is kept in `met`.
        if unsafe { qjs::JS_GetLength(ctx, array, &mut length) } < 0 {
            return Err(rquickjs::Error::Exception);
        }
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.out.push(b'[');
        for index in 0..length {
            self.separate(index == 0);
            // SAFETY: as above; what is got is owned.
            let item = unsafe { qjs::JS_GetPropertyUint32(ctx, array, index) };
            // SAFETY: just taken.
            let item = unsafe { Owned::of(self.ctx, item)? };
            match self.value(item, Key::Index(index))? {
                Written::Yes => {}
                Written::Nothing => self.out.extend_from_slice(b"null"),
                Written::Unusual => return Ok(Written::Unusual),
            }
        }
        self.close(b']', length == 0);
        Ok(Written::Yes)
    }

    /// What stands before a member.
    fn separate(&mut self, is_first: bool) {
        if !is_first {
            self.out.push(b',');
        }
        self.line();
    }

    fn close(&mut self, bracket: u8, is_empty: bool) {
        if !is_empty {
            self.levels -= 1;
            self.line();
            self.levels += 1;
        }
        self.out.push(bracket);
    }

    /// Begins a line, where there are lines.
    fn line(&mut self) {
        if self.indent > 0 {
            self.out.push(b'\n');
            let length = self.out.len() + self.levels * self.indent;
            self.out.resize(length, b' ');
        }
    }

    fn text(&mut self, text: qjs::JSValue) -> Result<Written> {
        with_text(self.ctx, text, |bytes| {
            if !bytes.iter().any(|byte| matches!(byte, b'~' | b'\\')) {
                quote(&mut self.out, bytes);
                return;
            }
            // Only the first of each: what reads it back looks at the start of a text.
            let mut escaped = bytes.to_vec();
            if let Some(at) = find(&escaped, ESCAPED) {
                escaped.insert(at, b'\\');
            }
            if let Some(at) = find(&escaped, b"~") {
                escaped.splice(at..=at, ESCAPED.iter().copied());
            }
            quote(&mut self.out, &escaped);
        })?;
        Ok(Written::Yes)
    }

    /// Lengthens the path by a key.
    fn step(&mut self, key: Key) -> Result<()> {
        if let Key::Root = key {
            return Ok(());
        }
        let name = self.name(key)?;
        let path = &mut self.path;
        path.push(b'~');
        with_text(self.ctx, name.value, |bytes| {
            for &byte in bytes {
                match byte {
                    b'~' => path.extend_from_slice(ESCAPED),
                    other => path.push(other),
                }
            }
        })
    }

    fn name(&self, key: Key) -> Result<Owned<'a, 'js>> {
        let ctx = self.ctx.as_raw().as_ptr();
        // SAFETY: an atom is kept by the names that are being gone through; what is made is owned.
        unsafe {
            let name = match key {
                Key::Root => qjs::JS_NewStringLen(ctx, c"".as_ptr(), 0),
                Key::Index(index) => {
                    let text = index.to_string();
                    qjs::JS_NewStringLen(ctx, text.as_ptr().cast(), text.len() as _)
                }
                Key::Name(atom) => qjs::JS_AtomToString(ctx, atom),
            };
            Owned::of(self.ctx, name)
        }
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
