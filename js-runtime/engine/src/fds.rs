//! Descriptors, as far as Rust offers it only with `unsafe`: which of them a child gets, which this process got itself, and
//! waiting for them.

use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsRawFd as _, BorrowedFd, FromRawFd as _, OwnedFd, RawFd};
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::Arc;

use rustix::io::{FdFlags, fcntl_dupfd_cloexec, fcntl_getfd, fcntl_setfd};
use tokio::io::unix::AsyncFd;

/// Which descriptor of this process the child finds under which number.
pub type Mapping = (Arc<OwnedFd>, RawFd);

/// Spawns `command` with `mappings` as the child's descriptors; `own_session`: the child leads a session (and a group) of its own.
///
/// # Errors
/// What `fork`, `exec` or a step between them failed with.
pub fn spawn<C>(
    mut command: Command,
    mappings: Vec<Mapping>,
    own_session: bool,
    start: impl FnOnce(Command) -> io::Result<C>,
) -> io::Result<C> {
    let first_free = mappings
        .iter()
        .map(|(_, number)| number + 1)
        .max()
        .unwrap_or(0);
    // The pipe over which the child reports a failed exec must not get a number that the child gives to something else.
    let mut reserved = Vec::new();
    for (fd, number) in &mappings {
        if *number > 2 {
            reserved.push(fcntl_dupfd_cloexec(fd, *number)?);
        }
    }
    // Copies out of the way: a source may be the number that another mapping replaces.
    let mut sources: Vec<(OwnedFd, RawFd)> = Vec::with_capacity(mappings.len());
    for (fd, number) in &mappings {
        sources.push((fcntl_dupfd_cloexec(fd, first_free.max(3))?, *number));
    }
    // SAFETY: the closure runs in the child after fork. It makes system calls only (dup2, setsid), takes no lock and
    // allocates nothing. The numbers that it replaces belong to nobody there: the child execs or ends.
    unsafe {
        command.pre_exec(move || {
            if own_session {
                rustix::process::setsid()?;
            }
            for (source, number) in &sources {
                let mut target = ManuallyDrop::new(OwnedFd::from_raw_fd(*number));
                rustix::io::dup2(source, &mut target)?;
                if *number < 3 {
                    // Programs expect it of these three; ours may be shared with a stream that we wait for.
                    rustix::io::ioctl_fionbio(&*target, false)?;
                }
            }
            Ok(())
        });
    }
    let child = start(command);
    drop(reserved);
    child
}

/// Takes over a descriptor that this process inherited when it was started.
///
/// Everything that this process opens itself is closed on exec; what came through an exec is not. So a number without that
/// flag is an inherited one that nobody owns yet; it gets the flag here, and can be taken once.
///
/// # Errors
/// EBADF for a number that is not open, or that somebody in this process owns.
pub fn adopt(number: RawFd) -> io::Result<OwnedFd> {
    if number < 3 {
        return Err(bad());
    }
    // SAFETY: asking for the flags of a number that is not open gives EBADF and touches nothing.
    let flags = fcntl_getfd(unsafe { BorrowedFd::borrow_raw(number) })?;
    if flags.contains(FdFlags::CLOEXEC) {
        return Err(bad());
    }
    // SAFETY: see above: the number is open and has no owner in this process.
    let fd = unsafe { OwnedFd::from_raw_fd(number) };
    fcntl_setfd(&fd, FdFlags::CLOEXEC)?;
    debug_assert_eq!(fd.as_raw_fd(), number);
    Ok(fd)
}

/// Registers a descriptor to be waited for.
///
/// # Errors
/// EPERM for what is always ready (files).
///
/// # Panics
/// Outside a tokio runtime.
pub fn watch(fd: Arc<OwnedFd>) -> io::Result<AsyncFd<Arc<OwnedFd>>> {
    // SAFETY: an `Arc<OwnedFd>` gives the same open descriptor for as long as it lives, and the registration owns one.
    unsafe { AsyncFd::register(fd) }.map_err(io::Error::from)
}

fn bad() -> io::Error {
    rustix::io::Errno::BADF.into()
}
