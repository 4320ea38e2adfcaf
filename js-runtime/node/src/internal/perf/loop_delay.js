'use strict';

/** `monitorEventLoopDelay()`: a timer that counts how long after its last turn it had the next one, in nanoseconds. */

const { validateInteger, validateObject } = require('internal/validators');
const { Counts, HIGHEST, Histogram, countsOf, token } = require('internal/perf/histogram');

class IntervalHistogram extends Histogram {
  #resolution;
  #timer = null;

  constructor(given, counts, resolution) {
    super(given, counts);
    this.#resolution = resolution;
  }

  /** Whether it was off. */
  enable() {
    if (this.#timer !== null) return false;
    const counts = countsOf(this);
    let last = process.hrtime.bigint();
    this.#timer = setInterval(() => {
      const now = process.hrtime.bigint();
      if (now > last) counts.record(Number(now - last));
      last = now;
    }, this.#resolution);
    this.#timer.unref();
    return true;
  }

  /** Whether it was on. */
  disable() {
    if (this.#timer === null) return false;
    clearInterval(this.#timer);
    this.#timer = null;
    return true;
  }
}

/** `options`: { resolution }, milliseconds from one look at the clock to the next. */
function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new IntervalHistogram(token, new Counts(1, HIGHEST, 3), resolution);
}

module.exports = { monitorEventLoopDelay };
