//! What the master looks at now and then: whether members answer, and whether there are any.

use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::event::{Event, Who};
use super::frame::Order;
use super::master::Master;
use super::member::State;

/// How often members are asked whether they are there.
const PING: Duration = Duration::from_millis(500);
/// What a member may be late beyond the limit of a turn before it counts as stuck: in native code, where the limit does not
/// reach, or stopped.
const GRACE: Duration = Duration::from_millis(1000);
/// egg's interval of looking whether agent and workers are there, and how often in a row they may be missing. (CLU-032)
const CHECK: Duration = Duration::from_secs(10);
const MISSES: u32 = 3;

/// Begins to ask members whether they are there.
pub(super) fn start_pings(events: &mpsc::UnboundedSender<Event>) {
    every(PING, events, || Event::Watch);
}

/// Begins to look whether agent and workers are there.
pub(super) fn start_checks(events: &mpsc::UnboundedSender<Event>) {
    every(CHECK, events, || Event::Check);
}

fn every(interval: Duration, events: &mpsc::UnboundedSender<Event>, event: fn() -> Event) {
    let events = events.clone();
    tokio::task::spawn_local(async move {
        let mut ticks = tokio::time::interval(interval);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        // The first tick comes at once.
        ticks.tick().await;
        loop {
            ticks.tick().await;
            if events.send(event()).is_err() {
                return;
            }
        }
    });
}

/// How often in a row agent or workers were missing.
#[derive(Debug, Default)]
pub(super) struct Health {
    misses: u32,
}

impl Health {
    /// Whether the server is lost, now that so many agents and workers are there.
    pub(super) fn is_lost(&mut self, agents: usize, workers: usize) -> bool {
        if agents > 0 && workers > 0 {
            self.misses = 0;
        } else {
            self.misses += 1;
        }
        self.misses >= MISSES
    }
}

impl Master {
    pub(super) fn check_health(&mut self) {
        let agents = self
            .agent
            .iter()
            .filter(|agent| agent.state == State::Listening)
            .count();
        let apps = self.apps.len();
        if self.closing.is_none() && self.health.is_lost(agents, apps) {
            self.log.named_error(
                "ClusterWorkerExceptionError",
                format_args!(
                    "[master] {agents} agent and {apps} worker(s) alive, exit to avoid unknown state"
                ),
            );
            self.code = Some(1);
        }
    }

    /// Kills who has not answered for longer than a turn may take, and asks everybody again.
    pub(super) fn watch_members(&mut self) {
        let silence = self.options.turn_limit + GRACE;
        let now = Instant::now();
        let members = self.agent.iter().chain(self.apps.values());
        for member in members.filter(|member| member.state != State::None || self.is_started) {
            let silent = now.saturating_duration_since(member.heard);
            if silent > silence {
                self.log.error(format_args!(
                    "[master] {} does not answer for {}ms, killing it",
                    member.label(),
                    silent.as_millis()
                ));
                if !member.kill() && matches!(member.who, Who::App(_) | Who::Agent(_)) {
                    self.log
                        .error("[master] a thread cannot be killed from outside");
                }
            }
            member.order(&Order::Ping { with_heap: false });
        }
    }
}

#[cfg(test)]
mod tests;
