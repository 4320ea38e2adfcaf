//! Connecting a stream handle.

use std::rc::Rc;

use coddle_engine::ops;
use coddle_engine::rquickjs::{Ctx, Error, Function, Result, Value};
use tokio::net::{TcpSocket, UnixStream};

use super::conn::Conn;
use super::shared::Shared;
use super::stream::shared_of;
use super::{CANCELED, address, status};

fn shared(handle: &Value<'_>) -> Result<Rc<Shared>> {
    shared_of(handle).ok_or_else(|| Error::new_from_js(handle.type_name(), "StreamHandle"))
}

/// Waits for `connecting` unless the handle is closed meanwhile; 0 or a negative errno.
async fn finish(
    shared: &Shared,
    connecting: impl Future<Output = std::io::Result<Conn>>,
) -> std::result::Result<i32, coddle_engine::OpError> {
    let connected = tokio::select! {
        biased;
        () = shared.closed.wait() => return Ok(CANCELED),
        connected = connecting => connected,
    };
    Ok(match connected {
        Ok(conn) => {
            shared.open(conn);
            0
        }
        Err(error) => status(&error),
    })
}

/// `connectTcp(handle, address, port, localAddress | undefined, localPort, callback)` -> 0 and later `callback(null, status)`, or at once
/// the negative errno of the bind to the local address.
pub(super) fn tcp<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    to: String,
    port: u16,
    from: Option<String>,
    local_port: u16,
    callback: Function<'js>,
) -> Result<i32> {
    let shared = shared(&handle)?;
    let prepared = || -> std::io::Result<_> {
        let to = address::parse(&to, port)?;
        let socket = if to.is_ipv4() {
            TcpSocket::new_v4()
        } else {
            TcpSocket::new_v6()
        }?;
        if from.is_some() || local_port != 0 {
            let any = if to.is_ipv4() { "0.0.0.0" } else { "::" };
            socket.set_reuseaddr(true)?;
            socket.bind(address::parse(from.as_deref().unwrap_or(any), local_port)?)?;
        }
        Ok((socket, to))
    };
    let (socket, to) = match prepared() {
        Ok(prepared) => prepared,
        Err(error) => return Ok(status(&error)),
    };
    ops::spawn_callback(&ctx, callback, async move {
        finish(&shared, async { socket.connect(to).await.map(Conn::Tcp) }).await
    })?;
    Ok(0)
}

/// `connectUnix(handle, path, callback)`: `callback(null, status)`.
pub(super) fn unix<'js>(
    ctx: Ctx<'js>,
    handle: Value<'js>,
    path: String,
    callback: Function<'js>,
) -> Result<()> {
    let shared = shared(&handle)?;
    ops::spawn_callback(&ctx, callback, async move {
        finish(&shared, async {
            UnixStream::connect(path).await.map(Conn::Unix)
        })
        .await
    })
}
