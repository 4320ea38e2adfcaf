//! What a master tells of itself and its members.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::control::{Answer, Asked};
use super::event::{Event, Who};
use super::frame::{Figures, Order};
use super::master::Master;
use super::member::Member;
use crate::observe::Measures;

/// How long members may take to say how they are; who is busy for longer is shown as last heard of.
const PATIENCE: Duration = Duration::from_millis(500);

/// A cluster at one moment.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    /// The master's process id.
    pub(crate) pid: u32,
    pub(crate) base_dir: String,
    pub(crate) title: Option<String>,
    /// Where it serves; None until it does.
    pub(crate) address: Option<String>,
    /// Milliseconds since the master started.
    pub(crate) uptime: u64,
    /// Members that died and were replaced.
    pub(crate) restarts: u32,
    /// The agent, then app workers in the order in which they were forked.
    pub(crate) members: Vec<MemberStatus>,
}

/// A member at one moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MemberStatus {
    /// `agent_worker#1`.
    pub(crate) name: String,
    pub(crate) pid: u32,
    /// Node's: `none` while it starts, `listening`, `disconnected` while it finishes its last requests.
    pub(crate) state: String,
    /// Milliseconds since it was forked.
    pub(crate) uptime: u64,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    /// Resident memory of its process in bytes; None for a thread.
    pub(crate) rss: Option<u64>,
    /// What the admin listener asked it for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) measures: Option<Measures>,
}

impl MemberStatus {
    /// Whether it has clients: no agent.
    pub(crate) fn is_worker(&self) -> bool {
        !self.name.starts_with("agent_worker")
    }
}

/// A status that waits for members to say how they are.
pub(super) struct Pending {
    asked: Asked,
    waiting: Vec<Who>,
}

impl Master {
    /// Asks every member how it is; the answer goes out when all have said it, or patience ends.
    pub(super) fn begin_status(&mut self, asked: Asked) {
        let mut waiting = Vec::new();
        for member in self.agent.iter().chain(self.apps.values()) {
            member.order(&Order::Ping { with_heap: true });
            waiting.push(member.who);
        }
        self.pending.push(Pending { asked, waiting });
        self.later(PATIENCE, Event::Impatient);
        self.answer_status(None);
    }

    /// A member has said how it is, or is gone; None: patience has ended.
    pub(super) fn heard_for_status(&mut self, who: Who) {
        self.answer_status(Some(who));
    }

    pub(super) fn end_patience(&mut self) {
        for pending in &mut self.pending {
            pending.waiting.clear();
        }
        self.answer_status(None);
    }

    fn answer_status(&mut self, heard: Option<Who>) {
        let mut ready = Vec::new();
        let mut index = 0;
        while let Some(pending) = self.pending.get_mut(index) {
            pending.waiting.retain(|who| Some(*who) != heard);
            match pending.waiting.is_empty() {
                true => ready.push(self.pending.remove(index)),
                false => index += 1,
            }
        }
        for Pending { asked, .. } in ready {
            // Whoever asked has gone.
            let _ = asked.answer.send(Answer::Status(Box::new(self.status())));
        }
    }

    pub(super) fn status(&self) -> Status {
        let address = self.listener.as_ref().filter(|_| self.is_started);
        Status {
            pid: std::process::id(),
            base_dir: self.options.base_dir().to_string_lossy().into_owned(),
            title: self.options.title.clone(),
            address: address.map(|(_, address)| address.shown(self.protocol())),
            uptime: milliseconds(self.began.elapsed()),
            restarts: self.restarts,
            members: self
                .agent
                .iter()
                .chain(self.apps.values())
                .map(member)
                .collect(),
        }
    }
}

fn member(member: &Member) -> MemberStatus {
    MemberStatus {
        name: member.who.label(),
        pid: member.pid,
        state: member.state.name().to_string(),
        uptime: milliseconds(member.forked.elapsed()),
        figures: member.figures,
        rss: member.process().and_then(|_| resident(member.pid)),
        measures: None,
    }
}

pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Resident memory of a process in bytes; None where /proc does not tell.
pub(crate) fn resident(pid: u32) -> Option<u64> {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: u64 = statm.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}
