//! The master and its agent.

use std::time::Duration;

use serde_json::json;

use super::event::{Event, Who};
use super::master::{FIRST_TRIES, Master, or_null};
use super::member::{Member, State};
use super::messenger::Party;
use super::spawn::Exit;
use crate::worker::{Role, Started};

/// egg waits so long before it starts a new agent. (CLU-030)
const AGENT_PAUSE: Duration = Duration::from_secs(1);

impl Master {
    pub(super) fn fork_agent(&mut self) {
        self.agents += 1;
        let who = Who::Agent(self.agents);
        match Member::spawn(
            who,
            self.agents + self.workers,
            &self.options,
            &self.program,
            &self.events,
        ) {
            Ok(agent) => {
                let port = &self.shown["clusterPort"];
                self.log.log(format_args!(
                    "[master] {} start with clusterPort:{port}",
                    agent.label()
                ));
                let settings =
                    self.options
                        .settings(Role::Agent, &self.shown, None, self.limits.agent);
                agent.start(settings, Vec::new());
                self.agent = Some(agent);
            }
            Err(error) => {
                self.log.error(format_args!(
                    "[master] {} cannot be forked: {error}",
                    who.label()
                ));
                if self.is_started {
                    self.later(AGENT_PAUSE, Event::ForkAgent);
                } else {
                    self.code = Some(1);
                }
            }
        }
    }

    pub(super) fn on_agent_start(&mut self, started: Started) {
        let Some(agent) = &mut self.agent else { return };
        agent.state = State::Listening;
        let (label, pid, forked) = (agent.label(), agent.pid, agent.forked);
        if self.is_started {
            let shown = self.shown.clone();
            self.send(Party::Agent, "egg-ready", Some(&shown));
        }
        self.send(Party::App, "egg-pids", Some(&json!([pid])));
        if self.is_started {
            self.send_pids_to_agent();
        }
        self.send(Party::App, "agent-start", None);
        self.log.info(format_args!(
            "[master] {label} started ({}ms)",
            forked.elapsed().as_millis()
        ));
        let is_first = self.started.is_none();
        self.watch_files(&started);
        self.started = Some(started);
        if is_first {
            self.open_admin();
            self.start_apps();
        }
    }

    pub(super) fn on_agent_exit(&mut self, id: u32, exit: &Exit) {
        let Some(agent) = self.agent.take_if(|agent| agent.who == Who::Agent(id)) else {
            return;
        };
        if self.closing.is_some() {
            return self.close_on();
        }
        self.send(Party::App, "egg-pids", Some(&json!([])));
        let label = agent.label();
        if agent.is_told {
            // A reload replaces it.
            return self.fork_agent();
        }
        self.log.named_error(
            "AgentWorkerDiedError",
            format_args!(
                "[master] {label} died (code: {}, signal: {})",
                or_null(exit.code),
                or_null(exit.signal)
            ),
        );
        if self.is_started {
            self.log
                .log("[master] try to start a new agent_worker after 1s ...");
            self.restarts += 1;
            self.later(AGENT_PAUSE, Event::ForkAgent);
            self.send(Party::Parent, "agent-worker-died", None);
        } else if exit.signal.is_some() && self.first_deaths < FIRST_TRIES {
            self.first_deaths += 1;
            self.fork_agent();
        } else {
            self.log.error(format_args!(
                "[master] {label} start fail, exiting with code:1"
            ));
            self.code = Some(1);
        }
    }
}
