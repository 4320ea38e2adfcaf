//! The master: forks agent and app workers, passes their messages on, replaces who dies, and ends them in order.
//!
//! Its sequence, lines and messages are egg-cluster's: a free port for cluster clients, the agent, all app workers at once when
//! it has started, `egg-ready` when the last one listens. It runs no JavaScript.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::mpsc;

use super::changes::Watcher;
use super::closing::CloseLimits;
use super::control::{Answer, Asked, Control, Request};
use super::descendants::Descendant;
use super::event::{Closing, Event, Signal, Who};
use super::frame::{Figures, Report};
use super::log::Log;
use super::member::Member;
use super::messenger::{Message, Party};
use super::options::{Options, StartMode};
use super::parent::Parent;
use super::reload::Reload;
use super::restart::Budget;
use super::status::Pending;
use super::upgrade::Inheritance;
use super::watching::{self, Health};
use super::{pid_file, signals};
use crate::Error;
use crate::event_loop;
use crate::listener::{Address, Listener, Places};
use crate::observe::{Admin, Collecting};
use crate::worker::Started;

/// How often a member that died of a signal while the server started for the first time is tried again.
pub(super) const FIRST_TRIES: u32 = 2;

/// The master of a cluster.
pub(crate) struct Master {
    pub(super) options: Options,
    /// The options as applications see them.
    pub(super) shown: Value,
    pub(super) log: Log,
    /// The binary that members run.
    pub(super) program: PathBuf,
    pub(super) events: mpsc::UnboundedSender<Event>,
    pub(super) agent: Option<Member>,
    pub(super) apps: BTreeMap<u32, Member>,
    pub(super) listener: Option<(Listener, Address)>,
    /// How many connections its workers have, for them to see.
    pub(super) places: Places,
    pub(super) parent: Option<Parent>,
    pub(super) limits: CloseLimits,
    pub(super) agents: u32,
    pub(super) workers: u32,
    pub(super) budget: Budget,
    pub(super) health: Health,
    /// What the agent said when it was ready: the configuration of the listener.
    pub(super) started: Option<Started>,
    /// App workers that have listened.
    pub(super) listening: usize,
    /// All have listened: the server is up.
    pub(super) is_started: bool,
    /// Members that died of a signal during the first start.
    pub(super) first_deaths: u32,
    pub(super) closing: Option<Closing>,
    /// The exit code of the master, once it is to end.
    pub(super) code: Option<u8>,
    pub(super) began: Instant,
    pub(super) apps_forked: Instant,
    pub(super) reload: Reload,
    /// Of the application's files, in `coddle dev`.
    pub(super) watcher: Option<Watcher>,
    /// Members that died and were replaced.
    pub(super) restarts: u32,
    pub(super) pending: Vec<Pending>,
    pub(super) admin: Option<Admin>,
    /// Who asks over it.
    pub(super) observers: Collecting<Who>,
    /// It was told to end, and waits for load balancers to see that it is not ready.
    pub(super) is_leaving: bool,
    control: Option<Control>,
    pub(super) inheritance: Option<Inheritance>,
    /// A new master is starting in place of this one.
    pub(super) is_upgrading: bool,
    /// Processes that members had started when they were told to end.
    pub(super) orphans: Vec<Descendant>,
}

/// Runs a cluster until it is told to stop.
///
/// # Errors
/// When an option is wrong, the address cannot be listened on, or the server does not start or dies.
pub(crate) fn run(options: Options) -> Result<(), Error> {
    let code = event_loop::run(async {
        let (events, mut happening) = mpsc::unbounded_channel();
        let mut master = Master::new(options, events)?;
        let ended = master.start().await;
        if ended.is_ok() {
            while master.code.is_none()
                && let Some(event) = happening.recv().await
            {
                master.on(event);
            }
        }
        master.exit();
        ended.map(|()| master.code.unwrap_or(0))
    })?;
    match code {
        0 => Ok(()),
        code => Err(Error::Cluster { code }),
    }
}

impl Master {
    fn new(options: Options, events: mpsc::UnboundedSender<Event>) -> Result<Master, Error> {
        options.check()?;
        let system = |what| move |source| Error::System { what, source };
        let cluster_port = free_port().map_err(system("find a port for cluster clients"))?;
        let program = std::env::current_exe().map_err(system("find the binary of this process"))?;
        let is_development = options.env.as_deref() == Some("local")
            || options.effective_node_env().as_deref() == Some("development");
        let now = Instant::now();
        Ok(Master {
            shown: options.for_application(Some(cluster_port)),
            log: Log::new(is_development),
            program,
            events,
            agent: None,
            apps: BTreeMap::new(),
            listener: None,
            places: Places::new().map_err(system("make room for what workers tell each other"))?,
            parent: None,
            limits: CloseLimits::new(options.close_limit),
            agents: 0,
            workers: 0,
            budget: Budget::default(),
            health: Health::default(),
            started: None,
            listening: 0,
            is_started: false,
            first_deaths: 0,
            closing: None,
            code: None,
            began: now,
            apps_forked: now,
            reload: Reload::default(),
            watcher: None,
            restarts: 0,
            pending: Vec::new(),
            admin: None,
            observers: Collecting::default(),
            is_leaving: false,
            control: None,
            inheritance: None,
            is_upgrading: false,
            orphans: Vec::new(),
            options,
        })
    }

    async fn start(&mut self) -> Result<(), Error> {
        let system = |what| move |source| Error::System { what, source };
        signals::listen(&self.events).map_err(system("watch signals"))?;
        self.parent =
            Parent::inherited(&self.events).map_err(system("use the parent's channel"))?;
        self.greet();
        self.control =
            Some(Control::open(&self.events).map_err(system("open the control socket"))?);
        self.inheritance = Inheritance::received()
            .await
            .map_err(system("take over from the old master"))?;
        if let Some(inheritance) = &mut self.inheritance {
            self.listener = inheritance.take_listener();
        } else {
            self.listener = self.options.open_early()?;
        }
        if let Some(file) = &self.options.pid_file {
            pid_file::write(file).map_err(system("write the pid file"))?;
        }
        self.fork_agent();
        // They get ready for an application while the agent loads it; they load it themselves when the agent has started.
        for _ in 0..self.options.worker_count() {
            self.fork_app(false);
        }
        watching::start_pings(&self.events);
        Ok(())
    }

    fn greet(&self) {
        let log = &self.log;
        log.log("[master] =================== egg start =====================");
        log.info(format_args!(
            "[master] node version {}",
            coddle_node::NODE_VERSION
        ));
        log.info(format_args!(
            "[master] egg version {}",
            coddle_egg::EGG_VERSION
        ));
        if self.options.is_production() {
            let shown = serde_json::to_string_pretty(&self.shown).unwrap_or_default();
            log.info(format_args!("[master] start with options:\n{shown}"));
        } else {
            log.log(format_args!("[master] start with options: {}", self.shown));
        }
        log.log(format_args!(
            "[master] start with env: isProduction: {}, EGG_SERVER_ENV: {}, NODE_ENV: {}",
            self.options.is_production(),
            self.options
                .server_env()
                .unwrap_or_else(|| "undefined".into()),
            self.options
                .effective_node_env()
                .unwrap_or_else(|| "undefined".into()),
        ));
    }

    fn on(&mut self, event: Event) {
        match event {
            Event::Report(who, report) => self.on_report(who, report),
            Event::Exited(who, exit) => {
                match who {
                    Who::Agent(id) => self.on_agent_exit(id, &exit),
                    Who::App(id) => self.on_app_exit(id, &exit),
                }
                self.heard_for_observers(who);
            }
            Event::Signal(signal) => self.on_signal(signal),
            Event::Parent(message) => self.route(&message),
            Event::ParentGone => {
                if self.options.ends_with_parent && self.closing.is_none() {
                    self.end(Signal::Terminate);
                }
            }
            Event::ForkApp => {
                if self.closing.is_none() {
                    self.replace_app();
                }
            }
            Event::ForkAgent => {
                if self.closing.is_none() && self.agent.is_none() {
                    self.log.info("[master] new agent_worker starting...");
                    self.fork_agent();
                }
            }
            Event::Watch => self.watch_members(),
            Event::Check => self.check_health(),
            Event::Asked(asked) => self.on_asked(asked),
            Event::Connected(connection, address) => {
                if self.closing.is_none() {
                    self.hand_to_worker(connection, address);
                }
            }
            Event::Changed(changed) => self.on_change(changed),
            Event::Observed(question) => self.on_question(question),
            Event::ObserversImpatient => {
                if self.observers.is_waiting() {
                    self.tell_observers();
                }
            }
            Event::Close => self.close(false),
            Event::Impatient => self.end_patience(),
            Event::Upgraded(outcome) => self.on_upgrade(outcome),
            Event::CloseTimeout(step) => self.on_close_timeout(step),
        }
    }

    fn on_report(&mut self, who: Who, report: Report) {
        let Some(member) = self.member_mut(who) else {
            return;
        };
        member.heard = Instant::now();
        match (report, who) {
            (Report::Started(started), Who::Agent(_)) => self.on_agent_start(*started),
            (Report::Started(started), Who::App(id)) => self.on_app_start(id, &started),
            (Report::Message(text), who) => {
                let from = match who {
                    Who::Agent(_) => Party::Agent,
                    Who::App(_) => Party::App,
                };
                if let Some(message) = Message::received(&text, from) {
                    self.route(&message);
                }
            }
            (Report::Disconnected, Who::App(id)) => self.on_app_disconnect(id, true),
            (Report::Draining, Who::App(id)) => self.reload_left(id),
            (Report::Disconnected | Report::Draining, Who::Agent(_)) => {}
            (Report::Alive(figures), who) => {
                let heap = figures.heap.or(member.figures.heap);
                member.figures = Figures { heap, ..figures };
                if figures.heap.is_some() {
                    self.heard_for_status(who);
                }
            }
            (Report::Measured(figures, measures), who) => {
                member.figures = figures;
                member.measures = Some(measures);
                self.heard_for_observers(who);
            }
        }
    }

    pub(super) fn member_mut(&mut self, who: Who) -> Option<&mut Member> {
        match who {
            Who::Agent(_) => self.agent.as_mut().filter(|agent| agent.who == who),
            Who::App(id) => self.apps.get_mut(&id),
        }
    }

    fn on_signal(&mut self, signal: Signal) {
        match signal {
            Signal::Reload => self.reload(),
            Signal::Upgrade => self.upgrade(),
            Signal::Terminate | Signal::Interrupt | Signal::Quit => {
                if self.closing.is_some() {
                    // A second one does not wait for anybody.
                    self.kill_all();
                    return;
                }
                self.end(signal);
            }
        }
    }

    fn on_asked(&mut self, asked: Asked) {
        match asked.request {
            Request::Status => self.begin_status(asked),
            Request::Reload => self.reload_for(asked.answer),
            Request::Stop => {
                // Whoever asked has gone.
                let _ = asked.answer.send(Answer::Done);
                self.on_signal(Signal::Terminate);
            }
        }
    }

    /// Whether this master is to replace another one, whose listener it has.
    pub(super) fn is_replacing(&self) -> bool {
        self.inheritance.is_some()
    }

    /// All workers listen: an old master that this one replaces may go.
    pub(super) fn take_over(&mut self) {
        if self.is_replacing() && self.admin.is_none() {
            self.open_admin();
        }
        if let Some(inheritance) = self.inheritance.take() {
            if let Some((listener, address)) = &mut self.listener {
                listener.own_file(address);
            }
            if let Some(admin) = &mut self.admin {
                admin.own();
            }
            inheritance.taken_over();
        }
    }

    /// Of the address that is shown.
    pub(super) fn protocol(&self) -> &'static str {
        let https = self.options.https.as_ref();
        match &self.started {
            Some(agent) => agent.protocol(https),
            None if https.is_some() => "https",
            None => "http",
        }
    }

    /// Sends `event` after a pause.
    pub(super) fn later(&self, pause: Duration, event: Event) {
        let events = self.events.clone();
        tokio::task::spawn_local(async move {
            tokio::time::sleep(pause).await;
            // The master has ended first.
            let _ = events.send(event);
        });
    }

    /// The last step, whatever came before.
    fn exit(&mut self) {
        self.kill_all();
        self.control = None;
        if let Some(file) = &self.options.pid_file {
            pid_file::remove(file, &self.log);
        }
        let code = self.code.unwrap_or(1);
        match code {
            0 => self
                .log
                .info(format_args!("[master] exit with code:{code}")),
            _ => self
                .log
                .error(format_args!("[master] exit with code:{code}")),
        }
    }

    pub(super) fn is_threads(&self) -> bool {
        self.options.start_mode == StartMode::WorkerThreads
    }
}

/// As JavaScript's `%s` shows it.
pub(super) fn or_null(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "null".to_string(), |value| value.to_string())
}

/// A port that nobody listens on at present.
fn free_port() -> std::io::Result<u16> {
    Ok(std::net::TcpListener::bind(("127.0.0.1", 0))?
        .local_addr()?
        .port())
}
