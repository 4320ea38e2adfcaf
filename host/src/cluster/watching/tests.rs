use super::*;

// CLU-032
#[test]
fn a_server_is_lost_after_three_misses_in_a_row() {
    let mut health = Health::default();
    let seen = [(1, 2), (0, 2), (1, 0), (1, 1), (0, 0), (0, 0), (1, 0)];
    let lost = seen.map(|(agents, workers)| health.is_lost(agents, workers));
    assert_eq!(lost, [false, false, false, false, false, false, true]);
}
