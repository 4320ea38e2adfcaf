//! What a server tells of itself to those who run it: health, readiness, figures.
//!
//! Reading order: `histogram` and `counters` (what a worker counts, at the price of an addition), `measures` (what it reports of
//! that when it is asked), `loop_delay` (how late its event loop is), `overview` (what the whole server is at a moment), `prometheus`
//! and `pages` (how that is shown), `admin` (the listener where it is asked for), `collecting` (asking members), `single` (a server
//! without a master).

mod admin;
mod collecting;
mod counters;
mod histogram;
mod loop_delay;
mod measures;
mod overview;
mod pages;
mod prometheus;
mod single;

pub(crate) use admin::{Admin, AdminConfig, Question};
pub(crate) use collecting::Collecting;
pub(crate) use counters::{Counters, NO_ANSWER};
pub(crate) use loop_delay::LoopDelay;
pub(crate) use measures::Measures;
pub(crate) use overview::Overview;
pub(crate) use single::{Leaving, Single};
