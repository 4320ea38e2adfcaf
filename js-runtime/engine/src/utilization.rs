//! How busy a world's loop is: what `performance.eventLoopUtilization()` answers.
//!
//! Turns are timed from the first question on, so that a world that nobody asks about reads no clock for it. For what was
//! before, the thread's processor time stands for the time in turns.

use std::cell::Cell;
use std::time::{Duration, Instant};

use nix::time::{ClockId, clock_gettime};

/// Of a world: since when its loop runs, and how long it was in turns.
#[derive(Default)]
pub(crate) struct Utilization {
    /// When the loop began, and the thread's processor time then.
    began: Cell<Option<(Instant, Duration)>>,
    /// Whether turns are timed.
    timing: Cell<bool>,
    /// The time in turns that have ended.
    busy: Cell<Duration>,
    /// When the running turn began.
    turn: Cell<Option<Instant>>,
}

impl Utilization {
    /// The loop is driven; only the first time counts.
    pub(crate) fn loop_begins(&self) {
        if self.began.get().is_none() {
            self.began.set(Some((Instant::now(), thread_time())));
        }
    }

    pub(crate) fn turn_begins(&self) {
        if self.timing.get() && self.turn.get().is_none() {
            self.turn.set(Some(Instant::now()));
        }
    }

    pub(crate) fn turn_ends(&self) {
        if let Some(start) = self.turn.take() {
            self.busy.set(self.busy.get() + start.elapsed());
        }
    }

    /// When the loop began, and how long it has been idle and active since; none before it began.
    pub(crate) fn times(&self) -> Option<(Instant, Duration, Duration)> {
        let (began, used) = self.began.get()?;
        let now = Instant::now();
        let whole = now - began;
        if !self.timing.replace(true) {
            self.busy.set(thread_time().saturating_sub(used).min(whole));
            self.turn.set(Some(now));
        }
        let turn = self.turn.get().map_or(Duration::ZERO, |start| now - start);
        let active = (self.busy.get() + turn).min(whole);
        Some((began, whole - active, active))
    }
}

/// The processor time that this thread has used.
fn thread_time() -> Duration {
    // The clock exists on every system that we build for.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or(Duration::ZERO, Duration::from)
}
