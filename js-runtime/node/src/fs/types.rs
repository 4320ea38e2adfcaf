//! What goes into file operations and comes out of them.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

use coddle_engine::rquickjs::{Array, Ctx, Error, FromJs, IntoJs, Result, Value};
use coddle_engine::{OpError, bytes};

use crate::descriptors::Descriptors;

/// The result of an operation.
pub(crate) type Outcome<R> = std::result::Result<R, OpError>;

/// Bytes that become a Uint8Array.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl<'js> IntoJs<'js> for Bytes {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        bytes::uint8_array(ctx, self.0)
    }
}

/// A copy of a typed array's bytes, or the UTF-8 of a string.
pub(crate) struct Data(pub(crate) Vec<u8>);

impl<'js> FromJs<'js> for Data {
    fn from_js(_: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        if let Some(text) = value.as_string() {
            return bytes::utf8(text).map(Data);
        }
        bytes::to_vec(&value)
            .map(Data)
            .ok_or_else(|| Error::new_from_js(value.type_name(), "Uint8Array"))
    }
}

/// A path; lone surrogates in it become U+FFFD.
pub(crate) struct PathText(pub(crate) String);

impl<'js> FromJs<'js> for PathText {
    fn from_js(_: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        match value.as_string() {
            Some(text) => bytes::utf8_string(text).map(PathText),
            None => Err(Error::new_from_js(value.type_name(), "string")),
        }
    }
}

/// The descriptor that a number stands for, held while the operation runs. That there is none is the operation's error.
pub(crate) struct Handle(io::Result<Arc<OwnedFd>>);

impl Handle {
    /// # Errors
    /// EBADF with `syscall`.
    pub(crate) fn fd(&self, syscall: &str) -> Outcome<&OwnedFd> {
        match &self.0 {
            Ok(fd) => Ok(fd),
            Err(error) => Err(OpError::io(error, syscall, None)),
        }
    }
}

impl<'js> FromJs<'js> for Handle {
    fn from_js(ctx: &Ctx<'js>, value: Value<'js>) -> Result<Self> {
        let number = i32::from_js(ctx, value)?;
        Ok(Handle(Descriptors::of(ctx).get(number)))
    }
}

/// A descriptor that was opened. If nobody is left to take its number, it is closed.
pub(crate) struct Opened(pub(crate) OwnedFd);

impl<'js> IntoJs<'js> for Opened {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        Descriptors::of(ctx).insert(self.0).into_js(ctx)
    }
}

/// What `stat` says, in the order of Node's Stats: dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks, and seconds
/// and nanoseconds of atime, mtime, ctime, birthtime. Decimal text, because numbers would lose bits of large ones.
pub(crate) struct Status(pub(crate) [i128; 18]);

impl<'js> IntoJs<'js> for Status {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let fields = Array::new(ctx.clone())?;
        for (index, field) in self.0.into_iter().enumerate() {
            // Exact below 2^53: all but some inode numbers.
            if field.unsigned_abs() < 1 << 53 {
                fields.set(index, field as f64)?;
            } else {
                fields.set(index, field.to_string())?;
            }
        }
        Ok(fields.into_value())
    }
}

/// The entries of a folder: `[names, kinds]`, the kinds as in `fs.constants.UV_DIRENT_*`.
pub(crate) struct Entries(pub(crate) Vec<(String, u8)>);

impl<'js> IntoJs<'js> for Entries {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let (names, kinds): (Vec<String>, Vec<u8>) = self.0.into_iter().unzip();
        let both = Array::new(ctx.clone())?;
        both.set(0, names)?;
        both.set(1, kinds.into_iter().map(u32::from).collect::<Vec<_>>())?;
        Ok(both.into_value())
    }
}
