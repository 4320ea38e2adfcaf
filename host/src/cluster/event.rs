//! What happens to the master.

use std::net::IpAddr;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use super::control::Asked;
use super::frame::Report;
use super::messenger::Message;
use super::spawn::Exit;
use crate::Error;
use crate::observe::Question;

/// Which member. Numbers count from 1 and are never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Who {
    Agent(u32),
    App(u32),
}

impl Who {
    /// `agent_worker#1`, `app_worker#1`.
    pub(crate) fn label(self) -> String {
        match self {
            Who::Agent(number) => format!("agent_worker#{number}"),
            Who::App(number) => format!("app_worker#{number}"),
        }
    }
}

/// The signals that a master obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    Terminate,
    Interrupt,
    Quit,
    /// SIGHUP: replace the workers.
    Reload,
    /// SIGUSR2: replace the binary.
    Upgrade,
}

impl Signal {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Signal::Terminate => "SIGTERM",
            Signal::Interrupt => "SIGINT",
            Signal::Quit => "SIGQUIT",
            Signal::Reload => "SIGHUP",
            Signal::Upgrade => "SIGUSR2",
        }
    }
}

/// One thing that the master acts on.
#[derive(Debug)]
pub(crate) enum Event {
    Report(Who, Report),
    Exited(Who, Exit),
    Signal(Signal),
    /// From the process that started the master.
    Parent(Message),
    /// That process has gone, or wants to hear no more.
    ParentGone,
    /// A pause is over: fork a worker.
    ForkApp,
    /// A pause is over: fork an agent.
    ForkAgent,
    /// Time to ask members whether they are there.
    Watch,
    /// Time to look whether agent and workers are there. (CLU-032)
    Check,
    /// Over the control socket.
    Asked(Asked),
    /// Over the admin listener.
    Observed(Question),
    /// Members have had their time to say what they measured.
    ObserversImpatient,
    /// Load balancers have had their time to see that the server is not ready: it ends.
    Close,
    /// Members have had their time to say how they are.
    Impatient,
    /// A file of the application has changed; or files cannot be watched.
    Changed(Result<PathBuf, Error>),
    /// A new master has taken over (its process id), or has failed to.
    Upgraded(Result<u32, String>),
    /// A connection came, in sticky mode.
    Connected(OwnedFd, IpAddr),
    /// What is being closed took too long.
    CloseTimeout(Closing),
}

/// The steps of a master's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closing {
    Apps,
    Agent,
}
