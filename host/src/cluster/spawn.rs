//! How a member comes into being: a process of the same binary, or a thread.

use std::io;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::thread;

use coddle_engine::fds;
use rustix::process::{Pid, Signal};
use tokio::sync::oneshot;

use super::member_main;
use crate::extension::Extensions;
use crate::worker::THREAD_STACK;

/// The number of the descriptor under which a member process finds its channel.
const CHANNEL_FD: i32 = 3;

/// What a started member is to the machine.
pub(crate) enum Body {
    Process(tokio::process::Child),
    Thread(oneshot::Receiver<i32>),
}

/// How a member ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exit {
    pub(crate) code: Option<i32>,
    pub(crate) signal: Option<&'static str>,
}

impl Body {
    /// Starts a process of `program`. `label` and `title` are for who lists processes.
    ///
    /// # Errors
    /// When the system has no room for it.
    pub(crate) fn process(
        program: &Path,
        label: &str,
        title: Option<&str>,
        channel: UnixStream,
    ) -> io::Result<Body> {
        let mut command = Command::new(program);
        command.args([super::MEMBER_COMMAND, label]);
        if let Some(title) = title {
            command.arg(format!("--title={title}"));
        }
        let channel = Arc::new(channel.into());
        let child = fds::spawn(command, vec![(channel, CHANNEL_FD)], false, |command| {
            tokio::process::Command::from(command).spawn()
        })?;
        Ok(Body::Process(child))
    }

    /// Starts a thread of this process.
    ///
    /// # Errors
    /// When the system has no room for it.
    pub(crate) fn thread(
        label: &str,
        channel: UnixStream,
        extensions: Extensions,
    ) -> io::Result<Body> {
        let (end, ended) = oneshot::channel();
        thread::Builder::new()
            .name(label.to_string())
            .stack_size(THREAD_STACK)
            .spawn(move || {
                // A master that is gone does not ask.
                let _ = end.send(member_main::run(channel, false, &extensions));
            })?;
        Ok(Body::Thread(ended))
    }

    /// The process's id; None for a thread, or a process that has ended.
    pub(crate) fn pid(&self) -> Option<Pid> {
        match self {
            Body::Process(child) => Pid::from_raw(i32::try_from(child.id()?).ok()?),
            Body::Thread(_) => None,
        }
    }

    /// Waits for the end. May be dropped while it waits.
    pub(crate) async fn ended(&mut self) -> Exit {
        match self {
            Body::Process(child) => match child.wait().await {
                Ok(status) => {
                    use std::os::unix::process::ExitStatusExt;
                    Exit {
                        code: status.code(),
                        signal: status.signal().and_then(signal_name),
                    }
                }
                // Somebody else reaped it: all that is known is that it is gone.
                Err(_) => Exit {
                    code: None,
                    signal: None,
                },
            },
            Body::Thread(ended) => Exit {
                // A thread that panicked has sent no code.
                code: Some(ended.await.unwrap_or(134)),
                signal: None,
            },
        }
    }
}

/// Sends a signal; a process that has ended meanwhile is no error.
pub(crate) fn kill(pid: Pid, signal: Signal) {
    let _ = rustix::process::kill_process(pid, signal);
}

fn signal_name(number: i32) -> Option<&'static str> {
    nix::sys::signal::Signal::try_from(number)
        .ok()
        .map(nix::sys::signal::Signal::as_str)
}

/// The channel that a member process was started with.
///
/// # Errors
/// When the process was started by somebody else.
pub(crate) fn inherited_channel() -> io::Result<UnixStream> {
    Ok(fds::adopt(CHANNEL_FD)?.into())
}
