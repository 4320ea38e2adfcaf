//! Signal actions, which Rust lets one change only with `unsafe`.

use std::collections::HashMap;
use std::io;
use std::sync::Mutex;

use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, sigaction};

/// Handlers that [`set_default`] has put aside.
static ASIDE: Mutex<Option<HashMap<Signal, SigAction>>> = Mutex::new(None);

fn plain(handler: SigHandler) -> SigAction {
    SigAction::new(handler, SaFlags::empty(), SigSet::empty())
}

/// Whether the signal has its default action (or is ignored) in this process: nobody handles it.
///
/// # Errors
/// EINVAL for signals that cannot be handled.
pub fn is_unhandled(signal: Signal) -> io::Result<bool> {
    // SAFETY: a default action runs no code of ours; the old action is put back at once.
    let old = unsafe { sigaction(signal, &plain(SigHandler::SigDfl)) }?;
    // SAFETY: `old` is what was installed.
    unsafe { sigaction(signal, &old) }?;
    Ok(matches!(
        old.handler(),
        SigHandler::SigDfl | SigHandler::SigIgn
    ))
}

/// Gives the signal its default action and keeps the handler for [`set_handler`].
///
/// # Errors
/// EINVAL for signals that cannot be handled.
pub fn set_default(signal: Signal) -> io::Result<()> {
    // SAFETY: a default action runs no code of ours.
    let old = unsafe { sigaction(signal, &plain(SigHandler::SigDfl)) }?;
    if !matches!(old.handler(), SigHandler::SigDfl | SigHandler::SigIgn) {
        aside(|kept| kept.insert(signal, old));
    }
    Ok(())
}

/// Puts back the handler that [`set_default`] has put aside, if it has.
///
/// # Errors
/// EINVAL for signals that cannot be handled.
pub fn set_handler(signal: Signal) -> io::Result<()> {
    if let Some(handler) = aside(|kept| kept.remove(&signal)) {
        // SAFETY: the handler was installed before, by code that keeps it valid for the process's lifetime.
        unsafe { sigaction(signal, &handler) }?;
    }
    Ok(())
}

fn aside<R>(f: impl FnOnce(&mut HashMap<Signal, SigAction>) -> R) -> R {
    let mut kept = ASIDE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    f(kept.get_or_insert_default())
}
