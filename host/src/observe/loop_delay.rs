//! How late an event loop is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::histogram::Histogram;

/// How often the loop is looked at.
const INTERVAL: Duration = Duration::from_millis(100);
/// Timers of the loop itself are so coarse.
const GRAIN: Duration = Duration::from_millis(1);

/// How late timers of this thread's loop are: what a request waits for others before its turn comes.
#[derive(Default)]
pub(crate) struct LoopDelay {
    seen: Rc<RefCell<Histogram>>,
    runs: Cell<bool>,
}

impl LoopDelay {
    /// Begins to look, for as long as the loop runs. Doing so again is harmless.
    pub(crate) fn start(&self) {
        if self.runs.replace(true) {
            return;
        }
        let seen = Rc::downgrade(&self.seen);
        tokio::task::spawn_local(async move {
            loop {
                let due = Instant::now() + INTERVAL;
                tokio::time::sleep_until(due).await;
                let Some(seen) = seen.upgrade() else { return };
                let late = Instant::now().saturating_duration_since(due);
                seen.borrow_mut().record(late.saturating_sub(GRAIN));
            }
        });
    }

    pub(super) fn so_far(&self) -> Histogram {
        self.seen.borrow().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_loop;

    #[test]
    fn a_loop_that_is_held_up_is_seen_to_be_late() {
        let seen = event_loop::run(async {
            let delay = LoopDelay::default();
            delay.start();
            delay.start();
            tokio::task::yield_now().await;
            // What holds up the loop, as JavaScript does.
            let held = Instant::now();
            while held.elapsed() < INTERVAL * 2 {
                std::hint::spin_loop();
            }
            while delay.so_far().count() == 0 {
                tokio::task::yield_now().await;
            }
            Ok(delay.so_far())
        })
        .expect("the loop runs");
        assert_eq!(seen.count(), 1);
        assert!(seen.seconds() > 0.09, "{seen:?}");
    }
}
