//! `coddle dev` with several workers: they are replaced when a file of the application changes.

use std::path::{Path, PathBuf};
use std::time::Instant;

use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use super::control::Answer;
use super::event::Event;
use super::master::Master;
use crate::Error;
use crate::dev::{Changes, LISTENER_CHANGED, Watch};
use crate::logger::complain;
use crate::worker::Started;

/// What tells the master of changes. It is told no more when this goes.
pub(super) struct Watcher {
    /// `config.development` that it goes by.
    development: String,
    task: AbortHandle,
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Master {
    /// Begins to watch the application's files, if that is asked for, as its configuration says.
    pub(super) fn watch_files(&mut self, started: &Started) {
        let is_watched = self
            .watcher
            .as_ref()
            .is_some_and(|watcher| watcher.development == started.development);
        if !self.options.watch || is_watched {
            return;
        }
        let base = self.options.base_dir();
        let changes = Watch::of(&base, &started.development).and_then(Changes::new);
        match changes {
            Ok(mut changes) => {
                let events = self.events.clone();
                let task = tokio::task::spawn_local(async move {
                    loop {
                        let changed = changes.next().await;
                        let goes_on = changed.is_ok();
                        // The master has ended.
                        if events.send(Event::Changed(changed)).is_err() || !goes_on {
                            return;
                        }
                    }
                });
                self.watcher = Some(Watcher {
                    development: started.development.clone(),
                    task: task.abort_handle(),
                });
            }
            Err(error) => self.on_change(Err(error)),
        }
    }

    /// A file has changed, or the files cannot be watched.
    pub(super) fn on_change(&mut self, changed: Result<PathBuf, Error>) {
        let changed = match changed {
            Ok(changed) => changed,
            Err(error) => {
                complain!("coddle: {error}: changes are not seen until coddle dev is started anew");
                return;
            }
        };
        let (answer, answered) = oneshot::channel();
        self.reload_for(answer);
        tokio::task::spawn_local(tell(self.relative(&changed), answered));
    }

    /// A worker has loaded the application anew: what it says of files and listener is followed as far as that can be done.
    pub(super) fn compare(&mut self, started: &Started) {
        let Some(before) = self.started.as_mut().filter(|_| self.options.watch) else {
            return;
        };
        if before.cluster != started.cluster {
            before.cluster.clone_from(&started.cluster);
            complain!("coddle: {LISTENER_CHANGED}");
        }
        self.watch_files(started);
    }

    /// A path as a person knows it.
    fn relative(&self, path: &Path) -> String {
        let base = self.options.base_dir();
        path.strip_prefix(base)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

/// Says what became of a reload.
async fn tell(changed: String, answered: oneshot::Receiver<Answer>) {
    let began = Instant::now();
    match answered.await {
        Ok(Answer::Failed(_)) => complain!(
            "coddle: {changed} changed, but the application does not load; the version before goes on answering"
        ),
        Ok(_) => complain!(
            "coddle: reloaded in {:.0} ms: {changed} changed",
            began.elapsed().as_secs_f64() * 1e3
        ),
        // The master ends.
        Err(_) => {}
    }
}
