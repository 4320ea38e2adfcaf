//! The usual calls of Buffer's functions and methods, answered natively (see [`class::quick()`]). Whatever is unusual about a call,
//! a wrong argument above all, is left to the JavaScript of the same name.

use coddle_engine::bytes;
use coddle_engine::class::{self, Args};
use coddle_engine::rquickjs::{Ctx, Object, Result, Value};

use super::codecs::Encoding;
use super::pool::Pool;
use super::{numbers, position, range_text, search, text_bytes};

/// `answer(pool, Buffer)`: puts the native answers before Buffer's functions and methods.
pub(super) fn answer<'js>(ctx: Ctx<'js>, pool: Value<'js>, buffer: Object<'js>) -> Result<()> {
    macro_rules! before {
        ($owner:expr, $($name:literal => $answer:expr),+ $(,)?) => {
            $({
                let slow: Object<'js> = $owner.get($name)?;
                $owner.set($name, class::quick(&ctx, &slow, &pool, $answer)?)?;
            })+
        };
    }
    before!(buffer,
        "from" => from,
        "alloc" => alloc,
        "allocUnsafe" => allocate,
        "concat" => concat,
        "byteLength" => byte_length,
        "compare" => |ctx, args| order(ctx, &args, &args.get(0), &args.get(1), 2),
    );
    let proto: Object<'js> = buffer.get("prototype")?;
    before!(proto,
        "toString" => to_string,
        "slice" => slice,
        "subarray" => slice,
        "equals" => equals,
        "compare" => |ctx, args| order(ctx, &args, &args.this(), &args.get(0), 1),
        "indexOf" => index_of,
        "includes" => includes,
        "write" => write,
        "copy" => copy,
        "fill" => fill,
    );
    numbers::answer(&ctx, &pool, &proto)
}

/// Runs `make` with the pool that the function keeps.
fn with_pool<'js, R>(args: &Args<'_, 'js>, make: impl FnOnce(&Pool) -> Result<R>) -> Result<R> {
    let pool = args.kept();
    make(class::get::<Pool>(&pool).expect("the answers were given a pool"))
}

/// An argument that means a place: a number that is whole and not negative. `otherwise` when it is left out.
pub(super) fn place(args: &Args<'_, '_>, index: usize, otherwise: usize) -> Option<usize> {
    if !args.has(index) {
        return Some(otherwise);
    }
    args.get(index)
        .as_int()
        .and_then(|place| usize::try_from(place).ok())
}

/// The encoding that an argument names: utf8 when it is left out, `None` when it is no name of one.
fn encoding(args: &Args<'_, '_>, index: usize) -> Result<Option<Encoding>> {
    if !args.has(index) {
        return Ok(Some(Encoding::Utf8));
    }
    match args.get(index).as_string() {
        Some(name) => bytes::with_wtf8(name, Encoding::named),
        None => Ok(None),
    }
}

fn number<'js>(ctx: &Ctx<'js>, number: usize) -> Option<Value<'js>> {
    Some(Value::new_number(ctx.clone(), number as f64))
}

fn from<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let value = args.get(0);
    let (Some(text), Some(encoding)) = (value.as_string(), encoding(&args, 1)?) else {
        return Ok(None);
    };
    with_pool(&args, |pool| pool.text(ctx, text, encoding)).map(Some)
}

fn alloc<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let filled = args.has(1) && args.get(1).as_int() != Some(0);
    match place(&args, 0, usize::MAX).filter(|&size| !filled && size != usize::MAX) {
        Some(size) => with_pool(&args, |pool| pool.zeroed(ctx, size)).map(Some),
        None => Ok(None),
    }
}

fn allocate<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    match place(&args, 0, usize::MAX).filter(|&size| size != usize::MAX) {
        Some(size) => with_pool(&args, |pool| pool.allocate(ctx, size)).map(Some),
        None => Ok(None),
    }
}

fn concat<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let list = args.get(0);
    match list.as_array() {
        Some(list) if !args.has(1) => with_pool(&args, |pool| pool.concat(ctx, list)),
        _ => Ok(None),
    }
}

fn byte_length<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let value = args.get(0);
    let Some(text) = value.as_string() else {
        return Ok(bytes::uint8_length(&value).and_then(|length| number(ctx, length)));
    };
    if encoding(&args, 1)? != Some(Encoding::Utf8) {
        return Ok(None);
    }
    Ok(number(ctx, bytes::utf8_length(text)?))
}

fn order<'js>(
    ctx: &Ctx<'js>,
    args: &Args<'_, 'js>,
    a: &Value<'js>,
    b: &Value<'js>,
    most: usize,
) -> Result<Option<Value<'js>>> {
    if args.len() > most || !bytes::is_uint8_array(a) || !bytes::is_uint8_array(b) {
        return Ok(None);
    }
    let order = bytes::with_two(a, b, |a, b| a.cmp(b) as i32);
    Ok(order.map(|order| Value::new_int(ctx.clone(), order)))
}

fn to_string<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let this = args.this();
    let Some(length) = bytes::uint8_length(&this) else {
        return Ok(None);
    };
    let (Some(start), Some(end)) = (place(&args, 1, 0), place(&args, 2, length)) else {
        return Ok(None);
    };
    match encoding(&args, 0)? {
        Some(encoding) => range_text(ctx, &this, start..end, encoding).map(Some),
        None => Ok(None),
    }
}

fn slice<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let this = args.this();
    let Some(length) = bytes::uint8_length(&this) else {
        return Ok(None);
    };
    let (Some(start), Some(end)) = (place(&args, 0, 0), place(&args, 1, length)) else {
        return Ok(None);
    };
    let Some((memory, offset)) = bytes::memory_of(&this) else {
        return Ok(None);
    };
    let start = start.min(length);
    let size = end.min(length).saturating_sub(start);
    with_pool(&args, |pool| pool.view(ctx, &memory, offset + start, size)).map(Some)
}

fn equals<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let (this, other) = (args.this(), args.get(0));
    if !bytes::is_uint8_array(&this) || !bytes::is_uint8_array(&other) {
        return Ok(None);
    }
    let equal = bytes::with_two(&this, &other, |a, b| a == b);
    Ok(equal.map(|equal| Value::new_bool(ctx.clone(), equal)))
}

/// Where the first argument stands; -1 for nowhere. `None` for what JavaScript is to look at.
fn found(args: &Args<'_, '_>) -> Result<Option<f64>> {
    let this = args.this();
    let Some(start) = place(args, 1, 0).filter(|_| bytes::is_uint8_array(&this) && !args.has(2))
    else {
        return Ok(None);
    };
    let (wanted, start) = (args.get(0), start as f64);
    if let Some(byte) = wanted.as_int() {
        return Ok(bytes::with_bytes(&this, move |all| {
            position(search::index_of(all, &[byte as u8], start, true, 1))
        }));
    }
    if let Some(text) = wanted.as_string() {
        let wanted = text_bytes(text, Encoding::Utf8)?;
        return Ok(bytes::with_bytes(&this, move |all| {
            position(search::index_of(all, &wanted, start, true, 1))
        }));
    }
    if !bytes::is_uint8_array(&wanted) {
        return Ok(None);
    }
    Ok(bytes::with_two(&this, &wanted, move |all, wanted| {
        position(search::index_of(all, wanted, start, true, 1))
    }))
}

fn index_of<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    Ok(found(&args)?.map(|at| Value::new_number(ctx.clone(), at)))
}

fn includes<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    Ok(found(&args)?.map(|at| Value::new_bool(ctx.clone(), at >= 0.0)))
}

/// `write(text)`, `write(text, offset)` and `write(text, offset, length)`, each with an encoding behind it or not.
fn write<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let (this, text) = (args.this(), args.get(0));
    let (Some(room), Some(text)) = (bytes::uint8_length(&this), text.as_string()) else {
        return Ok(None);
    };
    let numbers = (1..3).take_while(|&index| args.get(index).is_int()).count();
    let offset = if numbers > 0 {
        place(&args, 1, 0)
    } else {
        Some(0)
    };
    let length = if numbers > 1 {
        place(&args, 2, 0)
    } else {
        Some(room)
    };
    match (offset, length, encoding(&args, numbers + 1)?) {
        (Some(offset), Some(length), Some(encoding))
            if offset <= room && length <= room && args.len() <= numbers + 2 =>
        {
            let length = length.min(room - offset);
            let written = super::write_text(&this, text, offset, length, encoding)?;
            Ok(written.and_then(|written| number(ctx, written)))
        }
        _ => Ok(None),
    }
}

fn copy<'js>(ctx: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let (source, target) = (args.this(), args.get(0));
    let (Some(here), Some(there)) = (bytes::uint8_length(&source), bytes::uint8_length(&target))
    else {
        return Ok(None);
    };
    let (Some(at), Some(start), Some(end)) = (
        place(&args, 1, 0),
        place(&args, 2, 0).filter(|&start| start <= here),
        place(&args, 3, here),
    ) else {
        return Ok(None);
    };
    let size = end
        .min(here)
        .saturating_sub(start)
        .min(there.saturating_sub(at));
    if size > 0 {
        return Ok(
            bytes::copy_within(&target, at, &source, start, size).and_then(|()| number(ctx, size))
        );
    }
    Ok(number(ctx, 0))
}

fn fill<'js>(_: &Ctx<'js>, args: Args<'_, 'js>) -> Result<Option<Value<'js>>> {
    let this = args.this();
    let Some(byte) = args
        .get(0)
        .as_int()
        .filter(|_| args.len() == 1 && bytes::is_uint8_array(&this))
    else {
        return Ok(None);
    };
    bytes::with_bytes_mut(&this, move |all| all.fill(byte as u8));
    Ok(Some(this))
}
