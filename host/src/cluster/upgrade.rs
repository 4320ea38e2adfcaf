//! Replacing the binary under a running server (SIGUSR2).
//!
//! The master starts the binary of its own path anew, with its own arguments, and hands it the listening socket. The new master
//! starts an agent and workers of its own, which take connections from the same queue. Once they all listen, the old workers
//! finish what they have and the old master ends. When the new master does not get that far, the old one goes on.

use std::io;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::sync::Arc;

use coddle_engine::fds;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::channel::{self, Sender};
use super::event::Event;
use super::master::Master;
use crate::listener::{Address, Listener};

/// Tells the new master which descriptor leads to the old one.
const CHANNEL: &str = "CODDLE_UPGRADE_FD";
const CHANNEL_FD: i32 = 3;

/// Old master to new, with the listener beside it.
#[derive(Debug, Serialize, Deserialize)]
struct Handover {
    address: Address,
}

/// New master to old: my workers listen.
#[derive(Debug, Serialize, Deserialize)]
struct TakenOver;

/// What a new master got from the old one.
pub(super) struct Inheritance {
    listener: Option<(Listener, Address)>,
    old: Sender,
}

impl Inheritance {
    /// What this process was handed, if it was started to replace another one.
    ///
    /// # Errors
    /// When the old master hands nothing over.
    pub(super) async fn received() -> io::Result<Option<Inheritance>> {
        let Ok(number) = std::env::var(CHANNEL) else {
            return Ok(None);
        };
        let number = number
            .parse()
            .map_err(|_| io::Error::other(format!("{CHANNEL} is no number: {number}")))?;
        let (old, mut receiver, _) = channel::open(fds::adopt(number)?.into())?;
        let Some((Handover { address }, fds)) = receiver.next().await? else {
            return Err(io::Error::other("the old master is gone"));
        };
        let fd = fds
            .into_iter()
            .next()
            .ok_or_else(|| io::Error::other("the old master sent no listener"))?;
        Ok(Some(Inheritance {
            listener: Some((Listener::of(fd, &address), address)),
            old,
        }))
    }

    /// The listener, once.
    pub(super) fn take_listener(&mut self) -> Option<(Listener, Address)> {
        self.listener.take()
    }

    /// The old master may go.
    pub(super) fn taken_over(&self) {
        self.old.send(&TakenOver);
    }
}

impl Master {
    /// Starts a new master in place of this one.
    pub(super) fn upgrade(&mut self) {
        if !self.is_started || self.closing.is_some() || self.is_upgrading {
            return;
        }
        let Some((listener, address)) = &self.listener else {
            return;
        };
        self.log.info(format_args!(
            "[master] upgrade: starting {}",
            self.program.display()
        ));
        let started = listener.descriptor().and_then(|fd| {
            let (ours, theirs) = channel::pair()?;
            let mut command = Command::new(&self.program);
            command
                .args(std::env::args_os().skip(1))
                .env(CHANNEL, CHANNEL_FD.to_string())
                // The parent's channel stays with this master.
                .env_remove("NODE_CHANNEL_FD");
            let theirs = Arc::new(theirs.into());
            let child = fds::spawn(command, vec![(theirs, CHANNEL_FD)], false, |command| {
                tokio::process::Command::from(command).spawn()
            })?;
            let handover = Handover {
                address: address.clone(),
            };
            tokio::task::spawn_local(hand_over(ours, handover, fd, child, self.events.clone()));
            Ok(())
        });
        match started {
            Ok(()) => self.is_upgrading = true,
            Err(error) => self
                .log
                .error(format_args!("[master] upgrade failed: {error}")),
        }
    }

    /// The new master's workers listen, or it has failed.
    pub(super) fn on_upgrade(&mut self, outcome: Result<u32, String>) {
        self.is_upgrading = false;
        match outcome {
            Ok(pid) => {
                self.log.info(format_args!(
                    "[master] upgrade: the new master is {pid}, closing"
                ));
                self.retire();
            }
            Err(why) => self.log.error(format_args!(
                "[master] upgrade failed, going on as before: {why}"
            )),
        }
    }
}

/// Sends the listener to the new master and waits until it has taken over.
async fn hand_over(
    channel: UnixStream,
    handover: Handover,
    listener: std::os::fd::OwnedFd,
    mut child: tokio::process::Child,
    events: mpsc::UnboundedSender<Event>,
) {
    let outcome = async {
        let (sender, mut receiver, _) =
            channel::open(channel).map_err(|error| error.to_string())?;
        sender.send_with(&handover, vec![listener]);
        match receiver.next::<TakenOver>().await {
            Ok(Some(_)) => Ok(child.id().unwrap_or_default()),
            Ok(None) => match child.wait().await {
                Ok(status) => Err(format!("the new master ended with {status}")),
                Err(error) => Err(error.to_string()),
            },
            Err(error) => Err(error.to_string()),
        }
    };
    // The master has ended meanwhile.
    let _ = events.send(Event::Upgraded(outcome.await));
}
