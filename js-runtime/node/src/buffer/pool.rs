//! Where Buffers come from: small ones share an ArrayBuffer, the pool.

use std::cell::Cell;
use std::ffi::CStr;

use coddle_engine::bytes;
use coddle_engine::class::{self, Args, ClassId, Members, Native, Slot, call};
use coddle_engine::rquickjs::{Array, ArrayBuffer, Ctx, Object, Result, String as JsString, Value};

use smallvec::SmallVec;

use super::codecs::Encoding;
use super::text_bytes;

/// `Buffer.poolSize` unless somebody sets another.
const USUAL_SIZE: usize = 8 * 1024;

/// Makes Buffers: `allocate(size)`, `text(string, encoding)`, `copyOf(uint8Array)`, `concat(uint8Arrays)`, `size`.
pub(crate) struct Pool {
    /// Uint8Array, and Buffer, which extends it.
    base: Slot,
    class: Slot,
    /// The ArrayBuffer that slices are taken from, how long it is, and where the next slice begins.
    memory: Slot,
    length: Cell<usize>,
    next: Cell<usize>,
    /// How long the next ArrayBuffer will be; a Buffer of half of it or more has memory of its own.
    size: Cell<usize>,
}

impl Native for Pool {
    const ID: ClassId = ClassId::new(203);
    const NAME: &'static CStr = c"BufferPool";

    fn slots(&self, visit: &mut dyn FnMut(&Slot)) {
        visit(&self.base);
        visit(&self.class);
        visit(&self.memory);
    }
}

/// `createPool(Uint8Array, Buffer)`.
pub(super) fn create<'js>(
    ctx: Ctx<'js>,
    base: Value<'js>,
    buffer: Value<'js>,
) -> Result<Object<'js>> {
    class::register::<Pool>(&ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Pool>::new(&ctx, &proto)
        .method("allocate", 1, |ctx, pool, args| {
            pool.allocate(ctx, args.get(0).get()?)
        })?
        .method("text", 2, text)?
        .method("copyOf", 1, |ctx, pool, args| {
            let source = args.get(0);
            match bytes::with_bytes(&source, <[u8]>::len) {
                Some(length) => pool.gathered(ctx, &[source], length),
                None => Err(super::not_bytes(ctx)),
            }
        })?
        .method("concat", 1, |ctx, pool, args| {
            let joined = pool.concat(ctx, &args.get(0).get()?)?;
            Ok(joined.unwrap_or_else(|| Value::new_undefined(ctx.clone())))
        })?
        .property(
            "size",
            |ctx, pool| Ok(Value::new_number(ctx.clone(), pool.size.get() as f64)),
            |_, pool, size| {
                // As the shift of Node's comparisons takes it: what is no number is 0, and then nothing is pooled.
                let size = size.as_number().unwrap_or(0.0);
                pool.size.set(size.clamp(0.0, f64::from(i32::MAX)) as usize);
                Ok(())
            },
        )?;
    let pool = Pool {
        base: Slot::of(&base),
        class: Slot::of(&buffer),
        memory: Slot::empty(),
        length: Cell::new(0),
        next: Cell::new(0),
        size: Cell::new(USUAL_SIZE),
    };
    class::create(&ctx, &proto, pool)
}

fn text<'js>(ctx: &Ctx<'js>, pool: &Pool, args: Args<'_, 'js>) -> Result<Value<'js>> {
    let encoding = super::encoding(ctx, args.get(1).get()?)?;
    pool.text(ctx, &args.get(0).get()?, encoding)
}

impl Pool {
    /// A Buffer of `size` bytes; from the pool, where they are what others left there, if they are few.
    pub(super) fn allocate<'js>(&self, ctx: &Ctx<'js>, size: usize) -> Result<Value<'js>> {
        if size == 0 || !self.is_small(size) {
            return self.zeroed(ctx, size);
        }
        let memory = self.room_for(ctx, size)?;
        self.take(ctx, &memory, size)
    }

    /// A Buffer of `size` zeros with memory of its own.
    pub(super) fn zeroed<'js>(&self, ctx: &Ctx<'js>, size: usize) -> Result<Value<'js>> {
        let (base, class) = (
            self.base.get_or_undefined(ctx),
            self.class.get_or_undefined(ctx),
        );
        bytes::zeroed(ctx, &base, &class, size)
    }

    /// The bytes of `text`.
    pub(super) fn text<'js>(
        &self,
        ctx: &Ctx<'js>,
        text: &JsString<'js>,
        encoding: Encoding,
    ) -> Result<Value<'js>> {
        if encoding == Encoding::Utf8 && self.next.get() < self.length.get() {
            // Straight to where they stay, if there is room.
            let memory = self.memory.get_or_undefined(ctx);
            if let Some(length) = bytes::write_utf8(&memory, self.next.get(), text)?
                && length > 0
                && self.is_small(length)
            {
                return self.take(ctx, &memory, length);
            }
        }
        let encoded = text_bytes(text, encoding)?;
        let length = encoded.len();
        if length == 0 || !self.is_small(length) {
            let memory = ArrayBuffer::new(ctx.clone(), encoded)?;
            return self.view(ctx, memory.as_value(), 0, length);
        }
        let memory = self.room_for(ctx, length)?;
        let next = self.next.get();
        bytes::with_bytes_mut(&memory, move |pool| {
            pool[next..next + length].copy_from_slice(&encoded);
        });
        self.take(ctx, &memory, length)
    }

    /// The bytes of an array of Uint8Arrays, one after the other; `None` when something else is among them.
    pub(super) fn concat<'js>(
        &self,
        ctx: &Ctx<'js>,
        list: &Array<'js>,
    ) -> Result<Option<Value<'js>>> {
        let mut parts = SmallVec::<[Value<'js>; 8]>::new();
        let mut total = 0;
        for index in 0..call::length(list.as_value())? {
            let part = call::element(list.as_value(), index)?;
            let Some(length) = bytes::uint8_length(&part) else {
                return Ok(None);
            };
            total += length;
            parts.push(part);
        }
        self.gathered(ctx, &parts, total).map(Some)
    }

    /// A Buffer of all the bytes of `parts`, which are `total`.
    fn gathered<'js>(
        &self,
        ctx: &Ctx<'js>,
        parts: &[Value<'js>],
        total: usize,
    ) -> Result<Value<'js>> {
        if total > 0 && self.is_small(total) {
            let memory = self.room_for(ctx, total)?;
            bytes::gather(&memory, self.next.get(), parts).ok_or_else(|| super::not_bytes(ctx))?;
            return self.take(ctx, &memory, total);
        }
        let whole = self.zeroed(ctx, total)?;
        bytes::gather(&whole, 0, parts).ok_or_else(|| super::not_bytes(ctx))?;
        Ok(whole)
    }

    /// A Buffer over part of an ArrayBuffer.
    pub(super) fn view<'js>(
        &self,
        ctx: &Ctx<'js>,
        memory: &Value<'js>,
        offset: usize,
        length: usize,
    ) -> Result<Value<'js>> {
        let (base, class) = (
            self.base.get_or_undefined(ctx),
            self.class.get_or_undefined(ctx),
        );
        bytes::view(ctx, &base, &class, memory, offset, length)
    }

    fn is_small(&self, size: usize) -> bool {
        size < self.size.get() / 2
    }

    /// The pool, a new one if the old has no `size` bytes left.
    fn room_for<'js>(&self, ctx: &Ctx<'js>, size: usize) -> Result<Value<'js>> {
        if self.length.get().saturating_sub(self.next.get()) < size {
            let length = self.size.get();
            let whole = self.zeroed(ctx, length)?;
            let memory = bytes::memory_of(&whole).map(|(memory, _)| memory);
            self.memory
                .set(&memory.ok_or_else(|| super::not_bytes(ctx))?);
            self.length.set(length);
            self.next.set(0);
        }
        Ok(self.memory.get_or_undefined(ctx))
    }

    /// The next `size` bytes of the pool, which are there.
    fn take<'js>(&self, ctx: &Ctx<'js>, memory: &Value<'js>, size: usize) -> Result<Value<'js>> {
        let at = self.next.get();
        // Slices start at multiples of eight, so that wider typed arrays can be laid over them.
        self.next.set((at + size).next_multiple_of(8));
        self.view(ctx, memory, at, size)
    }
}
