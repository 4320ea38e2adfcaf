//! A member's own side: an agent or app worker, in a process or thread of its own.

use std::io;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use coddle_engine::Limits;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{mpsc, watch};

use super::channel::{self, Receiver};
use super::frame::Order;
use crate::event_loop;
use crate::extension::Extensions;
use crate::listener::{Listener, Place};
use crate::logger::complain;
use crate::worker::{Cause, End, Incoming, Link, Settings, Source, Stop};
use crate::{Error, application, worker};

/// How long idle connections may stay after SIGTERM, so that a request under way to us is still answered.
const LINGER: Duration = Duration::from_millis(100);
/// How long the last reports may take to be written.
const FLUSH: Duration = Duration::from_secs(1);

/// Runs a member over its channel; gives the exit code.
pub(crate) fn run(channel: UnixStream, is_process: bool, extensions: &Extensions) -> i32 {
    match event_loop::run(member(channel, is_process, extensions)) {
        Ok(end) => end.code(),
        Err(error) => {
            complain!("coddle: {error}");
            1
        }
    }
}

async fn member(
    channel: UnixStream,
    is_process: bool,
    extensions: &Extensions,
) -> Result<End, Error> {
    let broken = |source| Error::System {
        what: "use the channel to the master",
        source,
    };
    let (sender, mut receiver, writing) = channel::open(channel).map_err(broken)?;
    let (stop, _) = watch::channel(Stop::No);
    let _signals = match is_process {
        true => Some(obey_signals(stop.clone()).map_err(broken)?),
        false => None,
    };
    let Some(limits) = limits(&mut receiver).await.map_err(broken)? else {
        return Ok(End::Told);
    };
    // The application is not known yet; what every application needs can be loaded meanwhile.
    let world = application::prepare(limits, extensions)?;
    application::load_egg(&world)?;
    let Some((settings, source)) = start_order(&mut receiver).await.map_err(broken)? else {
        return Ok(End::Told);
    };

    let (report, mut reports) = mpsc::unbounded_channel();
    let (incoming, inbox) = mpsc::unbounded_channel();
    let reading = tokio::task::spawn_local(hear(receiver, stop.clone(), incoming));
    let link = Link {
        stop,
        report,
        source,
        inbox: Some(inbox),
    };
    let mut running = std::pin::pin!(worker::run_in(world, settings, link));
    let ended = loop {
        tokio::select! {
            ended = &mut running => break ended,
            Some(report) = reports.recv() => {
                sender.send(&report);
            }
        }
    };
    // What the application has said at the very end.
    while let Ok(report) = reports.try_recv() {
        sender.send(&report);
    }
    reading.abort();
    drop(sender);
    // A master that reads no more is not waited for.
    let _ = tokio::time::timeout(FLUSH, writing.finished()).await;
    ended
}

/// The first order; None when the master is gone already.
async fn limits(receiver: &mut Receiver) -> io::Result<Option<Limits>> {
    match receiver.next().await? {
        Some((
            Order::Prepare {
                heap,
                stack,
                turn_limit,
            },
            _,
        )) => Ok(Some(Limits {
            heap,
            stack,
            turn: turn_limit,
        })),
        Some((order, _)) => Err(io::Error::other(format!("{order:?} comes too early"))),
        None => Ok(None),
    }
}

/// The order to start; None when the worker is to end before it came.
async fn start_order(receiver: &mut Receiver) -> io::Result<Option<(Settings, Source)>> {
    loop {
        let Some((order, fds)) = receiver.next().await? else {
            return Ok(None);
        };
        match order {
            Order::Start(settings) => {
                let mut fds = fds.into_iter();
                let source = match (fds.next(), fds.next(), &settings.address) {
                    (Some(fd), Some(places), Some(address)) => {
                        let place = Place::of(places, settings.number);
                        Source::Open(Listener::of(fd, address), address.clone(), place)
                    }
                    _ => Source::Elsewhere,
                };
                return Ok(Some((*settings, source)));
            }
            Order::Drain { .. } | Order::Stop => return Ok(None),
            // Nobody is there yet to hear a message, as in a process that has just been forked.
            Order::Prepare { .. }
            | Order::Message(_)
            | Order::Connection
            | Order::Ping { .. }
            | Order::Measure => {}
        }
    }
}

/// Hears the master until it is gone.
async fn hear(
    mut receiver: Receiver,
    stop: watch::Sender<Stop>,
    incoming: mpsc::UnboundedSender<Incoming>,
) {
    loop {
        let next = match receiver.next().await {
            Ok(Some(next)) => next,
            Ok(None) => break,
            Err(error) => {
                complain!("coddle: the channel to the master broke: {error}");
                break;
            }
        };
        let heard = match next {
            (Order::Message(text), _) => Incoming::Message(text),
            (Order::Ping { with_heap }, _) => Incoming::Ping { with_heap },
            (Order::Measure, _) => Incoming::Measure,
            (Order::Connection, fds) => {
                for fd in fds {
                    let _ = incoming.send(Incoming::Connection(fd.into()));
                }
                continue;
            }
            (Order::Drain { linger }, _) => {
                tell(
                    &stop,
                    Stop::Drain {
                        linger,
                        cause: Cause::Told,
                    },
                );
                continue;
            }
            (Order::Stop, _) => {
                tell(&stop, Stop::Now { cause: Cause::Told });
                continue;
            }
            (Order::Prepare { .. } | Order::Start(_), _) => continue,
        };
        // The worker has ended: nobody is left to hear it.
        let _ = incoming.send(heard);
    }
    let _ = incoming.send(Incoming::Gone);
}

/// Passes an order to stop on, unless one as urgent was given before.
fn tell(stop: &watch::Sender<Stop>, order: Stop) {
    stop.send_if_modified(|now| {
        let is_news = matches!(
            (*now, order),
            (Stop::No, _) | (Stop::Drain { .. }, Stop::Now { .. })
        );
        if is_news {
            *now = order;
        }
        is_news
    });
}

/// SIGTERM drains. What a terminal or a supervisor sends to the whole group is the master's business: a worker that it hits too
/// goes on until the master says otherwise.
fn obey_signals(stop: watch::Sender<Stop>) -> io::Result<impl Sized> {
    let ignored = [
        signal(SignalKind::interrupt())?,
        signal(SignalKind::quit())?,
        signal(SignalKind::hangup())?,
        signal(SignalKind::user_defined2())?,
    ];
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::task::spawn_local(async move {
        while terminate.recv().await.is_some() {
            tell(
                &stop,
                Stop::Drain {
                    linger: LINGER,
                    cause: Cause::Signal("SIGTERM"),
                },
            );
        }
    });
    Ok(ignored)
}
