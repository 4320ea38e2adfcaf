//! What master and members say to each other.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::observe::Measures;
use crate::worker::Started;

/// Master to member.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Order {
    /// The first one: make a JavaScript world of this size.
    Prepare {
        heap: usize,
        stack: usize,
        turn_limit: Duration,
    },
    /// Load the application; an app worker finds its listener and the places of all workers beside the frame, unless its connections
    /// come one by one.
    Start(Box<crate::worker::Settings>),
    /// For `process.on('message')`.
    Message(Box<RawValue>),
    /// A connection that the master accepted (sticky mode), beside the frame.
    Connection,
    /// Are you there? Answered with [`Report::Alive`].
    Ping { with_heap: bool },
    /// What have you measured? Answered with [`Report::Measured`].
    Measure,
    /// Take no more connections and end when those there are have been served (what SIGTERM asks for too); idle ones may
    /// stay for `linger`, to be told with their next answer.
    Drain { linger: Duration },
    /// End without waiting for requests in flight.
    Stop,
}

/// Member to master.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// The application is loaded; an app worker takes connections.
    Started(Box<Started>),
    /// `process.send(message)`.
    Message(Box<RawValue>),
    /// `process.disconnect()`: it takes no more requests and ends once those it has are answered.
    Disconnected,
    /// It takes no more connections, as it was told.
    Draining,
    /// The answer to [`Order::Ping`].
    Alive(Figures),
    /// The answer to [`Order::Measure`].
    Measured(Figures, Box<Measures>),
}

/// What a member counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// Requests since the member started.
    pub(crate) requests: u64,
    /// Requests that are not answered yet.
    pub(crate) in_flight: u64,
    /// Open connections.
    pub(crate) connections: u64,
    /// Bytes of answers that clients did not take yet.
    #[serde(default)]
    pub(crate) waiting: u64,
    /// Bytes of the JavaScript heap, as last asked for: counting them takes time.
    pub(crate) heap: Option<u64>,
}
