//! `coddle dev`: an application that is loaded anew when its files change, in the same process and behind the same listener.
//!
//! The new application is loaded in a JavaScript world of its own while the old one answers. When it is ready, new requests go to
//! it; the old one finishes what it has in hand, is closed, and its world goes. Connections stay: they belong to the server
//! and not to an application.
//!
//! With several workers the master of their cluster goes by the same changes: it replaces the workers one by one.
//!
//! Reading order: `watch` (which files), `changes` (when they change), `session` (the swap), `broken` (what a reader is told of an
//! edit that does not load).

mod broken;
mod changes;
mod session;
mod watch;

pub(crate) use broken::Broken;
pub(crate) use changes::Changes;
pub(crate) use session::{LISTENER_CHANGED, run};
pub(crate) use watch::Watch;
