//! The stream handle: what a `net.Socket` of JavaScript holds.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::os::fd::AsRawFd as _;
use std::rc::Rc;
use std::time::Duration;

use coddle_engine::class::{self, Args, ClassId, Members, Native};
use coddle_engine::rquickjs::{Ctx, Function, Object, Result, Value};
use coddle_engine::sources::{self, Source};
use coddle_engine::{Hold, builtin, bytes, ops};
use nix::errno::Errno;
use socket2::TcpKeepalive;

use super::conn::Conn;
use super::shared::{Read, Shared, next};
use super::{address, status};
use crate::descriptors::Descriptors;

const NOT_CONNECTED: i32 = -(Errno::ENOTCONN as i32);
const BAD: i32 = -(Errno::EBADF as i32);

/// Behind a handle object.
pub(super) struct Stream {
    pub(super) shared: Rc<Shared>,
    source: RefCell<Option<Source>>,
    /// `ref()` or `unref()`, and what it comes to: only a socket that is read keeps a script alive.
    referenced: Cell<bool>,
    hold: RefCell<Option<Hold>>,
    was_closed: Cell<bool>,
}

impl Native for Stream {
    const ID: ClassId = ClassId::new(240);
    const NAME: &'static CStr = c"StreamHandle";
}

/// The stream behind a handle object, if it is one.
pub(crate) fn shared_of(handle: &Value<'_>) -> Option<Rc<Shared>> {
    class::get::<Stream>(handle).map(|stream| Rc::clone(&stream.shared))
}

impl Stream {
    fn hold(&self, ctx: &Ctx<'_>) {
        let wanted = self.referenced.get() && self.shared.reading.get() && !self.was_closed.get();
        let mut hold = self.hold.borrow_mut();
        if wanted && hold.is_none() {
            *hold = Some(Hold::new(ctx));
        } else if !wanted {
            hold.take();
        }
    }

    fn read_start<'js>(&self, ctx: &Ctx<'js>, callback: Function<'js>) -> Result<i32> {
        let Some(conn) = self.shared.conn() else {
            return Ok(NOT_CONNECTED);
        };
        self.shared.set_reading(true);
        self.hold(ctx);
        if self.source.borrow().is_none() {
            let shared = Rc::clone(&self.shared);
            let over = Cell::new(false);
            let reader = Rc::clone(&shared);
            let next = async move || next(&conn, &reader, &over).await;
            let source =
                sources::spawn_with(ctx, callback, next, move |ctx, callback, read| {
                    match (read, shared.consumer()) {
                        (Read::Bytes(data), Some(consumer)) => consumer.consume(ctx, data),
                        (read, _) => callback.call((read,)),
                    }
                })?;
            *self.source.borrow_mut() = Some(source);
        }
        Ok(0)
    }

    fn read_stop(&self, ctx: &Ctx<'_>) {
        self.shared.set_reading(false);
        self.hold(ctx);
    }

    fn close(&self) {
        self.was_closed.set(true);
        self.shared.set_reading(false);
        self.hold.take();
        if let Some(source) = self.source.take() {
            source.stop();
        }
        self.shared.closed.set();
        self.shared.conn.take();
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.close();
    }
}

/// Sends `data`: 0 when all of it went at once, 1 when `callback(null, status)` will tell, else a negative errno.
fn send<'js>(
    ctx: &Ctx<'js>,
    stream: &Stream,
    data: Outgoing<'js>,
    callback: Value<'js>,
) -> Result<i32> {
    let shared = Rc::clone(&stream.shared);
    let Some(conn) = shared.conn() else {
        return Ok(BAD);
    };
    shared.note_written(data.length());
    let writer = Rc::clone(&conn);
    // What is left is copied: JavaScript may change the bytes meanwhile.
    let rest = data.lend(move |all| match writer.write_now(all) {
        Ok(written) if written == all.len() => Ok(None),
        Ok(written) => Ok(Some(all[written..].to_vec())),
        Err(error) => Err(status(&error)),
    })?;
    match rest {
        Ok(None) => Ok(0),
        Err(status) => Ok(status),
        Ok(Some(rest)) => {
            ops::spawn_callback(ctx, callback.get()?, async move {
                Ok(conn.write_all(&rest, 0, &shared.closed).await)
            })?;
            Ok(1)
        }
    }
}

/// Bytes to be sent: a typed array of JavaScript's, or made here.
enum Outgoing<'js> {
    Array(Value<'js>, usize),
    Made(Vec<u8>),
}

impl<'js> Outgoing<'js> {
    /// A Uint8Array, or a string's UTF-8.
    fn of(value: Value<'js>) -> Result<Self> {
        if let Some(text) = value.as_string() {
            return bytes::utf8(text).map(Outgoing::Made);
        }
        let length =
            bytes::with_bytes(&value, |data| data.len()).ok_or_else(|| not_bytes(&value))?;
        Ok(Outgoing::Array(value, length))
    }

    fn length(&self) -> usize {
        match self {
            Outgoing::Array(_, length) => *length,
            Outgoing::Made(data) => data.len(),
        }
    }

    fn lend<R>(&self, f: impl FnOnce(&[u8]) -> R + 'static) -> Result<R> {
        match self {
            Outgoing::Array(value, _) => {
                bytes::with_bytes(value, f).ok_or_else(|| not_bytes(value))
            }
            Outgoing::Made(data) => Ok(f(data)),
        }
    }
}

fn not_bytes(value: &Value<'_>) -> coddle_engine::rquickjs::Error {
    coddle_engine::rquickjs::Error::new_from_js(value.type_name(), "Uint8Array or string")
}

/// The Latin-1 bytes of a string, as `Buffer.from(text, 'latin1')` makes them.
fn latin1(value: &Value<'_>) -> Result<Vec<u8>> {
    let text = value.as_string().ok_or_else(|| not_bytes(value))?;
    bytes::with_utf16(text, |units| units.iter().map(|unit| *unit as u8).collect())
}

/// `writev(array)`: Uint8Arrays, strings (sent as UTF-8).
fn joined(array: &Value<'_>) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for index in 0..class::call::length(array)? {
        let value = class::call::element(array, index)?;
        match value.as_string() {
            Some(text) => all.extend_from_slice(&bytes::utf8(text)?),
            None => all.extend_from_slice(&bytes::to_vec(&value).ok_or_else(|| not_bytes(&value))?),
        }
    }
    Ok(all)
}

fn int<'js>(ctx: &Ctx<'js>, number: i32) -> Result<Value<'js>> {
    Ok(Value::new_int(ctx.clone(), number))
}

fn undefined<'js>(ctx: &Ctx<'js>) -> Result<Value<'js>> {
    Ok(Value::new_undefined(ctx.clone()))
}

/// Runs `f` on the connection: 0 or a negative errno.
fn on_socket<'js>(
    ctx: &Ctx<'js>,
    stream: &Stream,
    f: impl FnOnce(&Conn) -> std::io::Result<()>,
) -> Result<Value<'js>> {
    let result = match stream.shared.conn() {
        Some(conn) => f(&conn).map_or_else(|error| status(&error), |()| 0),
        None => BAD,
    };
    int(ctx, result)
}

/// `{ address, family, port }`, undefined when there is none (a unix socket, one that is not connected).
fn name<'js>(
    ctx: &Ctx<'js>,
    stream: &Stream,
    of: impl FnOnce(&Conn) -> std::io::Result<socket2::SockAddr>,
) -> Result<Value<'js>> {
    let found = stream
        .shared
        .conn()
        .and_then(|conn| of(&conn).ok())
        .and_then(|address| address.as_socket());
    match found {
        Some(found) => address::object(ctx, found).map(Object::into_value),
        None => undefined(ctx),
    }
}

/// The methods of stream handles. Statuses are 0 or a negative errno; callbacks are `callback(null, status)`.
pub(super) fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Stream>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Stream>::new(ctx, &proto)
        // readStart(callback) -> status: from now on callback(Uint8Array | null | negative errno). Every call brings the same
        // callback.
        .method("readStart", 1, |ctx, this, args: Args<'_, '_>| {
            let status = this.read_start(ctx, args.get(0).get()?)?;
            int(ctx, status)
        })?
        .method("readStop", 0, |ctx, this, _| {
            this.read_stop(ctx);
            int(ctx, 0)
        })?
        // write(Uint8Array or string, callback) -> 0: all went, 1: callback will tell, or a negative errno.
        .method("write", 2, |ctx, this, args| {
            let status = send(ctx, this, Outgoing::of(args.get(0))?, args.get(1))?;
            int(ctx, status)
        })?
        .method("writeLatin1", 2, |ctx, this, args| {
            let data = Outgoing::Made(latin1(&args.get(0))?);
            let status = send(ctx, this, data, args.get(1))?;
            int(ctx, status)
        })?
        .method("writev", 2, |ctx, this, args| {
            let data = Outgoing::Made(joined(&args.get(0))?);
            let status = send(ctx, this, data, args.get(1))?;
            int(ctx, status)
        })?
        // shutdown(callback): no more writes.
        .method("shutdown", 1, |ctx, this, args| {
            let status = match this.shared.conn() {
                Some(conn) => conn
                    .socket()
                    .shutdown(std::net::Shutdown::Write)
                    .map_or_else(|error| status(&error), |()| 0),
                None => NOT_CONNECTED,
            };
            ops::spawn_callback(ctx, args.get(0).get()?, async move { Ok(status) })?;
            int(ctx, 0)
        })?
        // close(callback): at once; the callback comes in a turn of its own.
        .method("close", 1, |ctx, this, args| {
            this.close();
            if args.has(0) {
                ops::spawn_callback(ctx, args.get(0).get()?, async { Ok(()) })?;
            }
            undefined(ctx)
        })?
        // The next close sends a reset.
        .method("reset", 0, |ctx, this, _| {
            on_socket(ctx, this, |conn| {
                if conn.is_tcp() {
                    conn.socket().set_linger(Some(Duration::ZERO))
                } else {
                    Err(Errno::ENOTSUP.into())
                }
            })
        })?
        .method("setNoDelay", 1, |ctx, this, args| {
            let enable = args.get(0).as_bool().unwrap_or(false);
            on_socket(ctx, this, |conn| match conn {
                Conn::Tcp(stream) => stream.set_nodelay(enable),
                Conn::Unix(_) => Ok(()),
            })
        })?
        // setKeepAlive(enable, seconds before the first probe; 0: the system's)
        .method("setKeepAlive", 2, |ctx, this, args| {
            let enable = args.get(0).as_bool().unwrap_or(false);
            let seconds = args.get(1).as_number().unwrap_or(0.0);
            on_socket(ctx, this, |conn| {
                if !conn.is_tcp() {
                    return Ok(());
                }
                let socket = conn.socket();
                socket.set_keepalive(enable)?;
                if enable && seconds >= 1.0 {
                    let time = Duration::from_secs(seconds as u64);
                    socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(time))?;
                }
                Ok(())
            })
        })?
        .method("getsockname", 0, |ctx, this, _| {
            name(ctx, this, |conn| conn.socket().local_addr())
        })?
        .method("getpeername", 0, |ctx, this, _| {
            name(ctx, this, |conn| conn.socket().peer_addr())
        })?
        .method("ref", 0, |ctx, this, _| {
            this.referenced.set(true);
            this.hold(ctx);
            undefined(ctx)
        })?
        .method("unref", 0, |ctx, this, _| {
            this.referenced.set(false);
            this.hold(ctx);
            undefined(ctx)
        })?
        .method("hasRef", 0, |ctx, this, _| {
            let has = this.referenced.get() && !this.was_closed.get();
            Ok(Value::new_bool(ctx.clone(), has))
        })?
        .getter("bytesRead", |ctx, this| {
            Ok(Value::new_number(
                ctx.clone(),
                this.shared.bytes_read.get() as f64,
            ))
        })?
        .getter("bytesWritten", |ctx, this| {
            Ok(Value::new_number(
                ctx.clone(),
                this.shared.bytes_written.get() as f64,
            ))
        })?
        // Milliseconds since something was read or written.
        .getter("quietTime", |ctx, this| {
            let quiet = this.shared.active.get().elapsed();
            Ok(Value::new_number(ctx.clone(), quiet.as_millis() as f64))
        })?
        .getter("reading", |ctx, this| {
            Ok(Value::new_bool(ctx.clone(), this.shared.reading.get()))
        })?
        // -1 when there is none.
        .getter("fd", |ctx, this| {
            let fd = this.shared.conn().map_or(-1, |conn| {
                use std::os::fd::AsFd as _;
                conn.as_fd().as_raw_fd()
            });
            int(ctx, fd)
        })?;
    Ok(proto)
}

/// A handle object around `shared`.
fn wrap<'js>(ctx: &Ctx<'js>, shared: Shared) -> Result<Object<'js>> {
    let natives: Object<'js> = builtin::require(ctx, "internal/net/natives")?.get()?;
    let proto: Object<'js> = natives.get("streamPrototype")?;
    class::create(
        ctx,
        &proto,
        Stream {
            shared: Rc::new(shared),
            source: RefCell::default(),
            referenced: Cell::new(true),
            hold: RefCell::default(),
            was_closed: Cell::new(false),
        },
    )
}

/// `createStream()`: a handle that is not connected.
pub(super) fn create<'js>(ctx: Ctx<'js>) -> Result<Object<'js>> {
    wrap(&ctx, Shared::default())
}

/// `openStream(fd)`: a handle on a socket that this world has open by its number, or a negative errno. The handle has a
/// descriptor of its own: both must be closed.
pub(super) fn open<'js>(ctx: Ctx<'js>, number: i32) -> Result<Value<'js>> {
    let conn = Descriptors::of(&ctx)
        .get(number)
        .and_then(|fd| fd.try_clone())
        .and_then(|fd| Conn::adopt(fd.into()));
    match conn {
        Ok(conn) => accepted(&ctx, conn),
        Err(error) => int(&ctx, status(&error)),
    }
}

/// A handle on a connection that came in.
pub(super) fn accepted<'js>(ctx: &Ctx<'js>, conn: Conn) -> Result<Value<'js>> {
    let shared = Shared::default();
    shared.open(conn);
    wrap(ctx, shared).map(Object::into_value)
}
