//! The signals that a master obeys.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

use super::event::{Event, Signal};

/// Begins to pass signals on as events.
///
/// # Errors
/// When the system does not let one be watched.
pub(super) fn listen(events: &mpsc::UnboundedSender<Event>) -> io::Result<()> {
    let all = [
        (SignalKind::terminate(), Signal::Terminate),
        (SignalKind::interrupt(), Signal::Interrupt),
        (SignalKind::quit(), Signal::Quit),
        (SignalKind::hangup(), Signal::Reload),
        (SignalKind::user_defined2(), Signal::Upgrade),
    ];
    for (kind, name) in all {
        let mut stream = signal(kind)?;
        let events = events.clone();
        tokio::task::spawn_local(async move {
            while stream.recv().await.is_some() {
                if events.send(Event::Signal(name)).is_err() {
                    return;
                }
            }
        });
    }
    Ok(())
}
