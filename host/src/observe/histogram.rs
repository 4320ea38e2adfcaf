//! How often something took how long.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Upper bounds in nanoseconds: from what a native answer takes to what nobody waits for.
pub(super) const BOUNDS: [u64; 13] = {
    const MILLISECOND: u64 = 1_000_000;
    [
        MILLISECOND,
        MILLISECOND * 5 / 2,
        MILLISECOND * 5,
        MILLISECOND * 10,
        MILLISECOND * 25,
        MILLISECOND * 50,
        MILLISECOND * 100,
        MILLISECOND * 250,
        MILLISECOND * 500,
        MILLISECOND * 1000,
        MILLISECOND * 2500,
        MILLISECOND * 5000,
        MILLISECOND * 10_000,
    ]
};

/// Durations, counted by [`BOUNDS`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Histogram {
    /// By the first bound that is not below the duration; the last: beyond them all.
    pub(super) counts: [u64; BOUNDS.len() + 1],
    /// Of all durations together.
    pub(super) nanoseconds: u64,
}

impl Histogram {
    pub(crate) fn record(&mut self, took: Duration) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        // Most are within the first bounds.
        let mut at = 0;
        while at < BOUNDS.len() && nanoseconds > BOUNDS[at] {
            at += 1;
        }
        self.counts[at] += 1;
        self.nanoseconds = self.nanoseconds.saturating_add(nanoseconds);
    }

    pub(super) fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(super) fn seconds(&self) -> f64 {
        self.nanoseconds as f64 / 1e9
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_counts_up_to_and_with_its_bound() {
        let mut histogram = Histogram::default();
        for microseconds in [0, 1000, 1001, 2500, 60_000, 10_000_000, 10_000_001] {
            histogram.record(Duration::from_micros(microseconds));
        }
        let mut counts = [0; 14];
        for (at, count) in [(0, 2), (1, 2), (6, 1), (12, 1), (13, 1)] {
            counts[at] = count;
        }
        assert_eq!(histogram.counts, counts);
        assert_eq!(histogram.count(), 7);
        assert_eq!(histogram.seconds(), 20.064_502);
    }
}
