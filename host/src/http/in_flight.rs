//! Requests that a worker has in hand.

use std::cell::Cell;
use std::time::Instant;

use coddle_koa::bridge::RouteNumber;
use http::StatusCode;

use crate::observe::{Counters, NO_ANSWER};

/// How many requests there are, and have been.
#[derive(Debug, Default)]
pub(super) struct Load {
    requests: Cell<u64>,
    in_flight: Cell<u64>,
}

impl Load {
    /// Requests since the worker started.
    pub(super) fn requests(&self) -> u64 {
        self.requests.get()
    }

    /// Requests whose answer has not begun.
    pub(super) fn in_flight(&self) -> u64 {
        self.in_flight.get()
    }
}

/// A request whose answer has not begun. It is counted when it is over, however that comes.
pub(super) struct InFlight<'a> {
    load: &'a Load,
    counters: &'a Counters,
    pub(super) began: Instant,
    /// The route that answers, once one is found.
    pub(super) route: Cell<RouteNumber>,
    /// Of the answer.
    class: Cell<usize>,
}

impl<'a> InFlight<'a> {
    pub(super) fn begin(load: &'a Load, counters: &'a Counters) -> InFlight<'a> {
        load.requests.set(load.requests.get() + 1);
        load.in_flight.set(load.in_flight.get() + 1);
        InFlight {
            load,
            counters,
            began: Instant::now(),
            route: Cell::default(),
            class: Cell::new(NO_ANSWER),
        }
    }

    pub(super) fn answered(&self, status: StatusCode) {
        self.class.set(Counters::class(status));
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.load.in_flight.set(self.load.in_flight.get() - 1);
        let took = self.began.elapsed();
        self.counters
            .ended(self.route.get(), self.class.get(), took);
    }
}
