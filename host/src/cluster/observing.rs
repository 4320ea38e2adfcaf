//! What the master tells over the admin listener.

use std::time::Duration;

use super::event::{Event, Who};
use super::frame::Order;
use super::master::Master;
use super::member::State;
use crate::observe::{Admin, Overview, Question};

/// How long members may take to say how they are; who is busy for longer is shown as last heard of.
const PATIENCE: Duration = Duration::from_millis(500);

impl Master {
    /// Opens the listener that the configuration names, which the agent has told; one that the old master has handed over not before
    /// this master takes over.
    pub(super) fn open_admin(&mut self) {
        let config = self
            .started
            .as_ref()
            .and_then(|one| one.cluster.admin.as_ref());
        let Some(config) = config else { return };
        let mut inheritance = self.inheritance.as_mut();
        let has_it = inheritance
            .as_ref()
            .is_some_and(|one| one.has_admin(config));
        if has_it && !self.is_started {
            // The old master answers on it until this one takes over.
            return;
        }
        let inherited = inheritance.as_mut().and_then(|one| one.take_admin(config));
        let events = self.events.clone();
        let opened = Admin::open(config, inherited, move |question| {
            // The master has ended.
            let _ = events.send(Event::Observed(question));
        });
        match opened {
            Ok(admin) => {
                let address = admin.address().shown("http");
                self.log
                    .info(format_args!("[master] admin listening on {address}"));
                self.admin = Some(admin);
            }
            Err(error) => {
                self.log.error(error);
                self.code = Some(1);
            }
        }
    }

    pub(super) fn on_question(&mut self, question: Question) {
        match question {
            Question::Ready(answer) => {
                // Whoever asked has gone.
                let _ = answer.send(self.is_ready());
            }
            Question::Overview(asker) => {
                if self.observers.want(asker) {
                    self.ask_members();
                }
            }
        }
    }

    fn ask_members(&mut self) {
        let members = self.agent.iter().chain(self.apps.values());
        let asked = members.map(|member| {
            member.order(&Order::Measure);
            member.who
        });
        let asked = asked.collect();
        self.observers.begin(asked);
        if self.observers.is_complete() {
            return self.tell_observers();
        }
        self.later(PATIENCE, Event::ObserversImpatient);
    }

    /// A member has said what it measured, or is gone.
    pub(super) fn heard_for_observers(&mut self, who: Who) {
        if self.observers.heard(&who) {
            self.tell_observers();
        }
    }

    pub(super) fn tell_observers(&mut self) {
        let mut status = self.status();
        let members = self.agent.iter().chain(self.apps.values());
        for (told, member) in status.members.iter_mut().zip(members) {
            told.measures = member.measures.as_deref().cloned();
        }
        let overview = Overview {
            ready: self.is_ready(),
            status,
        };
        self.observers.finish(overview);
    }

    /// Whether new requests are welcome: some worker takes them, and goes on to.
    fn is_ready(&self) -> bool {
        let serves = self.apps.values().any(|app| app.state == State::Listening);
        self.is_started && serves && self.closing.is_none() && !self.is_leaving
    }
}
