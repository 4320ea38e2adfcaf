'use strict';

/**
 * What keeps the process alive while it is under way and nobody called `unref()`: a child process, a pipe that is read, a port.
 */

const engine = require('internal/engine');

/** How many of each kind keep the process alive: `process.getActiveResourcesInfo()`. */
const counted = new Map();

/** `kind`: libuv's name of it (`ProcessWrap`, `PipeWrap`). */
function KeepAlive(kind) {
  this.kind = kind;
  this.active = false;
  this.refed = true;
  this.counts = false;
}

KeepAlive.prototype.update = function () {
  const counts = this.active && this.refed;
  if (counts === this.counts) return;
  this.counts = counts;
  counted.set(this.kind, (counted.get(this.kind) || 0) + (counts ? 1 : -1));
  engine.keepAlive(counts ? 1 : -1);
};

KeepAlive.prototype.start = function () {
  this.active = true;
  this.update();
};

KeepAlive.prototype.stop = function () {
  this.active = false;
  this.update();
};

KeepAlive.prototype.ref = function () {
  this.refed = true;
  this.update();
};

KeepAlive.prototype.unref = function () {
  this.refed = false;
  this.update();
};

function keptAlive() {
  const names = [];
  for (const [kind, count] of counted) for (let i = 0; i < count; i++) names.push(kind);
  return names;
}

module.exports = { KeepAlive, keptAlive };
