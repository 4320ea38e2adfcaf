//! A host of one worker: agent and application in one world, on a thread beside the one that was asked to run it.

use std::thread;
use std::time::Duration;

use tokio::sync::{mpsc, watch};

use crate::cluster::Options;
use crate::host::DRAIN;
use crate::logger::inform;
use crate::observe::{Leaving, Single};
use crate::worker::{self, Cause, Link, Role, Source, Started, Stop, THREAD_STACK};
use crate::{Error, dev, event_loop, stop_signals};

/// Runs until the process is told to stop.
///
/// # Errors
/// When the address is taken, the application does not start, or its worker ends by itself.
pub(crate) fn run(mut options: Options) -> Result<(), Error> {
    let early = options.open_early()?;
    let source = Source::Listen(options.listen.clone(), early);
    let (stop, _) = watch::channel(Stop::No);
    let (report, reports) = mpsc::unbounded_channel();
    let (questions, inbox) = mpsc::unbounded_channel();
    let link = Link {
        stop: stop.clone(),
        report,
        source,
        inbox: Some(inbox),
    };
    let settings = options.settings(
        Role::Single,
        &options.for_application(None),
        None,
        options.close_limit.unwrap_or(DRAIN),
    );
    let extensions = options.extensions.clone();
    let watched = options.watch.then(|| options.base_dir());
    let worker = thread::Builder::new()
        .name("coddle-worker".to_string())
        .stack_size(THREAD_STACK)
        .spawn(move || match watched {
            Some(base) => dev::run(&base, settings, &extensions, link),
            None => worker::run(settings, &extensions, link),
        })
        .map_err(|source| Error::System {
            what: "start a worker thread",
            source,
        })?;
    let leaving = Leaving::default();
    let signals = stop_signals::obey(stop.clone(), leaving.clone())?;
    let base_dir = options.base_dir().to_string_lossy().into_owned();
    let single = Single::new(base_dir, options.title.clone(), questions, leaving);
    let attended = event_loop::run(single.attend(reports, |started, took| {
        let protocol = started.protocol(options.https.as_ref());
        if options.announce {
            announce(started, protocol, took);
        }
        protocol
    }));
    if attended.is_err() {
        stop.send_replace(Stop::Now { cause: Cause::Told });
    }
    let ended = worker.join();
    drop(signals);
    attended?;
    match ended {
        Ok(Ok(end)) if end.code() == 0 => Ok(()),
        Ok(Ok(end)) => Err(Error::WorkerDied {
            worker: 0,
            cause: format!("the application ended the process with code {}", end.code()),
        }),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(Error::WorkerDied {
            worker: 0,
            cause: "its thread panicked".to_string(),
        }),
    }
}

/// Says where it listens, what was loaded and how long each step took.
fn announce(started: &Started, protocol: &str, total: Duration) {
    if let Some(address) = &started.address {
        inform!("coddle listening on {}", address.shown(protocol));
    }
    inform!(
        "  {} ({}), 1 worker, ready in {:.1} ms",
        started.name,
        started.env,
        total.as_secs_f64() * 1e3
    );
    inform!("  units: {}", started.units.join(", "));
    for (step, took) in &started.steps {
        inform!("  {:>8.1} ms  {step}", took.as_secs_f64() * 1e3);
    }
}
