//! What natives give back.

use std::rc::Rc;

use bytes::Bytes;
use coddle_engine::convert;
use coddle_engine::rquickjs::{Ctx, Value};
use serde::Serialize;

use super::local::Local;
use super::{ByteStream, Error, Instance, instance, stream};

/// What a native function may return: anything that serde can serialize (`()` is `undefined`, `None` is `null`), a [`Buffer`], a
/// [`ByteStream`], an [`Instance`], or a `Result` of one of these with [`Error`].
///
/// The marker `M` only tells the implementations apart; it is inferred.
///
/// ```
/// # use coddle::Extension;
/// # use coddle::extension::{Buffer, Error};
/// let extension = Extension::new("gives").module("gives", |module| {
///     module
///         .function("structure", || serde_json::json!({ "a": [1, 2] }))
///         .function("bytes", || Buffer::from(vec![1, 2]))
///         .function("fails", || -> Result<u8, Error> { Err(Error::new("no")) })
/// });
/// ```
pub trait IntoValue<M> {
    #[doc(hidden)]
    fn into_value<'js>(self, ctx: &Ctx<'js>, local: &Rc<Local>) -> Result<Value<'js>, Error>;
}

/// Marks what goes through serde. See [`IntoValue`].
#[derive(Debug)]
pub enum ViaSerde {}

/// Marks what becomes an object of its own kind. See [`IntoValue`].
#[derive(Debug)]
pub enum ViaObject {}

/// Marks a `Result`. See [`IntoValue`].
#[derive(Debug)]
pub struct ViaResult<M>(M);

impl<T: Serialize> IntoValue<ViaSerde> for T {
    fn into_value<'js>(self, ctx: &Ctx<'js>, _: &Rc<Local>) -> Result<Value<'js>, Error> {
        to_js(ctx, &self)
    }
}

/// A serializable value as JavaScript's.
pub(crate) fn to_js<'js, T: Serialize + ?Sized>(
    ctx: &Ctx<'js>,
    value: &T,
) -> Result<Value<'js>, Error> {
    convert::to_js(ctx, value).map_err(|unfit| match unfit.is_thrown() {
        true => Error::of_value(&ctx.catch()),
        false => Error::misuse(format!("the result has no JavaScript form: {unfit}"))
            .with_name("TypeError"),
    })
}

impl<M, T: IntoValue<M>> IntoValue<ViaResult<M>> for Result<T, Error> {
    fn into_value<'js>(self, ctx: &Ctx<'js>, local: &Rc<Local>) -> Result<Value<'js>, Error> {
        self?.into_value(ctx, local)
    }
}

/// Bytes that become a Node `Buffer` without being copied, as long as nobody else holds them.
///
/// ```
/// use coddle::extension::{Buffer, Extension};
///
/// let extension = Extension::new("noise").module("noise", |module| {
///     module.function("zeros", |length: usize| Buffer::from(vec![0; length]))
/// });
/// ```
///
/// As a parameter take `bytes::Bytes` or `serde_bytes::ByteBuf`: those are a copy, since JavaScript may write to its Buffers at any
/// time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buffer(pub Bytes);

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Buffer {
        Buffer(bytes.into())
    }
}

impl From<Bytes> for Buffer {
    fn from(bytes: Bytes) -> Buffer {
        Buffer(bytes)
    }
}

impl IntoValue<ViaObject> for Buffer {
    fn into_value<'js>(self, ctx: &Ctx<'js>, _: &Rc<Local>) -> Result<Value<'js>, Error> {
        convert::buffer(ctx, self.0.into()).map_err(|error| Error::of_engine(ctx, error))
    }
}

impl IntoValue<ViaObject> for ByteStream {
    fn into_value<'js>(self, ctx: &Ctx<'js>, local: &Rc<Local>) -> Result<Value<'js>, Error> {
        stream::readable(ctx, self, local)
    }
}

impl<T: 'static> IntoValue<ViaObject> for Instance<T> {
    fn into_value<'js>(self, ctx: &Ctx<'js>, local: &Rc<Local>) -> Result<Value<'js>, Error> {
        instance::object(ctx, self.0, local)
    }
}
