'use strict';

// The natives of http (http/parser.rs), where Rust finds the prototype of the parsers that it makes.

module.exports = native;
