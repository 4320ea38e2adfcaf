//! Timers: which one is due next. Callbacks stay on the JavaScript side, by id.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::time::Instant;

use crate::async_context::Frame;
use crate::state::Cause;

/// What a timer hands on to its callback.
pub(crate) type Carried = (Option<Cause>, Option<Frame>);

struct Timer {
    due: Instant,
    /// Tells a rescheduled timer's entry in the heap from its older ones.
    generation: u64,
    keeps_alive: bool,
    carried: Carried,
}

/// The timers of one world.
#[derive(Default)]
pub(crate) struct Timers {
    live: HashMap<u32, Timer>,
    /// May hold entries of timers that were stopped or moved; they are skipped when met.
    queue: BinaryHeap<Reverse<(Instant, u64, u32)>>,
    generation: u64,
    keeping_alive: usize,
}

impl Timers {
    /// Starts timer `id`, or moves it when it runs. Timers that are due at the same instant fire in the order of starts.
    pub(crate) fn start(&mut self, id: u32, due: Instant, carried: Carried) {
        self.generation += 1;
        let keeps_alive = match self.live.get(&id) {
            Some(old) => old.keeps_alive,
            None => {
                self.keeping_alive += 1;
                true
            }
        };
        self.live.insert(
            id,
            Timer {
                due,
                generation: self.generation,
                keeps_alive,
                carried,
            },
        );
        self.queue.push(Reverse((due, self.generation, id)));
        // Many restarts of long timers (one a request, say) leave stale entries behind: sweep when they dominate.
        if self.queue.len() > 64 && self.queue.len() > 4 * self.live.len() {
            let live = &self.live;
            self.queue.retain(|Reverse((_, generation, id))| {
                live.get(id)
                    .is_some_and(|timer| timer.generation == *generation)
            });
        }
    }

    pub(crate) fn stop(&mut self, id: u32) {
        if let Some(timer) = self.live.remove(&id)
            && timer.keeps_alive
        {
            self.keeping_alive -= 1;
        }
    }

    /// `timeout.ref()` and `timeout.unref()`.
    pub(crate) fn set_ref(&mut self, id: u32, keeps_alive: bool) {
        if let Some(timer) = self.live.get_mut(&id)
            && timer.keeps_alive != keeps_alive
        {
            timer.keeps_alive = keeps_alive;
            if keeps_alive {
                self.keeping_alive += 1;
            } else {
                self.keeping_alive -= 1;
            }
        }
    }

    pub(crate) fn any_keeps_alive(&self) -> bool {
        self.keeping_alive > 0
    }

    /// When the next timer is due.
    pub(crate) fn next_due(&mut self) -> Option<Instant> {
        while let Some(Reverse((due, generation, id))) = self.queue.peek() {
            match self.live.get(id) {
                Some(timer) if timer.generation == *generation => return Some(*due),
                _ => {
                    self.queue.pop();
                }
            }
        }
        None
    }

    /// Takes the next timer that is due at `now`. It is no longer live; an interval starts itself again.
    pub(crate) fn pop_due(&mut self, now: Instant) -> Option<(u32, Carried)> {
        if self.next_due()? > now {
            return None;
        }
        let Reverse((_, _, id)) = self.queue.pop()?;
        let timer = self.live.remove(&id)?;
        debug_assert!(timer.due <= now);
        if timer.keeps_alive {
            self.keeping_alive -= 1;
        }
        Some((id, timer.carried))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn timers_fire_in_order_of_due_time_then_of_start() {
        let now = Instant::now();
        let mut timers = Timers::default();
        timers.start(1, now + Duration::from_millis(5), (None, None));
        timers.start(2, now + Duration::from_millis(1), (None, None));
        timers.start(3, now + Duration::from_millis(5), (None, None));
        let late = now + Duration::from_millis(10);
        let fired: Vec<u32> =
            std::iter::from_fn(|| timers.pop_due(late).map(|(id, _)| id)).collect();
        assert_eq!(fired, [2, 1, 3]);
        assert!(!timers.any_keeps_alive());
    }

    #[test]
    fn a_moved_timer_fires_once_at_its_new_time() {
        let now = Instant::now();
        let mut timers = Timers::default();
        timers.start(1, now, (None, None));
        timers.start(1, now + Duration::from_millis(5), (None, None));
        assert!(timers.pop_due(now).is_none());
        assert_eq!(
            timers
                .pop_due(now + Duration::from_millis(5))
                .map(|(id, _)| id),
            Some(1)
        );
        assert!(timers.next_due().is_none());
    }

    #[test]
    fn an_unreferenced_timer_keeps_nothing_alive() {
        let mut timers = Timers::default();
        timers.start(1, Instant::now(), (None, None));
        timers.set_ref(1, false);
        assert!(!timers.any_keeps_alive());
        timers.set_ref(1, true);
        timers.stop(1);
        assert!(!timers.any_keeps_alive());
    }
}
