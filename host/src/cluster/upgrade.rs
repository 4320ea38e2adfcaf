//! Replacing the binary under a running server (SIGUSR2).
//!
//! The master starts the binary of its own path anew, with its own arguments, and hands it the listening socket. The new master
//! starts an agent and workers of its own, which take connections from the same queue. Once they all listen, the old workers
//! finish what they have and the old master ends. When the new master does not get that far, the old one goes on.

use std::io;
use std::os::fd::OwnedFd;
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
use crate::observe::AdminConfig;

/// Tells the new master which descriptor leads to the old one.
const CHANNEL: &str = "CODDLE_UPGRADE_FD";
const CHANNEL_FD: i32 = 3;

/// Old master to new, with the listeners beside it.
#[derive(Debug, Serialize, Deserialize)]
struct Handover {
    address: Address,
    /// Its listener is the second one.
    admin: Option<(AdminConfig, Address)>,
}

/// New master to old: my workers listen.
#[derive(Debug, Serialize, Deserialize)]
struct TakenOver;

/// What a new master got from the old one.
pub(super) struct Inheritance {
    listener: Option<(Listener, Address)>,
    admin: Option<(AdminConfig, Listener, Address)>,
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
        let Some((Handover { address, admin }, fds)) = receiver.next().await? else {
            return Err(io::Error::other("the old master is gone"));
        };
        let mut fds = fds.into_iter();
        let mut listener = |address: &Address| {
            let fd = fds.next();
            let fd = fd.ok_or_else(|| io::Error::other("the old master sent no listener"))?;
            Ok::<_, io::Error>(Listener::of(fd, address))
        };
        let own = listener(&address)?;
        let admin = admin.map(|(config, address)| {
            let admin = listener(&address)?;
            Ok::<_, io::Error>((config, admin, address))
        });
        Ok(Some(Inheritance {
            listener: Some((own, address)),
            admin: admin.transpose()?,
            old,
        }))
    }

    /// The listener, once.
    pub(super) fn take_listener(&mut self) -> Option<(Listener, Address)> {
        self.listener.take()
    }

    /// Whether the old master handed over an admin listener that is where the configuration wants it.
    pub(super) fn has_admin(&self, config: &AdminConfig) -> bool {
        let admin = self.admin.as_ref();
        admin.is_some_and(|(before, ..)| before.is_at_place_of(config))
    }

    /// The admin listener, once, if it is where the configuration wants it.
    pub(super) fn take_admin(&mut self, config: &AdminConfig) -> Option<(Listener, Address)> {
        let (_, listener, address) = self
            .admin
            .take_if(|(before, ..)| before.is_at_place_of(config))?;
        Some((listener, address))
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
        if self.options.ends_with_parent {
            // The new master would have no channel to the script, and the script would end with this one.
            self.log.error(
                "[master] upgrade: this cluster belongs to the script that started it; start that anew, or use coddle start",
            );
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
            let mut handover = Handover {
                address: address.clone(),
                admin: None,
            };
            let mut listeners = vec![fd];
            if let Some(admin) = &self.admin {
                handover.admin = Some((admin.config().clone(), admin.address().clone()));
                listeners.push(admin.descriptor()?);
            }
            let events = self.events.clone();
            tokio::task::spawn_local(hand_over(ours, handover, listeners, child, events));
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

/// Sends the listeners to the new master and waits until it has taken over.
async fn hand_over(
    channel: UnixStream,
    handover: Handover,
    listeners: Vec<OwnedFd>,
    mut child: tokio::process::Child,
    events: mpsc::UnboundedSender<Event>,
) {
    let outcome = async {
        let (sender, mut receiver, _) =
            channel::open(channel).map_err(|error| error.to_string())?;
        sender.send_with(&handover, listeners);
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
