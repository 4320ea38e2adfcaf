//! Routers of JavaScript at request time.
//!
//! - [`router`]: their layers as a [`crate::router::RouteTable`], read once; controllers called without their wrappers
//! - [`chain`]: the routes of one request, one after the other
//! - [`found`]: what a route says of itself through ctx

mod chain;
mod found;
mod router;

pub(crate) use chain::RouteChain;
pub(crate) use found::{Route, captures, matched, matched_name, name, params, path, set_params};
pub(crate) use router::{Controller, Router};
