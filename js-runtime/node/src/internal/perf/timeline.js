'use strict';

/** The entries that `performance` keeps: marks, measures and resource timings, each kind in a list of its own. */

const { byTime } = require('internal/perf/observe');

const kept = { mark: [], measure: [], resource: [] };

const all = () => byTime([...kept.mark, ...kept.measure, ...kept.resource]);

function ofType(type) {
  return Object.hasOwn(kept, type) ? byTime(kept[type].slice()) : [];
}

function ofName(name, type) {
  return (type === undefined ? all() : ofType(type)).filter((one) => one.name === name);
}

function keep(entry) {
  kept[entry.entryType].push(entry);
}

/** Forgets those of a kind, or of a kind and name. */
function clear(type, name) {
  kept[type] = name === undefined ? [] : kept[type].filter((one) => one.name !== name);
}

/** The latest mark of that name; undefined without one. */
const lastMark = (name) => kept.mark.findLast((one) => one.name === name);

const count = (type) => kept[type].length;

module.exports = { all, clear, count, keep, lastMark, ofName, ofType };
