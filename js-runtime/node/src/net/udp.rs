//! The UDP handle: what a `dgram.Socket` of JavaScript holds. Its socket is made when it is bound.

use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::{AsFd as _, AsRawFd as _};
use std::rc::Rc;

use coddle_engine::class::{self, Args, ClassId, Members, Native};
use coddle_engine::rquickjs::{Array, Ctx, IntoJs, Object, Result, Value};
use coddle_engine::sources::{self, Source};
use coddle_engine::{Hold, builtin, bytes, ops};
use nix::errno::Errno;
use socket2::{Domain, SockRef, Socket, Type};
use tokio::io::Interest;
use tokio::net::UdpSocket;

use super::{address, status};

/// The largest datagram there is.
const MOST: usize = 64 * 1024;
/// libuv's flags of `bind`.
const IPV6_ONLY: i32 = 1;
const REUSE_ADDRESS: i32 = 4;

const BAD: i32 = -(Errno::EBADF as i32);

/// Behind a handle object.
struct Udp {
    is_v6: bool,
    socket: RefCell<Option<Rc<UdpSocket>>>,
    source: RefCell<Option<Source>>,
    hold: RefCell<Option<Hold>>,
    referenced: Cell<bool>,
}

impl Native for Udp {
    const ID: ClassId = ClassId::new(245);
    const NAME: &'static CStr = c"UdpHandle";
}

/// `[Uint8Array, { address, family, port }]`, or a negative errno.
enum Received {
    Message(Vec<u8>, SocketAddr),
    Failed(i32),
}

impl<'js> IntoJs<'js> for Received {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Received::Message(data, from) => {
                let both = Array::new(ctx.clone())?;
                both.set(0, bytes::uint8_array(ctx, data)?)?;
                both.set(1, address::object(ctx, from)?)?;
                Ok(both.into_value())
            }
            Received::Failed(status) => Ok(Value::new_int(ctx.clone(), status)),
        }
    }
}

thread_local! {
    /// Datagrams go here first: most are small, and are kept in as many bytes as they have.
    static SCRATCH: RefCell<Box<[u8]>> = RefCell::new(vec![0; MOST].into_boxed_slice());
}

/// The next datagram, or what the network said of one that was sent: that comes as an error of the socket, not as something
/// to read.
async fn next(socket: &UdpSocket) -> Received {
    loop {
        let ready = match socket.ready(Interest::READABLE | Interest::ERROR).await {
            Ok(ready) => ready,
            Err(error) => return Received::Failed(status(&error)),
        };
        let received: io::Result<Received> = SCRATCH.with_borrow_mut(|scratch| {
            let (length, from) = socket.try_recv_from(scratch)?;
            Ok(Received::Message(scratch[..length].to_vec(), from))
        });
        match received {
            Ok(message) => return message,
            Err(error) if would_block(&error) => {}
            Err(error) => return Received::Failed(status(&error)),
        }
        if ready.is_error() {
            let error = socket.take_error();
            // It was seen: the next one is to be waited for.
            let seen = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
            drop(socket.try_io(Interest::ERROR, seen));
            match error {
                Ok(None) => {}
                Ok(Some(error)) | Err(error) => return Received::Failed(status(&error)),
            }
        }
    }
}

fn would_block(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}

impl Udp {
    fn hold(&self, ctx: &Ctx<'_>) {
        let wanted = self.referenced.get() && self.source.borrow().is_some();
        let mut hold = self.hold.borrow_mut();
        if wanted && hold.is_none() {
            *hold = Some(Hold::new(ctx));
        } else if !wanted {
            hold.take();
        }
    }

    fn stop(&self) {
        if let Some(source) = self.source.take() {
            source.stop();
        }
        self.hold.take();
    }

    fn bind(&self, on: &str, port: u16, flags: i32) -> io::Result<()> {
        if self.socket.borrow().is_some() {
            return Err(Errno::EINVAL.into());
        }
        let on = address::parse(on, port)?;
        let domain = if self.is_v6 {
            Domain::IPV6
        } else {
            Domain::IPV4
        };
        let socket = Socket::new(domain, Type::DGRAM, None)?;
        socket.set_nonblocking(true)?;
        if flags & REUSE_ADDRESS != 0 {
            socket.set_reuse_address(true)?;
        }
        if self.is_v6 && flags & IPV6_ONLY != 0 {
            socket.set_only_v6(true)?;
        }
        socket.bind(&on.into())?;
        *self.socket.borrow_mut() = Some(Rc::new(UdpSocket::from_std(socket.into())?));
        Ok(())
    }

    /// Runs `f` on the socket. EBADF before it is bound.
    fn on_socket<R>(&self, f: impl FnOnce(SockRef<'_>) -> io::Result<R>) -> io::Result<R> {
        match self.socket.borrow().as_deref() {
            Some(socket) => f(SockRef::from(socket)),
            None => Err(Errno::EBADF.into()),
        }
    }

    /// Joins a multicast group or leaves it; `interface`: the address of the interface, absent for the system's choice.
    fn member(&self, group: &str, interface: Option<&str>, join: bool) -> io::Result<()> {
        let group = address::parse(group, 0)?;
        let interface = interface.map(|text| address::parse(text, 0)).transpose()?;
        self.on_socket(|socket| match (group.ip(), interface) {
            (IpAddr::V4(group), interface) => {
                let interface = match interface.map(|one| one.ip()) {
                    None => Ipv4Addr::UNSPECIFIED,
                    Some(IpAddr::V4(one)) => one,
                    Some(IpAddr::V6(_)) => return Err(Errno::EINVAL.into()),
                };
                match join {
                    true => socket.join_multicast_v4(&group, &interface),
                    false => socket.leave_multicast_v4(&group, &interface),
                }
            }
            (IpAddr::V6(group), interface) => {
                let index = scope(interface);
                match join {
                    true => socket.join_multicast_v6(&group, index),
                    false => socket.leave_multicast_v6(&group, index),
                }
            }
        })
    }

    /// As `member`, but only what `source` sends.
    fn member_of_source(
        &self,
        source: &str,
        group: &str,
        interface: Option<&str>,
        join: bool,
    ) -> io::Result<()> {
        let parse = |text: &str| match address::parse(text, 0)?.ip() {
            IpAddr::V4(one) => Ok(one),
            // socket2 has no such call for IPv6.
            IpAddr::V6(_) => Err(io::Error::from(Errno::ENOTSUP)),
        };
        let (source, group) = (parse(source)?, parse(group)?);
        let interface = interface
            .map(parse)
            .transpose()?
            .unwrap_or(Ipv4Addr::UNSPECIFIED);
        self.on_socket(|socket| match join {
            true => socket.join_ssm_v4(&source, &group, &interface),
            false => socket.leave_ssm_v4(&source, &group, &interface),
        })
    }

    fn set_multicast_interface(&self, interface: &str) -> io::Result<()> {
        let interface = address::parse(interface, 0)?;
        self.on_socket(|socket| match interface.ip() {
            IpAddr::V4(one) if !self.is_v6 => socket.set_multicast_if_v4(&one),
            IpAddr::V6(_) if self.is_v6 => socket.set_multicast_if_v6(scope(Some(interface))),
            _ => Err(Errno::EINVAL.into()),
        })
    }
}

impl Drop for Udp {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The index of the interface that an address names by its zone; 0: none.
fn scope(address: Option<SocketAddr>) -> u32 {
    match address {
        Some(SocketAddr::V6(one)) => one.scope_id(),
        _ => 0,
    }
}

/// Sends `data`: 0 when it went at once, 1 when `callback(null, status)` will tell, else a negative errno. `to`: absent on a
/// connected socket.
fn send<'js>(
    ctx: &Ctx<'js>,
    udp: &Udp,
    data: Vec<u8>,
    to: Option<SocketAddr>,
    callback: Value<'js>,
) -> Result<i32> {
    let Some(socket) = udp.socket.borrow().clone() else {
        return Ok(BAD);
    };
    let sent = match to {
        Some(to) => socket.try_send_to(&data, to),
        None => socket.try_send(&data),
    };
    match sent {
        Ok(_) => Ok(0),
        Err(error) if would_block(&error) => {
            ops::spawn_callback(ctx, callback.get()?, async move {
                let sent = match to {
                    Some(to) => socket.send_to(&data, to).await,
                    None => socket.send(&data).await,
                };
                Ok(sent.map_or_else(|error| status(&error), |_| 0))
            })?;
            Ok(1)
        }
        Err(error) => Ok(status(&error)),
    }
}

fn text(args: &Args<'_, '_>, index: usize) -> Result<Option<String>> {
    match args.has(index) {
        true => args.get(index).get::<Option<String>>(),
        false => Ok(None),
    }
}

fn number(args: &Args<'_, '_>, index: usize) -> f64 {
    args.get(index).as_number().unwrap_or(0.0)
}

fn told<'js>(ctx: &Ctx<'js>, result: io::Result<()>) -> Result<Value<'js>> {
    let status = result.map_or_else(|error| status(&error), |()| 0);
    Ok(Value::new_int(ctx.clone(), status))
}

/// A TTL that fits, as libuv asks of it.
fn ttl(value: f64, least: f64) -> io::Result<u32> {
    match value >= least && value <= 255.0 {
        true => Ok(value as u32),
        false => Err(Errno::EINVAL.into()),
    }
}

/// `{ address, family, port }`, or a negative errno.
fn name<'js>(ctx: &Ctx<'js>, found: io::Result<SocketAddr>) -> Result<Value<'js>> {
    match found {
        Ok(found) => address::object(ctx, found).map(Object::into_value),
        Err(error) => Ok(Value::new_int(ctx.clone(), status(&error))),
    }
}

/// The methods of UDP handles. Statuses are 0 or a negative errno.
pub(super) fn prototype<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    class::register::<Udp>(ctx);
    let proto = Object::new(ctx.clone())?;
    Members::<Udp>::new(ctx, &proto)
        // bind(address, port, flags) -> status
        .method("bind", 3, |ctx, this, args| {
            let on = text(&args, 0)?.unwrap_or_default();
            told(
                ctx,
                this.bind(&on, number(&args, 1) as u16, number(&args, 2) as i32),
            )
        })?
        // connect(address, port) -> status
        .method("connect", 2, |ctx, this, args| {
            let to = text(&args, 0)?.unwrap_or_default();
            let to = address::parse(&to, number(&args, 1) as u16);
            told(
                ctx,
                to.and_then(|to| this.on_socket(|socket| socket.connect(&to.into()))),
            )
        })?
        .method("disconnect", 0, |ctx, this, _| {
            let result = match this.socket.borrow().as_deref() {
                Some(socket) => {
                    rustix::net::connect_unspec(socket.as_fd()).map_err(io::Error::from)
                }
                None => Err(Errno::EBADF.into()),
            };
            told(ctx, result)
        })?
        // send(Uint8Array, port, address | null, callback) -> 0: it went, 1: callback(null, status) will tell, or a negative errno.
        .method("send", 4, |ctx, this, args| {
            let data = bytes::to_vec(&args.get(0)).unwrap_or_default();
            let to = match text(&args, 2)? {
                None => None,
                Some(to) => match address::parse(&to, number(&args, 1) as u16) {
                    Ok(to) => Some(to),
                    Err(error) => return told(ctx, Err(error)),
                },
            };
            let status = send(ctx, this, data, to, args.get(3))?;
            Ok(Value::new_int(ctx.clone(), status))
        })?
        // recvStart(callback): callback([Uint8Array, { address, family, port }] | negative errno) for every datagram.
        .method("recvStart", 1, |ctx, this, args| {
            let socket = this.socket.borrow().clone();
            if let Some(socket) = socket {
                let source = sources::spawn(ctx, args.get(0).get()?, async move || {
                    Some(next(&socket).await)
                })?;
                *this.source.borrow_mut() = Some(source);
                this.hold(ctx);
            }
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("recvStop", 0, |ctx, this, _| {
            this.stop();
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("close", 0, |ctx, this, _| {
            this.stop();
            this.socket.take();
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("getsockname", 0, |ctx, this, _| {
            name(
                ctx,
                match this.socket.borrow().as_deref() {
                    Some(socket) => socket.local_addr(),
                    None => Err(Errno::EBADF.into()),
                },
            )
        })?
        .method("getpeername", 0, |ctx, this, _| {
            name(
                ctx,
                match this.socket.borrow().as_deref() {
                    Some(socket) => socket.peer_addr(),
                    None => Err(Errno::EBADF.into()),
                },
            )
        })?
        .method("setBroadcast", 1, |ctx, this, args| {
            let on = args.get(0).as_bool().unwrap_or(false);
            told(ctx, this.on_socket(|socket| socket.set_broadcast(on)))
        })?
        .method("setTTL", 1, |ctx, this, args| {
            let is_v6 = this.is_v6;
            told(
                ctx,
                ttl(number(&args, 0), 1.0).and_then(|ttl| {
                    this.on_socket(|socket| match is_v6 {
                        true => socket.set_unicast_hops_v6(ttl),
                        false => socket.set_ttl_v4(ttl),
                    })
                }),
            )
        })?
        .method("setMulticastTTL", 1, |ctx, this, args| {
            let is_v6 = this.is_v6;
            told(
                ctx,
                ttl(number(&args, 0), 0.0).and_then(|ttl| {
                    this.on_socket(|socket| match is_v6 {
                        true => socket.set_multicast_hops_v6(ttl),
                        false => socket.set_multicast_ttl_v4(ttl),
                    })
                }),
            )
        })?
        .method("setMulticastLoopback", 1, |ctx, this, args| {
            let on = args.get(0).as_bool().unwrap_or(false);
            let is_v6 = this.is_v6;
            told(
                ctx,
                this.on_socket(|socket| match is_v6 {
                    true => socket.set_multicast_loop_v6(on),
                    false => socket.set_multicast_loop_v4(on),
                }),
            )
        })?
        .method("setMulticastInterface", 1, |ctx, this, args| {
            let interface = text(&args, 0)?.unwrap_or_default();
            told(ctx, this.set_multicast_interface(&interface))
        })?
        // member(join, group, interface?)
        .method("member", 3, |ctx, this, args| {
            let join = args.get(0).as_bool().unwrap_or(false);
            let group = text(&args, 1)?.unwrap_or_default();
            told(ctx, this.member(&group, text(&args, 2)?.as_deref(), join))
        })?
        // memberOfSource(join, source, group, interface?)
        .method("memberOfSource", 4, |ctx, this, args| {
            let join = args.get(0).as_bool().unwrap_or(false);
            let source = text(&args, 1)?.unwrap_or_default();
            let group = text(&args, 2)?.unwrap_or_default();
            told(
                ctx,
                this.member_of_source(&source, &group, text(&args, 3)?.as_deref(), join),
            )
        })?
        // bufferSize(size, isReceiving): sets it, or asks for it when size is 0. Bytes, or a negative errno.
        .method("bufferSize", 2, |ctx, this, args| {
            let size = number(&args, 0) as usize;
            let receiving = args.get(1).as_bool().unwrap_or(false);
            let result = this.on_socket(|socket| match (size, receiving) {
                (0, true) => socket.recv_buffer_size(),
                (0, false) => socket.send_buffer_size(),
                (_, true) => socket.set_recv_buffer_size(size).map(|()| size),
                (_, false) => socket.set_send_buffer_size(size).map(|()| size),
            });
            Ok(match result {
                Ok(size) => Value::new_number(ctx.clone(), size as f64),
                Err(error) => Value::new_int(ctx.clone(), status(&error)),
            })
        })?
        .method("ref", 0, |ctx, this, _| {
            this.referenced.set(true);
            this.hold(ctx);
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("unref", 0, |ctx, this, _| {
            this.referenced.set(false);
            this.hold(ctx);
            Ok(Value::new_undefined(ctx.clone()))
        })?
        .method("hasRef", 0, |ctx, this, _| {
            Ok(Value::new_bool(ctx.clone(), this.referenced.get()))
        })?
        // -1 before it is bound.
        .getter("fd", |ctx, this| {
            let fd = this
                .socket
                .borrow()
                .as_deref()
                .map_or(-1, |socket| socket.as_raw_fd());
            Ok(Value::new_int(ctx.clone(), fd))
        })?;
    Ok(proto)
}

/// `createUdp(isV6)`: a handle that is not bound.
pub(super) fn create<'js>(ctx: Ctx<'js>, is_v6: bool) -> Result<Object<'js>> {
    let natives: Object<'js> = builtin::require(&ctx, "internal/net/natives")?.get()?;
    let proto: Object<'js> = natives.get("udpPrototype")?;
    let udp = Udp {
        is_v6,
        socket: RefCell::default(),
        source: RefCell::default(),
        hold: RefCell::default(),
        referenced: Cell::new(true),
    };
    class::create(&ctx, &proto, udp)
}
