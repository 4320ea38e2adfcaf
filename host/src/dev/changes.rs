//! Changes of files, as they happen.

use std::path::PathBuf;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use super::watch::{Depth, Watch};
use crate::Error;

/// How long it has to be quiet before a change counts as done: an editor writes a file in several steps, and a formatter or
/// a checkout several files.
const QUIET: Duration = Duration::from_millis(10);
/// How long a change may go on before it counts nevertheless.
const LONGEST: Duration = Duration::from_millis(500);

/// The changes that concern the application.
pub(crate) struct Changes {
    watch: Watch,
    watcher: RecommendedWatcher,
    events: mpsc::UnboundedReceiver<notify::Result<notify::Event>>,
}

impl Changes {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the system's means of watching are exhausted.
    pub(crate) fn new(watch: Watch) -> Result<Changes, Error> {
        let (tell, events) = mpsc::unbounded_channel();
        let watcher = notify::recommended_watcher(move |event| {
            // The one who listens is gone with its application.
            let _ = tell.send(event);
        })
        .map_err(system)?;
        let mut changes = Changes {
            watch,
            watcher,
            events,
        };
        changes.listen()?;
        Ok(changes)
    }

    fn listen(&mut self) -> Result<(), Error> {
        for (folder, depth) in self.watch.folders() {
            let mode = match depth {
                Depth::Itself => RecursiveMode::NonRecursive,
                Depth::Everything => RecursiveMode::Recursive,
            };
            match self.watcher.watch(&folder, mode) {
                // It was there a moment ago.
                Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => {}
                result => result.map_err(system)?,
            }
        }
        Ok(())
    }

    /// Waits for a change that concerns the application, and until it is done. Gives its path: of several the last one that is
    /// there, as editors write by way of files that come and go.
    ///
    /// # Errors
    /// When what is watched cannot be watched any more.
    pub(crate) async fn next(&mut self) -> Result<PathBuf, Error> {
        let mut changed = loop {
            if let Some(path) = self.hear().await? {
                break path;
            }
        };
        let deadline = tokio::time::Instant::now() + LONGEST;
        // What ends the wait is the silence itself.
        while let Ok(heard) = tokio::time::timeout(QUIET, self.hear()).await {
            if let Some(path) = heard?.filter(|path| path.exists()) {
                changed = path;
            }
            if tokio::time::Instant::now() >= deadline {
                break;
            }
        }
        Ok(changed)
    }

    /// One event; its path when it concerns the application.
    async fn hear(&mut self) -> Result<Option<PathBuf>, Error> {
        let Some(event) = self.events.recv().await else {
            // The watcher, which holds the other end, lives as long as this.
            return std::future::pending().await;
        };
        let event = event.map_err(system)?;
        if !is_change(event.kind) {
            return Ok(None);
        }
        if event.paths.iter().any(|path| self.watch.is_root(path)) {
            // A folder that comes is listened to from now on; one that is there already stays so.
            self.listen()?;
        }
        let mut paths = event.paths.into_iter();
        Ok(paths.find(|path| self.watch.concerns(path)))
    }
}

fn is_change(kind: EventKind) -> bool {
    match kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn system(error: notify::Error) -> Error {
    Error::System {
        what: "watch the application's files",
        source: std::io::Error::other(error),
    }
}
