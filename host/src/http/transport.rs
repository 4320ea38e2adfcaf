//! Kinds of streams that requests come over.

use coddle_engine::rquickjs::{Ctx, Result, Value};
use coddle_node::net;
use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::server::TlsStream;

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

impl Transport for UnixStream {
    fn into_handle<'js>(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        net::unix_handle(ctx, self)
    }
}

impl<S: Transport> Transport for TlsStream<S> {
    /// The application reads and writes plain text over a pair of sockets; who carries it between them and the client ends with
    /// either side.
    fn into_handle<'js>(mut self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let (ours, mut carriers) = UnixStream::pair()?;
        tokio::task::spawn_local(async move {
            // A client that vanished: the application's side closes with the pair.
            let _ = copy_bidirectional(&mut self, &mut carriers).await;
        });
        net::unix_handle(ctx, ours)
    }
}
