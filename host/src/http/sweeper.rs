//! Looks at all connections now and then, and ends those that take too long.
//!
//! A timer for each request would cost every request; this costs them nothing but counters, and is late by one interval at
//! most.

use std::rc::Rc;
use std::time::{Duration, Instant};

use super::limits::HttpLimits;
use super::progress::{Overdue, Phase, Progress};

/// A connection as it was when looked at last.
pub(super) struct Watched {
    pub(super) progress: Rc<Progress>,
    phase: Phase,
    heads: u64,
    /// When it was first seen in this phase; when the request that it is in began to arrive.
    since: Instant,
    request_since: Instant,
    /// Bytes in both directions so far, and when there were fewer.
    bytes: u64,
    active: Instant,
    reading: Pace,
    /// When nothing of an answer waited for the client.
    relieved: Instant,
    /// Bytes that the client took so far, and when it was fewer or nothing waited for it.
    written: u64,
    taking: Instant,
}

/// Connections that make room for others, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spare {
    /// Between requests.
    Resting,
    /// Without a whole head yet, or with a body that comes too slowly at the moment. Who came last is most likely the one that
    /// does not mean to be slow.
    Unfinished,
}

/// How fast a body comes while it is waited for.
#[derive(Clone, Copy)]
struct Pace {
    waited: Duration,
    /// Bytes that had come when this waiting began.
    from: u64,
}

impl Pace {
    fn new(read: u64) -> Pace {
        Pace {
            waited: Duration::ZERO,
            from: read,
        }
    }

    /// Counts `passed` as waiting if it was; gives whether too few bytes came meanwhile.
    fn is_too_slow(
        &mut self,
        is_waiting: bool,
        read: u64,
        passed: Duration,
        limits: &HttpLimits,
    ) -> bool {
        if !is_waiting {
            *self = Pace::new(read);
            return false;
        }
        self.waited += passed;
        if self.waited < limits.min_data_rate_window {
            return false;
        }
        let lags = self.lags(read, limits);
        *self = Pace::new(read);
        lags
    }

    /// Whether too few bytes came in the time that they were waited for so far.
    fn lags(&self, read: u64, limits: &HttpLimits) -> bool {
        let asked = self.waited.as_secs_f64() * limits.min_data_rate as f64;
        ((read - self.from) as f64) < asked
    }
}

impl Watched {
    pub(super) fn new(progress: Rc<Progress>, now: Instant) -> Watched {
        Watched {
            progress,
            phase: Phase::Head,
            heads: 0,
            since: now,
            request_since: now,
            bytes: 0,
            active: now,
            reading: Pace::new(0),
            relieved: now,
            written: 0,
            taking: now,
        }
    }

    /// Looks at the connection again, `passed` after the last time; gives why it is to end, if it is.
    pub(super) fn look(
        &mut self,
        now: Instant,
        passed: Duration,
        limits: &HttpLimits,
    ) -> Option<Overdue> {
        let progress = &self.progress;
        let (phase, heads) = (progress.phase(), progress.heads.get());
        if phase != self.phase || heads != self.heads {
            // A body belongs to the request whose head came before it.
            if !(phase == Phase::Body && self.phase == Phase::Head && heads == self.heads + 1) {
                self.request_since = now;
            }
            self.reading = Pace::new(progress.read.get());
            self.phase = phase;
            self.heads = heads;
            self.since = now;
        }
        let bytes = progress.read.get() + progress.written.get();
        if bytes != self.bytes {
            self.bytes = bytes;
            self.active = now;
        }
        let is_over = |limit: Duration, since: Instant| {
            !limit.is_zero() && now.duration_since(since) >= limit
        };

        if progress.waiting() == 0 {
            self.relieved = now;
        }
        let written = progress.written.get();
        if !progress.is_blocked.get() || written != self.written {
            self.written = written;
            self.taking = now;
        }
        if is_over(limits.send_timeout, self.taking)
            || is_over(limits.inactivity_timeout, self.active)
        {
            return Some(Overdue::Connection);
        }
        match phase {
            Phase::Idle => {
                is_over(limits.keep_alive_timeout, self.since).then_some(Overdue::Connection)
            }
            Phase::Head => {
                // Nobody is told that never asked for anything.
                let whom = match progress.read.get() {
                    0 => Overdue::Connection,
                    _ => Overdue::Request,
                };
                (is_over(limits.headers_timeout, self.since)
                    || is_over(limits.request_timeout, self.request_since))
                .then_some(whom)
            }
            Phase::Body => {
                let starving = progress.is_starving.get();
                let slow = self
                    .reading
                    .is_too_slow(starving, progress.read.get(), passed, limits);
                (slow || is_over(limits.request_timeout, self.request_since))
                    .then_some(Overdue::Request)
            }
            Phase::Answer => None,
        }
    }

    /// How much the connection is missed when another one needs its place, the least first; `None`: it serves a request whose
    /// client keeps up.
    pub(super) fn spare(&self, limits: &HttpLimits) -> Option<(Spare, Instant)> {
        let kind = match self.progress.phase() {
            Phase::Idle => Spare::Resting,
            Phase::Head => Spare::Unfinished,
            Phase::Body if self.reading.lags(self.progress.read.get(), limits) => Spare::Unfinished,
            Phase::Body | Phase::Answer => return None,
        };
        Some((kind, self.since))
    }
}

/// What a connection of a client that keeps up may have waiting: a piece or two of a stream.
const USUAL_WAITING: u64 = 256 << 10;

/// Ends the connections whose answers have waited longest for their clients, until `excess` bytes are free; those with little
/// waiting last, and that of `spared` not at all.
/// Gives how many connections that are.
pub(super) fn end_slowest(watched: &[Watched], spared: &Rc<Progress>, mut excess: u64) -> usize {
    let (doomed, mut others): (Vec<_>, Vec<_>) = watched
        .iter()
        .filter(|one| one.progress.waiting() > 0 && !Rc::ptr_eq(&one.progress, spared))
        .partition(|one| one.progress.overdue().is_some());
    for one in doomed {
        excess = excess.saturating_sub(one.progress.waiting());
    }
    others.sort_by_key(|one| (one.progress.waiting() <= USUAL_WAITING, one.relieved));
    let mut ended = 0;
    for one in others {
        if excess == 0 {
            break;
        }
        excess = excess.saturating_sub(one.progress.waiting());
        one.progress.doom();
        ended += 1;
    }
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(500);

    struct Clock {
        now: Instant,
        watched: Watched,
        limits: HttpLimits,
    }

    impl Clock {
        fn new(limits: HttpLimits) -> Clock {
            let now = Instant::now();
            Clock {
                now,
                watched: Watched::new(Rc::default(), now),
                limits,
            }
        }

        fn progress(&self) -> &Progress {
            &self.watched.progress
        }

        /// Lets time go by, calling `meanwhile` every tick; gives after how many seconds the connection was ended, and how.
        fn run(
            &mut self,
            seconds: u64,
            mut meanwhile: impl FnMut(&Progress),
        ) -> Option<(u64, Overdue)> {
            let began = self.now;
            while self.now.duration_since(began) < Duration::from_secs(seconds) {
                self.now += TICK;
                meanwhile(&self.watched.progress);
                if let Some(why) = self.watched.look(self.now, TICK, &self.limits) {
                    return Some((self.now.duration_since(began).as_secs(), why));
                }
            }
            None
        }
    }

    fn quiet(_: &Progress) {}

    #[test]
    fn a_silent_connection_is_closed_and_a_slow_head_is_told() {
        let mut clock = Clock::new(HttpLimits::default());
        assert_eq!(clock.run(90, quiet), Some((60, Overdue::Connection)));
        let mut clock = Clock::new(HttpLimits::default());
        let drip = |progress: &Progress| {
            progress.received(1);
            progress.is_in_head.set(true);
        };
        assert_eq!(clock.run(90, drip), Some((60, Overdue::Request)));
    }

    #[test]
    fn a_body_that_drips_is_ended_by_its_pace_and_one_that_flows_by_its_time() {
        let body = |rate: u64| {
            move |progress: &Progress| {
                progress.heads.set(1);
                progress.is_in_body.set(true);
                progress.is_starving.set(true);
                progress.read.set(progress.read.get() + rate / 2);
            }
        };
        let mut clock = Clock::new(HttpLimits::default());
        assert_eq!(clock.run(400, body(10)), Some((5, Overdue::Request)));
        let mut clock = Clock::new(HttpLimits::default());
        assert_eq!(clock.run(400, body(1000)), Some((300, Overdue::Request)));
    }

    #[test]
    fn a_body_that_the_application_does_not_read_is_not_slow() {
        let mut clock = Clock::new(HttpLimits::default());
        clock.progress().heads.set(1);
        clock.progress().is_in_body.set(true);
        assert_eq!(clock.run(200, quiet), None);
    }

    #[test]
    fn an_answer_that_nobody_takes_is_given_up() {
        let mut clock = Clock::new(HttpLimits::default());
        clock.progress().heads.set(1);
        clock.progress().is_blocked.set(true);
        assert_eq!(clock.run(90, quiet), Some((60, Overdue::Connection)));
        let mut clock = Clock::new(HttpLimits::default());
        clock.progress().heads.set(1);
        clock.progress().is_blocked.set(true);
        let takes = |progress: &Progress| progress.written.set(progress.written.get() + 1);
        assert_eq!(clock.run(3600, takes), None);
    }

    #[test]
    fn the_application_has_its_time() {
        let mut clock = Clock::new(HttpLimits::default());
        clock.progress().heads.set(1);
        assert_eq!(clock.run(3600, quiet), None);
        // APP-071
        clock.limits.inactivity_timeout = Duration::from_secs(7);
        assert_eq!(clock.run(60, quiet), Some((0, Overdue::Connection)));
    }

    #[test]
    fn a_resting_connection_is_closed_soon() {
        let mut clock = Clock::new(HttpLimits::default());
        let (working, ..) = clock.watched.progress.begin();
        clock.progress().heads.set(1);
        assert_eq!(clock.run(20, quiet), None);
        drop(working);
        assert_eq!(clock.run(20, quiet), Some((5, Overdue::Connection)));
    }

    #[test]
    fn resting_connections_make_room_before_slow_ones() {
        let spare = |clock: &Clock| clock.watched.spare(&clock.limits).map(|(kind, _)| kind);
        let mut clock = Clock::new(HttpLimits::default());
        assert_eq!(spare(&clock), Some(Spare::Unfinished));
        let (working, ..) = clock.watched.progress.begin();
        clock.progress().heads.set(1);
        clock.progress().is_in_body.set(true);
        assert_eq!(clock.run(1, quiet), None);
        assert_eq!(spare(&clock), None, "the application does not read");
        clock.progress().is_starving.set(true);
        assert_eq!(clock.run(1, quiet), None);
        assert_eq!(spare(&clock), Some(Spare::Unfinished));
        clock.progress().is_in_body.set(false);
        assert_eq!(spare(&clock), None, "the application works");
        drop(working);
        assert_eq!(spare(&clock), Some(Spare::Resting));
        assert!(Spare::Resting < Spare::Unfinished);
    }
}
