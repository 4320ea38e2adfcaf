//! What a worker or agent reports of itself beyond its [`Figures`](crate::cluster::frame::Figures).

use coddle_engine::World;
use serde::{Deserialize, Serialize};

use super::counters::RouteCounts;
use super::histogram::Histogram;
use super::loop_delay::LoopDelay;
use crate::cluster::frame::Report;
use crate::http::Server;

/// A member's measures at a moment. Counts are since it started.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Measures {
    /// Bytes of the JavaScript heap, and how many there may be.
    pub(super) heap: u64,
    pub(super) heap_limit: u64,
    /// Runs of the engine's cycle collector.
    pub(super) collections: u64,
    /// How late timers of the event loop were, since somebody asked for the first time.
    pub(super) loop_delay: Histogram,
    /// What clients sent that was no request which can be served.
    pub(super) client_errors: u64,
    /// Routes that have answered.
    pub(super) routes: Vec<RouteMeasures>,
}

/// Requests of one route.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RouteMeasures {
    /// Its path as it was declared.
    pub(super) route: Box<str>,
    #[serde(flatten)]
    pub(super) counts: RouteCounts,
}

impl Measures {
    /// What a member says that was asked for them. `world`: none when its application has ended; `server`: of one that serves requests.
    pub(crate) fn report(
        world: Option<&World>,
        loop_delay: &LoopDelay,
        server: Option<&Server>,
    ) -> Report {
        let mut measures = Measures {
            loop_delay: loop_delay.so_far(),
            ..Measures::default()
        };
        if let Some(world) = world {
            let memory = world.memory_usage();
            measures.heap = memory.malloc_size.max(0) as u64;
            measures.heap_limit = memory.malloc_limit.max(0) as u64;
            measures.collections = world.collections();
        }
        if let Some(server) = server {
            let (counters, paths) = (server.counters(), server.routes());
            measures.client_errors = counters.client_errors();
            let named = |(index, counts)| RouteMeasures {
                route: paths.get(index).cloned().unwrap_or_default(),
                counts,
            };
            measures.routes = counters.routes().into_iter().map(named).collect();
        }
        let figures = server.map(Server::figures).unwrap_or_default();
        Report::Measured(figures, Box::new(measures))
    }
}
