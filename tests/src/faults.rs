//! What may befall a cluster, done to it under load, and what it costs.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::census::{self, Census};
use crate::cluster::{self, Cluster, wait_for};
use crate::fixture::Failure;
use crate::load::{Count, Load, Plan};

/// What became of the requests, and how long it took until all workers served again.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Of the load, without the request that did the harm.
    pub count: Count,
    /// From the fault until as many workers as before served. None when there is nothing to recover.
    pub recovered: Option<Duration>,
    /// What the request got that did the harm.
    pub culprit: Option<String>,
    /// The worker that the fault befell.
    pub victim: Option<u32>,
    /// Connections that can have been in its hands: one a client.
    pub clients: usize,
    /// What the cluster held of the machine before, and when all was over: the same again, unless it has ended.
    pub before: Census,
    pub after: Census,
}

impl Outcome {
    /// Lost requests that cannot have been in the hands of the worker that died: those that could not connect, and those on
    /// connections of other workers.
    pub fn strangers(&self) -> usize {
        let lost = self.count.lost.iter();
        lost.filter(|loss| {
            loss.why.starts_with("connect:")
                || loss
                    .worker
                    .is_some_and(|worker| self.victim.is_some_and(|victim| victim != worker))
        })
        .count()
    }
}

/// One fault.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// As the table calls it.
    pub name: &'static str,
    /// Whether requests that are in the hands of the worker that dies may be lost.
    pub costs_its_own: bool,
    run: fn(Duration) -> Result<Outcome, Failure>,
}

impl Fault {
    /// Does it to a cluster of its own, under load for about this time before and after.
    ///
    /// # Errors
    /// When the cluster does not come back.
    pub fn run(&self, around: Duration) -> Result<Outcome, Failure> {
        (self.run)(around)
    }
}

/// Every fault, in the order of the table.
pub const FAULTS: &[Fault] = &[
    Fault {
        name: "kill -9 of one of two workers",
        costs_its_own: true,
        run: |around| kill(around, "2"),
    },
    Fault {
        name: "kill -9 of the only worker",
        costs_its_own: true,
        run: |around| kill(around, "1"),
    },
    Fault {
        name: "kill -9 of the agent",
        costs_its_own: false,
        run: kill_agent,
    },
    Fault {
        name: "uncaught exception",
        costs_its_own: false,
        run: |around| culprit(around, "/uncaught", &[], Recovery::Replaced),
    },
    Fault {
        name: "unhandled rejection",
        costs_its_own: false,
        run: |around| culprit(around, "/reject", &[], Recovery::None),
    },
    Fault {
        name: "process.exit() in a handler",
        costs_its_own: true,
        run: |around| culprit(around, "/exit", &[], Recovery::Replaced),
    },
    Fault {
        name: "endless loop (--turn-limit 1)",
        costs_its_own: false,
        run: |around| culprit(around, "/loop", &["--turn-limit", "1"], Recovery::None),
    },
    Fault {
        name: "worker stuck outside JavaScript (SIGSTOP, --turn-limit 1)",
        costs_its_own: true,
        run: stuck,
    },
    Fault {
        name: "heap bomb (--heap 64)",
        costs_its_own: false,
        run: |around| culprit(around, "/heap", &["--heap", "64"], Recovery::None),
    },
    Fault {
        name: "stack bomb",
        costs_its_own: false,
        run: |around| culprit(around, "/stack", &[], Recovery::None),
    },
    Fault {
        name: "reload (SIGHUP)",
        costs_its_own: false,
        run: reload,
    },
    Fault {
        name: "upgrade of the binary (SIGUSR2)",
        costs_its_own: false,
        run: upgrade,
    },
    Fault {
        name: "SIGTERM to the master",
        costs_its_own: false,
        run: terminate,
    },
];

/// What becomes of the worker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Recovery {
    /// Another one takes its place.
    Replaced,
    /// It goes on.
    None,
}

const STARTED: &str = "] app_worker#";
const STARTED_AT: &str = " started at ";

/// The application that fails in every way.
pub fn application() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cluster/app")
}

fn plan(port: u16) -> Plan {
    Plan {
        port,
        path: "/".to_owned(),
        kept: 8,
        fresh: 8,
        pause: Duration::from_millis(1),
    }
}

/// App workers that have started since the master did.
fn started(cluster: &Cluster) -> usize {
    let out = cluster.running.stdout();
    out.lines()
        .filter(|line| line.contains(STARTED) && line.contains(STARTED_AT))
        .count()
}

/// A cluster under load.
struct Trial {
    cluster: Cluster,
    before: Census,
    load: Load,
    around: Duration,
}

impl Trial {
    /// Starts a cluster, looks what it holds when it has served for a while, and lets the load go on.
    fn begin(args: &[&str], around: Duration) -> Result<Trial, Failure> {
        Trial::under("/", args, around)
    }

    /// As [`Trial::begin`], with requests for another path.
    fn under(path: &str, args: &[&str], around: Duration) -> Result<Trial, Failure> {
        let cluster = Cluster::start(&application(), args, &[])?;
        let warming = Load::start(&plan(cluster.port));
        std::thread::sleep(WARMING);
        warming.stop();
        let before = steady(&cluster)?;
        let load = Load::start(&Plan {
            path: path.to_owned(),
            ..plan(cluster.port)
        });
        std::thread::sleep(around);
        Ok(Trial {
            cluster,
            before,
            load,
            around,
        })
    }

    /// The worker that a fault is to befall.
    fn victim(&self) -> Result<u32, Failure> {
        Ok(self
            .cluster
            .workers()?
            .first()
            .ok_or("there is a worker")?
            .pid)
    }

    /// Waits until `count` app workers more than `before` have started; gives how long that took.
    fn recovery(&self, before: usize, count: usize, since: Instant) -> Result<Duration, Failure> {
        wait_for(
            || (started(&self.cluster) >= before + count).then(|| since.elapsed()),
            || format!("{count} more workers\n{}", self.cluster.running.printed()),
        )
    }

    /// Lets the load go on for a while, then counts.
    fn end(self, recovered: Duration, victim: Option<u32>) -> Result<Outcome, Failure> {
        std::thread::sleep(self.around);
        let master = census::present_master(&self.cluster)?;
        self.ended(master, recovered, victim)
    }

    /// Counts what became of the requests, and what `master` holds now.
    fn ended(
        self,
        master: u32,
        recovered: Duration,
        victim: Option<u32>,
    ) -> Result<Outcome, Failure> {
        let count = self.load.stop();
        let folder = self.cluster.temporary_folder();
        let is_gone = !cluster::exists(master);
        let expected = if is_gone {
            Census::default()
        } else {
            self.before
        };
        let plan = plan(0);
        Ok(Outcome {
            count,
            recovered: Some(recovered),
            culprit: None,
            victim,
            clients: plan.kept + plan.fresh,
            before: self.before,
            after: Census::settled(master, folder, expected)?,
        })
    }
}

/// How long a cluster serves before it is looked at: what is opened at the first use is open then.
const WARMING: Duration = Duration::from_millis(200);

/// What the cluster holds when its clients are gone: the same twice in a row.
fn steady(cluster: &Cluster) -> Result<Census, Failure> {
    let mut last = None;
    wait_for(
        || {
            std::thread::sleep(WARMING);
            let now = Census::of(cluster.running.id(), cluster.temporary_folder()).ok();
            let is_steady = now.is_some() && now == last;
            last = now;
            now.filter(|_| is_steady)
        },
        || "the cluster to rest".to_owned(),
    )
}

fn kill(around: Duration, workers: &str) -> Result<Outcome, Failure> {
    let trial = Trial::begin(&["--workers", workers], around)?;
    let victim = trial.victim()?;
    let (before, since) = (started(&trial.cluster), Instant::now());
    cluster::signal(victim, Signal::KILL)?;
    let recovered = trial.recovery(before, 1, since)?;
    trial.end(recovered, Some(victim))
}

fn kill_agent(around: Duration) -> Result<Outcome, Failure> {
    let trial = Trial::begin(&[], around)?;
    let victim = trial.cluster.agent()?.pid;
    let since = Instant::now();
    cluster::signal(victim, Signal::KILL)?;
    wait_for(
        || {
            let out = trial.cluster.running.stdout();
            let mut lines = out.lines().filter(|line| line.contains("agent_worker#2:"));
            lines.any(|line| line.contains(" started (")).then_some(())
        },
        || format!("the new agent's start\n{}", trial.cluster.running.printed()),
    )?;
    let recovered = since.elapsed();
    trial.end(recovered, Some(victim))
}

fn stuck(around: Duration) -> Result<Outcome, Failure> {
    let trial = Trial::begin(&["--turn-limit", "1"], around)?;
    let victim = trial.victim()?;
    let (before, since) = (started(&trial.cluster), Instant::now());
    cluster::signal(victim, Signal::STOP)?;
    let recovered = trial.recovery(before, 1, since)?;
    trial.end(recovered, Some(victim))
}

fn culprit(
    around: Duration,
    path: &str,
    args: &[&str],
    recovery_kind: Recovery,
) -> Result<Outcome, Failure> {
    let trial = Trial::begin(args, around)?;
    let (before, since) = (started(&trial.cluster), Instant::now());
    let answer = trial.cluster.get(path);
    let answered = since.elapsed();
    let recovered = match recovery_kind {
        Recovery::Replaced => trial.recovery(before, 1, since)?,
        Recovery::None => answered,
    };
    let mut outcome = trial.end(recovered, None)?;
    outcome.culprit = Some(match answer {
        Ok(answer) => answer.status.to_string(),
        Err(_) => "closed".to_owned(),
    });
    Ok(outcome)
}

fn reload(around: Duration) -> Result<Outcome, Failure> {
    let trial = Trial::begin(&[], around)?;
    let (before, since) = (started(&trial.cluster), Instant::now());
    trial.cluster.running.signal(Signal::HUP)?;
    let recovered = trial.recovery(before, 2, since)?;
    trial.end(recovered, None)
}

fn upgrade(around: Duration) -> Result<Outcome, Failure> {
    let mut trial = Trial::begin(&[], around)?;
    let (before, since) = (started(&trial.cluster), Instant::now());
    trial.cluster.running.signal(Signal::USR2)?;
    let recovered = trial.recovery(before, 2, since)?;
    // The old workers finish while the load goes on.
    trial.cluster.running.exited(Duration::from_secs(30))?;
    trial.end(recovered, None)
}

fn terminate(around: Duration) -> Result<Outcome, Failure> {
    let mut trial = Trial::under("/slow?ms=100", &[], around.max(Duration::from_millis(300)))?;
    // Clients send nothing new; what they have sent must be answered.
    trial.load.halt();
    let since = Instant::now();
    trial.cluster.running.signal(Signal::TERM)?;
    trial.cluster.running.exited(Duration::from_secs(30))?;
    let (ended, master) = (since.elapsed(), trial.cluster.running.id());
    trial.ended(master, ended, None)
}
