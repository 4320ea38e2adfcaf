//! Who gets a message: egg-cluster's rules. (CLU-043, CLU-045, CLU-051)

use indexmap::IndexMap;
use serde_json::value::RawValue;

/// Where a message comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    Parent,
    Master,
    Agent,
    App,
}

impl Party {
    fn name(self) -> &'static str {
        match self {
            Party::Parent => "parent",
            Party::Master => "master",
            Party::Agent => "agent",
            Party::App => "app",
        }
    }

    fn of(name: &str) -> Option<Party> {
        [Party::Parent, Party::Master, Party::Agent, Party::App]
            .into_iter()
            .find(|party| party.name() == name)
    }
}

/// A message `{ action, data, to, receiverPid, from, ... }`; members that the master does not look at go on as they came.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    members: IndexMap<String, Box<RawValue>>,
}

/// Whom a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) to: Party,
    /// One process of that kind alone.
    pub(crate) pid: Option<String>,
}

impl Message {
    /// A message of the master's own.
    pub(crate) fn new(action: &str, data: Option<&serde_json::Value>) -> Message {
        let mut message = Message {
            members: IndexMap::new(),
        };
        message.set("action", action);
        if let Some(data) = data {
            message.members.insert("data".to_string(), raw(data));
        }
        message.set("from", Party::Master.name());
        message
    }

    /// What a process sent, from `from`. A string is an action and its data at once; None for what is no message at all.
    pub(crate) fn received(text: &RawValue, from: Party) -> Option<Message> {
        let mut message = match serde_json::from_str(text.get()) {
            Ok(members) => Message { members },
            Err(_) => {
                let action: String = serde_json::from_str(text.get()).ok()?;
                let mut message = Message {
                    members: IndexMap::new(),
                };
                message.set("action", &action);
                message.set("data", &action);
                message
            }
        };
        message.set("from", from.name());
        Some(message)
    }

    pub(crate) fn to(mut self, party: Party) -> Message {
        self.set("to", party.name());
        self
    }

    fn set(&mut self, name: &str, value: &str) {
        self.members.insert(name.to_string(), raw(&value));
    }

    fn text(&self, name: &str) -> Option<String> {
        let value: serde_json::Value = serde_json::from_str(self.members.get(name)?.get()).ok()?;
        match value {
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
        .filter(|text| !text.is_empty())
    }

    pub(crate) fn action(&self) -> Option<String> {
        self.text("action")
    }

    /// Whom it is for; None for nobody. `master` and `agent` are their process ids.
    pub(crate) fn route(&self, master: u32, agent: Option<u32>) -> Option<Route> {
        if let Some(pid) = self.text("receiverPid") {
            let to = match &pid {
                pid if *pid == master.to_string() => Party::Master,
                pid if Some(pid) == agent.map(|agent| agent.to_string()).as_ref() => Party::Agent,
                _ => Party::App,
            };
            return Some(Route { to, pid: Some(pid) });
        }
        let to = match self.text("to") {
            Some(name) => Party::of(&name)?,
            None => match Party::of(&self.text("from")?)? {
                Party::Agent => Party::App,
                Party::App => Party::Agent,
                Party::Parent => Party::Master,
                Party::Master => return None,
            },
        };
        Some(Route { to, pid: None })
    }

    /// As it goes over a channel.
    pub(crate) fn to_raw(&self) -> Box<RawValue> {
        raw(&self.members)
    }
}

fn raw(value: &impl serde::Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(value).expect("plain data is JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn received(text: &str, from: Party) -> Option<Message> {
        let raw = RawValue::from_string(text.to_string()).expect("JSON");
        Message::received(&raw, from)
    }

    fn route(text: &str, from: Party) -> Option<Route> {
        received(text, from)?.route(10, Some(20))
    }

    fn to(party: Party) -> Option<Route> {
        Some(Route {
            to: party,
            pid: None,
        })
    }

    // CLU-045
    #[test]
    fn without_an_address_agent_and_workers_talk_to_each_other_and_the_parent_to_the_master() {
        assert_eq!(route(r#"{"action":"a"}"#, Party::Agent), to(Party::App));
        assert_eq!(route(r#"{"action":"a"}"#, Party::App), to(Party::Agent));
        assert_eq!(route(r#"{"action":"a"}"#, Party::Parent), to(Party::Master));
        assert_eq!(
            route(r#"{"action":"a","to":"parent"}"#, Party::App),
            to(Party::Parent)
        );
        assert_eq!(route(r#"{"action":"a","to":"nobody"}"#, Party::App), None);
    }

    // CLU-043
    #[test]
    fn a_process_id_decides_before_anything_else() {
        let for_pid = |party, pid: &str| {
            Some(Route {
                to: party,
                pid: Some(pid.to_string()),
            })
        };
        let message = r#"{"action":"a","to":"agent","receiverPid":"30"}"#;
        assert_eq!(route(message, Party::App), for_pid(Party::App, "30"));
        assert_eq!(
            route(r#"{"receiverPid":"20"}"#, Party::App),
            for_pid(Party::Agent, "20")
        );
        assert_eq!(
            route(r#"{"receiverPid":10}"#, Party::App),
            for_pid(Party::Master, "10")
        );
    }

    // CLU-051
    #[test]
    fn a_string_is_action_and_data_at_once_and_other_things_are_no_messages() {
        let message = received(r#""hello""#, Party::App).expect("a message");
        assert_eq!(
            message.to_raw().get(),
            r#"{"action":"hello","data":"hello","from":"app"}"#
        );
        assert!(received("[1]", Party::App).is_none());
        assert!(received("null", Party::App).is_none());
    }

    #[test]
    fn what_the_master_does_not_know_goes_on_as_it_came() {
        let message = received(
            r#"{"action":"a","data":{"n":1e400,"s":"\u0000"},"extra":[1]}"#,
            Party::Agent,
        );
        assert_eq!(
            message.expect("a message").to_raw().get(),
            r#"{"action":"a","data":{"n":1e400,"s":"\u0000"},"extra":[1],"from":"agent"}"#
        );
    }
}
