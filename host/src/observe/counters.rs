//! What a worker counts of its requests: plain numbers on the worker's own thread.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use coddle_koa::bridge::RouteNumber;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::histogram::Histogram;

/// The classes of answers, by their first digit; requests without an answer come behind.
pub(super) const CLASSES: [&str; 6] = ["1xx", "2xx", "3xx", "4xx", "5xx", "none"];
/// The class of a request whose client left, or whose connection the application closed.
pub(crate) const NO_ANSWER: usize = CLASSES.len() - 1;

/// Requests of a worker, by route and class of answer.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// By the route's number.
    routes: RefCell<Vec<RouteCounts>>,
    /// What was no request that could be served.
    client_errors: Cell<u64>,
}

/// Requests of one route.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RouteCounts {
    /// By class.
    pub(super) answers: [u64; CLASSES.len()],
    /// From a request's head to the answer's.
    pub(super) took: Histogram,
}

impl Counters {
    /// A request is over.
    pub(crate) fn ended(&self, route: RouteNumber, class: usize, took: Duration) {
        let mut routes = self.routes.borrow_mut();
        let index = route.index();
        if index >= routes.len() {
            grow(&mut routes, index);
        }
        let counts = &mut routes[index];
        counts.answers[class] += 1;
        counts.took.record(took);
    }

    /// Begins anew with routes: the application is another one, and so are their numbers.
    pub(crate) fn forget_routes(&self) {
        self.routes.take();
    }

    /// A client sent what cannot be served.
    pub(crate) fn client_error(&self) {
        self.client_errors.set(self.client_errors.get() + 1);
    }

    pub(super) fn client_errors(&self) -> u64 {
        self.client_errors.get()
    }

    /// The routes that have answered, by number.
    pub(super) fn routes(&self) -> Vec<(usize, RouteCounts)> {
        let routes = self.routes.borrow();
        let used = routes
            .iter()
            .enumerate()
            .filter(|(_, counts)| counts.took.count() > 0);
        used.map(|(index, counts)| (index, counts.clone()))
            .collect()
    }

    /// The class of a status.
    pub(crate) fn class(status: StatusCode) -> usize {
        // Beyond 599 nobody knows what is meant.
        usize::from(status.as_u16() / 100 - 1).min(NO_ANSWER - 1)
    }
}

/// Kept out of the way: it happens once a route.
#[cold]
fn grow(routes: &mut Vec<RouteCounts>, index: usize) {
    routes.resize_with(index + 1, RouteCounts::default);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_count_for_their_route_and_class() {
        let counters = Counters::default();
        for (route, status) in [(2, 200), (2, 204), (2, 404), (0, 503), (2, 700)] {
            let status = StatusCode::from_u16(status).expect("a status");
            counters.ended(
                RouteNumber::new(route),
                Counters::class(status),
                Duration::ZERO,
            );
        }
        counters.ended(RouteNumber::new(2), NO_ANSWER, Duration::ZERO);
        let answers: Vec<_> = counters
            .routes()
            .into_iter()
            .map(|(index, counts)| (index, counts.answers))
            .collect();
        assert_eq!(
            answers,
            [(0, [0, 0, 0, 0, 1, 0]), (2, [0, 2, 0, 1, 1, 1])],
            "route 1 has answered nothing"
        );
    }
}
