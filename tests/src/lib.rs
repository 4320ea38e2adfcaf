//! What tests that run the `coddle` binary share. In the order of use:
//!
//! - [`fixture`]: the applications under `fixtures/`, their requests and the answers real egg gave
//! - [`application`]: a throw-away copy of an application
//! - [`process`]: a running `coddle`, ended with everything it started
//! - [`cluster`]: a running cluster and its members; [`load`]: requests that are counted; [`faults`]: what may befall a cluster;
//!   [`census`]: what it holds of the machine
//! - [`speed`]: how long a cluster takes for its start, its end and a change of its code, and what memory; [`scaling`]: what a
//!   second worker brings
//! - [`script`]: a script under `coddle run`, which may start a cluster
//! - [`http`]: a client that shows the bytes of an answer as they came; [`stream`]: what they come over
//! - [`normalise`]: what differs between two runs of one application is taken out
//! - [`report`]: how a wrong answer is shown; [`document`]: tables of figures in docs/
#![forbid(unsafe_code)]

pub mod application;
pub mod census;
pub mod cluster;
pub mod document;
pub mod faults;
pub mod fixture;
pub mod http;
pub mod load;
pub mod normalise;
pub mod process;
pub mod report;
pub mod scaling;
pub mod script;
pub mod speed;
pub mod stream;
