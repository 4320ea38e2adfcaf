'use strict';

/** What is known of the process's start and of its loop: `performance.nodeTiming` and `performance.eventLoopUtilization()`. */

const engine = require('internal/engine');
const { PerformanceEntry, token } = require('internal/perf/entry');

const NOT_BEGUN = -1;

/** Milliseconds: when the loop began, how long it was idle and active since. */
function times() {
  const [began, idle, active] = engine.loopTimes() ?? [NOT_BEGUN, 0, 0];
  return { began, idle, active };
}

function utilization({ idle, active }) {
  return { idle, active, utilization: idle + active === 0 ? 0 : active / (idle + active) };
}

/** Of the whole time since the loop began; since `first`; or from `second` to `first`: results of earlier calls. */
function eventLoopUtilization(first, second) {
  const { began, idle, active } = times();
  if (began === NOT_BEGUN) return { idle: 0, active: 0, utilization: 0 };
  if (second) return utilization({ idle: first.idle - second.idle, active: first.active - second.active });
  if (!first) return utilization({ idle, active });
  return utilization({ idle: idle - first.idle, active: active - first.active });
}

class PerformanceNodeTiming extends PerformanceEntry {
  constructor() {
    super({ token, name: 'node', entryType: 'node', startTime: 0 });
  }

  get duration() { return engine.hrtime(); }
  // The engine's clock begins with the world that it makes, and the surface is there as soon as the world is.
  get nodeStart() { return 0; }
  get v8Start() { return 0; }
  get environment() { return 0; }
  get bootstrapComplete() { return require('internal/bootstrap').completedAt; }
  get loopStart() { return times().began; }
  get loopExit() { return NOT_BEGUN; }
  get idleTime() { return times().idle; }

  toJSON() {
    const { name, entryType, startTime, duration, nodeStart, v8Start, bootstrapComplete, environment, loopStart, loopExit, idleTime } = this;
    return { name, entryType, startTime, duration, nodeStart, v8Start, bootstrapComplete, environment, loopStart, loopExit, idleTime };
  }
}

/** The milestones that `performance.measure()` takes for marks. */
const MILESTONES = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete'];

const nodeTiming = new PerformanceNodeTiming();

module.exports = { MILESTONES, eventLoopUtilization, nodeTiming };
