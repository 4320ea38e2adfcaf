//! The listener handle: what a `net.Server` of JavaScript holds.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::io;
use std::os::fd::{AsFd as _, AsRawFd as _, OwnedFd};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use coddle_engine::class::{self, ClassId, Members, Native};
use coddle_engine::rquickjs::{Ctx, IntoJs, Object, Result, Value};
use coddle_engine::sources::{self, Source};
use coddle_engine::{Hold, builtin, ops};
use nix::errno::Errno;
use socket2::{Domain, SockAddr, Socket, Type};
use tokio::net::{TcpListener, UnixListener};

use super::conn::Conn;
use super::{address, status, stream};
use crate::descriptors::Descriptors;

/// How long a listener rests when the process has no descriptor left for the next connection.
const REST: Duration = Duration::from_millis(100);

enum Accepting {
    Tcp(TcpListener),
    Unix(UnixListener),
}

impl Accepting {
    async fn accept(&self) -> io::Result<Conn> {
        match self {
            Accepting::Tcp(listener) => listener.accept().await.map(|(one, _)| Conn::Tcp(one)),
            Accepting::Unix(listener) => listener.accept().await.map(|(one, _)| Conn::Unix(one)),
        }
    }
}

/// Behind a listener handle object.
struct Listener {
    accepting: RefCell<Option<Rc<Accepting>>>,
    source: RefCell<Option<Source>>,
    hold: RefCell<Option<Hold>>,
    /// The socket file, removed on close.
    path: Option<PathBuf>,
    fd: Cell<i32>,
}

impl Native for Listener {
    const ID: ClassId = ClassId::new(241);
    const NAME: &'static CStr = c"ListenerHandle";
}

impl Listener {
    fn close(&self) {
        self.hold.take();
        if let Some(source) = self.source.take() {
            source.stop();
        }
        if self.accepting.take().is_some()
            && let Some(path) = &self.path
        {
            // As libuv does; that somebody removed it before is fine.
            drop(std::fs::remove_file(path));
        }
        self.fd.set(-1);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.close();
    }
}

/// What `accept` brought: a connection, or a negative errno.
enum Accepted {
    Connection(Conn),
    Failed(i32),
}

impl<'js> IntoJs<'js> for Accepted {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Accepted::Connection(conn) => stream::accepted(ctx, conn),
            Accepted::Failed(status) => Ok(Value::new_int(ctx.clone(), status)),
        }
    }
}

async fn next(accepting: &Accepting) -> Accepted {
    loop {
        let error = match accepting.accept().await {
            Ok(conn) => return Accepted::Connection(conn),
            Err(error) => error,
        };
        match error.raw_os_error().map(Errno::from_raw) {
            // The peer was gone before we came to it.
            Some(Errno::ECONNABORTED | Errno::EINTR | Errno::EPROTO) => {}
            // They wait in the backlog until something is closed.
            Some(Errno::EMFILE | Errno::ENFILE) => tokio::time::sleep(REST).await,
            _ => return Accepted::Failed(status(&error)),
        }
    }
}

/// The methods of listener handles.
pub(super) fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Listener>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Listener>::new(ctx, &proto)
        // accept(callback): from now on callback(stream handle | negative errno).
        .method("accept", 1, |ctx, this, args| {
            let accepting = this.accepting.borrow().clone();
            if let Some(accepting) = accepting {
                let source = sources::spawn(ctx, args.get(0).get()?, async move || {
                    Some(next(&accepting).await)
                })?;
                *this.source.borrow_mut() = Some(source);
                *this.hold.borrow_mut() = Some(Hold::new(ctx));
            }
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("close", 1, |ctx, this, args| {
            this.close();
            if args.has(0) {
                ops::spawn_callback(ctx, args.get(0).get()?, async { Ok(()) })?;
            }
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("ref", 0, |ctx, this, _| {
            if this.accepting.borrow().is_some() && this.hold.borrow().is_none() {
                *this.hold.borrow_mut() = Some(Hold::new(ctx));
            }
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("unref", 0, |ctx, this, _| {
            this.hold.take();
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("hasRef", 0, |ctx, this, _| {
            let has = this.hold.borrow().is_some();
            Ok(Value::new_bool(ctx.clone(), has))
        })?
        // { address, family, port }; undefined for unix sockets.
        .method("getsockname", 0, |ctx, this, _| {
            let found = match this.accepting.borrow().as_deref() {
                Some(Accepting::Tcp(listener)) => listener.local_addr().ok(),
                _ => None,
            };
            match found {
                Some(found) => address::object(ctx, found).map(Object::into_value),
                None => Ok(Value::new_undefined(ctx.clone())),
            }
        })?
        .getter("fd", |ctx, this| {
            Ok(Value::new_int(ctx.clone(), this.fd.get()))
        })?;
    Ok(proto)
}

fn wrap<'js>(
    ctx: &Ctx<'js>,
    made: io::Result<Accepting>,
    path: Option<PathBuf>,
) -> Result<Value<'js>> {
    let accepting = match made {
        Ok(accepting) => accepting,
        Err(error) => return Ok(Value::new_int(ctx.clone(), status(&error))),
    };
    let fd = match &accepting {
        Accepting::Tcp(listener) => listener.as_fd().as_raw_fd(),
        Accepting::Unix(listener) => listener.as_fd().as_raw_fd(),
    };
    let natives: Object<'js> = builtin::require(ctx, "internal/net/natives")?.get()?;
    let proto: Object<'js> = natives.get("listenerPrototype")?;
    let listener = Listener {
        accepting: RefCell::new(Some(Rc::new(accepting))),
        source: RefCell::default(),
        hold: RefCell::default(),
        path,
        fd: Cell::new(fd),
    };
    class::create(ctx, &proto, listener).map(Object::into_value)
}

/// `listenTcp(address, port, backlog, ipv6Only)`: a handle, or a negative errno.
pub(super) fn tcp<'js>(
    ctx: Ctx<'js>,
    on: String,
    port: u16,
    backlog: i32,
    ipv6_only: bool,
) -> Result<Value<'js>> {
    let made = || -> io::Result<Accepting> {
        let on = address::parse(&on, port)?;
        let socket = Socket::new(Domain::for_address(on), Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        socket.set_reuse_address(true)?;
        if on.is_ipv6() {
            socket.set_only_v6(ipv6_only)?;
        }
        socket.bind(&on.into())?;
        socket.listen(backlog)?;
        TcpListener::from_std(socket.into()).map(Accepting::Tcp)
    };
    wrap(&ctx, made(), None)
}

/// `listenUnix(path, backlog, mode)`: a handle, or a negative errno. `mode`: permissions to add to the socket file's.
pub(super) fn unix<'js>(
    ctx: Ctx<'js>,
    path: String,
    backlog: i32,
    mode: u32,
) -> Result<Value<'js>> {
    let made = || -> io::Result<Accepting> {
        let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        socket.bind(&SockAddr::unix(&path)?)?;
        if mode != 0 {
            let old = std::fs::metadata(&path)?.permissions().mode();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(old | mode))?;
        }
        socket.listen(backlog)?;
        UnixListener::from_std(socket.into()).map(Accepting::Unix)
    };
    let file = (!path.starts_with('\0')).then(|| PathBuf::from(&path));
    wrap(&ctx, made(), file)
}

/// `listenFd(fd, backlog)`: a handle on a bound socket that this world has open by its number, or a negative errno.
pub(super) fn descriptor<'js>(ctx: Ctx<'js>, number: i32, backlog: i32) -> Result<Value<'js>> {
    let made = || -> io::Result<Accepting> {
        let fd: OwnedFd = Descriptors::of(&ctx).get(number)?.try_clone()?;
        let socket = Socket::from(fd);
        socket.set_nonblocking(true)?;
        // libuv's word for a descriptor that is no socket.
        socket.listen(backlog).map_err(|error| {
            match error.raw_os_error().map(Errno::from_raw) {
                Some(Errno::ENOTSOCK) => Errno::EINVAL.into(),
                _ => error,
            }
        })?;
        if socket.local_addr()?.domain() == Domain::UNIX {
            UnixListener::from_std(socket.into()).map(Accepting::Unix)
        } else {
            TcpListener::from_std(socket.into()).map(Accepting::Tcp)
        }
    };
    let made = made();
    wrap(&ctx, made, None)
}
