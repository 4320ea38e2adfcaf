//! Kinds of streams that requests come over.

use coddle_engine::rquickjs::{Ctx, Result, Value};
use coddle_node::net;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// A client's stream.
pub(crate) trait Transport: AsyncRead + AsyncWrite + Unpin + 'static {
    /// The stream as the handle of a `net.Socket`: the application's from then on.
    ///
    /// # Errors
    /// When the engine cannot make one.
    fn into_handle<'js>(self, ctx: &Ctx<'js>) -> Result<Value<'js>>;
}

impl Transport for TcpStream {
    fn into_handle<'js>(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        net::tcp_handle(ctx, self)
    }
}
