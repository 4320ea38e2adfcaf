//! A member as the master sees it.

use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};
use tokio::sync::mpsc;

use super::channel::{self, Receiver, Sender};
use super::event::{Event, Who};
use super::frame::{Figures, Order, Report};
use super::messenger::Message;
use super::options::{Options, StartMode};
use super::spawn::{self, Body};
use crate::logger::complain;
use crate::observe::Measures;
use crate::worker::Settings;

/// How long the last reports of a member that has ended may take to come.
const LAST_REPORTS: Duration = Duration::from_millis(200);

/// The states of Node's cluster workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Forked, not yet loaded.
    None,
    /// It takes connections; for an agent: it is loaded.
    Listening,
    /// It has left the cluster and ends once its requests are answered.
    Disconnected,
    /// The process is gone.
    Dead,
}

impl State {
    pub(crate) fn name(self) -> &'static str {
        match self {
            State::None => "none",
            State::Listening => "listening",
            State::Disconnected => "disconnected",
            State::Dead => "dead",
        }
    }
}

/// An agent or app worker.
pub(crate) struct Member {
    pub(crate) who: Who,
    /// What messages call it: its process id; for a thread a number of its own.
    pub(crate) pid: u32,
    pub(crate) state: State,
    /// The master told it to end: its end is no accident, and nobody takes its place.
    pub(crate) is_told: bool,
    /// It was forked in place of another one.
    pub(crate) is_replacement: bool,
    pub(crate) forked: Instant,
    /// When it last said something.
    pub(crate) heard: Instant,
    pub(crate) figures: Figures,
    /// What it measured when it was asked last.
    pub(crate) measures: Option<Box<Measures>>,
    orders: Sender,
    process: Option<Pid>,
}

impl Member {
    /// Starts a member, which waits for its order to load the application. What it reports and how it ends comes as events.
    /// `number`: what messages call it if it is a thread.
    ///
    /// # Errors
    /// When the system has no room for it.
    pub(crate) fn spawn(
        who: Who,
        number: u32,
        options: &Options,
        program: &Path,
        events: &mpsc::UnboundedSender<Event>,
    ) -> io::Result<Member> {
        let (ours, theirs) = channel::pair()?;
        let label = who.label();
        let body = match options.start_mode {
            StartMode::WorkerThreads => Body::thread(&label, theirs, options.extensions.clone())?,
            StartMode::Process | StartMode::Single => {
                Body::process(program, &label, options.title.as_deref(), theirs)?
            }
        };
        let process = body.pid();
        let (orders, receiver, _) = channel::open(ours)?;
        tokio::task::spawn_local(watch(who, receiver, body, events.clone()));
        orders.send(&Order::Prepare {
            heap: options.heap,
            stack: crate::worker::JS_STACK,
            turn_limit: options.turn_limit,
        });
        let now = Instant::now();
        Ok(Member {
            who,
            pid: process.map_or(number, |pid| pid.as_raw_nonzero().get() as u32),
            state: State::None,
            is_told: false,
            is_replacement: false,
            forked: now,
            heard: now,
            figures: Figures::default(),
            measures: None,
            orders,
            process,
        })
    }

    /// Lets it load the application. `fds`: what [`Order::Start`] has beside it.
    pub(crate) fn start(&self, mut settings: Settings, fds: Vec<OwnedFd>) {
        settings.worker_id = self.pid;
        self.orders
            .send_with(&Order::Start(Box::new(settings)), fds);
    }

    /// Gives an order; a member that has ended is heard of in another way.
    pub(crate) fn order(&self, order: &Order) {
        self.orders.send(order);
    }

    /// As [`Member::order`], with descriptors.
    pub(crate) fn order_with(&self, order: &Order, fds: Vec<OwnedFd>) {
        self.orders.send_with(order, fds);
    }

    pub(crate) fn message(&self, message: &Message) {
        self.order(&Order::Message(message.to_raw()));
    }

    /// Lets it finish its requests and end. `linger`: how long idle connections may stay to be told.
    pub(crate) fn drain(&mut self, linger: Duration) {
        self.is_told = true;
        self.order(&Order::Drain { linger });
    }

    /// Asks it to end as egg's master does: by SIGTERM; a thread by an order.
    pub(crate) fn terminate(&mut self) {
        self.is_told = true;
        match self.process {
            Some(pid) => spawn::kill(pid, Signal::TERM),
            None => self.order(&Order::Drain {
                linger: Duration::ZERO,
            }),
        }
    }

    /// Lets it end without waiting for requests.
    pub(crate) fn stop(&mut self) {
        self.is_told = true;
        self.order(&Order::Stop);
    }

    /// Ends it whatever it does. Gives false for a thread, which nobody can end from outside.
    pub(crate) fn kill(&self) -> bool {
        match self.process {
            Some(pid) => {
                spawn::kill(pid, Signal::KILL);
                true
            }
            None => false,
        }
    }

    /// Its process; None for a thread.
    pub(crate) fn process(&self) -> Option<Pid> {
        self.process
    }

    /// Whether it answers requests and messages.
    pub(crate) fn is_serving(&self) -> bool {
        self.state == State::Listening
    }

    /// `app_worker#1:22331`, as log lines call it.
    pub(crate) fn label(&self) -> String {
        format!("{}:{}", self.who.label(), self.pid)
    }
}

/// Passes on what a member reports, then how it ended.
async fn watch(
    who: Who,
    mut receiver: Receiver,
    mut body: Body,
    events: mpsc::UnboundedSender<Event>,
) {
    let mut is_open = true;
    let exit = loop {
        tokio::select! {
            report = receiver.next::<Report>(), if is_open => is_open = pass_on(who, report, &events),
            exit = body.ended() => break exit,
        }
    };
    while is_open {
        let Ok(report) = tokio::time::timeout(LAST_REPORTS, receiver.next::<Report>()).await else {
            break;
        };
        is_open = pass_on(who, report, &events);
    }
    // The master has ended first.
    let _ = events.send(Event::Exited(who, exit));
}

/// Whether the channel may bring more.
fn pass_on(
    who: Who,
    report: io::Result<Option<channel::Received<Report>>>,
    events: &mpsc::UnboundedSender<Event>,
) -> bool {
    match report {
        Ok(Some((report, _))) => events.send(Event::Report(who, report)).is_ok(),
        Ok(None) => false,
        Err(error) => {
            complain!("coddle: the channel of {} broke: {error}", who.label());
            false
        }
    }
}
