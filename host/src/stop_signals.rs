//! Signals that end a server without a master.

use std::thread;
use std::time::Duration;

use tokio::sync::watch;

use crate::Error;
use crate::logger::complain;
use crate::observe::Leaving;
use crate::worker::{Cause, Stop};

/// How long idle connections may stay, so that a request under way to us is still answered.
const LINGER: Duration = Duration::from_millis(100);

/// Waits for SIGTERM, SIGINT or SIGQUIT on a thread of its own and tells the workers. The thread ends with the process, or when
/// what this returns is dropped.
///
/// # Errors
/// When the machine has no room for the thread or its loop.
pub(crate) fn obey(
    stop: watch::Sender<Stop>,
    leaving: Leaving,
) -> Result<tokio::sync::oneshot::Sender<()>, Error> {
    let (done, finished) = tokio::sync::oneshot::channel::<()>();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|source| Error::System {
            what: "start the signal loop",
            source,
        })?;
    thread::Builder::new()
        .name("coddle-signals".to_string())
        .spawn(move || {
            runtime.block_on(async move {
                use tokio::signal::unix::{SignalKind, signal};
                let (Ok(mut term), Ok(mut int), Ok(mut quit)) = (
                    signal(SignalKind::terminate()),
                    signal(SignalKind::interrupt()),
                    signal(SignalKind::quit()),
                ) else {
                    complain!("coddle: signals cannot be watched; stop the process with SIGKILL");
                    return;
                };
                let delay = tokio::select! {
                    _ = term.recv() => leaving.begin(),
                    _ = quit.recv() => leaving.begin(),
                    _ = int.recv() => {
                        leaving.begin();
                        Duration::ZERO
                    }
                    _ = finished => return,
                };
                // A second signal ends the wait.
                tokio::select! {
                    () = tokio::time::sleep(delay) => {}
                    _ = term.recv() => {}
                    _ = int.recv() => {}
                    _ = quit.recv() => {}
                }
                stop.send_replace(Stop::Drain {
                    linger: LINGER,
                    cause: Cause::Told,
                });
                // A second signal does not wait for anybody.
                tokio::select! {
                    _ = term.recv() => std::process::exit(143),
                    _ = int.recv() => std::process::exit(130),
                    _ = quit.recv() => std::process::exit(131),
                }
            });
        })
        .map_err(|source| Error::System {
            what: "start the signal thread",
            source,
        })?;
    Ok(done)
}
