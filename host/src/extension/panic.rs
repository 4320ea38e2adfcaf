//! Panics of natives: an error of the one request, with the place in the log.

use std::any::Any;
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::sync::Once;
use std::task::{Context, Poll};

use super::{Error, blocking};

thread_local! {
    /// A native of this thread runs: its panic is caught.
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
    /// Where the last one happened.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Puts a hook before the program's own panic hook. It notes the backtraces of panics that will be caught here, and passes on all
/// others.
fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_CAUGHT.get() {
                return before(info);
            }
            let place = info.location().map_or_else(String::new, |location| {
                format!("    at {}:{}", location.file(), location.line())
            });
            let backtrace = Backtrace::force_capture();
            PLACE.set(Some(format!("{place}\nRust backtrace:\n{backtrace}")));
        }));
    });
}

/// Runs a native; its panic is an error.
pub(crate) fn catch<R>(run: impl FnOnce() -> R) -> Result<R, Error> {
    watch();
    let before = IS_CAUGHT.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    IS_CAUGHT.set(before);
    result.map_err(|panic| of_panic(&*panic))
}

fn of_panic(panic: &(dyn Any + Send)) -> Error {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without a message".to_owned());
    let error = Error::misuse(format!("panicked: {text}")).with_code("ERR_NATIVE_PANIC");
    match PLACE.take() {
        Some(place) => error.with_backtrace(place),
        None => error,
    }
}

/// A future whose panic is an error, and who is told of when it blocks the loop.
pub(crate) struct Caught<F> {
    pub(crate) future: Pin<Box<F>>,
    pub(crate) number: blocking::Number,
}

impl<F: Future> Future for Caught<F> {
    type Output = Result<F::Output, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let _inside = blocking::Inside::begin(self.number);
        match catch(|| self.future.as_mut().poll(cx)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}
