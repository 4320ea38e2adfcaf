//! Ciphers. [`names`] knows which there are; [`running`] is one at work, made of [`blocks`] (modes without a tag),
//! [`authenticated`] (modes with one) and [`wrap`] (keys).

mod authenticated;
mod blocks;
mod names;
mod running;
mod wrap;

use std::cell::RefCell;
use std::ffi::CStr;

use coddle_engine::class::{self, ClassId, Native};
use coddle_engine::errors;
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};

use super::fault::Outcome;
use crate::fs::{Bytes, Data};
pub(super) use names::Cipher;
pub(super) use running::Running;

struct Handle(RefCell<Running>);

impl Native for Handle {
    const ID: ClassId = ClassId::new(201);
    const NAME: &'static CStr = c"CipherBase";
}

pub(super) fn init<'js>(ctx: &Ctx<'js>, natives: &Object<'js>) -> Result<()> {
    class::register::<Handle>(ctx);
    natives.set("ciphers", names::LISTED.to_vec())?;
    natives.set("cipherInfo", Function::new(ctx.clone(), cipher_info)?)?;
    natives.set("createCipher", Function::new(ctx.clone(), create)?)?;
    natives.set("cipherUpdate", Function::new(ctx.clone(), update)?)?;
    natives.set("cipherFinal", Function::new(ctx.clone(), finish)?)?;
    natives.set("setAutoPadding", Function::new(ctx.clone(), set_padding)?)?;
    natives.set("setAAD", Function::new(ctx.clone(), associate)?)?;
    natives.set("setAuthTag", Function::new(ctx.clone(), set_tag)?)?;
    natives.set("getAuthTag", Function::new(ctx.clone(), tag)?)?;
    Ok(())
}

/// What `getCipherInfo` gives, by name or number; undefined when the cipher is unknown or does not take these lengths.
fn cipher_info<'js>(
    ctx: Ctx<'js>,
    name: Option<String>,
    nid: u32,
    key_length: Option<usize>,
    iv_length: Option<usize>,
) -> Result<Option<Object<'js>>> {
    let found = match name {
        Some(name) => Cipher::named(&name),
        None => Cipher::numbered(nid),
    };
    let Some(cipher) = found else { return Ok(None) };
    let mut iv = cipher.iv_length;
    if key_length.is_some_and(|length| length != cipher.key_length()) {
        return Ok(None);
    }
    if let Some(length) = iv_length {
        let fits = match cipher.mode {
            names::Mode::Gcm => length > 0,
            names::Mode::Ccm => (7..=13).contains(&length),
            names::Mode::Poly1305 => (1..=12).contains(&length),
            _ => length == iv,
        };
        if !fits {
            return Ok(None);
        }
        iv = length;
    }
    let info = Object::new(ctx)?;
    info.set("mode", cipher.mode.name())?;
    info.set("name", cipher.name)?;
    info.set("nid", cipher.nid)?;
    if cipher.mode.name() != "stream" {
        info.set("blockSize", cipher.block_size())?;
    }
    if iv != 0 {
        info.set("ivLength", iv)?;
    }
    info.set("keyLength", cipher.key_length())?;
    Ok(Some(info))
}

fn create<'js>(
    ctx: Ctx<'js>,
    name: String,
    encrypt: bool,
    key: Data,
    iv: Data,
    tag_length: Option<usize>,
) -> Result<Value<'js>> {
    let running = fallible(
        &ctx,
        Running::new(&name, encrypt, &key.0, &iv.0, tag_length),
    )?;
    let proto = Object::new(ctx.clone())?;
    class::create(&ctx, &proto, Handle(RefCell::new(running))).map(Object::into_value)
}

fn fallible<R>(ctx: &Ctx<'_>, outcome: Outcome<R>) -> Result<R> {
    outcome.map_err(|fault| fault.throw(ctx))
}

fn with<'js, R>(
    ctx: &Ctx<'js>,
    handle: &Value<'js>,
    f: impl FnOnce(&mut Running) -> Outcome<R>,
) -> Result<R> {
    match class::get::<Handle>(handle) {
        Some(handle) => fallible(ctx, f(&mut handle.0.borrow_mut())),
        None => Err(errors::throw_kind(ctx, "TypeError", "not a cipher", None)),
    }
}

fn update<'js>(ctx: Ctx<'js>, handle: Value<'js>, data: Data) -> Result<Bytes> {
    with(&ctx, &handle, |running| running.update(data.0)).map(Bytes)
}

fn finish<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Bytes> {
    with(&ctx, &handle, Running::finish).map(Bytes)
}

fn set_padding<'js>(ctx: Ctx<'js>, handle: Value<'js>, padding: bool) -> Result<bool> {
    with(&ctx, &handle, |running| Ok(running.set_padding(padding)))
}

fn associate<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    data: Data,
    message_length: Option<usize>,
) -> Result<bool> {
    with(&ctx, &handle, |running| {
        running.associate(&data.0, message_length)
    })
}

fn set_tag<'js>(ctx: Ctx<'js>, handle: Value<'js>, tag: Data) -> Result<bool> {
    with(&ctx, &handle, |running| running.set_tag(tag.0))
}

fn tag<'js>(ctx: Ctx<'js>, handle: Value<'js>) -> Result<Option<Bytes>> {
    with(&ctx, &handle, |running| {
        Ok(running.tag().map(|tag| Bytes(tag.to_vec())))
    })
}
