'use strict';

// The natives of net (net/mod.rs), where Rust finds the prototypes of the handles that it makes.

module.exports = native;
