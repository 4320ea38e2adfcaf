//! A cluster: one master, an agent and app workers, in processes or threads of their own.
//!
//! Reading order: `options` (what is run), `master` (the loop that acts on events; its parts are `agents`, `apps`, `messages`,
//! `watching`, `observing`, `reload`, `changes`, `closing`), `member` and `spawn` (an agent or worker as the master sees it), `frame` and `channel` (what
//! they say to each other and how), `member_main` (a member's own side), `messenger` (who gets a message), `restart` (how often
//! a worker is replaced).

mod agents;
mod apps;
mod changes;
mod channel;
mod closing;
pub(crate) mod control;
mod descendants;
mod event;
pub(crate) mod frame;
mod log;
mod master;
mod member;
mod member_main;
mod messages;
mod messenger;
mod observing;
mod options;
pub(crate) mod parent;
mod pid_file;
mod reload;
mod restart;
mod signals;
mod spawn;
pub(crate) mod status;
mod sticky;
mod upgrade;
mod watching;

pub(crate) use master::run;
pub use options::StartMode;
pub(crate) use options::{Options, TypeScript};

use crate::extension::Extensions;
use crate::logger::complain;

/// The command of the binary that runs a member; nobody types it.
pub(crate) const MEMBER_COMMAND: &str = "cluster-member";

/// Runs a member in this process, which a master has started; gives the exit code.
pub(crate) fn run_member(extensions: &Extensions) -> i32 {
    match spawn::inherited_channel() {
        Ok(channel) => member_main::run(channel, true, extensions),
        Err(error) => {
            complain!(
                "coddle: {MEMBER_COMMAND} is started by the master of a cluster alone: {error}"
            );
            2
        }
    }
}
