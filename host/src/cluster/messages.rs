//! The master's part in the messenger: it passes messages on, and says who is there.

use serde_json::{Value, json};

use super::master::Master;
use super::member::State;
use super::messenger::{Message, Party};

impl Master {
    /// Sends a message where it is to go.
    pub(super) fn route(&mut self, message: &Message) {
        let agent = self.agent.as_ref().map(|agent| agent.pid);
        let Some(route) = message.route(std::process::id(), agent) else {
            return;
        };
        match route.to {
            Party::Master => {
                if message.action().as_deref() == Some("reload-worker") {
                    self.reload();
                }
            }
            Party::Parent => {
                if let Some(parent) = &self.parent {
                    parent.send(message);
                }
            }
            Party::Agent => {
                if let Some(agent) = &self.agent {
                    agent.message(message);
                }
            }
            Party::App => {
                for app in self.apps.values() {
                    let is_meant = route
                        .pid
                        .as_ref()
                        .is_none_or(|pid| *pid == app.pid.to_string());
                    if is_meant && app.state != State::Disconnected {
                        app.message(message);
                    }
                }
            }
        }
    }

    /// Sends a message of the master's own.
    pub(super) fn send(&mut self, to: Party, action: &str, data: Option<&Value>) {
        let message = Message::new(action, data).to(to);
        self.route(&message);
    }

    pub(super) fn send_pids_to_agent(&mut self) {
        let serving = self.apps.values().filter(|app| app.is_serving());
        let pids: Vec<u32> = serving.map(|app| app.pid).collect();
        self.send(Party::Agent, "egg-pids", Some(&json!(pids)));
    }
}
