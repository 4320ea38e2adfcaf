//! Rolling reload: every worker is replaced by one that loads the application anew, one after the other, then the agent.
//!
//! A worker is told to end only when its replacement listens, so that there are never fewer than before. When a replacement
//! does not start, the workers that are left go on, and the reload ends there.

use std::collections::VecDeque;
use std::time::Duration;

use super::master::Master;

/// How long idle connections of a worker that was replaced may stay, so that clients learn of its end from an answer.
const LINGER: Duration = Duration::from_secs(5);

/// How far a reload is.
#[derive(Debug, Default)]
pub(crate) struct Reload {
    /// Workers that are still to be replaced.
    old: VecDeque<u32>,
    /// The replacement that is starting, and whom it replaces.
    starting: Option<(u32, u32)>,
    /// Another reload was asked for meanwhile. (CLU-034)
    again: bool,
}

impl Reload {
    fn is_running(&self) -> bool {
        self.starting.is_some() || !self.old.is_empty()
    }
}

impl Master {
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
                self.reload.starting = self.fork_app(true).map(|new| (new, old));
                return;
            }
        }
        self.reload.starting = None;
        if let Some(agent) = &mut self.agent {
            agent.terminate();
        }
        if std::mem::take(&mut self.reload.again) {
            self.reload();
        }
    }

    /// A worker listens: the one that it replaces may go.
    pub(super) fn reload_on(&mut self, started: u32) {
        let Some((new, old)) = self.reload.starting else {
            return;
        };
        if new != started {
            return;
        }
        if let Some(app) = self.apps.get_mut(&old) {
            app.drain(LINGER);
        }
        self.reload_next();
    }

    /// A worker died: when it was the replacement that was starting, the reload ends here. Gives whether it was.
    pub(super) fn reload_failed(&mut self, died: u32) -> bool {
        match self.reload.starting {
            Some((new, _)) if new == died => {
                self.log.error(
                    "[master] reload failed: the new worker did not start; the others go on with the application that they have loaded",
                );
                self.reload = Reload::default();
                true
            }
            _ => false,
        }
    }
}
