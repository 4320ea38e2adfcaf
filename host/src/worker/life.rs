//! A worker's way from start to end.

use std::cell::Cell;
use std::future::pending;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use coddle_engine::World;
use coddle_engine::rquickjs::Value;
use tokio::sync::{mpsc, watch};

use super::door::Door;
use super::process_channel::Channel;
use super::{Cause, Incoming, Link, Role, Settings, Source, Started, Stop};
use crate::application::{self, Kept, Loaded, Settled, settled};
use crate::cluster::frame::{Figures, Report};
use crate::observe::{LoopDelay, Measures};
use crate::{Error, event_loop, http};

/// How a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It was told to, and closed the application.
    Told,
    /// The application ended the process with this code.
    Exit(i32),
}

impl End {
    /// The process's exit code.
    pub(crate) fn code(self) -> i32 {
        match self {
            End::Told => 0,
            End::Exit(code) => code,
        }
    }
}

/// Loads an application in a prepared world and serves it until the worker is told to stop.
///
/// # Errors
/// When the application does not start, or its address cannot be listened on.
pub(crate) async fn run(world: World, settings: Settings, link: Link) -> Result<End, Error> {
    let Link {
        stop,
        report,
        source,
        inbox,
    } = link;
    let channel = match settings.role {
        Role::Single => None,
        Role::Agent | Role::App => Some(Channel::open(&world, settings.worker_id, report.clone())?),
    };
    let mut life = Life {
        channel,
        inbox,
        server: None,
        report,
        stop,
        loop_delay: LoopDelay::default(),
        world,
    };
    let Some((loaded, started)) = life.load(&settings).await? else {
        return Ok(End::Exit(life.world.exit_code().unwrap_or(0)));
    };
    match settings.role {
        Role::Agent => life.attend_agent(loaded, started).await,
        Role::App | Role::Single => life.serve(loaded, started, source, &settings).await,
    }
}

/// A running worker.
struct Life {
    // What holds JavaScript values stands before the world.
    channel: Option<Channel>,
    server: Option<Rc<http::Server>>,
    inbox: Option<mpsc::UnboundedReceiver<Incoming>>,
    report: mpsc::UnboundedSender<Report>,
    stop: watch::Sender<Stop>,
    loop_delay: LoopDelay,
    world: World,
}

impl Life {
    fn tell(&self, report: Report) {
        // Whoever stopped listening is gone: that ends the worker in another way.
        let _ = self.report.send(report);
    }

    /// Loads the application; None when the process is to end instead.
    async fn load(&mut self, settings: &Settings) -> Result<Option<(Loaded, Started)>, Error> {
        let Some(starting) = application::begin(&self.world, settings)? else {
            return Ok(None);
        };
        match self.settle(starting, Interruption::AnyStop).await {
            Some(Ok(value)) => Loaded::new(&self.world, settings, value).map(Some),
            Some(Err(message)) => Err(Error::application(message)),
            None if settings.role == Role::Single && *self.stop.borrow() == Stop::No => {
                let code = self.world.exit_code().unwrap_or(1);
                Err(Error::application(format!(
                    "it ended the process with code {code} while starting"
                )))
            }
            None => Ok(None),
        }
    }

    /// Waits for a promise, while timers go on and the worker hears what the master says; None when the application ends the
    /// process first, or somebody ends the worker who may.
    async fn settle(
        &mut self,
        promise: Kept<Value<'static>>,
        interruption: Interruption,
    ) -> Option<Settled> {
        let world = self.world.clone();
        let mut stop = self.stop.subscribe();
        let mut stopped = false;
        loop {
            let mut outcome = None;
            tokio::select! {
                () = world.drive_until(|world| {
                    outcome = world.enter(|ctx| settled(ctx, &promise));
                    outcome.is_some()
                }) => {}
                () = self.hear() => {}
                () = interruption.comes(&mut stop) => stopped = true,
            }
            if stopped || outcome.is_some() || world.exit_code().is_some() {
                return outcome;
            }
        }
    }

    /// Awaits `work`, while timers go on and the worker hears what the master says; ends early as [`Life::settle`] does.
    async fn attend(&mut self, work: impl Future<Output = ()>, interruption: Interruption) {
        let world = self.world.clone();
        let mut stop = self.stop.subscribe();
        let (mut work, mut driving) = (pin!(work), pin!(world.drive()));
        let mut interrupted = pin!(interruption.comes(&mut stop));
        loop {
            tokio::select! {
                () = &mut work => return,
                () = &mut driving => return,
                () = &mut interrupted => return,
                () = self.hear() => {}
            }
            if world.exit_code().is_some() {
                return;
            }
        }
    }

    /// Hears one thing that the master says.
    async fn hear(&mut self) {
        let Some(inbox) = &mut self.inbox else {
            return pending().await;
        };
        let Some(incoming) = inbox.recv().await else {
            self.inbox = None;
            return;
        };
        match incoming {
            Incoming::Message(text) => {
                if let Some(channel) = &self.channel {
                    channel.deliver(&self.world, text.get());
                }
            }
            Incoming::Connection(stream) => {
                if let Some(server) = &self.server {
                    server.take(stream);
                }
            }
            Incoming::Ping { with_heap } => {
                let figures = self.server.as_ref().map(|server| server.figures());
                let heap = with_heap.then(|| self.world.memory_usage().malloc_size.max(0) as u64);
                self.tell(Report::Alive(Figures {
                    heap,
                    ..figures.unwrap_or_default()
                }));
            }
            Incoming::Measure => {
                self.loop_delay.start();
                let server = self.server.as_deref();
                self.tell(Measures::report(
                    Some(&self.world),
                    &self.loop_delay,
                    server,
                ));
            }
            Incoming::Gone => {
                if let Some(channel) = &self.channel {
                    channel.ended(&self.world);
                }
                self.stop.send_replace(Stop::Drain {
                    linger: Duration::ZERO,
                    cause: Cause::MasterGone,
                });
            }
        }
    }

    async fn attend_agent(mut self, agent: Loaded, started: Started) -> Result<End, Error> {
        self.tell(Report::Started(Box::new(started)));
        event_loop::release_start();
        self.attend(pending(), Interruption::AnyStop).await;
        if self.world.exit_code().is_none() {
            let (stop, cause) = self.stopped();
            agent.ending(cause);
            self.exit(&agent, stop, cause).await;
        }
        Ok(self.ended())
    }

    async fn serve(
        mut self,
        loaded: Loaded,
        mut started: Started,
        source: Source,
        settings: &Settings,
    ) -> Result<End, Error> {
        let Door {
            listener,
            address,
            tls,
        } = Door::open(source, &started, settings)?;
        let limits = Rc::new(Cell::new(settings.http_limits));
        let application = Rc::new(loaded.serve(address.as_ref(), limits, self.stop.clone())?);
        let server = Rc::new(http::Server::new(
            Rc::clone(&application),
            settings.request_limit,
            tls,
        ));
        self.server = Some(Rc::clone(&server));
        started.address = address;
        self.tell(Report::Started(Box::new(started)));
        event_loop::release_start();
        match &listener {
            Some(listener) => {
                let accepting = Rc::clone(&server).accept(listener);
                self.attend(accepting, Interruption::AnyStop).await;
            }
            None => self.attend(pending(), Interruption::AnyStop).await,
        }
        if self.world.exit_code().is_some() {
            return Ok(self.ended());
        }
        let (stop, cause) = self.stopped();
        application.loaded.ending(cause);
        if let Stop::Drain { linger, .. } = stop {
            if let Some(listener) = listener {
                // What waits in the listener's queue would be reset with it.
                server.accept_waiting(&listener);
            }
            self.tell(Report::Draining);
            // Requests in flight finish while timers go on, and messages come.
            let drained = server.drain(linger, settings.drain_limit);
            self.attend(drained, Interruption::hurried(stop)).await;
        }
        application.closed();
        if self.world.exit_code().is_none() {
            self.exit(&application.loaded, stop, cause).await;
        }
        Ok(self.ended())
    }

    /// The order that ends the worker.
    fn stopped(&self) -> (Stop, Cause) {
        let stop = *self.stop.borrow();
        let cause = match stop {
            Stop::Drain { cause, .. } | Stop::Now { cause } => cause,
            Stop::No => Cause::Told,
        };
        (stop, cause)
    }

    /// Lets the application end what it began.
    async fn exit(&mut self, loaded: &Loaded, stop: Stop, cause: Cause) {
        if let Some(promise) = loaded.exit(cause) {
            let outcome = self.settle(promise, Interruption::hurried(stop)).await;
            application::report_close(outcome);
        }
    }

    fn ended(&self) -> End {
        match self.world.exit_code() {
            Some(code) => End::Exit(code),
            None => End::Told,
        }
    }
}

/// What ends waiting early.
#[derive(Clone, Copy)]
enum Interruption {
    /// Any order to stop.
    AnyStop,
    /// The order to stop at once.
    StopNow,
    /// Nothing.
    None,
}

impl Interruption {
    /// While the worker obeys `stop` already: only a more urgent order counts.
    fn hurried(stop: Stop) -> Interruption {
        match stop {
            Stop::Now { .. } => Interruption::None,
            Stop::No | Stop::Drain { .. } => Interruption::StopNow,
        }
    }

    async fn comes(self, stop: &mut watch::Receiver<Stop>) {
        let waited = match self {
            Interruption::AnyStop => stop.wait_for(|stop| *stop != Stop::No).await,
            Interruption::StopNow => stop.wait_for(|stop| matches!(stop, Stop::Now { .. })).await,
            Interruption::None => pending().await,
        };
        // An error would mean that nobody can give an order any more; the worker has the sender itself.
        drop(waited);
    }
}
