//! The life of a server that loads its application anew.

use std::cell::Cell;
use std::future::pending;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use super::Broken;
use super::changes::Changes;
use super::watch::Watch;
use crate::application::{self, Application, Loaded, settled};
use crate::cluster::frame::Report;
use crate::event_loop;
use crate::extension::Extensions;
use crate::http::HttpLimits;
use crate::listener::Address;
use crate::logger::complain;
use crate::observe::{LoopDelay, Measures};
use crate::serving::{Generation, Serving};
use crate::worker::{Cause, ClusterConfig, Door, End, Incoming, Link, Settings, Started, Stop};
use crate::{Error, http};

/// How long an application that was replaced may take for the requests that it has in hand.
const RETIREMENT: Duration = Duration::from_secs(30);

/// Said of what cannot be followed.
pub(crate) const LISTENER_CHANGED: &str = "config.cluster has changed, and the listener is open already: this takes a restart of coddle dev";

/// Runs the server on this thread until it is told to stop. `base`: the application's folder, an absolute path.
///
/// # Errors
/// When the application does not start the first time, its address cannot be listened on, or its files cannot be watched.
pub(crate) fn run(
    base: &Path,
    settings: Settings,
    extensions: &Extensions,
    link: Link,
) -> Result<End, Error> {
    event_loop::run(serve(base, settings, extensions.clone(), link))
}

async fn serve(
    base: &Path,
    settings: Settings,
    extensions: Extensions,
    link: Link,
) -> Result<End, Error> {
    let Link {
        stop,
        report,
        source,
        inbox,
    } = link;
    let mut stopped = stop.subscribe();
    let (loaded, mut started) = tokio::select! {
        loaded = load(&settings, &extensions) => loaded?,
        _ = stopped.wait_for(|stop| *stop != Stop::No) => return Ok(End::Told),
    };
    let Door {
        listener,
        address,
        tls,
    } = Door::open(source, &started, &settings)?;
    let limits = Rc::new(Cell::new(settings.http_limits));
    let application = loaded.serve(address.as_ref(), Rc::clone(&limits), own_stop())?;
    let application = Rc::new(application);
    let server = Rc::new(http::Server::new(application, settings.request_limit, tls));
    let mut session = Session {
        changes: Changes::new(Watch::of(base, &started.development)?)?,
        base: base.to_path_buf(),
        address: address.clone(),
        listens: started.cluster.clone(),
        development: started.development.clone(),
        server: Rc::clone(&server),
        limits,
        settings,
        extensions,
    };
    started.address = address;
    // Whoever stopped listening is gone: that ends the worker in another way.
    let _ = report.send(Report::Started(Box::new(started)));

    let accepting = async {
        match &listener {
            Some(listener) => Rc::clone(&server).accept(listener).await,
            None => pending().await,
        }
    };
    tokio::select! {
        () = accepting => {}
        ended = session.go_on() => return ended,
        () = tell_measures(&server, inbox, &report) => {}
        _ = stopped.wait_for(|stop| *stop != Stop::No) => {}
    }
    let last = *stop.borrow();
    session.end(last).await;
    Ok(End::Told)
}

/// A running server.
struct Session {
    changes: Changes,
    base: PathBuf,
    address: Option<Address>,
    /// What the configuration said when the listener was opened.
    listens: ClusterConfig,
    /// `config.development` that `changes` goes by.
    development: String,
    server: Rc<http::Server>,
    /// Of connections: the server's, which its application sets.
    limits: Rc<Cell<HttpLimits>>,
    settings: Settings,
    extensions: Extensions,
}

impl Session {
    fn serving(&self) -> &Serving {
        self.server.serving()
    }

    /// Loads the application anew at every change, for as long as it is polled.
    async fn go_on(&mut self) -> Result<End, Error> {
        loop {
            let current = self.serving().current();
            tokio::select! {
                path = self.changes.next() => self.reload(&path?).await?,
                () = lives(current.as_deref()) => self.died(),
            }
        }
    }

    /// Loads the application and gives it the requests from then on; when it does not load, the one there is goes on.
    async fn reload(&mut self, changed: &Path) -> Result<(), Error> {
        let began = Instant::now();
        let changed = changed
            .strip_prefix(&self.base)
            .unwrap_or(changed)
            .display();
        match self.load_beside_current().await {
            Ok((application, started)) => {
                let old = self.serving().replace(Some(Rc::new(application)));
                self.server.counters().forget_routes();
                self.serving().set_broken(None);
                complain!(
                    "coddle: reloaded in {:.0} ms: {changed} changed",
                    began.elapsed().as_secs_f64() * 1e3
                );
                if let Some(old) = old {
                    tokio::task::spawn_local(retire(old));
                }
                self.compare(&started)
            }
            Err(error) => {
                let message = text_of(error);
                let stays = match self.serving().current() {
                    Some(_) => "the version before goes on answering",
                    None => "there is none that could answer",
                };
                complain!(
                    "coddle: {changed} changed, but the application does not load; {stays}\n{message}"
                );
                if message.contains("EADDRINUSE") {
                    complain!(
                        "coddle: it opens a port that the version before still holds: this takes a restart of coddle dev"
                    );
                }
                self.serving().set_broken(Some(Broken::new(&message)));
                Ok(())
            }
        }
    }

    /// Loads the application while the one there is goes on working.
    async fn load_beside_current(&self) -> Result<(Application, Started), Error> {
        let mut current = self.serving().current();
        let settings = self.settings.clone();
        let mut loading = pin!(load(&settings, &self.extensions));
        let (loaded, started) = loop {
            tokio::select! {
                loaded = &mut loading => break loaded?,
                () = lives(current.as_deref()) => {
                    self.died();
                    current = None;
                }
            }
        };
        self.limits.set(self.settings.http_limits);
        let limits = Rc::clone(&self.limits);
        let application = loaded.serve(self.address.as_ref(), limits, own_stop())?;
        Ok((application, started))
    }

    /// Follows the new configuration as far as that can be done, and says where it cannot.
    fn compare(&mut self, started: &Started) -> Result<(), Error> {
        if started.cluster != self.listens {
            complain!("coddle: {LISTENER_CHANGED}");
        }
        if started.development != self.development {
            self.changes = Changes::new(Watch::of(&self.base, &started.development)?)?;
            self.development.clone_from(&started.development);
        }
        Ok(())
    }

    /// The application has ended its process. egg's master leaves it at that in development, until a change. (CLU-027)
    fn died(&self) {
        let Some(old) = self.serving().replace(None) else {
            return;
        };
        let code = old.world.exit_code().unwrap_or(1);
        complain!(
            "coddle: the application ended with code {code}; it is started again when one of its files changes"
        );
    }

    /// Lets requests in flight finish and closes the application.
    async fn end(&self, stop: Stop) {
        let current = self.serving().current();
        let cause = match stop {
            Stop::Drain { linger, cause } => {
                tokio::select! {
                    () = self.server.drain(linger, self.settings.drain_limit) => {}
                    () = lives(current.as_deref()) => {}
                }
                cause
            }
            Stop::Now { cause } => cause,
            Stop::No => Cause::Told,
        };
        if let Some(current) = current {
            close(&current, cause).await;
        }
    }
}

/// Answers the questions of the process's first thread, for as long as there can be any.
async fn tell_measures(
    server: &http::Server,
    questions: Option<mpsc::UnboundedReceiver<Incoming>>,
    report: &mpsc::UnboundedSender<Report>,
) {
    let loop_delay = LoopDelay::default();
    if let Some(mut questions) = questions {
        while let Some(question) = questions.recv().await {
            // A server without a master is asked nothing else.
            if !matches!(question, Incoming::Measure) {
                continue;
            }
            loop_delay.start();
            let application = server.serving().current();
            let world = application.as_ref().map(|application| &application.world);
            let measures = Measures::report(world, &loop_delay, Some(server));
            // Whoever asked is gone.
            let _ = report.send(measures);
        }
    }
    pending().await
}

/// Drives a generation's timers; ends when it has ended its process.
async fn lives(generation: Option<&Generation>) {
    match generation {
        Some(generation) => generation.world.drive().await,
        None => pending().await,
    }
}

/// Lets a generation finish what it has in hand, and closes it.
async fn retire(old: Rc<Generation>) {
    tokio::select! {
        () = old.idle() => {}
        () = old.world.drive() => {}
        () = tokio::time::sleep(RETIREMENT) => {
            complain!("coddle: a request to the version before takes longer than {} s and is given up", RETIREMENT.as_secs());
        }
    }
    close(&old, Cause::Told).await;
}

async fn close(generation: &Generation, cause: Cause) {
    generation.closed();
    let world = &generation.world;
    if world.exit_code().is_some() {
        return;
    }
    if let Some(promise) = generation.loaded.exit(cause) {
        let mut outcome = None;
        world
            .drive_until(|world| {
                outcome = world.enter(|ctx| settled(ctx, &promise));
                outcome.is_some()
            })
            .await;
        application::report_close(outcome);
    }
}

/// Loads the application in a world of its own.
async fn load(settings: &Settings, extensions: &Extensions) -> Result<(Loaded, Started), Error> {
    let world = application::prepare(settings.limits(), extensions)?;
    let mut outcome = None;
    if let Some(starting) = application::begin(&world, settings)? {
        world
            .drive_until(|world| {
                outcome = world.enter(|ctx| settled(ctx, &starting));
                outcome.is_some()
            })
            .await;
    }
    match outcome {
        Some(Ok(value)) => Loaded::new(&world, settings, value),
        Some(Err(message)) => Err(Error::application(message)),
        None => {
            let code = world.exit_code().unwrap_or(1);
            Err(Error::application(format!(
                "it ended the process with code {code} while starting"
            )))
        }
    }
}

/// An application that takes no more requests says so here; in development it goes on until it ends.
fn own_stop() -> watch::Sender<Stop> {
    watch::channel(Stop::No).0
}

/// What a person has to read of it.
fn text_of(error: Error) -> String {
    match error {
        Error::Application { message, .. } => message,
        other => other.to_string(),
    }
}
