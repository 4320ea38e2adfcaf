//! stdin, stdout and stderr: written at once, whatever they are; read when there is something to read.

use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::sync::Arc;

use coddle_engine::rquickjs::{Ctx, Function, Result, Value};
use coddle_engine::{OpError, bytes, errors, ops};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::stat::{SFlag, fstat};
use tokio::net::unix::pipe;

use super::{negative, output};
use crate::descriptors::Descriptors;

/// `tty`, `file`, `pipe` (pipes and sockets) or `unknown` (closed).
pub(super) fn kind(ctx: Ctx<'_>, number: i32) -> &'static str {
    if is_output(number) && output::sink(&ctx).is_some() {
        return "pipe";
    }
    let Ok(fd) = Descriptors::of(&ctx).get(number) else {
        return "unknown";
    };
    if nix::unistd::isatty(&*fd).unwrap_or(false) {
        return "tty";
    }
    match fstat(&*fd).map(|stat| SFlag::from_bits_truncate(stat.st_mode) & SFlag::S_IFMT) {
        Ok(kind) if kind == SFlag::S_IFIFO || kind == SFlag::S_IFSOCK => "pipe",
        Ok(_) => "file",
        Err(_) => "unknown",
    }
}

/// Writes all of `data`, waiting where the other side is slow; a negative errno when it fails.
pub(super) fn write_all<'js>(ctx: Ctx<'js>, number: i32, data: Value<'js>) -> Result<i32> {
    let sink = output::sink(&ctx).filter(|_| is_output(number));
    let written = match sink {
        // A copy: what a sink does with the bytes is not ours to know.
        Some(sink) => bytes::to_vec(&data).map(|data| {
            sink(number == 2, &data);
            0
        }),
        None => {
            let fd = match Descriptors::of(&ctx).get(number) {
                Ok(fd) => fd,
                Err(error) => return Ok(negative(&error)),
            };
            bytes::with_bytes(&data, move |data| match write_blocking(&fd, data) {
                Ok(()) => 0,
                Err(errno) => -(errno as i32),
            })
        }
    };
    written.ok_or_else(|| {
        errors::throw_kind(
            &ctx,
            "TypeError",
            "data must be a typed array",
            Some("ERR_INVALID_ARG_TYPE"),
        )
    })
}

/// stdout or stderr.
fn is_output(number: i32) -> bool {
    matches!(number, 1 | 2)
}

fn write_blocking(fd: &OwnedFd, mut data: &[u8]) -> std::result::Result<(), Errno> {
    while !data.is_empty() {
        match nix::unistd::write(fd, data) {
            Ok(written) => data = &data[written..],
            Err(Errno::EINTR) => {}
            // Somebody who shares the descriptor has made it non-blocking.
            Err(Errno::EAGAIN) => wait(fd, PollFlags::POLLOUT)?,
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

fn wait(fd: &OwnedFd, what: PollFlags) -> std::result::Result<(), Errno> {
    match poll(&mut [PollFd::new(fd.as_fd(), what)], PollTimeout::NONE) {
        Ok(_) | Err(Errno::EINTR) => Ok(()),
        Err(errno) => Err(errno),
    }
}

/// Reads up to `most` bytes when there are some: `callback(err, Uint8Array)`, empty at the end.
///
/// A file is read on the blocking pool. A pipe or a terminal is waited for first, so that no thread hangs in a read that
/// may never end.
pub(super) fn read_some<'js>(
    ctx: Ctx<'js>,
    number: i32,
    most: usize,
    callback: Function<'js>,
) -> Result<()> {
    let fd = match Descriptors::of(&ctx).get(number) {
        Ok(fd) => fd,
        Err(error) => return Err(errors::throw_op(&ctx, OpError::io(&error, "read", None))),
    };
    let is_file = matches!(kind(ctx.clone(), number), "file");
    ops::spawn_callback(&ctx, callback, async move {
        let read = if is_file {
            ops::blocking(move || read_blocking(&fd, most)).await
        } else {
            read_ready(fd, most).await
        };
        read.map(crate::fs::Bytes)
    })
}

fn failed(error: &io::Error) -> OpError {
    OpError::io(error, "read", None)
}

fn read_blocking(fd: &OwnedFd, most: usize) -> std::result::Result<Vec<u8>, OpError> {
    let mut buffer = vec![0; most];
    loop {
        match nix::unistd::read(fd, &mut buffer) {
            Ok(length) => {
                buffer.truncate(length);
                return Ok(buffer);
            }
            Err(Errno::EINTR) => {}
            Err(errno) => return Err(failed(&errno.into())),
        }
    }
}

async fn read_ready(fd: Arc<OwnedFd>, most: usize) -> std::result::Result<Vec<u8>, OpError> {
    let own = fd.try_clone().map_err(|error| failed(&error))?;
    // Read as a pipe whatever it is: it only ever waits and reads. A blocking descriptor is fine, since a read comes after
    // the word that there is something.
    let watched = match pipe::Receiver::from_owned_fd_unchecked(own) {
        Ok(watched) => watched,
        // What cannot be waited for (/dev/null) is always ready.
        Err(error) if error.raw_os_error() == Some(Errno::EPERM as i32) => {
            return read_blocking(&fd, most);
        }
        Err(error) => return Err(failed(&error)),
    };
    let mut buffer = vec![0; most];
    loop {
        watched.readable().await.map_err(|error| failed(&error))?;
        match watched.try_read(&mut buffer) {
            Ok(length) => {
                buffer.truncate(length);
                return Ok(buffer);
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(failed(&error)),
        }
    }
}

/// `[columns, rows]` of a terminal; undefined where the descriptor is none.
pub(super) fn window_size(ctx: Ctx<'_>, number: i32) -> Option<Vec<u16>> {
    let fd = Descriptors::of(&ctx).get(number).ok()?;
    let size = rustix::termios::tcgetwinsize(&*fd).ok()?;
    Some(vec![size.ws_col, size.ws_row])
}
