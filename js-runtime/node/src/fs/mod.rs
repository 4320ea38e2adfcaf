//! Natives of `fs`.

use coddle_engine::bytes;
use coddle_engine::rquickjs::{Ctx, IntoJs, Result, Value};

/// Bytes that become a Uint8Array.
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl<'js> IntoJs<'js> for Bytes {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        bytes::uint8_array(ctx, self.0)
    }
}
