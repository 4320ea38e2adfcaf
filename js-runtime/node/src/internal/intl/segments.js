'use strict';

/** `Intl.Segmenter` by graphemes: what a reader sees as one character. (Words of Chinese would need a dictionary.) */

const { finish, option, optionsObject, resolve, stateOf } = require('internal/intl/locales');
const { graphemeEnds } = require('internal/intl/natives');

const segmenters = new WeakMap();
const texts = new WeakMap();

function Segmenter(locales = undefined, options = undefined) {
  if (new.target === undefined) throw new TypeError("Constructor Intl.Segmenter requires 'new'");
  const who = 'Intl.Segmenter';
  options = optionsObject(options);
  const { locale } = resolve(locales, who, {});
  const granularity = option(options, 'granularity', ['grapheme'], 'grapheme', who, ['word', 'sentence']);
  segmenters.set(this, { locale, granularity });
}

function part(input, start, end) {
  return { segment: input.slice(start, end), index: start, input };
}

/** What `segment` gives. */
const Segments = {
  containing(index = undefined) {
    const { input, ends } = stateOf(texts, this, 'Segments', 'containing');
    const at = Math.trunc(Number(index)) || 0;
    if (at < 0 || at >= input.length) return undefined;
    const found = ends.findIndex((end) => end > at);
    return part(input, found === 0 ? 0 : ends[found - 1], ends[found]);
  },
  [Symbol.iterator]() {
    const { input, ends } = stateOf(texts, this, 'Segments', '[Symbol.iterator]');
    const iterator = Object.create(SegmentIterator);
    texts.set(iterator, { input, ends, next: 0 });
    return iterator;
  },
};

const SegmentIterator = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
  next: {
    configurable: true,
    writable: true,
    value: function next() {
      const state = stateOf(texts, this, '%SegmentIteratorPrototype%', 'next');
      const { input, ends, next: at } = state;
      if (at >= ends.length) return { value: undefined, done: true };
      state.next++;
      return { value: part(input, at === 0 ? 0 : ends[at - 1], ends[at]), done: false };
    },
  },
  [Symbol.toStringTag]: { configurable: true, value: 'Segmenter String Iterator' },
});

Object.defineProperties(Segmenter.prototype, {
  segment: {
    configurable: true,
    writable: true,
    value: function segment(text) {
      stateOf(segmenters, this, 'Segmenter', 'segment');
      const input = String(text);
      const segments = Object.create(Segments);
      texts.set(segments, { input, ends: graphemeEnds(input) });
      return segments;
    },
  },
  resolvedOptions: {
    configurable: true,
    writable: true,
    value: function resolvedOptions() { return { ...stateOf(segmenters, this, 'Segmenter', 'resolvedOptions') }; },
  },
});
for (const name of Reflect.ownKeys(Segments)) Object.defineProperty(Segments, name, { enumerable: false });
finish(Segmenter, 'Segmenter');
Object.defineProperty(Segmenter, 'length', { value: 0, configurable: true });

module.exports = { Segmenter };
