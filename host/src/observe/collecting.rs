//! Gathering an overview from members that are asked for it, once for all who want it at the time.

use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::overview::Overview;

/// Figures are no older than this, and members are not asked more often: for a member it is some milliseconds of work.
const FRESH: Duration = Duration::from_millis(500);

/// Who wants to know, and whose word is missing. `W`: a member.
pub(crate) struct Collecting<W> {
    askers: Vec<oneshot::Sender<Rc<Overview>>>,
    missing: Vec<W>,
    last: Option<(Instant, Rc<Overview>)>,
}

impl<W> Default for Collecting<W> {
    fn default() -> Self {
        Collecting {
            askers: Vec::new(),
            missing: Vec::new(),
            last: None,
        }
    }
}

impl<W: PartialEq> Collecting<W> {
    /// Somebody wants an overview. Gives whether members are to be asked for it: then [`Collecting::begin`] is next.
    pub(crate) fn want(&mut self, asker: oneshot::Sender<Rc<Overview>>) -> bool {
        match &self.last {
            Some((at, overview)) if at.elapsed() < FRESH => {
                // Whoever asked has gone.
                let _ = asker.send(Rc::clone(overview));
                false
            }
            _ => {
                self.askers.push(asker);
                self.askers.len() == 1
            }
        }
    }

    /// These members have been asked.
    pub(crate) fn begin(&mut self, members: Vec<W>) {
        self.missing = members;
    }

    /// A member has said how it is, or is gone. Gives whether all have now.
    pub(crate) fn heard(&mut self, member: &W) -> bool {
        self.missing.retain(|missing| missing != member);
        self.is_complete()
    }

    /// Whether nobody is waited for who was asked.
    pub(crate) fn is_complete(&self) -> bool {
        self.missing.is_empty() && !self.askers.is_empty()
    }

    /// Whether somebody waits for an answer.
    pub(crate) fn is_waiting(&self) -> bool {
        !self.askers.is_empty()
    }

    /// Answers all who wait.
    pub(crate) fn finish(&mut self, overview: Overview) {
        let overview = Rc::new(overview);
        self.missing.clear();
        for asker in self.askers.drain(..) {
            // Whoever asked has gone.
            let _ = asker.send(Rc::clone(&overview));
        }
        self.last = Some((Instant::now(), overview));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::status::Status;

    fn overview(restarts: u32) -> Overview {
        let status = Status {
            restarts,
            ..Status::default()
        };
        Overview {
            ready: true,
            status,
        }
    }

    #[test]
    fn all_who_ask_meanwhile_get_one_answer_and_members_are_asked_once() {
        let mut collecting = Collecting::default();
        let (one, mut first) = oneshot::channel();
        let (other, mut second) = oneshot::channel();
        assert!(collecting.want(one));
        collecting.begin(vec![1, 2]);
        assert!(!collecting.want(other));
        assert!(!collecting.heard(&1));
        assert!(!collecting.heard(&1));
        assert!(collecting.heard(&2));
        collecting.finish(overview(7));
        for answer in [&mut first, &mut second] {
            assert_eq!(answer.try_recv().unwrap().status.restarts, 7);
        }
        assert!(!collecting.heard(&2), "nobody waits");
    }

    #[test]
    fn a_fresh_overview_is_given_again() {
        let mut collecting = Collecting::<u8>::default();
        let (one, _) = oneshot::channel();
        assert!(collecting.want(one));
        collecting.begin(Vec::new());
        assert!(collecting.is_complete());
        collecting.finish(overview(1));
        let (other, mut answer) = oneshot::channel();
        assert!(!collecting.want(other));
        assert_eq!(answer.try_recv().unwrap().status.restarts, 1);
    }
}
