//! Natives of `net` and `dgram`: connected sockets and listeners, TCP and unix, on tokio's event loop. They are mechanism only: what a
//! `net.Socket` or `net.Server` does with them stands in JavaScript.
//!
//! Read `conn` (one connected socket), then `shared` (what is read from it, and by whom), `stream` (it as a handle), `connect`, `listener`, `address`; `udp` stands alone.
//!
//! Natives answer as libuv does: 0, or a negative errno that JavaScript words.

mod address;
mod conn;
mod connect;
mod listener;
pub(crate) mod shared;
pub(crate) mod stream;
mod udp;

use std::io;
use std::net::SocketAddr;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use tokio::net::{TcpStream, UnixStream};

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("streamPrototype", stream::prototype(ctx)?)?;
    natives.set("listenerPrototype", listener::prototype(ctx)?)?;
    natives.set("udpPrototype", udp::prototype(ctx)?)?;
    natives.set("createUdp", Function::new(ctx.clone(), udp::create)?)?;
    natives.set("createStream", Function::new(ctx.clone(), stream::create)?)?;
    natives.set("openStream", Function::new(ctx.clone(), stream::open)?)?;
    natives.set("connectTcp", Function::new(ctx.clone(), connect::tcp)?)?;
    natives.set("connectUnix", Function::new(ctx.clone(), connect::unix)?)?;
    natives.set("listenTcp", Function::new(ctx.clone(), listener::tcp)?)?;
    natives.set("listenUnix", Function::new(ctx.clone(), listener::unix)?)?;
    natives.set(
        "listenFd",
        Function::new(ctx.clone(), listener::descriptor)?,
    )?;
    Ok(natives)
}

/// A connection that came in elsewhere, as the handle of a `net.Socket`.
///
/// # Errors
/// When the engine has no memory for it.
pub fn tcp_handle<'js>(ctx: &Ctx<'js>, stream: TcpStream) -> Result<Value<'js>> {
    stream::accepted(ctx, conn::Conn::Tcp(stream))
}

/// As [`tcp_handle`], of a connection over a unix socket.
///
/// # Errors
/// When the engine has no memory for it.
pub fn unix_handle<'js>(ctx: &Ctx<'js>, stream: UnixStream) -> Result<Value<'js>> {
    stream::accepted(ctx, conn::Conn::Unix(stream))
}

/// `{ address, family, port }` as `socket.address()` shows them.
///
/// # Errors
/// When the engine has no memory for it.
pub fn address_object<'js>(ctx: &Ctx<'js>, address: SocketAddr) -> Result<Object<'js>> {
    address::object(ctx, address)
}

/// libuv's number of an error: the negative errno; EINVAL for what Rust refused before it came to a system call.
fn status(error: &io::Error) -> i32 {
    -error
        .raw_os_error()
        .unwrap_or(nix::errno::Errno::EINVAL as i32)
}

/// The operation was given up because its handle was closed.
const CANCELED: i32 = -(nix::errno::Errno::ECANCELED as i32);
