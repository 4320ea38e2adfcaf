//! The loop that a thread of the host works on.

use std::future::Future;

use crate::Error;

/// Runs `work` on a loop of this thread's own, which may hold what does not leave it.
///
/// # Errors
/// When the loop cannot be made, and what `work` gives.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build_local(Default::default())
        .map_err(|source| Error::System {
            what: "start an event loop",
            source,
        })?
        .block_on(work)
}
