//! The master and its app workers.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::event::{Event, Who};
use super::master::{FIRST_TRIES, Master, or_null};
use super::member::{Member, State};
use super::messenger::Party;
use super::spawn::Exit;
use super::watching;
use crate::Error;
use crate::event_loop;
use crate::http::Tls;
use crate::listener::{self, Address};
use crate::logger::inform;
use crate::worker::{Role, Started};

impl Master {
    /// Forks an app worker, which loads the application once the agent has started. Gives its number.
    pub(super) fn fork_app(&mut self, is_replacement: bool) -> Option<u32> {
        self.workers += 1;
        let who = Who::App(self.workers);
        let mut app = match Member::spawn(
            who,
            self.agents + self.workers,
            &self.options,
            &self.program,
            &self.events,
        ) {
            Ok(app) => app,
            Err(error) => {
                self.log.error(format_args!(
                    "[master] {} cannot be forked: {error}",
                    who.label()
                ));
                if self.is_started {
                    self.budget.failed();
                    self.refork();
                } else {
                    self.code = Some(1);
                }
                return None;
            }
        };
        app.is_replacement = is_replacement;
        let (label, state) = (app.label(), app.state.name());
        self.apps.insert(self.workers, app);
        self.log.log(format_args!(
            "[master] {label} start, state: {state}, current workers: {}",
            self.worker_ids()
        ));
        if self.started.is_some() {
            self.start_app(self.workers);
        }
        Some(self.workers)
    }

    /// The agent has started for the first time: all app workers load the application.
    pub(super) fn start_apps(&mut self) {
        self.apps_forked = Instant::now();
        if let Err(error) = self.open_door() {
            self.log.error(error);
            self.code = Some(1);
            return;
        }
        let ids: Vec<u32> = self.apps.keys().copied().collect();
        for id in ids {
            self.start_app(id);
        }
    }

    /// Opens the listener as options and configuration say, and looks whether workers will be able to serve it.
    fn open_door(&mut self) -> Result<(), Error> {
        let config = self.started.as_ref().map(|agent| &agent.cluster);
        if let Some(config) = config
            && let Some(https) = config.https(self.options.https.as_ref())?
        {
            Tls::load(&https)?;
        }
        let (listen, config) = (
            &self.options.listen,
            config.and_then(|one| one.listen.as_ref()),
        );
        let is_kept = self.is_replacing() || !listen.is_overruled_by(config);
        if self.listener.is_none() || !is_kept {
            // Closed first: it may be the same port.
            self.listener = None;
            self.listener = Some(listener::open(&listen.clone().or(config))?);
        }
        match (&self.listener, self.options.sticky) {
            (Some((_, Address::Unix(path))), true) => Err(Error::Options {
                message: format!(
                    "sticky mode goes by the addresses of clients, and those of the unix socket {path} have none: listen on a port"
                ),
            }),
            _ => Ok(()),
        }
    }

    pub(super) fn start_app(&mut self, id: u32) {
        let (Some(app), Some((listener, address))) = (self.apps.get(&id), &self.listener) else {
            return;
        };
        let mut settings = self.options.settings(
            Role::App,
            &self.shown,
            Some(address.clone()),
            self.limits.app,
        );
        settings.number = id;
        if self.options.sticky {
            // Its connections come one by one.
            app.start(settings, Vec::new());
            return;
        }
        let descriptors = listener.descriptor().and_then(|socket| {
            let places = self.places.descriptor()?;
            Ok(vec![socket, places])
        });
        match descriptors {
            Ok(descriptors) => app.start(settings, descriptors),
            Err(error) => {
                self.log.error(format_args!(
                    "[master] {} gets no listener: {error}",
                    app.label()
                ));
                app.kill();
            }
        }
    }

    pub(super) fn on_app_start(&mut self, id: u32, started: &Started) {
        let Some(app) = self.apps.get_mut(&id) else {
            return;
        };
        app.state = State::Listening;
        let label = app.label();
        let Some((_, address)) = &self.listener else {
            return;
        };
        let shown_address = address.for_cluster();
        let port = address.port();
        self.log.info(format_args!(
            "[master] {label} listening on {shown_address}"
        ));
        self.budget.started();
        self.send_pids_to_agent();
        self.listening += 1;
        let wanted = self.options.worker_count();
        let remain = match self.is_started {
            true => 0,
            false => wanted.saturating_sub(self.listening),
        };
        self.log.log(format_args!(
            "[master] {label} started at {port}, remain {remain} ({}ms)",
            self.apps_forked.elapsed().as_millis()
        ));
        if self.is_started {
            let shown = self.shown.clone();
            self.send(Party::App, "egg-ready", Some(&shown));
            self.compare(started);
            self.reload_on(id);
        } else if self.listening >= wanted {
            self.on_ready(started);
        }
    }

    /// The last worker of the first start listens.
    pub(super) fn on_ready(&mut self, started: &Started) {
        self.is_started = true;
        event_loop::release_start();
        let Some((_, address)) = &self.listener else {
            return;
        };
        let protocol = self.protocol();
        let shown_address = address.shown(protocol);
        let sticky = match self.options.sticky {
            true => " with STICKY MODE!",
            false => "",
        };
        self.log.info(format_args!(
            "[master] egg started on {shown_address} ({}ms){sticky}",
            self.began.elapsed().as_millis()
        ));
        if self.options.announce {
            inform!("coddle listening on {shown_address}");
            inform!(
                "  {} ({}), {} workers, ready in {:.1} ms",
                started.name,
                started.env,
                self.options.worker_count(),
                self.began.elapsed().as_secs_f64() * 1e3
            );
        }
        let ready = json!({
            "port": address.port(),
            "address": shown_address,
            "protocol": protocol,
        });
        self.send(Party::Parent, "egg-ready", Some(&ready));
        if self.options.sticky
            && let Err(error) = self.accept_connections()
        {
            self.log
                .error(format_args!("[master] sticky mode failed: {error}"));
            self.code = Some(1);
            return;
        }
        self.take_over();
        let shown = self.shown.clone();
        self.send(Party::App, "egg-ready", Some(&shown));
        self.send(Party::Agent, "egg-ready", Some(&shown));
        if self.options.is_production() {
            watching::start_checks(&self.events);
        }
    }

    /// The worker has left the cluster; it is let finish what it has, and another one takes its place at once.
    pub(super) fn on_app_disconnect(&mut self, id: u32, is_suicide: bool) {
        let Some(app) = self.apps.get_mut(&id) else {
            return;
        };
        if app.state == State::Disconnected {
            return;
        }
        app.state = State::Disconnected;
        let (label, is_told) = (app.label(), app.is_told);
        self.log.info(format_args!(
            "[master] {label} disconnect, suicide: {is_suicide}, state: disconnected, current workers: {}",
            self.worker_ids()
        ));
        if is_suicide && !is_told {
            self.refork();
        }
    }

    pub(super) fn on_app_exit(&mut self, id: u32, exit: &Exit) {
        self.places.forget(id);
        if self.closing.is_some() {
            self.apps.remove(&id);
            return self.close_on();
        }
        let Some(app) = self.apps.get(&id) else {
            return;
        };
        let before = app.state;
        self.on_app_disconnect(id, false);
        let pids: Vec<u32> = self.apps.values().map(|app| app.pid).collect();
        let Some(app) = self.apps.remove(&id) else {
            return;
        };
        let label = app.label();
        if !app.is_told {
            self.log.named_error(
                "AppWorkerDiedError",
                format_args!(
                    "[master] {label} died (code: {}, signal: {}, suicide: {}, state: {}), current workers: {}",
                    exit.code.map_or_else(|| "undefined".to_string(), |code| code.to_string()),
                    or_null(exit.signal),
                    before == State::Disconnected,
                    State::Dead.name(),
                    json!(pids)
                ),
            );
        }
        self.send_pids_to_agent();
        if !self.is_started {
            if exit.signal.is_some() && self.first_deaths < FIRST_TRIES {
                self.first_deaths += 1;
                self.fork_app(false);
                return;
            }
            self.log.error(format_args!(
                "[master] {label} start fail, exiting with code:1"
            ));
            self.code = Some(1);
            return;
        }
        if app.is_told {
            self.reload_left(id);
            return;
        }
        self.send(Party::Parent, "app-worker-died", None);
        if before == State::None && app.is_replacement {
            self.budget.failed();
        }
        if self.reload_failed(id) {
            return;
        }
        // Who had left before was replaced then.
        if before != State::Disconnected {
            self.refork();
        }
    }

    /// Forks a worker in place of one that is gone, as soon as the budget allows it. egg does so in production alone.
    /// (CLU-026, CLU-027)
    pub(super) fn refork(&mut self) {
        if !self.options.is_production() {
            return;
        }
        let allowance = self.budget.next(Instant::now());
        if allowance.exhausted {
            self.log.error(format_args!(
                "[master] workers die too fast (reachReforkLimit), the next one is forked in {}ms",
                allowance.pause.as_millis()
            ));
        }
        match allowance.pause {
            Duration::ZERO => self.replace_app(),
            pause => self.later(pause, Event::ForkApp),
        }
    }

    pub(super) fn replace_app(&mut self) {
        self.restarts += 1;
        self.fork_app(true);
    }

    /// `["1","2"]`, as log lines list the workers.
    pub(super) fn worker_ids(&self) -> Value {
        let ids: Vec<String> = self.apps.keys().map(u32::to_string).collect();
        json!(ids)
    }
}
