//! The loop that a thread of the host works on.

use std::future::Future;
use std::time::Duration;

use coddle_engine::image;

use crate::Error;

/// When a start is over for certain: the first requests, which touch what the start did not, are answered by then.
const SETTLED: Duration = Duration::from_millis(200);

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

/// Gives back, shortly after a start, the memory that only the start needed. Called on a loop of [`run`].
pub(crate) fn release_start() {
    tokio::task::spawn_local(async {
        tokio::time::sleep(SETTLED).await;
        image::release();
    });
}
