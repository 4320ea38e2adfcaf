//! What a worker or agent reports of itself beyond its [`Figures`](crate::cluster::frame::Figures).

use coddle_engine::World;
use serde::{Deserialize, Serialize};

use super::counters::{Counters, RouteCounts};
use super::histogram::Histogram;
use super::loop_delay::LoopDelay;

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
    /// Of a member that may serve requests: then with its counters, and the paths of its routes by number.
    pub(crate) fn of(
        world: &World,
        loop_delay: &LoopDelay,
        serving: Option<(&Counters, Vec<Box<str>>)>,
    ) -> Measures {
        let memory = world.memory_usage();
        let mut measures = Measures {
            heap: memory.malloc_size.max(0) as u64,
            heap_limit: memory.malloc_limit.max(0) as u64,
            collections: world.collections(),
            loop_delay: loop_delay.so_far(),
            ..Measures::default()
        };
        if let Some((counters, paths)) = serving {
            measures.client_errors = counters.client_errors();
            let named = |(index, counts)| RouteMeasures {
                route: paths.get(index).cloned().unwrap_or_default(),
                counts,
            };
            measures.routes = counters.routes().into_iter().map(named).collect();
        }
        measures
    }
}
