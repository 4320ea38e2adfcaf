//! The end of a cluster: app workers first, then the agent, each with a time limit. (CLU-036)

use std::time::Duration;

use super::descendants;
use super::event::{Closing, Event, Signal};
use super::master::Master;
use super::reload::LINGER;

/// egg's default for both limits.
const LIMIT: Duration = Duration::from_millis(5000);

/// How long members may take to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CloseLimits {
    pub(crate) app: Duration,
    pub(crate) agent: Duration,
}

impl CloseLimits {
    /// The same for all members, when it is said; else `EGG_APP_CLOSE_TIMEOUT` and `EGG_AGENT_CLOSE_TIMEOUT`, else `EGG_MASTER_CLOSE_TIMEOUT`, else 5 s: in milliseconds.
    pub(crate) fn new(said: Option<Duration>) -> CloseLimits {
        match said {
            Some(limit) => CloseLimits {
                app: limit,
                agent: limit,
            },
            None => CloseLimits::of(|name| std::env::var(name).ok()),
        }
    }

    fn of(variable: impl Fn(&str) -> Option<String>) -> CloseLimits {
        let limit = |name: &str| {
            let milliseconds = variable(name)?.trim().parse().ok()?;
            Some(Duration::from_millis(milliseconds))
        };
        let both = limit("EGG_MASTER_CLOSE_TIMEOUT").unwrap_or(LIMIT);
        CloseLimits {
            app: limit("EGG_APP_CLOSE_TIMEOUT").unwrap_or(both),
            agent: limit("EGG_AGENT_CLOSE_TIMEOUT").unwrap_or(both),
        }
    }
}

impl Master {
    /// A signal tells the cluster to end. It does at once, unless load balancers are to see first that it is not ready.
    pub(super) fn end(&mut self, signal: Signal) {
        let delay = match &self.admin {
            // A second signal does not wait for anybody.
            Some(admin) if signal != Signal::Interrupt && !self.is_leaving => {
                admin.config().shutdown_delay()
            }
            _ => Duration::ZERO,
        };
        let name = signal.name();
        self.is_leaving = true;
        if delay.is_zero() {
            self.log.info(format_args!(
                "[master] master is killed by signal {name}, closing"
            ));
            return self.close(signal == Signal::Interrupt);
        }
        self.log.info(format_args!(
            "[master] master is killed by signal {name}, not ready any more, closing in {}ms",
            delay.as_millis()
        ));
        self.later(delay, Event::Close);
    }

    /// Ends the cluster. `is_hurried`: requests in flight are not waited for.
    pub(super) fn close(&mut self, is_hurried: bool) {
        if self.closing.is_some() {
            return;
        }
        self.closing = Some(Closing::Apps);
        // Nobody is to begin a connection that no worker will take.
        self.listener = None;
        let limit = self.limits.app;
        self.log.info(format_args!(
            "[master] send kill SIGTERM to app workers, will exit with code:0 after {}ms",
            limit.as_millis()
        ));
        self.log
            .info(format_args!("[master] wait {}ms", limit.as_millis()));
        for app in self.apps.values_mut() {
            self.orphans.extend(descendants::of(app.process()));
            match is_hurried {
                true => app.stop(),
                false => app.terminate(),
            }
        }
        descendants::terminate(&self.orphans);
        self.later(limit, Event::CloseTimeout(Closing::Apps));
        self.close_on();
    }

    /// Another master has taken over: the workers finish what they have, however long idle connections take to notice.
    pub(super) fn retire(&mut self) {
        self.closing = Some(Closing::Apps);
        if let Some((mut listener, _)) = self.listener.take() {
            listener.leave_file();
        }
        if let Some(admin) = self.admin.take() {
            admin.leave();
        }
        for app in self.apps.values_mut() {
            self.orphans.extend(descendants::of(app.process()));
            app.drain(LINGER);
        }
        self.later(LINGER + self.limits.app, Event::CloseTimeout(Closing::Apps));
        self.close_on();
    }

    /// The next step, once the present one is done.
    pub(super) fn close_on(&mut self) {
        if self.closing == Some(Closing::Apps) && self.apps.is_empty() {
            self.closing = Some(Closing::Agent);
            let limit = self.limits.agent;
            self.log.info(format_args!(
                "[master] send kill SIGTERM to agent worker, will exit with code:0 after {}ms",
                limit.as_millis()
            ));
            self.log
                .info(format_args!("[master] wait {}ms", limit.as_millis()));
            if let Some(agent) = &mut self.agent {
                self.log
                    .log("[master] kill agent worker with signal SIGTERM");
                let children = descendants::of(agent.process());
                agent.terminate();
                descendants::terminate(&children);
                self.orphans.extend(children);
            }
            self.later(limit, Event::CloseTimeout(Closing::Agent));
        }
        if self.closing == Some(Closing::Agent) && self.agent.is_none() && self.code.is_none() {
            self.log.log("[master] close done, exiting with code:0");
            self.code = Some(0);
        }
    }

    pub(super) fn on_close_timeout(&mut self, step: Closing) {
        if self.closing != Some(step) {
            return;
        }
        match step {
            Closing::Apps => {
                for app in self.apps.values() {
                    app.kill();
                }
                if self.is_threads() {
                    // Threads cannot be killed: they go with the process.
                    self.apps.clear();
                }
            }
            Closing::Agent => {
                if let Some(agent) = &self.agent {
                    agent.kill();
                }
                if self.is_threads() {
                    self.agent = None;
                }
            }
        }
        self.close_on();
    }

    /// Ends everybody at once.
    pub(super) fn kill_all(&mut self) {
        for member in self.agent.iter().chain(self.apps.values()) {
            member.kill();
        }
        descendants::kill(&self.orphans);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // CLU-036
    #[test]
    fn limits_come_from_their_own_variables_then_the_common_one_then_five_seconds() {
        let limits = |variables: &[(&str, &str)]| {
            let limits = CloseLimits::of(|name| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| value.to_string())
            });
            (limits.app.as_millis(), limits.agent.as_millis())
        };
        assert_eq!(limits(&[]), (5000, 5000));
        assert_eq!(limits(&[("EGG_MASTER_CLOSE_TIMEOUT", "100")]), (100, 100));
        assert_eq!(
            limits(&[
                ("EGG_APP_CLOSE_TIMEOUT", "1"),
                ("EGG_MASTER_CLOSE_TIMEOUT", "2")
            ]),
            (1, 2)
        );
        assert_eq!(limits(&[("EGG_AGENT_CLOSE_TIMEOUT", "3")]), (5000, 3));
        assert_eq!(limits(&[("EGG_AGENT_CLOSE_TIMEOUT", "soon")]), (5000, 5000));
    }
}
