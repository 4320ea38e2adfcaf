//! A program that is waited for: `spawnSync` and its kin. Nothing else runs meanwhile.

use std::io;
use std::os::fd::{AsFd as _, OwnedFd};
use std::process::Child;
use std::time::{Duration, Instant};

use coddle_engine::rquickjs::{Array, Ctx, Object, Result, Value};
use coddle_engine::{bytes, fds};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use rustix::net::Shutdown;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

use super::launch::Launch;
use super::parts;
use crate::fs::Bytes;
use crate::process::{kill, negative};

/// One of the child's pipes.
struct Channel {
    /// Gone when both directions are over.
    fd: Option<OwnedFd>,
    input: Vec<u8>,
    written: usize,
    /// The end of the input was told.
    input_done: bool,
    output: Vec<u8>,
}

/// When to give up.
struct Limits {
    deadline: Option<Instant>,
    /// Bytes that one pipe may give.
    most: Option<usize>,
    signal: i32,
}

/// Runs a program to its end. `options`: as [`Launch::new`] and `{ input: [Uint8Array | null], timeout?, maxBuffer?, killSignal }`.
///
/// `{ pid, code, signal, output: [Uint8Array | null], error }`, error being a negative errno (ETIMEDOUT, ENOBUFS, what failed
/// at the start) or 0.
pub(super) fn wait<'js>(ctx: Ctx<'js>, options: Object<'js>) -> Result<Object<'js>> {
    let answer = Object::new(ctx.clone())?;
    let input: Vec<Option<Value<'js>>> = options.get("input")?;
    let timeout: Option<f64> = options.get("timeout")?;
    let most: Option<f64> = options.get("maxBuffer")?;
    let signal: i32 = options.get("killSignal")?;
    let started = Launch::new(&ctx, &options)?.and_then(|launch| {
        let process = fds::spawn(launch.command, launch.mappings, false, |mut command| {
            command.spawn()
        })?;
        Ok((process, launch.ends))
    });
    let (mut process, ends) = match started {
        Ok(started) => started,
        Err(error) => {
            answer.set("pid", 0)?;
            answer.set("error", negative(&error))?;
            return Ok(answer);
        }
    };
    let mut channels: Vec<Channel> = ends
        .into_iter()
        .enumerate()
        .map(|(index, fd)| Channel {
            fd,
            input: input
                .get(index)
                .and_then(Option::as_ref)
                .and_then(bytes::to_vec)
                .unwrap_or_default(),
            written: 0,
            input_done: false,
            output: Vec::new(),
        })
        .collect();
    let piped: Vec<bool> = channels
        .iter()
        .map(|channel| channel.fd.is_some())
        .collect();
    let limits = Limits {
        deadline: timeout
            .filter(|timeout| *timeout > 0.0)
            .and_then(|timeout| Instant::now().checked_add(Duration::from_secs_f64(timeout / 1e3))),
        most: most
            .filter(|most| most.is_finite())
            .map(|most| most as usize),
        signal,
    };
    let error = match converse(&mut process, &mut channels, &limits) {
        Ok(error) => error,
        Err(error) => negative(&error),
    };
    let status = process
        .wait()
        .map(parts)
        .unwrap_or_else(|error| vec![negative(&error), 0]);
    answer.set("pid", process.id())?;
    answer.set("code", status[0])?;
    answer.set("signal", status[1])?;
    answer.set("error", error)?;
    let output = Array::new(ctx)?;
    for (index, channel) in channels.into_iter().enumerate() {
        // The first is the child's to read.
        let gave = piped[index] && index > 0;
        output.set(index, gave.then_some(Bytes(channel.output)))?;
    }
    answer.set("output", output)?;
    Ok(answer)
}

/// Feeds and drains the pipes until the program has ended and nobody holds them any more. Gives 0, or the negative errno of the
/// limit at which it was killed.
fn converse(process: &mut Child, channels: &mut [Channel], limits: &Limits) -> io::Result<i32> {
    let pid = Pid::from_child(process);
    let ended = pidfd_open(pid, PidfdFlags::empty())?;
    for channel in channels.iter() {
        if let Some(fd) = &channel.fd {
            rustix::io::ioctl_fionbio(fd, true)?;
        }
    }
    let mut running = true;
    let give_up = |channels: &mut [Channel], why: Errno| {
        kill(pid.as_raw_nonzero().get(), limits.signal);
        for channel in channels {
            channel.fd = None;
        }
        Ok(-(why as i32))
    };
    while running || channels.iter().any(|channel| channel.fd.is_some()) {
        for channel in channels.iter_mut() {
            channel.feed()?;
        }
        let (timeout, over) = match limits.deadline {
            None => (PollTimeout::NONE, false),
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                let milliseconds = left.as_micros().div_ceil(1000);
                let wait = PollTimeout::try_from(i32::try_from(milliseconds).unwrap_or(i32::MAX))
                    .unwrap_or(PollTimeout::MAX);
                (wait, left.is_zero())
            }
        };
        if over {
            return give_up(channels, Errno::ETIMEDOUT);
        }
        // Whose event it is stands beside it: the program's end, or a pipe.
        let mut watched = Vec::new();
        let mut whose = Vec::new();
        if running {
            watched.push(PollFd::new(ended.as_fd(), PollFlags::POLLIN));
            whose.push(None);
        }
        for (index, channel) in channels.iter().enumerate() {
            if let Some(fd) = &channel.fd {
                let mut flags = PollFlags::POLLIN;
                if !channel.input_done {
                    flags |= PollFlags::POLLOUT;
                }
                watched.push(PollFd::new(fd.as_fd(), flags));
                whose.push(Some(index));
            }
        }
        match poll(&mut watched, timeout) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(errno) => return Err(errno.into()),
        }
        let ready: Vec<Option<usize>> = watched
            .iter()
            .zip(whose)
            .filter(|(watched, _)| watched.any().unwrap_or(false))
            .map(|(_, whose)| whose)
            .collect();
        for whose in ready {
            match whose {
                None => running = false,
                Some(index) => {
                    if channels[index].drain(limits.most)? {
                        return give_up(channels, Errno::ENOBUFS);
                    }
                }
            }
        }
    }
    Ok(0)
}

impl Channel {
    /// Writes as much of the input as fits, then its end.
    fn feed(&mut self) -> io::Result<()> {
        let Some(fd) = &self.fd else { return Ok(()) };
        while !self.input_done {
            let rest = &self.input[self.written..];
            if rest.is_empty() {
                self.input_done = true;
                match rustix::net::shutdown(fd, Shutdown::Write) {
                    Ok(()) | Err(rustix::io::Errno::NOTCONN) => return Ok(()),
                    Err(errno) => return Err(errno.into()),
                }
            }
            match nix::unistd::write(fd, rest) {
                Ok(count) => self.written += count,
                Err(Errno::EAGAIN) => return Ok(()),
                Err(Errno::EINTR) => {}
                // The program does not read: that is its business.
                Err(Errno::EPIPE | Errno::ECONNRESET) => self.input_done = true,
                Err(errno) => return Err(errno.into()),
            }
        }
        Ok(())
    }

    /// Takes what there is. True when that is more than `most`.
    fn drain(&mut self, most: Option<usize>) -> io::Result<bool> {
        let Some(fd) = &self.fd else { return Ok(false) };
        let mut chunk = [0; 65536];
        loop {
            match nix::unistd::read(fd, &mut chunk) {
                Ok(0) | Err(Errno::ECONNRESET) => {
                    self.fd = None;
                    return Ok(false);
                }
                Ok(length) => self.output.extend_from_slice(&chunk[..length]),
                Err(Errno::EAGAIN) => return Ok(false),
                Err(Errno::EINTR) => {}
                Err(errno) => return Err(errno.into()),
            }
            if let Some(most) = most
                && self.output.len() > most
            {
                return Ok(true);
            }
        }
    }
}
