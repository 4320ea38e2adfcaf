'use strict';

// The natives of tls (tls/object.rs), where Rust finds the prototypes of what it makes.

module.exports = native;
