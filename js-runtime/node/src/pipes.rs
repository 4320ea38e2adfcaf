//! Streams over descriptors that can be waited for: pipes, socket pairs, terminals.
//!
//! Reads and writes give bytes or a count, or a negative errno of which the JavaScript side makes Node's error. They keep no
//! script alive: `internal/pipe` counts its streams by their `ref()` and `unref()`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::Arc;

use coddle_engine::rquickjs::{Ctx, Function, IntoJs, Object, Result, Value};
use coddle_engine::{OpError, bytes, data, errors, fds, sources};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer};
use rustix::net::{SendAncillaryMessage, SendFlags, Shutdown};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::sync::Notify;

use crate::descriptors::Descriptors;
use crate::fs::Bytes;

pub(crate) fn init<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let natives = Object::new(ctx.clone())?;
    natives.set("open", Function::new(ctx.clone(), open)?)?;
    natives.set("read", Function::new(ctx.clone(), read)?)?;
    natives.set("stopReading", Function::new(ctx.clone(), stop_reading)?)?;
    natives.set("write", Function::new(ctx.clone(), write)?)?;
    natives.set("writeNow", Function::new(ctx.clone(), write_now)?)?;
    natives.set("shutdown", Function::new(ctx.clone(), shutdown)?)?;
    natives.set("close", Function::new(ctx.clone(), close)?)?;
    natives.set("receive", Function::new(ctx.clone(), receive)?)?;
    natives.set("send", Function::new(ctx.clone(), send)?)?;
    Ok(natives)
}

/// What this world has open, by number.
#[derive(Default)]
struct Pipes(RefCell<HashMap<RawFd, Rc<Pipe>>>);

struct Pipe {
    io: AsyncFd<Arc<OwnedFd>>,
    /// Left as it was found, for others have it too: a read of nothing would wait, and everything else with it.
    blocking: bool,
    closed: Cell<bool>,
    /// Tells operations that wait that their pipe is closed.
    closing: Notify,
    /// Tells a read that waits that nobody wants its bytes now.
    pausing: Notify,
    /// How often that was so: a read that was not yet polled tells by it.
    pauses: Cell<u32>,
}

impl Pipe {
    /// Runs `operation`, or ends with ECANCELED when the pipe is closed meanwhile.
    async fn unless_closed<R>(
        &self,
        operation: impl Future<Output = io::Result<R>>,
    ) -> io::Result<R> {
        if self.closed.get() {
            return Err(Errno::ECANCELED.into());
        }
        tokio::select! {
            done = operation => done,
            () = self.closing.notified() => Err(Errno::ECANCELED.into()),
        }
    }

    /// Repeats `call`, which reads or writes (`interest`), until it would not block.
    async fn when<R>(
        &self,
        interest: Interest,
        mut call: impl FnMut(&OwnedFd) -> io::Result<R>,
    ) -> io::Result<R> {
        loop {
            let mut guard = self.io.ready(interest).await?;
            match guard.try_io(|io| call(io.get_ref())) {
                Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(done) => return done,
                Err(_would_block) => {}
            }
        }
    }

    /// Reads what is there; EAGAIN for nothing, also where the descriptor itself would wait.
    fn read(&self, fd: &OwnedFd, buffer: &mut [u8]) -> io::Result<usize> {
        if self.blocking {
            // That it was readable once is no word that it still is.
            let mut watched = [PollFd::new(fd.as_fd(), PollFlags::POLLIN)];
            if poll(&mut watched, PollTimeout::ZERO)? == 0 {
                return Err(Errno::EAGAIN.into());
            }
        }
        Ok(nix::unistd::read(fd, buffer)?)
    }
}

/// What an operation gave; a failure is a negative errno.
pub(crate) enum Outcome<T> {
    Done(T),
    Failed(i32),
}

impl<T> From<io::Result<T>> for Outcome<T> {
    fn from(result: io::Result<T>) -> Self {
        match result {
            Ok(value) => Outcome::Done(value),
            Err(error) => Outcome::Failed(crate::process::negative(&error)),
        }
    }
}

impl<'js, T: IntoJs<'js>> IntoJs<'js> for Outcome<T> {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        match self {
            Outcome::Done(value) => value.into_js(ctx),
            Outcome::Failed(errno) => errno.into_js(ctx),
        }
    }
}

/// The pipe of a number; a negative errno when it is none.
fn find(ctx: &Ctx<'_>, number: RawFd) -> std::result::Result<Rc<Pipe>, i32> {
    data::of::<Pipes>(ctx)
        .0
        .borrow()
        .get(&number)
        .cloned()
        .ok_or(-(Errno::EBADF as i32))
}

/// Makes an open descriptor a pipe. It never blocks from here on, unless it is `shared` with others who would see that. 0, or a negative errno: EPERM for what cannot be waited for.
fn open(ctx: Ctx<'_>, number: RawFd, shared: bool) -> i32 {
    let opened = Descriptors::of(&ctx).get(number).and_then(|fd| {
        let io = fds::watch(Arc::clone(&fd))?;
        if !shared {
            rustix::io::ioctl_fionbio(&fd, true)?;
        }
        Ok(io)
    });
    match opened {
        Ok(io) => {
            let pipe = Pipe {
                io,
                blocking: shared,
                closed: Cell::new(false),
                closing: Notify::new(),
                pausing: Notify::new(),
                pauses: Cell::new(0),
            };
            data::of::<Pipes>(&ctx)
                .0
                .borrow_mut()
                .insert(number, Rc::new(pipe));
            0
        }
        Err(error) => crate::process::negative(&error),
    }
}

/// `callback(null, bytes | errno)`: up to `most` bytes when there are some, none at the end.
fn read<'js>(ctx: Ctx<'js>, number: RawFd, most: usize, callback: Function<'js>) -> Result<i32> {
    let pipe = match find(&ctx, number) {
        Ok(pipe) => pipe,
        Err(errno) => return Ok(errno),
    };
    let pauses = pipe.pauses.get();
    sources::once(&ctx, callback, async move {
        if pipe.pauses.get() != pauses {
            return Ok(Outcome::Failed(-(Errno::ECANCELED as i32)));
        }
        let mut buffer = vec![0; most];
        let read = tokio::select! {
            read = pipe.unless_closed(pipe.when(Interest::READABLE, |fd| pipe.read(fd, &mut buffer))) => read,
            () = pipe.pausing.notified() => Err(Errno::ECANCELED.into()),
        };
        Ok(Outcome::from(read.map(|length| {
            buffer.truncate(length);
            Bytes(buffer)
        })))
    })?;
    Ok(0)
}

/// Ends a read that waits, with ECANCELED; what comes in stays in the pipe.
fn stop_reading(ctx: Ctx<'_>, number: RawFd) {
    if let Ok(pipe) = find(&ctx, number) {
        pipe.pauses.set(pipe.pauses.get() + 1);
        pipe.pausing.notify_waiters();
    }
}

fn copied(ctx: &Ctx<'_>, data: &Value<'_>) -> Result<Vec<u8>> {
    bytes::to_vec(data).ok_or_else(|| not_bytes(ctx))
}

fn not_bytes(ctx: &Ctx<'_>) -> coddle_engine::rquickjs::Error {
    errors::throw_kind(
        ctx,
        "TypeError",
        "data must be a typed array",
        Some("ERR_INVALID_ARG_TYPE"),
    )
}

/// `callback(null, 0 | errno)` when all of `data` is written.
fn write<'js>(
    ctx: Ctx<'js>,
    number: RawFd,
    data: Value<'js>,
    callback: Function<'js>,
) -> Result<i32> {
    let pipe = match find(&ctx, number) {
        Ok(pipe) => pipe,
        Err(errno) => return Ok(errno),
    };
    let data = copied(&ctx, &data)?;
    sources::once(&ctx, callback, async move {
        let written = pipe
            .unless_closed(async {
                let mut rest = &data[..];
                while !rest.is_empty() {
                    let count = pipe
                        .when(Interest::WRITABLE, |fd| Ok(nix::unistd::write(fd, rest)?))
                        .await?;
                    rest = &rest[count..];
                }
                Ok(0)
            })
            .await;
        Ok(Outcome::<i32>::from(written))
    })?;
    Ok(0)
}

/// Writes what fits at once; gives how much that was, or a negative errno.
fn write_now<'js>(ctx: Ctx<'js>, number: RawFd, data: Value<'js>) -> Result<i32> {
    let pipe = match find(&ctx, number) {
        Ok(pipe) => pipe,
        Err(errno) => return Ok(errno),
    };
    let written = bytes::with_bytes(&data, move |data| {
        let mut done = 0;
        while done < data.len() {
            match nix::unistd::write(pipe.io.get_ref(), &data[done..]) {
                Ok(count) => done += count,
                Err(Errno::EAGAIN) => break,
                Err(Errno::EINTR) => {}
                Err(errno) if done == 0 => return -(errno as i32),
                // The next write tells.
                Err(_) => break,
            }
        }
        i32::try_from(done).unwrap_or(i32::MAX)
    });
    written.ok_or_else(|| not_bytes(&ctx))
}

/// No more is written: the other side reads the end. What is no socket has no such half; its end comes with `close`.
fn shutdown(ctx: Ctx<'_>, number: RawFd) -> i32 {
    match find(&ctx, number) {
        Ok(pipe) => match rustix::net::shutdown(pipe.io.get_ref(), Shutdown::Write) {
            Ok(()) | Err(rustix::io::Errno::NOTSOCK | rustix::io::Errno::NOTCONN) => 0,
            Err(errno) => -errno.raw_os_error(),
        },
        Err(errno) => errno,
    }
}

/// Ends what waits on the pipe and closes its descriptor.
fn close(ctx: Ctx<'_>, number: RawFd) -> i32 {
    if let Some(pipe) = data::of::<Pipes>(&ctx).0.borrow_mut().remove(&number) {
        pipe.closed.set(true);
        pipe.closing.notify_waiters();
    }
    match Descriptors::of(&ctx).close(number) {
        Ok(()) => 0,
        Err(error) => crate::process::negative(&error),
    }
}

/// Bytes with the descriptors that came along.
struct Received(Vec<u8>, Vec<OwnedFd>);

impl<'js> IntoJs<'js> for Received {
    fn into_js(self, ctx: &Ctx<'js>) -> Result<Value<'js>> {
        let descriptors = Descriptors::of(ctx);
        let numbers: Vec<RawFd> = self
            .1
            .into_iter()
            .map(|fd| descriptors.insert(fd))
            .collect();
        let both = coddle_engine::rquickjs::Array::new(ctx.clone())?;
        both.set(0, Bytes(self.0))?;
        both.set(1, numbers)?;
        both.into_js(ctx)
    }
}

/// As [`read`], with the descriptors that the other process sent: `[bytes, numbers]`.
fn receive<'js>(ctx: Ctx<'js>, number: RawFd, most: usize, callback: Function<'js>) -> Result<i32> {
    let pipe = match find(&ctx, number) {
        Ok(pipe) => pipe,
        Err(errno) => return Ok(errno),
    };
    sources::once(&ctx, callback, async move {
        let received = pipe
            .unless_closed(pipe.when(Interest::READABLE, |fd| {
                let mut buffer = vec![0; most];
                let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(16))];
                let mut control = RecvAncillaryBuffer::new(&mut space);
                let message = rustix::net::recvmsg(
                    fd,
                    &mut [io::IoSliceMut::new(&mut buffer)],
                    &mut control,
                    RecvFlags::CMSG_CLOEXEC,
                )?;
                let mut descriptors = Vec::new();
                for part in control.drain() {
                    if let RecvAncillaryMessage::ScmRights(sent) = part {
                        descriptors.extend(sent);
                    }
                }
                buffer.truncate(message.bytes);
                Ok(Received(buffer, descriptors))
            }))
            .await;
        Ok(Outcome::from(received))
    })?;
    Ok(0)
}

/// As [`write`], with descriptor `along` sent beside the first byte.
fn send<'js>(
    ctx: Ctx<'js>,
    number: RawFd,
    data: Value<'js>,
    along: RawFd,
    callback: Function<'js>,
) -> Result<i32> {
    let pipe = match find(&ctx, number) {
        Ok(pipe) => pipe,
        Err(errno) => return Ok(errno),
    };
    let along = match Descriptors::of(&ctx).get(along) {
        Ok(fd) => fd,
        Err(error) => return Ok(crate::process::negative(&error)),
    };
    let data = copied(&ctx, &data)?;
    sources::once(&ctx, callback, async move {
        let sent = pipe
            .unless_closed(async {
                let first = pipe
                    .when(Interest::WRITABLE, |fd| {
                        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
                        let mut control = SendAncillaryBuffer::new(&mut space);
                        let fds = [along.as_fd()];
                        control.push(SendAncillaryMessage::ScmRights(&fds));
                        Ok(rustix::net::sendmsg(
                            fd,
                            &[io::IoSlice::new(&data)],
                            &mut control,
                            SendFlags::NOSIGNAL,
                        )?)
                    })
                    .await?;
                let mut rest = &data[first..];
                while !rest.is_empty() {
                    let count = pipe
                        .when(Interest::WRITABLE, |fd| Ok(nix::unistd::write(fd, rest)?))
                        .await?;
                    rest = &rest[count..];
                }
                Ok(0)
            })
            .await;
        Ok::<_, OpError>(Outcome::<i32>::from(sent))
    })?;
    Ok(0)
}
