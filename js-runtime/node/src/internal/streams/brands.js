'use strict';

// Marks by which stream classes know each other without requiring each other.

module.exports = {
  /** True on Duplex.prototype: `readable...` and `writable...` options count. */
  kIsDuplex: Symbol('kIsDuplex'),
};
