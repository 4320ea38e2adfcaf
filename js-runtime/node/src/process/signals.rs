//! Signals: sent by number, received as events of `process`.

use std::cell::RefCell;
use std::collections::HashMap;

use coddle_engine::rquickjs::{Ctx, Function, Object, Result};
use coddle_engine::{data, sources};
use nix::errno::Errno;
use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use tokio::signal::unix::SignalKind;

use super::negative;

/// What this world listens to, by number.
#[derive(Default)]
struct Listening(RefCell<HashMap<i32, sources::Source>>);

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

/// Calls `callback(number)` for each signal from now on. From the first time on the signal's default action is gone for
/// this process. A negative errno when the signal cannot be listened to.
pub(super) fn listen<'js>(ctx: Ctx<'js>, number: i32, callback: Function<'js>) -> Result<i32> {
    let mut stream = match tokio::signal::unix::signal(SignalKind::from_raw(number)) {
        Ok(stream) => stream,
        Err(error) => {
            return Ok(if error.raw_os_error().is_some() {
                negative(&error)
            } else {
                -(Errno::EINVAL as i32)
            });
        }
    };
    let source = sources::spawn(&ctx, callback, async move || {
        stream.recv().await.map(|()| number)
    })?;
    let old = data::of::<Listening>(&ctx)
        .0
        .borrow_mut()
        .insert(number, source);
    if let Some(old) = old {
        old.stop();
    }
    Ok(0)
}

/// No more calls for this signal.
pub(super) fn ignore(ctx: Ctx<'_>, number: i32) {
    if let Some(source) = data::of::<Listening>(&ctx).0.borrow_mut().remove(&number) {
        source.stop();
    }
}
