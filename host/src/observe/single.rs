//! A server without a master: its only worker is a thread of the process, and the process's first thread tells of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::time::Instant as Moment;

use super::admin::{Admin, Question};
use super::collecting::Collecting;
use super::overview::Overview;
use crate::Error;
use crate::cluster::frame::{Figures, Report};
use crate::cluster::status::{MemberStatus, Status, milliseconds, resident};
use crate::logger::inform;
use crate::observe::Measures;
use crate::worker::{Incoming, Started};

/// How long the worker may take to say how it is; if it is busy for longer it is shown as last heard of.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether the server was told to end, and how long it waits before it does: known to the threads that hear signals and that tell
/// of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leaving {
    has_begun: Arc<AtomicBool>,
    milliseconds: Arc<AtomicU64>,
}

impl Leaving {
    /// From now on the server is not ready. Gives how long it goes on to take requests.
    pub(crate) fn begin(&self) -> Duration {
        self.has_begun.store(true, Ordering::Relaxed);
        Duration::from_millis(self.milliseconds.load(Ordering::Relaxed))
    }

    fn set_delay(&self, delay: Duration) {
        self.milliseconds
            .store(milliseconds(delay), Ordering::Relaxed);
    }
}

/// The process of a server in single mode.
pub(crate) struct Single {
    began: Instant,
    base_dir: String,
    title: Option<String>,
    /// Of the address that is shown.
    protocol: &'static str,
    /// Where it hears questions.
    worker: mpsc::UnboundedSender<Incoming>,
    leaving: Leaving,
    started: Option<Started>,
    figures: Figures,
    measures: Option<Measures>,
    collecting: Collecting<()>,
    admin: Option<Admin>,
}

impl Single {
    /// `worker`: where it hears questions.
    pub(crate) fn new(
        base_dir: String,
        title: Option<String>,
        worker: mpsc::UnboundedSender<Incoming>,
        leaving: Leaving,
    ) -> Single {
        Single {
            began: Instant::now(),
            base_dir,
            title,
            protocol: "http",
            worker,
            leaving,
            started: None,
            figures: Figures::default(),
            measures: None,
            collecting: Collecting::default(),
            admin: None,
        }
    }

    /// Attends to the worker until it has ended; `on_start` is told when it serves, and gives the protocol.
    ///
    /// # Errors
    /// When the admin listener cannot be opened: the worker is to be ended then.
    pub(crate) async fn attend(
        mut self,
        mut reports: mpsc::UnboundedReceiver<Report>,
        on_start: impl Fn(&Started, Duration) -> &'static str,
    ) -> Result<(), Error> {
        let (ask, mut questions) = mpsc::unbounded_channel();
        let mut patience = Moment::now();
        loop {
            let is_waiting = self.collecting.is_waiting();
            tokio::select! {
                report = reports.recv() => match report {
                    Some(Report::Started(started)) => {
                        self.protocol = on_start(&started, self.began.elapsed());
                        self.open_admin(&started, &ask)?;
                        self.started = Some(*started);
                    }
                    Some(Report::Measured(figures, measures)) => {
                        self.figures = figures;
                        self.measures = Some(*measures);
                        if self.collecting.heard(&()) {
                            self.finish();
                        }
                    }
                    Some(_) => {}
                    None => return Ok(()),
                },
                Some(question) = questions.recv() => match question {
                    Question::Ready(answer) => {
                        // Whoever asked has gone.
                        let _ = answer.send(self.is_ready());
                    }
                    Question::Overview(asker) => if self.collecting.want(asker) {
                        self.collecting.begin(vec![()]);
                        patience = Moment::now() + PATIENCE;
                        // A worker that is gone ends the reports.
                        let _ = self.worker.send(Incoming::Measure);
                    },
                },
                () = tokio::time::sleep_until(patience), if is_waiting => self.finish(),
            }
        }
    }

    fn open_admin(
        &mut self,
        started: &Started,
        ask: &mpsc::UnboundedSender<Question>,
    ) -> Result<(), Error> {
        let Some(config) = &started.cluster.admin else {
            return Ok(());
        };
        self.leaving.set_delay(config.shutdown_delay());
        let ask = ask.clone();
        let admin = Admin::open(config, None, move |question| {
            // The process is ending.
            let _ = ask.send(question);
        })?;
        inform!(
            "coddle admin listening on {}",
            admin.address().shown("http")
        );
        self.admin = Some(admin);
        Ok(())
    }

    fn is_ready(&self) -> bool {
        self.started.is_some() && !self.leaving.has_begun.load(Ordering::Relaxed)
    }

    fn finish(&mut self) {
        let address = self.started.as_ref().and_then(|one| one.address.as_ref());
        let uptime = milliseconds(self.began.elapsed());
        let pid = std::process::id();
        let worker = MemberStatus {
            name: "single".to_string(),
            pid,
            state: if self.started.is_some() {
                "listening"
            } else {
                "none"
            }
            .to_string(),
            uptime,
            figures: self.figures,
            rss: resident(pid),
            measures: self.measures.clone(),
        };
        let status = Status {
            pid,
            base_dir: self.base_dir.clone(),
            title: self.title.clone(),
            address: address.map(|address| address.shown(self.protocol)),
            uptime,
            restarts: 0,
            members: vec![worker],
        };
        self.collecting.finish(Overview {
            ready: self.is_ready(),
            status,
        });
    }
}
