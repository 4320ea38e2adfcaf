//! Rolling reload: every worker is replaced by one that loads the application anew, one after the other, then the agent.
//!
//! A worker is told to end only when its replacement listens, so that there are never fewer than before. When a replacement
//! does not start, the workers that are left go on, and the reload ends there.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use tokio::sync::oneshot;

use super::control::Answer;
use super::master::Master;

/// How long idle connections of a worker that was replaced may stay, so that clients learn of its end from an answer.
pub(super) const LINGER: Duration = Duration::from_secs(5);

/// The same during development, where nobody wants to see the old code any longer than a request on its way takes.
const LINGER_IN_DEVELOPMENT: Duration = Duration::from_millis(100);

/// How far a reload is.
#[derive(Debug, Default)]
pub(crate) struct Reload {
    /// Workers that are still to be replaced.
    old: VecDeque<u32>,
    /// The replacement that is starting, and whom it replaces: nobody when that one has died before.
    starting: Option<(u32, Option<u32>)>,
    /// Workers that were told to go and may still take a connection: until none is left the new code does not answer alone.
    leaving: BTreeSet<u32>,
    /// Another reload was asked for meanwhile. (CLU-034)
    again: bool,
    /// Who waits for the end of this reload, and of the next one.
    waiting: Vec<oneshot::Sender<Answer>>,
    waiting_again: Vec<oneshot::Sender<Answer>>,
}

impl Reload {
    fn is_running(&self) -> bool {
        self.starting.is_some() || !self.old.is_empty() || !self.leaving.is_empty()
    }
}

impl Master {
    /// Begins to replace the workers, or notes that it is to be done again; `answer` hears of the end.
    pub(super) fn reload_for(&mut self, answer: oneshot::Sender<Answer>) {
        if !self.is_started || self.closing.is_some() {
            // Whoever asked has gone.
            let _ = answer.send(Answer::Failed(
                "the server is starting or ending".to_string(),
            ));
            return;
        }
        match self.reload.is_running() {
            true => self.reload.waiting_again.push(answer),
            false => self.reload.waiting.push(answer),
        }
        self.reload();
    }

    /// Begins to replace the workers, or notes that it is to be done again.
    pub(super) fn reload(&mut self) {
        if !self.is_started || self.closing.is_some() {
            return;
        }
        if self.reload.is_running() {
            self.reload.again = true;
            return;
        }
        self.log.log("[master] reload workers...");
        self.reload.old = self.apps.keys().copied().collect();
        self.reload_next();
    }

    fn reload_next(&mut self) {
        while let Some(old) = self.reload.old.pop_front() {
            // Who has died meanwhile was replaced already, on the new code.
            if self.apps.get(&old).is_some_and(|app| !app.is_told) {
                self.reload.starting = self.fork_app(true).map(|new| (new, Some(old)));
                return;
            }
        }
        self.reload.starting = self
            .lacks_workers()
            .then(|| self.fork_app(true))
            .flatten()
            .map(|new| (new, None));
        self.reload_ended();
    }

    fn reload_ended(&mut self) {
        if self.reload.is_running() {
            return;
        }
        if let Some(agent) = &mut self.agent {
            agent.terminate();
        }
        for answer in self.reload.waiting.drain(..) {
            // Whoever asked has gone.
            let _ = answer.send(Answer::Done);
        }
        self.reload.waiting = std::mem::take(&mut self.reload.waiting_again);
        if std::mem::take(&mut self.reload.again) {
            self.reload();
        }
    }

    /// Whether workers have died that nobody has replaced: in production that is done at once. (CLU-027)
    fn lacks_workers(&self) -> bool {
        let there = self.apps.values().filter(|app| !app.is_told).count();
        !self.options.is_production() && there < self.options.worker_count()
    }

    /// A worker listens: the one that it replaces may go.
    pub(super) fn reload_on(&mut self, started: u32) {
        let Some((new, old)) = self.reload.starting else {
            return;
        };
        if new != started {
            return;
        }
        let linger = match self.options.watch {
            true => LINGER_IN_DEVELOPMENT,
            false => LINGER,
        };
        if let Some(app) = old.and_then(|old| self.apps.get_mut(&old)) {
            app.drain(linger);
            self.reload.leaving.extend(old);
        }
        self.reload_next();
    }

    /// A worker takes no more connections, or is gone.
    pub(super) fn reload_left(&mut self, left: u32) {
        if self.reload.leaving.remove(&left) {
            self.reload_ended();
        }
    }

    /// A worker died: when it was the replacement that was starting, the reload ends here. Gives whether it was.
    pub(super) fn reload_failed(&mut self, died: u32) -> bool {
        match self.reload.starting {
            Some((new, _)) if new == died => {
                self.log.error(
                    "[master] reload failed: the new worker did not start; the others go on with the application that they have loaded",
                );
                let Reload {
                    waiting,
                    waiting_again,
                    ..
                } = std::mem::take(&mut self.reload);
                for answer in waiting.into_iter().chain(waiting_again) {
                    // Whoever asked has gone.
                    let _ = answer.send(Answer::Failed(
                        "the new worker did not start; the server's log tells why".to_string(),
                    ));
                }
                true
            }
            _ => false,
        }
    }
}
