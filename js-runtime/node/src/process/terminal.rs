//! The terminal's mode: lines, or every key at once.

use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};

use coddle_engine::rquickjs::Ctx;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::negative;
use crate::descriptors::Descriptors;

/// The terminal whose mode was changed, and what its mode was.
static BEFORE: Mutex<Option<(Arc<OwnedFd>, Termios)>> = Mutex::new(None);

/// Raw mode: no echo, no lines, no signals from keys. 0, or a negative errno.
pub(super) fn set_raw(ctx: Ctx<'_>, number: i32, raw: bool) -> i32 {
    let fd = match Descriptors::of(&ctx).get(number) {
        Ok(fd) => fd,
        Err(error) => return negative(&error),
    };
    if !raw {
        restore();
        return 0;
    }
    let mut mode = match tcgetattr(&fd) {
        Ok(mode) => mode,
        Err(errno) => return -errno.raw_os_error(),
    };
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    if before.is_none() {
        *before = Some((Arc::clone(&fd), mode.clone()));
    }
    mode.make_raw();
    // What is written still starts its lines at the left.
    mode.output_modes |= rustix::termios::OutputModes::OPOST | rustix::termios::OutputModes::ONLCR;
    match tcsetattr(&fd, OptionalActions::Drain, &mode) {
        Ok(()) => 0,
        Err(errno) => -errno.raw_os_error(),
    }
}

/// Gives the terminal back as it was found.
pub(crate) fn restore() {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((fd, mode)) = before {
        // A terminal that has gone needs no mode.
        match tcsetattr(&fd, OptionalActions::Drain, &mode) {
            Ok(()) | Err(_) => {}
        }
    }
}
