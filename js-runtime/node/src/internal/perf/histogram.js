'use strict';

/**
 * `createHistogram()` and what it is made of: values in buckets that grow with them, so that each is known to a number of significant
 * figures (HdrHistogram's scheme, which Node's answers follow).
 */

const { codes } = require('internal/errors');
const { validateInteger, validateNumber, validateObject } = require('internal/validators');
const { show } = require('internal/util/class_finish');
const { kUncloneable } = require('internal/uncloneable');

const token = Symbol('histogram');
/** What `min` is before the first value: the largest integer of 64 bits. */
const NOTHING = 9223372036854775807n;
const HIGHEST = Number.MAX_SAFE_INTEGER;

/** The counts. Values are integers up to 2^53 - 1. */
class Counts {
  constructor(lowest, highest, figures) {
    this.highest = highest;
    // So many of a bucket's steps are needed to tell values of `figures` figures apart.
    this.steps = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
    this.unit = 2 ** Math.floor(Math.log2(lowest));
    this.reset();
  }

  reset() {
    /** By the lowest value of a step: how many values fell into it. */
    this.at = new Map();
    this.total = 0;
    this.exceeds = 0;
    this.min = Infinity;
    this.max = 0;
  }

  /** How far the values of a step reach that `value` falls into. */
  width(value) {
    let width = this.unit;
    while (value >= this.steps * width) width *= 2;
    return width;
  }

  lowestLike(value) {
    const width = this.width(value);
    return Math.floor(value / width) * width;
  }

  highestLike(value) {
    return this.lowestLike(value) + this.width(value) - 1;
  }

  record(value, times = 1) {
    if (value > this.highest) {
      this.exceeds += times;
      return;
    }
    const step = this.lowestLike(value);
    this.at.set(step, (this.at.get(step) ?? 0) + times);
    this.total += times;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** `[step, count]` in the order of steps. */
  sorted() {
    return [...this.at].sort(([a], [b]) => a - b);
  }

  middle(step) {
    return step + Math.floor(this.width(step) / 2);
  }

  mean() {
    let sum = 0;
    for (const [step, count] of this.at) sum += this.middle(step) * count;
    return sum / this.total;
  }

  deviation() {
    const mean = this.mean();
    let sum = 0;
    for (const [step, count] of this.at) sum += (this.middle(step) - mean) ** 2 * count;
    return Math.sqrt(sum / this.total);
  }

  /** The value that so many of a hundred do not go beyond. */
  percentile(percentile) {
    if (this.total === 0) return 0;
    const wanted = Math.max(1, Math.floor(percentile / 100 * this.total + 0.5));
    let seen = 0;
    for (const [step, count] of this.sorted()) {
      seen += count;
      if (seen >= wanted) return this.highestLike(step);
    }
    return this.highestLike(this.max);
  }

  /** `[percentile, lowest value of its step]`: percentiles that halve the distance to 100. */
  * percentiles() {
    let next = 0;
    let seen = 0;
    let last = 0;
    for (const [step, count] of this.sorted()) {
      seen += count;
      last = step;
      while (next <= 100 * seen / this.total) {
        yield [next, last];
        if (next === 100) return;
        if (seen === this.total) break;
        next += 100 / 2 ** (Math.floor(Math.log2(100 / (100 - next))) + 1);
      }
    }
    yield [100, last];
  }
}

function checkPercentile(percentile) {
  validateNumber(percentile, 'percentile');
  if (!(percentile > 0 && percentile <= 100)) throw codes.ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
}

class Histogram {
  /** Its Counts; a member of that name is no application's business. */
  #counts;

  constructor(given, counts) {
    if (given !== token) throw codes.ERR_ILLEGAL_CONSTRUCTOR();
    this.#counts = counts;
  }

  static countsOf(value) {
    return value !== null && typeof value === 'object' && #counts in value ? value.#counts : undefined;
  }

  get count() { return this.#counts.total; }
  get countBigInt() { return BigInt(this.#counts.total); }
  get exceeds() { return this.#counts.exceeds; }
  get exceedsBigInt() { return BigInt(this.#counts.exceeds); }
  get min() { return Number(this.minBigInt); }
  get minBigInt() { return this.#counts.total === 0 ? NOTHING : BigInt(this.#counts.lowestLike(this.#counts.min)); }
  get max() { return this.#counts.total === 0 ? 0 : this.#counts.highestLike(this.#counts.max); }
  get maxBigInt() { return BigInt(this.max); }
  get mean() { return this.#counts.mean(); }
  get stddev() { return this.#counts.deviation(); }

  percentile(percentile) {
    checkPercentile(percentile);
    return this.#counts.percentile(percentile);
  }

  percentileBigInt(percentile) {
    checkPercentile(percentile);
    return BigInt(this.#counts.percentile(percentile));
  }

  get percentiles() { return new Map(this.#counts.percentiles()); }
  get percentilesBigInt() { return new Map([...this.#counts.percentiles()].map(([at, value]) => [at, BigInt(value)])); }

  reset() { this.#counts.reset(); }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(percentiles) };
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return show(this, { min, max, mean, exceeds, stddev, count, percentiles }, depth, options, 'Histogram');
  }
}

const { countsOf } = Histogram;
delete Histogram.countsOf;
// Node's clone counts into the same numbers; here they belong to one thread.
Object.defineProperty(Histogram.prototype, kUncloneable, { value: true });

class RecordableHistogram extends Histogram {
  #last;

  /** Counts an integer from 1 to 2^53 - 1, a BigInt too. */
  record(value) {
    if (typeof value !== 'bigint') validateInteger(value, 'val', 1);
    else if (value < 1n || value > BigInt(HIGHEST)) throw codes.ERR_OUT_OF_RANGE('val', `>= 1 && <= ${HIGHEST}`, value);
    countsOf(this).record(Number(value));
  }

  /** Counts the nanoseconds since it was called last. */
  recordDelta() {
    const now = process.hrtime.bigint();
    if (this.#last !== undefined && now > this.#last) countsOf(this).record(Number(now - this.#last));
    this.#last = now;
  }

  /** Takes over what another one has counted. */
  add(other) {
    const theirs = countsOf(other);
    if (!(other instanceof RecordableHistogram)) throw codes.ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    const counts = countsOf(this);
    for (const [step, count] of theirs.at) counts.record(step, count);
    counts.exceeds += theirs.exceeds;
    if (theirs.total > 0) counts.max = Math.max(counts.max, theirs.max);
  }
}

/** `options`: { lowest, highest, figures }: the range, and how many significant figures are told apart (1 to 5). */
function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = HIGHEST, figures = 3 } = options;
  for (const [name, value] of [['options.lowest', lowest], ['options.highest', highest]]) {
    if (typeof value !== 'bigint') validateInteger(value, name, 1);
  }
  if (highest < 2n * BigInt(lowest)) throw codes.ERR_INVALID_ARG_VALUE.RangeError('options.highest', highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(token, new Counts(Number(lowest), Number(highest), figures));
}

module.exports = { Counts, HIGHEST, Histogram, countsOf, createHistogram, token };
