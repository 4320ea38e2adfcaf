//! Operations on open files.

use std::io;
use std::os::fd::OwnedFd;

use coddle_engine::OpError;
use nix::errno::Errno;
use nix::sys::stat::{self, Mode};
use nix::sys::uio;
use nix::unistd;

use super::types::{Bytes, Data, Handle, Outcome, Status};

fn failed(error: impl Into<io::Error>, syscall: &str) -> OpError {
    OpError::io(&error.into(), syscall, None)
}

/// Repeats a call that a signal interrupted.
fn retry<R>(mut call: impl FnMut() -> nix::Result<R>) -> nix::Result<R> {
    loop {
        match call() {
            Err(Errno::EINTR) => {}
            done => return done,
        }
    }
}

/// Up to `length` bytes from `position`, or from where the file stands when that is negative.
pub(super) fn read(file: Handle, length: usize, position: f64) -> Outcome<Bytes> {
    let fd = file.fd("read")?;
    let mut buffer = vec![0; length];
    let read = retry(|| match position {
        at if at >= 0.0 => uio::pread(fd, &mut buffer, at as i64),
        _ => unistd::read(fd, &mut buffer),
    })
    .map_err(|errno| failed(errno, "read"))?;
    buffer.truncate(read);
    Ok(Bytes(buffer))
}

/// How many bytes were written at `position`, or where the file stands when that is negative: perhaps not all.
pub(super) fn write(file: Handle, data: Data, position: f64) -> Outcome<usize> {
    let fd = file.fd("write")?;
    retry(|| match position {
        at if at >= 0.0 => uio::pwrite(fd, &data.0, at as i64),
        _ => unistd::write(fd, &data.0),
    })
    .map_err(|errno| failed(errno, "write"))
}

/// Larger files are to be streamed: 2 GiB less a byte, as in Node.
const MOST_AT_ONCE: usize = i32::MAX as usize;

/// What is left of a file, from where it stands.
pub(super) fn read_to_end(fd: &OwnedFd) -> Outcome<Vec<u8>> {
    let size = stat::fstat(fd).map_or(0, |stat| usize::try_from(stat.st_size).unwrap_or(0));
    if size > MOST_AT_ONCE {
        return Err(OpError {
            code: Some("ERR_FS_FILE_TOO_LARGE".to_owned()),
            class: Some("RangeError"),
            ..OpError::new(format!("File size ({size}) is greater than 2 GiB"))
        });
    }
    let mut all = Vec::with_capacity(size + 1);
    let mut chunk = vec![0; size.clamp(512, 1 << 16)];
    loop {
        match retry(|| unistd::read(fd, &mut chunk)).map_err(|errno| failed(errno, "read"))? {
            0 => return Ok(all),
            read => all.extend_from_slice(&chunk[..read]),
        }
    }
}

/// Writes all of `data` where the file stands.
pub(super) fn write_to_end(fd: &OwnedFd, mut data: &[u8]) -> Outcome<()> {
    while !data.is_empty() {
        let written = retry(|| unistd::write(fd, data)).map_err(|errno| failed(errno, "write"))?;
        data = &data[written..];
    }
    Ok(())
}

pub(super) fn read_all(file: Handle) -> Outcome<Bytes> {
    // Node looks at the size first.
    read_to_end(file.fd("fstat")?).map(Bytes)
}

pub(super) fn write_all(file: Handle, data: Data) -> Outcome<()> {
    write_to_end(file.fd("write")?, &data.0)
}

pub(super) fn fstat(file: Handle) -> Outcome<Status> {
    let own = file
        .fd("fstat")?
        .try_clone()
        .map_err(|error| failed(error, "fstat"))?;
    std::fs::File::from(own)
        .metadata()
        .map(|metadata| super::paths::status_of(&metadata))
        .map_err(|error| failed(error, "fstat"))
}

pub(super) fn ftruncate(file: Handle, length: f64) -> Outcome<()> {
    retry(|| {
        unistd::ftruncate(
            file.fd("ftruncate").map_err(|_| Errno::EBADF)?,
            length as i64,
        )
    })
    .map_err(|errno| failed(errno, "ftruncate"))
}

pub(super) fn fsync(file: Handle) -> Outcome<()> {
    unistd::fsync(file.fd("fsync")?).map_err(|errno| failed(errno, "fsync"))
}

pub(super) fn fdatasync(file: Handle) -> Outcome<()> {
    unistd::fdatasync(file.fd("fdatasync")?).map_err(|errno| failed(errno, "fdatasync"))
}

pub(super) fn fchmod(file: Handle, mode: u32) -> Outcome<()> {
    stat::fchmod(file.fd("fchmod")?, Mode::from_bits_truncate(mode))
        .map_err(|errno| failed(errno, "fchmod"))
}

pub(super) fn futimes(file: Handle, atime: f64, mtime: f64) -> Outcome<()> {
    stat::futimens(
        file.fd("futime")?,
        &super::paths::time_of(atime),
        &super::paths::time_of(mtime),
    )
    .map_err(|errno| failed(errno, "futime"))
}
