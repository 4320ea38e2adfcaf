//! Who blocks the loop: a thread of its own looks at which native each worker is in, so that calls cost next to nothing and even
//! one that never returns is named.

use std::cell::OnceCell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::logger::{self, Logger, complain};

/// How often the thread looks.
const INTERVAL: Duration = Duration::from_millis(50);
/// How long a native may hold the loop before it is named.
const TOLERATED: Duration = Duration::from_millis(200);

/// Bits of a mark that say which native it is; the rest counts calls, so that two calls of one native are not taken for one.
const PLACE_BITS: u32 = 20;

/// What natives are called, by number.
static PLACES: Mutex<Vec<Arc<str>>> = Mutex::new(Vec::new());
/// The marks of the workers' threads.
static WORKERS: Mutex<Vec<Watched>> = Mutex::new(Vec::new());

/// A worker's thread, as the watching one sees it.
#[derive(Clone)]
struct Watched {
    mark: Weak<AtomicU64>,
    logger: Option<Logger>,
}

thread_local! {
    static MARK: OnceCell<Arc<AtomicU64>> = const { OnceCell::new() };
}

/// The number of a native, for [`Inside`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number(u64);

/// Gives a native its number.
pub(crate) fn register(place: &str) -> Number {
    let mut places = PLACES
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    // Workers that are threads of one process have the same natives.
    let at = places
        .iter()
        .position(|known| &**known == place)
        .unwrap_or_else(|| {
            places.push(place.into());
            places.len() - 1
        });
    Number(at as u64 + 1)
}

/// While this lives the thread is in a native.
pub(crate) struct Inside {
    before: u64,
}

impl Inside {
    pub(crate) fn begin(number: Number) -> Inside {
        MARK.with(|mark| {
            let mark = mark.get_or_init(watched);
            let before = mark.load(Ordering::Relaxed);
            let calls = (before >> PLACE_BITS) + 1;
            mark.store(calls << PLACE_BITS | number.0, Ordering::Relaxed);
            Inside { before }
        })
    }
}

impl Drop for Inside {
    fn drop(&mut self) {
        MARK.with(|mark| {
            if let Some(mark) = mark.get() {
                let calls = mark.load(Ordering::Relaxed) >> PLACE_BITS;
                let outer = self.before & ((1 << PLACE_BITS) - 1);
                // Counting goes on, so that a call after this one is another one.
                mark.store((calls + 1) << PLACE_BITS | outer, Ordering::Relaxed);
            }
        });
    }
}

/// A mark for this thread, and the thread that looks at it.
fn watched() -> Arc<AtomicU64> {
    let mark = Arc::new(AtomicU64::new(0));
    WORKERS
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
        .push(Watched {
            mark: Arc::downgrade(&mark),
            logger: logger::here(),
        });
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let watching = thread::Builder::new()
            .name("coddle-watch".to_owned())
            .spawn(watch);
        if let Err(error) = watching {
            complain!("coddle: natives that block the loop will not be reported: {error}");
        }
    });
    mark
}

fn watch() {
    let mut seen: Vec<Seen> = Vec::new();
    loop {
        thread::sleep(INTERVAL);
        let workers = {
            let mut workers = WORKERS
                .lock()
                .unwrap_or_else(|poisoned| poisoned.into_inner());
            workers.retain(|worker| worker.mark.strong_count() > 0);
            workers.clone()
        };
        seen.retain(|seen| seen.worker.mark.strong_count() > 0);
        for worker in workers {
            let Some(mark) = worker.mark.upgrade() else {
                continue;
            };
            let value = mark.load(Ordering::Relaxed);
            let known = seen
                .iter_mut()
                .find(|seen| seen.worker.mark.ptr_eq(&worker.mark));
            match known {
                Some(known) => known.look(value),
                None => seen.push(Seen {
                    worker,
                    value,
                    since: Instant::now(),
                    is_reported: false,
                }),
            }
        }
    }
}

/// What one worker did when the thread looked last.
struct Seen {
    worker: Watched,
    value: u64,
    since: Instant,
    is_reported: bool,
}

impl Seen {
    fn look(&mut self, value: u64) {
        if value != self.value {
            self.value = value;
            self.since = Instant::now();
            self.is_reported = false;
            return;
        }
        let number = value & ((1 << PLACE_BITS) - 1);
        let waited = self.since.elapsed();
        if number == 0 || self.is_reported || waited < TOLERATED {
            return;
        }
        self.is_reported = true;
        let places = PLACES
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(place) = places.get(number as usize - 1) {
            logger::say_to(
                self.worker.logger.as_ref(),
                true,
                format_args!(
                    "coddle: {place} has blocked the loop of a worker for {} ms: all its other requests wait. Use \
                     blocking_function, or tokio's spawn_blocking.",
                    waited.as_millis()
                ),
            );
        }
    }
}
