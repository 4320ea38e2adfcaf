//! How often a worker may be replaced: a budget over a window, and a pause that grows while replacements do not start.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// cfork's limit: so many reforks ...
const LIMIT: usize = 60;
/// ... in this time.
const WINDOW: Duration = Duration::from_secs(60);
/// The pause before another try when a replacement died while starting; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// When the next replacement may be forked.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    forked: VecDeque<Instant>,
    /// Replacements in a row that died before they listened.
    failed: u32,
}

/// What [`Budget::next`] decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// How long to wait first.
    pub(crate) pause: Duration,
    /// The budget is spent: workers die too fast. (`reachReforkLimit`)
    pub(crate) exhausted: bool,
}

impl Budget {
    /// Takes the next replacement from the budget.
    ///
    /// egg gives up for good where the budget is spent; here the replacement waits until the window has room again, so that
    /// a server comes back by itself once the cause is gone.
    pub(crate) fn next(&mut self, now: Instant) -> Allowance {
        while self
            .forked
            .front()
            .is_some_and(|at| now.saturating_duration_since(*at) >= WINDOW)
        {
            self.forked.pop_front();
        }
        let exhausted = self.forked.len() >= LIMIT;
        let room = match self.forked.get(self.forked.len().wrapping_sub(LIMIT)) {
            Some(oldest) if exhausted => (*oldest + WINDOW).saturating_duration_since(now),
            _ => Duration::ZERO,
        };
        let pause = match self.failed {
            0 => Duration::ZERO,
            count => FIRST_PAUSE
                .saturating_mul(1 << (count - 1).min(16))
                .min(LONGEST_PAUSE),
        };
        let pause = pause.max(room);
        self.forked.push_back(now + pause);
        Allowance { pause, exhausted }
    }

    /// A replacement listens.
    pub(crate) fn started(&mut self) {
        self.failed = 0;
    }

    /// A replacement died before it listened.
    pub(crate) fn failed(&mut self) {
        self.failed = self.failed.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // CLU-026
    #[test]
    fn sixty_workers_a_minute_are_replaced_at_once_and_the_next_waits_for_room() {
        let mut budget = Budget::default();
        let now = Instant::now();
        for _ in 0..LIMIT {
            assert_eq!(
                budget.next(now),
                Allowance {
                    pause: Duration::ZERO,
                    exhausted: false
                }
            );
        }
        let later = now + Duration::from_secs(20);
        assert_eq!(
            budget.next(later),
            Allowance {
                pause: Duration::from_secs(40),
                exhausted: true
            }
        );
        let after = now + WINDOW;
        assert_eq!(
            budget.next(after),
            Allowance {
                pause: Duration::ZERO,
                exhausted: false
            }
        );
    }

    #[test]
    fn the_pause_doubles_while_replacements_die_starting_and_ends_when_one_listens() {
        let mut budget = Budget::default();
        let now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..9 {
            budget.failed();
            pauses.push(budget.next(now).pause.as_millis());
        }
        assert_eq!(
            pauses,
            [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]
        );
        budget.started();
        assert_eq!(budget.next(now).pause, Duration::ZERO);
    }
}
