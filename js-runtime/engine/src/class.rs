//! Native classes.
