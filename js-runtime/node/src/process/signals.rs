//! Signals: sent by number, received as events of `process`.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use coddle_engine::{data, sources};
use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use tokio::signal::unix::SignalKind;

use super::negative;

/// What this world listens to, by number.
#[derive(Default)]
struct Listening(RefCell<HashMap<i32, (sources::Source, Place)>>);

/// `{ SIGHUP: 1, ... }`: `os.constants.signals`.
pub(crate) fn table<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let table = Object::new(ctx.clone())?;
    for signal in Signal::iterator() {
        table.set(signal.as_str(), signal as i32)?;
        // Node's table has both names of these two.
        match signal {
            Signal::SIGABRT => table.set("SIGIOT", signal as i32)?,
            Signal::SIGIO => table.set("SIGPOLL", signal as i32)?,
            _ => {}
        }
    }
    Ok(table)
}

/// Sends signal `number` (0 only asks whether that is possible); a negative errno when it fails.
pub(crate) fn kill(pid: i32, number: i32) -> i32 {
    let signal = match number {
        0 => None,
        _ => match Signal::try_from(number) {
            Ok(signal) => Some(signal),
            Err(_) => return -(Errno::EINVAL as i32),
        },
    };
    match signal::kill(Pid::from_raw(pid), signal) {
        Ok(()) => 0,
        Err(errno) => -(errno as i32),
    }
}

/// How many worlds of this process listen to a signal.
static LISTENERS: Mutex<BTreeMap<i32, Listeners>> = Mutex::new(BTreeMap::new());

struct Listeners {
    worlds: usize,
    /// Nobody handled the signal before us, so that its default action comes back when nobody listens any more.
    ours: bool,
}

fn listeners() -> MutexGuard<'static, BTreeMap<i32, Listeners>> {
    LISTENERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One world's place among the listeners of a signal.
struct Place(Signal);

impl Place {
    fn take(signal: Signal) -> std::io::Result<Place> {
        let mut all = listeners();
        let known = match all.entry(signal as i32) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(Listeners {
                worlds: 0,
                ours: coddle_engine::signals::is_unhandled(signal)?,
            }),
        };
        if known.worlds == 0 {
            coddle_engine::signals::set_handler(signal)?;
        }
        known.worlds += 1;
        Ok(Place(signal))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(known) = listeners().get_mut(&(self.0 as i32)) {
            known.worlds -= 1;
            if known.worlds == 0 && known.ours {
                // It worked for this signal when it was taken.
                let _ = coddle_engine::signals::set_default(self.0);
            }
        }
    }
}

/// Calls `callback(number)` for each signal until [`ignore`]. A negative errno when the signal cannot be listened to.
pub(super) fn listen<'js>(ctx: Ctx<'js>, number: i32, callback: Function<'js>) -> Result<i32> {
    let refused = -(Errno::EINVAL as i32);
    let Ok(signal) = Signal::try_from(number) else {
        return Ok(refused);
    };
    let started = Place::take(signal).and_then(|place| {
        let stream = tokio::signal::unix::signal(SignalKind::from_raw(number))?;
        Ok((place, stream))
    });
    let (place, mut stream) = match started {
        Ok(started) => started,
        Err(error) => {
            return Ok(match error.raw_os_error() {
                Some(_) => negative(&error),
                None => refused,
            });
        }
    };
    let source = sources::spawn(&ctx, callback, async move || {
        stream.recv().await.map(|()| number)
    })?;
    let old = data::of::<Listening>(&ctx)
        .0
        .borrow_mut()
        .insert(number, (source, place));
    if let Some((old, _)) = old {
        old.stop();
    }
    Ok(0)
}

/// No more calls for this signal.
pub(super) fn ignore(ctx: Ctx<'_>, number: i32) {
    if let Some((source, _)) = data::of::<Listening>(&ctx).0.borrow_mut().remove(&number) {
        source.stop();
    }
}
